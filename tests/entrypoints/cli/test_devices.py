"""A device secret printed for officers comes back by typing it, to the right person and over nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.sealed.device_paper import LINES, Device, device_of, line_data
from duecare.adapters.sealed.vault_place import Vault, find, new_vault, next_keys
from duecare.apps.intake.rules.records import Office
from duecare.kernel.errors import BadInput
from tests.entrypoints.cli.ceremony import CHEAP, PHRASE, Ceremony, ceremony
from tests.entrypoints.cli.running import duecare
from tests.entrypoints.cli.terminal import at_terminal

pytestmark = pytest.mark.once
PRINTED = re.compile(r"^ {2}\d {3}((?:[a-z2-7]{4} ?){5})\s*$", re.MULTILINE)


@pytest.fixture
def place(tmp_path: Path) -> Ceremony:
    return ceremony(tmp_path)


def vaulted(place: Ceremony, name: str = "ada") -> Vault:
    """Somebody whose keys are certified, with their vault here."""
    vault, keys = new_vault(agent(place), PHRASE, memory=CHEAP)
    file = place.request(name, Office.COMMITTEE, keys=keys, person=vault.person)
    place.sign(file, "first", "second")
    assert place.keys("import", str(file))[0] == 0
    return vault


def agent(place: Ceremony) -> Path:
    return place.home.with_name("home-agent")


def printed(place: Ceremony, vault: Vault) -> list[str]:
    """The eight lines, through a pipe as to a printer."""
    code, said = place.keys("device", "print", vault.person.hex())
    found = [line.strip() for line in PRINTED.findall(said)]
    assert code == 0 and len(found) == LINES and vault.device.hex() not in said, said
    return found


def typed(place: Ceremony, vault: Vault, lines: list[str], phrase: str = PHRASE) -> tuple[int, str]:
    return place.keys("device", "restore", vault.person.hex(), answer="\n".join([*lines, phrase, ""]))


def test_what_was_printed_is_typed_back_on_another_machine(place: Ceremony) -> None:
    vault = vaulted(place)
    lines = printed(place, vault)
    shutil.rmtree(agent(place))
    sloppy = [line.upper().replace(" ", "-") if at % 2 else line.replace(" ", "").replace("o", "0")
              for at, line in enumerate(lines)]  # fmt: skip
    code, said = typed(place, vault, sloppy)
    assert code == 0 and "1 pairs" in said and PHRASE not in said, said
    assert find(agent(place), vault.person) == vault
    assert {one.stat().st_mode & 0o777 for one in (agent(place) / "vaults" / vault.person.hex()).iterdir()} == {0o600}


def test_pairs_certified_after_the_paper_was_printed_come_back_as_well(place: Ceremony) -> None:
    vault = vaulted(place)
    lines = printed(place, vault)
    keys = next_keys(agent(place), vault, vault.opened(PHRASE))
    file = place.request("next", Office.COMMITTEE, keys=keys, person=vault.person)
    place.sign(file, "first", "second")
    assert place.keys("import", str(file))[0] == 0
    shutil.rmtree(agent(place))
    assert typed(place, vault, lines)[0] == 0
    assert find(agent(place), vault.person).fingerprints == (*vault.fingerprints, keys.fingerprint.hex())


def test_a_damaged_line_is_named_and_asked_for_again(place: Ceremony) -> None:
    vault = vaulted(place)
    lines = printed(place, vault)
    shutil.rmtree(agent(place))
    slip = lines[4][:7] + ("a" if lines[4][7] != "a" else "b") + lines[4][8:]
    for at, wrong in ((4, slip), (4, lines[3]), (0, lines[0][:-1]), (7, ""), (2, f"{lines[2]} aaaa"), (5, "ä" * 20)):
        given = [*lines[:at], wrong, *lines[at + 1 :]]
        code, said = typed(place, vault, given)
        assert code == 2 and said.count(f"line {at + 1}") and "a slip in this line" in said, said
    assert not agent(place).exists()
    answers = [(f"Line {number}", line) for number, line in enumerate(lines, start=1)]
    answers[4:5] = [("Line 5", slip), ("Line 5", lines[4])]
    pins = "\n".join(f"{place.officers[who]} 2020-01-01 2099-01-01" for who in ("first", "second"))
    (place.home / "duecare.toml").write_text(f'company = "Example AG"\nofficers = """\n{pins}\n"""\n')
    wanted = ("keys", "device", "restore", vault.person.hex())
    code, screen = at_terminal(
        place.home, "duecare.entrypoints.cli.main", *wanted, answers=[*answers, ("passphrase", PHRASE)]
    )  # fmt: skip
    assert code == 0 and "a slip in this line" in screen and lines[4] not in screen, screen


def test_a_paper_of_somebody_else_and_lines_of_two_papers_are_refused(place: Ceremony) -> None:
    ada, ben = vaulted(place, "ada"), vaulted(place, "ben")
    of_ada, of_ben = printed(place, ada), printed(place, ben)
    shutil.rmtree(agent(place))
    code, said = typed(place, ada, of_ben)
    assert code == 2 and "somebody else's vault" in said and ben.person.hex() in said
    code, said = typed(place, ada, [*of_ada[:3], of_ben[3], *of_ada[4:]])
    assert code == 2 and "do not belong to one paper" in said
    code, said = typed(place, ada, of_ada, phrase="six words that were never drawn here")
    assert code == 2 and "make none of the keys certified" in said and "never drawn" not in said
    code, said = typed(place, replace(ada, person=b"x" * 16), of_ada)
    assert code == 2 and "no keys of this person are certified here" in said
    assert not agent(place).exists()


def test_no_vault_is_written_over_even_a_damaged_one(place: Ceremony) -> None:
    vault = vaulted(place)
    lines = printed(place, vault)
    file = agent(place) / "vaults" / vault.person.hex() / "device"
    for harm in (vault.device, b"damaged"):
        file.write_bytes(harm)
        code, said = typed(place, vault, lines)
        assert code == 2 and "is here already" in said and file.read_bytes() == harm


def test_a_damaged_vault_is_told_by_every_command_that_needs_it(place: Ceremony) -> None:
    vault = vaulted(place)
    folder = agent(place) / "vaults" / vault.person.hex()
    wanted = ("request", str(place.offline / "next"), "--office", "committee", "--person", vault.person.hex())
    told = (folder / "vault.json").read_bytes()
    for name, harm in (
        ("device", b"short"), ("vault.json", told[:-9]), ("vault.json", b""), ("vault.json", b"[]"),
        ("vault.json", told.replace(b"8192", b"99999999")), ("vault.json", b"\xff" + told),
    ):  # fmt: skip
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(harm)
        for command in (wanted, ("device", "print", vault.person.hex())):
            code, said = place.keys(*command, answer=f"{PHRASE}\n")
            assert code == 2 and "the vault is damaged" in said and "device restore" in said, said
            assert vault.person.hex() in said and "Traceback" not in said
        (folder / name).write_bytes(whole)
    assert not (place.offline / "next").exists()
    assert place.keys(*wanted, answer=f"{PHRASE}\n")[0] == 0


def test_a_device_secret_is_written_into_no_file(place: Ceremony, tmp_path: Path) -> None:
    vault = vaulted(place)
    with (tmp_path / "file").open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "duecare.entrypoints.cli.main", "--home", str(place.home), "keys", "device", "print",
             vault.person.hex()],
            stdout=out, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2 and "into no file" in done.stderr and (tmp_path / "file").read_text() == ""
    assert "passphrase" not in duecare(place.home, "keys", "device", "restore", "--help").stdout.split("Options")[1]


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32), st.integers(1, 99), st.data())
def test_any_one_letter_wrong_is_noticed_with_its_line(
    person: bytes, secret: bytes, pairs: int, data: st.DataObject
) -> None:
    one = Device(person, secret, bytes(16), CHEAP, pairs)
    lines = one.lines()
    assert device_of(tuple(line_data(number, line) for number, line in enumerate(lines, start=1))) == one
    number, at = data.draw(st.integers(1, LINES)), data.draw(st.integers(0, 23))
    line = lines[number - 1]
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
    if line[at] not in (" ", letter):
        with pytest.raises(BadInput, match=f"line {number}"):
            line_data(number, line[:at] + letter + line[at + 1 :])

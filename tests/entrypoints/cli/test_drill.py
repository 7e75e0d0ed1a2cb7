"""The rehearsal proves that real vaults open here and give a case back, and says so only when they did."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed.drill_file import FILE
from duecare.adapters.sealed.vault_place import Vault, new_vault
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.cli.demo_keys import make_keys
from duecare.entrypoints.cli.founding import settings_file, write_keys, write_private
from tests.entrypoints.cli.ceremony import CHEAP, Ceremony, ceremony
from tests.entrypoints.cli.running import duecare
from tests.entrypoints.cli.terminal import at_terminal

pytestmark = pytest.mark.once
PHRASES = (
    "zoology zip zips yodel yoyo zebra",
    "abacus abdomen ability ablaze abode abrasion",
    "cubicle cupid curdle cure curl curtsy",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ceremony, list[Vault]]:
    """A complete ceremony; the three members of the committee have vaults with passphrases of their own."""
    place = ceremony(tmp_path_factory.mktemp("drill"))
    both = (Office.INTAKE_INTERNAL, Office.INTAKE_EXTERNAL)
    for name, offices in (("one", both), ("two", both), ("custodian", (Office.CUSTODIAN,)), ("handler", ())):
        place.entered(name, *offices)
    vaults = []
    for number, phrase in enumerate(PHRASES):
        vault, keys = new_vault(place.home.with_name("home-agent"), phrase, memory=CHEAP)
        file = place.request(
            f"member {number}", Office.COMMITTEE, independent=number == 2, keys=keys, person=vault.person
        )  # fmt: skip
        place.sign(file, "first", "second")
        assert place.keys("import", str(file))[0] == 0
        vaults.append(vault)
    return place, vaults


@pytest.fixture
def place(whole: tuple[Ceremony, list[Vault]]) -> Ceremony:
    (whole[0].place.folder / FILE).unlink(missing_ok=True)
    return whole[0]


def test_two_of_three_open_their_vaults_and_it_is_recorded_and_shown(place: Ceremony) -> None:
    assert "never rehearsed" in place.keys("status")[1]
    before = {one: one.read_bytes() for one in place.home.rglob("*") if one.is_file()}
    code, said = place.keys("drill", answer=f"{PHRASES[0]}\n\n{PHRASES[2]}\n")
    assert code == 0 and f"Rehearsed on {clock.today()}" in said and "No real case was opened" in said, said
    assert not [phrase for phrase in PHRASES if phrase in said]
    after = {one: one.read_bytes() for one in place.home.rglob("*") if one.is_file()}
    assert set(after) - set(before) == {place.place.folder / FILE}, "no store was made in the home"
    assert all(after[one] == data for one, data in before.items())
    code, said = place.keys("status")
    assert code == 0 and f"Last rehearsal of recovery: {clock.today()}, by 2 of the committee" in said, said


def test_wrong_and_too_few_passphrases_rehearse_nothing(place: Ceremony) -> None:
    code, said = place.keys("drill", answer=f"{PHRASES[1]}\n")
    assert code == 2 and "does not open the vault" in said and PHRASES[1] not in said
    code, said = place.keys("drill", answer=f"\n\n{PHRASES[2]}\n")
    assert code == 2 and "1 vaults" in said and "takes 2" in said and "could not be recovered" in said
    code, said = place.keys("drill", "--demo")
    assert code == 2 and "not the demonstration's" in said
    assert not (place.place.folder / FILE).exists()


def test_vaults_that_are_not_on_this_machine_prove_nothing(place: Ceremony, tmp_path: Path) -> None:
    code, said = place.keys(
        "drill", answer="".join(f"{one}\n" for one in PHRASES), DUECARE_AGENT=str(tmp_path / "empty")
    )
    assert code == 2 and "0 of them have a vault here" in said and not (place.place.folder / FILE).exists()


def test_at_a_terminal_a_slip_is_asked_again_and_nothing_is_echoed(place: Ceremony) -> None:
    pins = "\n".join(f"{place.officers[who]} 2020-01-01 2099-01-01" for who in ("first", "second"))
    (place.home / "duecare.toml").write_text(f'company = "Example AG"\nofficers = """\n{pins}\n"""\n')
    answers = [("not here)", PHRASES[1]), ("not here)", PHRASES[0]), ("not here)", ""), ("not here)", PHRASES[2])]
    code, screen = at_terminal(place.home, "duecare.entrypoints.cli.main", "keys", "drill", answers=answers)  # type: ignore[arg-type]  # texts are answers
    assert code == 0 and "does not open" in screen and "Rehearsed on" in screen, screen
    assert not [phrase for phrase in PHRASES if phrase in screen]


def test_a_record_that_was_altered_or_made_up_proves_nothing(place: Ceremony) -> None:
    file = place.place.folder / FILE
    assert place.keys("drill", answer=f"{PHRASES[0]}\n{PHRASES[1]}\n")[0] == 0
    told = json.loads(file.read_bytes())
    assert len(told["signatures"]) == 2

    def shown(**fields: object) -> str:
        line = json.dumps({**told, **fields}, separators=(",", ":"), sort_keys=True).encode()
        file.write_bytes(line + b"\n")
        return place.keys("status")[1]

    assert "Last rehearsal" in shown()
    one = dict(list(told["signatures"].items())[:1])
    later = {"day": "2027-01-01"}
    for fields in (later, {"threshold": 1}, {"signatures": one}, {"signatures": {}}, {"to": "0" * 64}, {"more": 1}):
        said = shown(**fields)
        assert "never rehearsed" in said and "line 1 proves nothing" in said, fields
    file.write_bytes(b"\xff\n")
    assert "line 1 proves nothing" in place.keys("status")[1]


def test_another_committee_has_to_rehearse_again(place: Ceremony, tmp_path: Path) -> None:
    assert place.keys("drill", answer=f"{PHRASES[0]}\n{PHRASES[1]}\n")[0] == 0
    other = Ceremony(tmp_path / "home", place.offline, place.officers)
    shutil.copytree(place.home, other.home)
    other.entered("fourth", Office.COMMITTEE)
    said = other.keys("status")[1]
    assert f"Last rehearsal of recovery: {clock.today()}" in said and "another one since then" in said


def test_before_the_ceremony_is_complete_nothing_is_rehearsed(tmp_path: Path) -> None:
    code, said = ceremony(tmp_path).keys("drill")
    assert code == 2 and "The ceremony is not complete" in said


def test_the_demonstration_rehearses_with_its_own_vaults_and_reads_the_case(tmp_path: Path) -> None:
    home, agent = tmp_path / "home", tmp_path / "home-agent"
    home.mkdir()
    write_keys(home)
    pins = make_keys(home, agent, clock.today())
    write_private(home / "duecare.toml", settings_file({"env": "demo", "officers": pins}))
    done = duecare(home, "keys", "drill", "--demo")
    assert done.returncode == 0 and "Rehearsed on" in done.stdout, done.stderr
    assert "Last rehearsal" in duecare(home, "keys", "status").stdout

"""The ceremony of keys through its commands: requested, certified by two, imported, ended; and everything refused."""

from __future__ import annotations

import json
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.officer_key import open_officer
from duecare.adapters.signing import SigningKey
from duecare.apps.intake.rules.papers import aloud, parsed
from duecare.apps.intake.rules.records import KeyRecord, Office
from duecare.entrypoints.cli.demo_keys import make_keys
from duecare.entrypoints.cli.founding import settings_file, write_keys, write_private
from duecare.kernel.errors import Conflict
from tests.entrypoints.cli.ceremony import ENDS, PHRASE, Ceremony, altered, ceremony, certify
from tests.entrypoints.cli.running import duecare
from tests.entrypoints.cli.terminal import at_terminal, shown_phrase

pytestmark = pytest.mark.once
DUECARE = "duecare.entrypoints.cli.main"


@pytest.fixture
def place(tmp_path: Path) -> Ceremony:
    return ceremony(tmp_path)


def test_a_person_asks_for_keys_and_no_secret_leaves_their_vault(place: Ceremony) -> None:
    file = place.offline / "ada"
    wanted = ("keys", "request", str(file), "--office", "case-handler")
    code, screen = at_terminal(place.home, DUECARE, *wanted, answers=[("Type it back", shown_phrase)])
    assert code == 0, screen
    phrase = shown_phrase(screen)
    assert screen.count(phrase) == 1, "typed back, it was echoed"
    asked = parsed(file.read_bytes()).asks
    assert isinstance(asked, KeyRecord) and asked.offices == {Office.CASE_HANDLER}
    vault = place.home.with_name("home-agent") / "vaults" / asked.person.hex()
    device = (vault / "device").read_bytes()
    assert stat.S_IMODE((vault / "device").stat().st_mode) == 0o600 and len(device) == 32
    everything = [one for root in (place.home, vault.parents[1], place.offline) for one in root.rglob("*")]
    for one in everything:
        data = one.read_bytes() if one.is_file() else b""
        assert phrase.encode() not in data and "".join(phrase.split()).encode() not in data, one
        assert (device not in data and device.hex().encode() not in data) or one == vault / "device", one

    again = ("keys", "request", str(place.offline / "again"), "--office", "custodian", "--person", asked.person.hex())
    code, said = place.keys(*again[1:], answer=f"  {phrase.upper()} \n")
    assert code == 0 and phrase not in said.lower(), said
    second = parsed((place.offline / "again").read_bytes()).asks
    assert isinstance(second, KeyRecord) and (second.opening, second.signing) == (asked.opening, asked.signing)
    wrong = ("request", str(place.offline / "wrong"), "--office", "custodian", "--person", asked.person.hex())
    code, said = place.keys(*wrong, answer=f"{PHRASE}\n")
    assert code == 2 and "does not open the vault" in said and PHRASE not in said
    assert not (place.offline / "wrong").exists()


def test_a_new_passphrase_is_shown_on_a_terminal_only_and_has_to_be_typed_back(place: Ceremony) -> None:
    file = place.offline / "ada"
    code, said = place.keys("request", str(file), "--office", "case-handler")
    assert code == 2 and "on a terminal only" in said
    wrong = [("Type it back", "six words that were not shown")] * 3
    code, screen = at_terminal(
        place.home, DUECARE, "keys", "request", str(file), "--office", "case-handler", answers=wrong
    )  # fmt: skip
    assert code == 2 and "Nothing was made." in screen and "were not shown" not in screen
    assert not file.exists() and not place.home.with_name("home-agent").exists()


def test_no_command_takes_a_passphrase_as_an_argument(place: Ceremony) -> None:
    for words in (("keys", "request"), ("keys", "import"), ("keys", "revoke")):
        shown = duecare(place.home, *words, "--help").stdout
        assert "Usage" in shown and not re.search(r"--\S*(pass|secret|phrase)", shown)
    assert not re.search(r"--\S*(pass|secret|phrase)", certify("--help")[1])


def test_an_officers_key_is_made_at_a_terminal_and_signs(place: Ceremony) -> None:
    made = place.offline / "fourth"
    module = "duecare.entrypoints.cli.certifying"
    code, screen = at_terminal(None, module, "--new-officer", str(made), answers=[("Type it back", shown_phrase)])
    assert code == 0, screen
    pin = re.search(r"([0-9a-f]{64}) (\S+) (\S+)", screen)
    assert pin and shown_phrase(screen).encode() not in made.read_bytes()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    file = place.request("ada")
    place.sign(file, "first")
    number = aloud(parsed(file.read_bytes()))
    typed = [("do you sign", "y"), ("passphrase", shown_phrase(screen))]
    code, signing = at_terminal(None, module, str(file), "--key", str(made), answers=typed)  # type: ignore[arg-type]  # texts are answers
    assert code == 0 and number in signing and shown_phrase(screen) not in signing
    pins = f"{place.officers['first']} {clock.today()} {ENDS}; {' '.join(pin.groups())}"
    assert place.keys("import", str(file), DUECARE_OFFICERS=pins)[0] == 0
    assert certify("--new-officer", str(made))[0] == 2  # never over another one


def test_an_officer_reads_in_words_what_they_sign_and_may_refuse(place: Ceremony) -> None:
    file = place.request("ada", Office.COMMITTEE, independent=True)
    before = file.read_bytes()
    code, said = place.sign(file, "first", answer="n\n")
    paper = parsed(before)
    assert code == 1 and "Nothing was signed." in said and file.read_bytes() == before
    for words in ("holds a share", "does not depend on the company", str(clock.today()), str(ENDS), aloud(paper)):
        assert words in said
    code, said = place.sign(file, "first", answer="y\nanother passphrase\n")
    assert code == 2 and "does not open first" in said and file.read_bytes() == before
    code, said = place.sign(file, "first")
    assert code == 0 and "One more officer has to sign." in said and PHRASE not in said
    code, said = place.sign(file, "first")
    assert code == 2 and "has signed it already" in said and place.officers["first"][:16] in said
    code, said = place.sign(file, "second")
    assert code == 0 and "keys import" in said


def test_what_two_pinned_officers_signed_is_imported_once(place: Ceremony) -> None:
    file = place.request("ada")
    place.sign(file, "first", "second")
    code, said = place.keys("import", str(file))
    assert code == 0 and "Entry 1" in said, said
    before = place.log()
    code, said = place.keys("import", str(file))
    assert code == 2 and "ada" in said and "already, as entry 1" in said and place.log() == before
    code, said = place.keys("status")
    assert code == 1 and parsed(file.read_bytes()).fingerprint.hex()[:16] in said and "case-handler" in said


@pytest.mark.parametrize("by", [(), ("first",), ("third", "first"), ("first", "second", "third")])
def test_what_two_pinned_officers_did_not_sign_is_refused(place: Ceremony, by: tuple[str, ...]) -> None:
    file = place.request("ada")
    place.sign(file, *by)
    code, said = place.keys("import", str(file))
    named = place.officers["third"][:16] if "third" in by else "it takes 2"
    assert code == 2 and "ada, signatures" in said and named in said and not place.log()


def test_what_was_altered_after_signing_is_refused_here_and_by_the_next_officer(place: Ceremony) -> None:
    thief = Keys.new()
    for number, fields in enumerate(
        (
            {"opening": thief.opening.public, "signing": thief.signing.public},
            {"offices": frozenset({Office.INTAKE_INTERNAL})},
            {"ends": ENDS + timedelta(days=900)},
        )
    ):
        file = place.request(f"ada-{number}")
        place.sign(file, "first")
        altered(file, **fields)
        code, said = place.sign(file, "second")
        assert code == 2 and f"ada-{number}, signatures" in said and "altered" in said
        assert list(parsed(file.read_bytes()).signatures) == [place.officers["first"]]
        code, said = place.keys("import", str(file))
        assert code == 2 and "altered" in said and place.officers["first"][:16] in said
    assert not place.log()


def test_a_signature_is_not_moved_to_another_officer_or_paper(place: Ceremony) -> None:
    one, other = place.request("one"), place.request("other")
    place.sign(one, "first", "second")
    told = json.loads(other.read_bytes())
    told["signatures"] = json.loads(one.read_bytes())["signatures"]
    other.write_bytes(json.dumps(told, separators=(",", ":"), sort_keys=True).encode())
    assert place.keys("import", str(other))[0] == 2
    told = json.loads(one.read_bytes())
    mine = told["signatures"][place.officers["first"]]
    told["signatures"] = {place.officers["first"]: mine, place.officers["second"]: mine}
    one.write_bytes(json.dumps(told, separators=(",", ":"), sort_keys=True).encode())
    code, said = place.keys("import", str(one))
    assert code == 2 and place.officers["second"][:16] in said and not place.log()


@pytest.mark.parametrize("harm", ["cut", "empty", "spaces", "noise", "huge", "more"])
def test_a_file_that_is_no_paper_is_named(place: Ceremony, harm: str) -> None:
    file = place.request("ada")
    place.sign(file, "first", "second")
    whole = file.read_bytes()
    file.write_bytes({
        "cut": whole[:-40], "empty": b"", "spaces": whole.replace(b",", b", "), "noise": b"\xff\x00" * 90,
        "huge": whole + b" " * 70_000, "more": whole.replace(b"{", b'{"a":1,', 1),
    }[harm])  # fmt: skip
    for code, said in (place.keys("import", str(file)), place.sign(file, "third")):
        assert code == 2 and said.startswith("ada") and "Nothing was changed." in said, said
    assert not place.log()


def test_what_expired_or_belongs_elsewhere_is_refused(place: Ceremony, tmp_path: Path) -> None:
    old = place.request("old", begins=clock.today() - timedelta(days=9), ends=clock.today() - timedelta(days=1))
    code, said = place.sign(old, "first")
    assert code == 2 and "old, " in said and f"expired on {clock.today() - timedelta(days=1)}" in said
    paper = parsed(old.read_bytes())
    for who in ("first", "second"):  # officers whose clock is late
        key = open_officer(place.offline / who, PHRASE)
        paper = paper.signed(key.public.hex(), key.sign(paper.message))
    old.write_bytes(paper.written())
    code, said = place.keys("import", str(old))
    assert code == 2 and "old, " in said and f"expired on {clock.today() - timedelta(days=1)}" in said
    (tmp_path / "elsewhere").mkdir()
    other = ceremony(tmp_path / "elsewhere")
    foreign = other.request("foreign")
    place.sign(foreign, "first", "second")
    place.place.founded()
    code, said = place.keys("import", str(foreign))
    assert code == 2 and "foreign, installation" in said and other.place.founded().hex()[:16] in said
    assert not place.log()


def test_an_officer_who_has_left_certifies_nobody_backwards(place: Ceremony) -> None:
    file = place.request("ada", begins=clock.today() - timedelta(days=5))
    place.sign(file, "first", "second")
    first, second = (place.officers[who] for who in ("first", "second"))
    begins, left = clock.today() - timedelta(days=10), clock.today() - timedelta(days=1)
    code, said = place.keys("import", str(file), DUECARE_OFFICERS=f"{first} {begins} {left}; {second} {begins} {ENDS}")
    assert code == 2 and first[:16] in said and str(left) in said and not place.log()


def test_keys_are_ended_by_one_officer_and_never_come_back(place: Ceremony) -> None:
    file = place.entered("ada")
    name = parsed(file.read_bytes()).fingerprint.hex()
    end = place.offline / "end"
    assert place.keys("revoke", "0" * 16, str(end))[0] == 2 and place.keys("revoke", name[:8], str(end))[0] == 2
    code, said = place.keys("revoke", name[:16], str(end))
    assert code == 0 and "Nothing is ended yet" in said
    code, said = place.keys("import", str(end))
    assert code == 2 and "it takes 1" in said
    unpinned = end.read_bytes()
    place.sign(end, "third")
    code, said = place.keys("import", str(end))
    assert code == 2 and "not pinned" in said
    end.write_bytes(unpinned)
    code, said = place.sign(end, "second")
    assert code == 0 and "To be ended" in said, said
    code, said = place.keys("import", str(end))
    assert code == 0 and "Entry 2" in said and f"ended from {clock.today()} on" in said, said
    assert f"ended from {clock.today()} on" in place.keys("status")[1]
    before = place.log()
    for again, why in ((end, "ended from"), (file, "never certified again")):
        code, said = place.keys("import", str(again))
        assert code == 2 and why in said and place.log() == before


def test_keys_are_nobody_elses_and_no_pair_is_taken_apart(place: Ceremony) -> None:
    mine, thief = Keys.new(), Keys.new()
    place.sign(file := place.request("mine", keys=mine), "first", "second")
    assert place.keys("import", str(file))[0] == 0
    place.sign(file := place.request("theirs", keys=mine), "first", "second")
    code, said = place.keys("import", str(file))
    assert code == 2 and "another person's" in said
    half = Keys.new()
    half.opening, half.signing = mine.opening, SigningKey(thief.signing._private)
    place.sign(file := place.request("half", keys=half), "first", "second")
    code, said = place.keys("import", str(file))
    assert code == 2 and "in another pair" in said


def test_nothing_is_added_to_a_log_that_was_touched(place: Ceremony) -> None:
    place.entered("one")
    place.entered("two")
    lines = place.log().splitlines(keepends=True)
    place.place.log.write_bytes(lines[1])
    file = place.request("three")
    place.sign(file, "first", "second")
    before = place.log()
    code, said = place.keys("import", str(file))
    assert code == 2 and "not sound" in said and place.log() == before
    code, said = place.keys("status")
    assert code == 1 and "not sound" in said


def test_a_disk_that_is_full_leaves_the_log_as_it_was(place: Ceremony) -> None:
    place.entered("one")
    file = place.request("two")
    place.sign(file, "first", "second")
    before = place.log()
    pins = "; ".join(f"{place.officers[who]} {clock.today()} {ENDS}" for who in ("first", "second"))
    done = duecare(
        place.home, "keys", "import", str(file), most_bytes=len(before) + 100, DUECARE_OFFICERS=pins
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    code, said = place.keys("import", str(file))
    assert code == 0 and "Entry 2" in said and place.log().startswith(before), said


def test_status_says_what_is_missing_until_the_ceremony_is_complete(place: Ceremony) -> None:
    code, said = place.keys("status", DUECARE_OFFICERS="")
    assert code == 1 and "Not open yet" in said
    for words in ("No officers are pinned", "Two officers", "two intake officers", "A custodian", "independent member"):
        assert words in said, words
    both = (Office.INTAKE_INTERNAL, Office.INTAKE_EXTERNAL)
    place.entered("intake-1", *both)
    place.entered("intake-2", *both)
    place.entered("custodian", Office.CUSTODIAN)
    place.entered("member-1", Office.COMMITTEE)
    place.entered("member-2", Office.COMMITTEE)
    code, said = place.keys("status")
    assert code == 1 and "three committee keys; there are 2" in said and "intake officers" not in said
    place.entered("independent", Office.COMMITTEE, independent=True)
    code, said = place.keys("status")
    assert code == 0 and "The ceremony is complete." in said and "Not open" not in said
    code, said = place.keys("status", DUECARE_RECOVERY_SHARES="4")
    assert code == 1 and "4 is asked for" in said


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--office", "custodian", "--office", "case-handler"), "may not read reports"),
        (("--office", "case-handler", "--independent"), "only a member of the committee"),
        (("--office", "case-handler", "--until", "2020-01-01"), "2020-01-01"),
        (("--office", "case-handler", "--from", "tomorrow"), "'tomorrow': is not a day"),
        (("--office", "case-handler", "--person", "xyz"), "32 lower-case hex digits"),
        (("--office", "case-handler", "--person", "ab" * 16), "no vault here"),
        (("--office", "case-handler", "--anew"), "Add --person"),
    ],
)
def test_a_request_that_cannot_be_is_refused_before_anybody_is_asked(
    place: Ceremony, given: tuple[str, ...], says: str
) -> None:
    code, said = place.keys("request", str(place.offline / "file"), *given)
    assert code == 2 and says in said and not (place.offline / "file").exists(), said


def test_a_request_is_written_over_nothing(place: Ceremony) -> None:
    (place.offline / "letter").write_text("mine")
    code, said = place.keys("request", str(place.offline / "letter"), "--office", "case-handler")
    assert code == 2 and "there is a file of that name" in said
    assert (place.offline / "letter").read_text() == "mine"


def test_the_demonstration_makes_its_own_ceremony_with_a_marked_root(tmp_path: Path) -> None:
    home, agent = tmp_path / "home", tmp_path / "home-agent"
    home.mkdir()
    write_keys(home)
    pins = make_keys(home, agent, clock.today())
    write_private(home / "duecare.toml", settings_file({"env": "demo", "officers": pins}))
    done = duecare(home, "keys", "status")
    assert done.returncode == 0 and "MADE-UP ROOT" in done.stdout and "is complete" in done.stdout, done.stderr
    phrase = (agent / "demonstration.txt").read_text().strip().rpartition(": ")[2]
    person = sorted(one.name for one in (agent / "vaults").iterdir())[0]
    wanted = ("--office", "case-handler", "--person", person, "--anew")
    done = duecare(home, "keys", "request", str(tmp_path / "next"), *wanted, answer=f"{phrase}\n")
    assert done.returncode == 0, done.stderr
    for who in ("officer-one", "officer-two"):
        assert certify(str(tmp_path / "next"), "--key", str(agent / who), answer=f"y\n{phrase}\n")[0] == 0
    assert duecare(home, "keys", "import", str(tmp_path / "next")).returncode == 0
    made = agent / "vaults" / person / "device"
    (agent / "demonstration.txt").unlink()
    with pytest.raises(Conflict):  # keys that are not marked are somebody's
        make_keys(home, agent, clock.today())
    assert made.exists()


def test_device_secrets_never_lie_in_the_home_and_made_up_officers_not_in_production(place: Ceremony) -> None:
    code, said = place.keys("status", DUECARE_AGENT=str(place.home / "agent"))
    assert code == 2 and "DUECARE_AGENT" in said and "every backup" in said
    pins = f"demo; {place.officers['first']} {clock.today()} {ENDS}"
    code, said = place.keys("status", DUECARE_OFFICERS=pins, DUECARE_ENV="production")
    assert code == 2 and "DUECARE_OFFICERS" in said and "prove nothing in production" in said
    code, said = place.keys("status", DUECARE_OFFICERS=f"{place.officers['first']} {clock.today()}")
    assert code == 2 and "DUECARE_OFFICERS, line 1" in said
    code, said = place.keys("status", DUECARE_OFFICER="x")
    assert code == 2 and "no such setting" in said

"""From the first page to the answer and back, over HTTP."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed.keys import OpeningKey
from duecare.apps.intake.actions import identities
from duecare.apps.intake.actions.observing import agree_to, proposal
from duecare.apps.intake.queries.opening import read
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.reports import About, Message, Stage, Step

from . import staff
from .conftest import Site
from .visitor import TOLD, Visitor, sent, written

pytestmark = pytest.mark.once
OFFICER = Office.INTAKE_EXTERNAL


def test_a_report_is_sent_and_found_again_with_its_code(visitor: Visitor) -> None:
    assert "I am somebody else" in visitor.get("/").text
    code, mailbox = sent(visitor)
    assert len(code.split()) == 8 and "Your report has arrived" in mailbox.text
    back = Visitor(visitor.port)
    found = back.post("/mailbox/", {"code": code})
    assert found.status == 200 and TOLD in found.text
    assert not any(part in str(back.jar) for part in (code, code.replace(" ", "")))
    assert "Write a message" not in Visitor(visitor.port).get("/mailbox/").text, "whoever has no code reads nothing"


def test_a_code_may_be_typed_in_the_digits_of_any_script_and_with_any_spaces(visitor: Visitor) -> None:
    code, _ = sent(visitor)
    arabic = code.translate({48 + n: 0x660 + n for n in range(10)})
    thai = code.translate({48 + n: 0xE50 + n for n in range(10)}).replace(" ", "")
    for typed in (arabic, thai, "\u200f" + code.replace(" ", " - ")):
        assert TOLD in Visitor(visitor.port).post("/mailbox/", {"code": typed}).text, typed


def test_groups_are_retyped_in_arabic_digits_and_a_wrong_one_is_named(visitor: Visitor) -> None:
    written(visitor)
    code = visitor.post("/form/external/check/").code
    right = visitor.get("/form/external/retype/").retyped(code)
    wrong = dict(right)
    name = next(iter(wrong))
    wrong[name] = "00000" if wrong[name] != "00000" else "11111"
    refused = visitor.post("/form/external/retype/", wrong)
    assert refused.status == 400 and f"not those of your code: {name[5:]}." in refused.text
    assert "Nothing has been sent yet" in refused.text and code not in refused.text
    arabic = {key: value.translate({48 + n: 0x660 + n for n in range(10)}) for key, value in right.items()}
    assert "Your report has arrived" in visitor.post("/form/external/retype/", arabic).text


def test_a_code_is_shown_once_and_a_new_one_makes_the_old_one_worthless(visitor: Visitor, site: Site) -> None:
    written(visitor)
    first = visitor.post("/form/external/check/").code
    for page in ("/form/external/check/", "/form/external/retype/", "/form/external/code/"):
        assert first not in visitor.get(page).text
    again = visitor.post("/form/external/check/")
    assert again.code != first and "counts for nothing" in again.text
    asked = visitor.get("/form/external/retype/")
    assert visitor.post("/form/external/retype/", asked.retyped(first)).status == 400
    assert "has arrived" in visitor.post("/form/external/retype/", asked.retyped(again.code)).text
    assert Visitor(visitor.port).post("/mailbox/", {"code": first}).status == 404


def test_it_reaches_both_intake_officers_and_the_independent_member_and_nobody_else(
    visitor: Visitor, site: Site
) -> None:
    sent(visitor, danger="unknown")
    sealed = staff.sealed_site(site.home)
    for office in Office:
        for one in staff.holders(sealed, office):
            reads = bool(one.record.offices & {Office.INTAKE_EXTERNAL}) or one.record.independent
            found = staff.cases(site.home, sealed, one)
            assert len(found) == reads, one.record.offices
    case = staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])[0]
    ((_, entry),) = read(sealed, case, Compartment.REPORT).entries
    body = entry.body
    assert isinstance(body, dict) and isinstance(body["answers"], dict)
    assert body["answers"]["what"] == TOLD and body["questions"] == "external/1" and body["speaks_for"] == "self"
    assert body["danger"] is True, "unknown is never low"
    assert "more" not in body["answers"] and "" not in body["answers"].values()


def test_whoever_is_left_out_cannot_open_it_and_too_few_readers_are_refused(visitor: Visitor, site: Site) -> None:
    written(visitor)
    page = visitor.get("/form/external/readers/")
    marks = re.findall(r'name="without" value="(\w+)"', page.text)
    names = re.findall(r"<span>([^<]+)<small>", page.text)
    assert names[:3] == ["Intake officer 1", "Intake officer 2", "Independent member 1"]
    refused = visitor.post("/form/external/readers/", [("without", one) for one in marks])
    assert refused.status == 400 and "Nobody would be left" in html.unescape(refused.text)
    assert visitor.get("/form/external/readers/").text.count(" checked") == 0, "what was refused is not kept"
    handler = marks[names.index("Case handler 1")]
    visitor.post("/form/external/readers/", [("without", marks[0]), ("without", handler)])
    assert "Intake officer 1" in visitor.get("/form/external/check/").text
    code = visitor.post("/form/external/check/").code
    mailbox = visitor.post("/form/external/retype/", visitor.get("/form/external/retype/").retyped(code))
    assert "Intake officer 1\nCase handler 1" in mailbox.text
    sealed = staff.sealed_site(site.home)
    first, second = staff.holders(sealed, OFFICER)
    assert staff.cases(site.home, sealed, first) == []
    (case,) = staff.cases(site.home, sealed, second)
    body = read(sealed, case, Compartment.REPORT).entries[0][1].body
    assert isinstance(body, dict) and isinstance(body["answers"], dict)
    kept_out = staff.holders(sealed, Office.CASE_HANDLER)[0]
    assert f"{kept_out.record.person.hex()} Case handler 1" in str(body["answers"]["without"]), "who grants knows it"


def test_who_one_is_needs_somebody_left_who_helps_to_read_it(visitor: Visitor) -> None:
    written(visitor)
    page = visitor.get("/form/external/readers/").text
    marks = re.findall(r'name="without" value="(\w+)"', page)
    custodian = marks[re.findall(r"<span>([^<]+)<small>", page).index("Custodian of identities 1")]
    visitor.post("/form/external/readers/", {"without": custodian})
    refused = visitor.post("/form/external/identity/", {"identity": "Nobody Real"})
    assert refused.status == 400 and "read who you are" in refused.text and "Nobody Real" in refused.text
    visitor.post("/form/external/readers/")
    visitor.post("/form/external/identity/", {"identity": "Nobody Real"})
    refused = visitor.post("/form/external/readers/", {"without": custodian})
    assert refused.status == 400 and "read who you are" in refused.text


def test_holders_are_called_as_the_company_calls_them(visitor: Visitor, site: Site) -> None:
    person = staff.holders(staff.sealed_site(site.home), OFFICER)[0].record.person.hex()
    (site.home / "reporting").mkdir()
    (site.home / "reporting" / "holders.yaml").write_text(f"holders:\n  {person}: Ada Invented, legal department\n")
    for page in ("/external/", "/internal/"):
        assert "Ada Invented, legal department" in visitor.get(page).text
    assert person not in visitor.get("/external/").text, "the number of a person stays in the key log"
    (site.home / "reporting" / "holders.yaml").write_text("holders: [")
    (site.home / "reporting" / "policy-external.yaml").write_text("title: half a file")
    page = visitor.get("/external/")
    assert page.status == 200 and "Intake officer 1" in page.text and "cannot be shown at the moment" in page.text
    assert "has arrived" in sent(visitor)[1].text, "a file of the company that cannot be used stops nobody"
    said = site.log.read_text()
    assert "duecare-reporter duecare.reporter ERROR BadInput texts.py" in said and "half a file" not in said


def test_who_one_is_goes_into_a_compartment_of_its_own(visitor: Visitor, site: Site) -> None:
    written(visitor)
    visitor.post("/form/external/identity/", {"identity": "Nobody Real, by the fountain on Mondays"})
    page = visitor.get("/form/external/check/").text
    assert "You say it, apart from the report." in page and "fountain" not in page
    code = visitor.post("/form/external/check/").code
    mailbox = visitor.post("/form/external/retype/", visitor.get("/form/external/retype/").retyped(code))
    assert "fountain" not in mailbox.text
    sealed = staff.sealed_site(site.home)
    case = staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])[0]
    assert "fountain" not in str(read(sealed, case, Compartment.REPORT).entries)
    assert case.header.custody, "half of the key is the custodian's"


def test_who_one_is_is_said_later_and_changed_and_storage_looks_the_same(visitor: Visitor, site: Site) -> None:
    _code, mailbox = sent(visitor)
    assert 'href="/mailbox/identity/"' in mailbox.text

    def shape(page: str, **told: str) -> object:
        """What a thief of two copies sees: sizes of what is new and what changed in place, and what is gone."""
        before = _objects(site.home)
        answer = visitor.post(page, told)
        after = _objects(site.home)
        assert answer.status == 200, answer.text
        changed = [len(after[one]) for one in after if one in before and after[one] != before[one]]
        return changed, sorted(len(after[one]) for one in after.keys() - before.keys()), before.keys() - after.keys()

    first = shape("/mailbox/identity/", identity="Nobody Real")
    assert first == ([4096], [4096], set())
    assert first == shape("/mailbox/say/", text="It was in March.") == shape("/mailbox/identity/")
    assert shape("/mailbox/identity/", identity="Nobody Real, by the fountain " * 50) == first
    page = visitor.get("/mailbox/identity/").text
    assert "fountain" not in page and visitor.post("/mailbox/identity/", {"identity": "x" * 3000}).status == 400
    assert "You wrote who you are" in visitor.get("/mailbox/").text and "fountain" not in visitor.get("/mailbox/").text
    visitor.post("/mailbox/say/", {"text": "A word afterwards changes nothing of it."})
    sealed = staff.sealed_site(site.home)
    officer, custodian = (staff.holders(sealed, one)[0] for one in (OFFICER, Office.CUSTODIAN))
    (case,) = staff.cases(site.home, sealed, officer)
    assert "fountain" not in str(read(sealed, case, Compartment.REPORT).entries)
    key = OpeningKey(bytes(32))
    asks = identities.ask(by=case, site=sealed, custodian=custodian.fingerprint, key=key, reason="x")
    half = identities.release(by=staff.keys(site.home, custodian), site=sealed, request=asks)
    name = identities.read_identity(by=case, site=sealed, request=asks, key=key, released=half)
    assert name == ("Nobody Real, by the fountain " * 50).strip()
    assert "You wrote who you are" in visitor.get("/mailbox/").text


def _objects(home: Path) -> dict[bytes, bytes]:
    with closing(sqlite3.connect(home / "intake.sqlite")) as sql:
        return dict(sql.execute("select name, box from objects").fetchall())


def test_a_reporter_proposes_signs_and_refuses_an_observer(visitor: Visitor, site: Site) -> None:
    sent(visitor)
    assert "Nobody can be asked at the moment." in visitor.get("/mailbox/observer/").text
    assert visitor.post("/mailbox/observer/", {"who": "1", "text": "x"}).status == 400
    observer = staff.certified(site.home, Office.OBSERVER)
    assert "Observer 1" in visitor.get("/mailbox/observer/").text
    page = visitor.post("/mailbox/observer/", {"who": "1", "text": "They read <b>it</b>."}).text
    assert "You have signed; others have to sign" in page and "&lt;b&gt;" in page
    sealed = staff.sealed_site(site.home)
    (case,) = staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])
    found = standing(sealed, case)
    told = found.progress
    assert told is not None and told.proposals[0].observer == observer
    what = proposal(by=case, site=sealed, told=told, observer=observer, text="Another text.")
    agree_to(by=case, site=sealed, what=what, upon=found.heads[Compartment.REPORT])
    assert "Somebody outside is proposed" in visitor.get("/mailbox/").text
    page = visitor.get("/mailbox/observer/").text
    (mark,) = re.findall('value="([0-9a-f]{16})"><div class="row"><button name="sign"', page)
    page = visitor.post("/mailbox/observer/", {"mark": mark, "refuse": "1"}).text
    assert "Refused." in page and "Somebody outside is proposed" not in visitor.get("/mailbox/").text
    assert visitor.post("/mailbox/observer/", {"mark": mark, "sign": "1"}).status == 503, "it is open no more"


def test_somebody_in_danger_is_answered_at_once_and_afterwards(visitor: Visitor) -> None:
    for danger, wanted in (("yes", True), ("unknown", True), ("no", False)):
        someone = Visitor(visitor.port)
        after = someone.post("/form/internal/what/", {"what": "x", "danger": danger})
        assert ("We cannot respond immediately" in after.text) is wanted
        assert ("24 to 72 hours" in after.text) is wanted and ('href="/help/"' in after.text)
    _, mailbox = sent(visitor, danger="yes")
    assert "We cannot respond immediately" in mailbox.text and "24 to 72 hours" in mailbox.text
    assert "112" in visitor.get("/help/").text and "not yet compared" in visitor.get("/help/").text


def test_speaking_for_others_asks_about_them_and_speaking_for_oneself_does_not(visitor: Visitor) -> None:
    visitor.post("/form/external/what/", {"what": "x", "danger": "no"})
    visitor.post("/form/external/more/")
    assert "What should we know" in visitor.post("/form/external/behalf/", {"speaks_for": "self"}).text
    assert "The people you speak for" in visitor.post("/form/external/behalf/", {"speaks_for": "group"}).text
    back = visitor.post("/form/external/others/", {"others": "Eleven people", "back": "1"})
    assert "Whom do you speak for?" in back.text and 'value="group" checked' in back.text


def test_the_conversation_goes_both_ways_with_stage_days_and_news(visitor: Visitor, site: Site) -> None:
    code, mailbox = sent(visitor)
    today = clock.today()
    for days in (7, 14):
        assert f"{today + timedelta(days=days):%B} {(today + timedelta(days=days)).day}, " in mailbox.text
    assert "Whether it is investigated is decided at the latest on" in mailbox.text
    sealed = staff.sealed_site(site.home)
    case = staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])[0]
    staff.say(sealed, case, Message(About.ACKNOWLEDGEMENT, "We have read it."))
    staff.say(sealed, case, Message(About.QUESTION, "Which year <b>was</b> it?"))
    staff.say(sealed, case, Step(Stage.TRIAGE, ""))
    back = Visitor(visitor.port)
    page = back.post("/mailbox/", {"code": code}).text
    assert "3 messages since you last wrote" in page and "Which year &lt;b&gt;was&lt;/b&gt; it?" in page
    assert "Being looked at" in page and "A person answers at the latest on" not in page
    page = back.post("/mailbox/say/", {"text": "In the year before."}).text
    assert "since you last wrote" not in page and "In the year before." in page
    staff.say(sealed, staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])[0],
              Message(About.FEEDBACK, "The customer was stopped."))  # fmt: skip
    assert "Whether it is investigated" in back.get("/mailbox/").text
    staff.say(sealed, staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])[0],
              Step(Stage.INVESTIGATION, ""))  # fmt: skip
    page = back.get("/mailbox/").text
    assert "Whether it is investigated" not in page
    assert "2 messages since you last wrote" in page and "Object to the result" in page
    _what_a_reporter_says(back, sealed, site)


def _what_a_reporter_says(back: Visitor, sealed: object, site: Site) -> None:
    assert back.post("/mailbox/rate/", {"rating": "6"}).status == 400
    assert "4 of 5" in back.post("/mailbox/rate/", {"rating": "4", "text": "Quick."}).text
    assert back.post("/mailbox/appeal/", {"text": " "}).status == 400
    assert "You objected on" in back.post("/mailbox/appeal/", {"text": "Too little."}).text
    assert "You asked to take it back on" in back.post("/mailbox/withdraw/").text
    here = staff.sealed_site(site.home)
    case = staff.cases(site.home, here, staff.holders(here, OFFICER)[0])[0]
    found = read(here, case, Compartment.REPORT)
    bodies = [entry.body for _, entry in found.entries]
    assert not found.faults
    assert [one["about"] for one in bodies if isinstance(one, dict) and "about" in one][-3:] == [
        "satisfaction", "appeal", "withdrawal",
    ]  # fmt: skip


def test_minutes_wait_to_be_confirmed(visitor: Visitor, site: Site) -> None:
    sent(visitor)
    assert "It is right" not in visitor.get("/mailbox/").text
    sealed = staff.sealed_site(site.home)
    case = staff.cases(site.home, sealed, staff.holders(sealed, OFFICER)[0])[0]
    staff.say(sealed, case, Message(About.MINUTES, "You said that it was in March."))
    assert "It is right" in visitor.get("/mailbox/").text
    page = visitor.post("/mailbox/confirm/").text
    assert "Confirmed" in page and "Is it right?" not in page


def test_a_long_message_is_read_in_pieces_and_old_ones_on_pages_of_their_own(visitor: Visitor) -> None:
    sent(visitor, text="begin " + "ก" * 9000 + " end")
    page = visitor.get("/mailbox/").text
    assert " end" not in page and "All of it" in page
    pieces = [visitor.get(f"/mailbox/1/{n}/").text for n in (1, 2, 3)]
    assert "Part 3 of 3" in pieces[2] and " end" in pieces[2] and "begin" in pieces[0]
    assert visitor.get("/mailbox/1/4/").status == visitor.get("/mailbox/2/").status == 404
    for number in range(8):
        visitor.post("/mailbox/say/", {"text": f"word {number}."})
    page = visitor.get("/mailbox/").text
    assert "word 7." in page and "word 1." not in page
    assert "word 1." in visitor.ask("GET", "/mailbox/?before=4").text


def test_the_proof_is_checked_without_the_company_and_an_altered_one_is_told(
    visitor: Visitor, site: Site, tmp_path: Path
) -> None:
    code, _ = sent(visitor)
    page = visitor.get("/mailbox/proof/")
    assert "The file itself can give you away." in page.text
    public = re.search(r"\b[0-9a-f]{64}\b", page.text)
    assert public is not None
    got = visitor.post("/mailbox/proof/")
    assert "attachment" in got.header("Content-Disposition") and len(got.body) % 4096 == 0
    told = json.loads(got.body)
    assert told["report"]["answers"]["what"] == TOLD and told["received"] == told["issued"] == str(clock.today())
    back = Visitor(visitor.port)
    back.post("/mailbox/", {"code": code})
    assert json.loads(back.post("/mailbox/proof/").body)["hash"] == told["hash"], "the same whenever it is asked for"
    file = tmp_path / "document.json"
    file.write_bytes(got.body)
    good = _verified(file, "--key", public.group())
    assert good.returncode == 0 and "is the one that was filed" in good.stdout
    assert _verified(file, "--key", "00" * 32).returncode == 2
    file.write_bytes(got.body.replace(b"journalist", b"politician"))
    assert "not the one that was filed" in _verified(file).stderr
    file.write_text(json.dumps({**told, "received": "2020-01-01"}))
    assert "signature does not fit" in _verified(file).stderr
    file.write_text("{}")
    assert _verified(file).returncode == 2


def _verified(file: Path, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "duecare.entrypoints.cli.main", "verify-proof", str(file), *given]
    env = {"PATH": "", "DUECARE_HOME": str(file.parent / "nothing")}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

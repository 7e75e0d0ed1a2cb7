"""The investigation of a case on its pages: two persons, the wrong thing pressed, and nothing left without a word."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from duecare.apps.intake.rules.records import Office
from duecare.apps.investigations.rules import acts, clocks, objections, refusals, rubric, stages, state
from duecare.apps.investigations.rules.records import Says
from duecare.entrypoints.staff import inquiry_words as words
from duecare.entrypoints.staff import phrasebook
from duecare.entrypoints.staff.forms.sealed_inquiry import VoiceForm
from duecare.entrypoints.staff.sealed_inquiry_shown import NEWEST
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def case_of_two(here: House) -> tuple[Browser, Browser, str, str]:
    """An intake officer and a case handler in one case, with its address for each."""
    here.report()
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    with here.site() as site:
        handler = site.directory.holders(Office.CASE_HANDLER, site.today)[0]
    given = {handler.fingerprint.hex(): "clear", "remark": "asked", "own": "on"}
    assert officer.do(case, "examine", **given).status_code == 302
    assert officer.do(case, "admit", who=handler.fingerprint.hex()).status_code == 302
    assert officer.do(case, "advance", stage="checked", reason="").status_code == 302
    second = Browser.of(here, Role.ANALYST, name="hana handler").unlock(handler.record.person)
    (same,) = second.cases()
    return officer, second, case, same


def post(one: Browser, case: str, step: str, /, **data: Any) -> Any:
    """Send a form of the investigation with what stands hidden in it."""
    page = one.page(f"{case}investigation/")
    seen = re.search(r'name="seen" value="(\d+)"', one.page(f"{case}investigation/act/task/"))
    assert seen and page
    return one.client.post(f"{case}investigation/{step}/", {"seen": seen[1], **data})


def kept(answer: Any) -> None:
    assert answer.status_code == 302, re.findall(r'class="(?:errors|error)[^>]*>(.*?)</', answer.content.decode(), re.S)


def marks(one: Browser, case: str) -> list[str]:
    return re.findall(r'id="a-([0-9a-f]{32})"', one.page(f"{case}investigation/"))


def test_two_persons_take_a_report_through_the_preliminary_review(here: House) -> None:
    officer, handler, case, same = case_of_two(here)
    assert f'href="{case}investigation/"' in officer.page(case)
    shown = officer.page(f"{case}investigation/")
    assert "Opened" in shown and "Nobody is named yet." in shown and "Preliminary review" in shown
    assert "two persons hold the report against the rubric" in shown, "the stage's own clock"
    kept(post(officer, case, "move", to="preliminary-review", reason="The check is done."))
    answers = {f"q-{one}": "yes" for one in ("product", "harm", "begin")} | {"n-harm": "A journalist was followed."}
    kept(post(officer, case, "rubric", **answers))
    shown = officer.page(f"{case}investigation/")
    assert "A journalist was followed." in shown and "admits the report" in shown and "proposed" in shown
    assert "the rubric, agreed by two persons, admits the report" in shown, "what is missing stands beside the stage"
    mark = marks(officer, case)[0]
    assert "Waits for your word" in handler.page(f"{same}investigation/") and "Waits for your word" not in shown
    refused = post(officer, case, "voice", of=mark, says="agree", reason="").content.decode()
    assert "This takes a second person." in refused
    kept(post(handler, same, "voice", of=mark, says="agree", reason="I read it too."))
    assert "Waits for your word" not in handler.page(f"{same}investigation/")
    assert "I read it too." in officer.page(f"{case}investigation/")
    again = post(officer, case, "voice", of=mark, says="refuse", reason="late").content.decode()
    assert "This was decided already." in again
    kept(post(handler, same, "move", to="planning", reason="Admitted."))
    shown = officer.page(f"{case}investigation/")
    assert "the next step, at the latest" in shown and "two persons hold the report" not in shown
    assert "Planning" in shown and "a lead and a deputy" in shown
    nowhere = post(officer, case, "move", to="closed", reason="Enough.").content.decode()
    assert "Select a valid choice" in nowhere and "Planning" in officer.page(f"{case}investigation/")


def test_every_act_has_a_page_and_what_is_wrong_is_told_at_its_field(
    here: House, pdftotext: str, tmp_path: Path
) -> None:
    officer, _handler, case, _same = case_of_two(here)
    for code, kind in acts.ACTS.items():
        page = officer.page(f"{case}investigation/act/{code}/")
        assert all(f'name="{one.name}"' in page for one in kind.fields), code
        later = stages.Stage.OPENED not in kind.stages
        assert ("not done at the stage" in page) is later
        empty = post(officer, case, f"act/{code}")
        assert empty.status_code == 200 and "This field is required" in empty.content.decode()
    me = re.findall(r'<option value="([0-9a-f]{64})"', officer.page(f"{case}investigation/act/task/"))[0]
    past = {"what": "Call the port.", "who": me, "until": "2199-02-30"}
    assert "Enter a valid date" in post(officer, case, "act/task", **past).content.decode()
    kept(post(officer, case, "act/task", what="Call the port.", who=me, until="2199-02-28"))
    shown = officer.page(f"{case}investigation/")
    assert "Call the port." in shown and "Olga Officer" in shown and "a task" in shown
    paper = officer.client.get(f"{case}investigation/paper/")
    assert paper["Content-Type"] == "application/octet-stream" and "no-store" in paper["Cache-Control"]
    (tmp_path / "paper.pdf").write_bytes(b"".join(paper.streaming_content))
    asked = [pdftotext, str(tmp_path / "paper.pdf"), "-"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "Call the port." in told and "Olga Officer" in told and "Feb 28, 2199" in told
    stale = officer.client.post(
        f"{case}investigation/act/task/", {"seen": "0", "what": "x", "who": me, "until": "2199-01-01"}
    )
    assert "changed in the meantime" in stale.content.decode()
    bare = {"hash": "xyz", "name": "A phone", "source": "s", "how": "h", "on": "2026-01-05"}
    assert "64 digits" in post(officer, case, "act/evidence", **bare).content.decode()
    ahead = post(officer, case, "act/evidence", **{**bare, "hash": "ab" * 32, "on": "2199-01-05"}).content.decode()
    assert "What was done lies in the past." in ahead
    seen = post(officer, case, "act/interim", kind="suspend", what="Stop.", grounds="Logs.").content.decode()
    assert "Somebody outside would notice this step" in seen
    kept(post(officer, case, "act/interim", kind="preserve", what="Keep the logs.", grounds="They may be deleted."))
    shown = officer.page(f"{case}investigation/")
    assert "in force, not yet ratified" in shown and "a second person ratifies the measure" in shown


def test_a_case_without_a_reporter_is_sealed_and_owes_nobody_a_word(here: House) -> None:
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    assert 'href="/sealed/own/"' in officer.page()
    form = officer.page("/sealed/own/")
    once = re.search(r'name="once" value="([0-9a-f]+)"', form)
    assert once and "consent" not in form and "detection" in form
    given = {
        "once": once[1], "track": "external", "door": "detection", "met": "2026-01-05", "language": "en",
        "minutes": "The log of Lantern has a gap of nine days.",
    }  # fmt: skip
    assert officer.client.post("/sealed/own/", {**given, "door": "oral"}).status_code == 200
    answer = officer.client.post("/sealed/own/", given, follow=True).content.decode()
    assert "sealed to the intake officers" in answer and not re.search(r"\d{5} \d{5}", answer), "nobody has a code"
    assert "taken down already" in officer.client.post("/sealed/own/", given).content.decode()
    (case,) = officer.cases()
    shown = officer.page(case)
    assert "a gap of nine days" in shown and "found by the company itself" in shown
    assert "Answer the reporter" not in shown and "Acknowledge" not in shown and "Feedback" not in shown
    assert "decide whether it is investigated" in officer.page()
    told = officer.do(case, "say", seen=1, about="question", text="When?", language="en", next="")
    assert "Nobody comes back to this case" in told.content.decode()
    assert officer.page(f"{case}protection/") and officer.page(f"{case}investigation/")
    handler = Browser.of(here, Role.ANALYST, name="hana handler").unlock(here.holder(Office.CASE_HANDLER))
    assert handler.cases() == [], "whoever is not checked does not find it"


def test_what_somebody_outside_the_case_sees_says_nothing_of_it(here: House) -> None:
    officer, _handler, case, _same = case_of_two(here)
    me = re.findall(r'<option value="([0-9a-f]{64})"', officer.page(f"{case}investigation/act/task/"))[0]
    kept(post(officer, case, "act/task", what="Ask nobody.", who=me, until="2199-02-28"))
    stranger = Browser.of(here, Role.COMMITTEE_MEMBER, name="stranger").unlock(here.holder(Office.COMMITTEE))
    for address in (f"{case}investigation/", f"{case}investigation/act/task/"):
        assert stranger.client.get(address).content == stranger.client.get("/sealed/cases/x/").content


def test_every_code_of_the_protocol_has_a_word() -> None:
    assert set(words.STAGES) == set(stages.Stage) and set(words.NEEDS) == set(stages.Need)
    assert set(words.PERSONS) == set(stages.Persons) and set(words.STATES) == set(state.State)
    assert set(words.ACTS) == {*acts.ACTS, "rubric", "move"} and set(words.GROUPS) == {*acts.GROUPS, "moves"}
    assert set(words.SAYS) == set(words.SAID) == set(Says) and set(VoiceForm("", ()).fields["says"].choices)
    assert set(words.OUTCOMES) == set(rubric.Outcome)
    fields = [(kind.code, one) for kind in acts.ACTS.values() for one in kind.fields]
    assert {one.name for _, one in fields} <= set(words.LABELS)
    assert {option for _, one in fields for option in one.options} == set(words.OPTIONS)
    assert set(words.OF_ACT) <= {f"{code}.{one.name}" for code, one in fields}
    assert set(words.HINTS) <= set(acts.ACTS)
    told = set(re.findall(r'Owed\("([a-z-]+)"', Path(clocks.__file__).read_text(encoding="utf-8")))
    timed = {one.owed for every in stages.CLOCKS.values() for one in every}
    assert told | timed | {"log-answer", "reply-heard", "task-done", "lesson-done"} == set(words.OWED)
    assert set(words.SINCE) == set(stages.Since)
    written = Path(objections.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'return \(?"([a-z-]+)"', written))
    assert codes <= set(refusals.REASONS)
    sentences = {sentence for pair in refusals.REASONS.values() for sentence in pair}
    assert sentences <= set(phrasebook.REFUSED), "a sentence that no translator sees"


def test_of_many_acts_the_newest_are_shown_and_whatever_waits_and_the_rest_by_one_press(
    here: House, pdftotext: str, tmp_path: Path
) -> None:
    officer, _handler, case, _same = case_of_two(here)
    kept(post(officer, case, "act/pack", recipient="The court", why="It waits for somebody since long ago."))
    for number in range(NEWEST + 3):
        found = {
            "name": f"Phone {number:02}",
            "source": "desk",
            "how": "by hand",
            "on": "2026-01-05",
            "hash": "ab" * 32,
        }
        kept(post(officer, case, "act/evidence", **found))

    def phones(page: str) -> list[int]:
        return sorted({int(one) for one in re.findall(r"Phone (\d\d)", page)})

    page = officer.page(f"{case}investigation/")
    assert phones(page) == [*range(3, NEWEST + 3)] and "It waits for somebody since long ago." in page
    assert f'href="{case}investigation/?all=evidence#evidence">Show 3 older entries<' in page
    whole = officer.page(f"{case}investigation/?all=evidence")
    assert phones(whole) == [*range(NEWEST + 3)] and "older entries" not in whole
    assert phones(officer.page(f"{case}investigation/?all=<script>")) == phones(page)
    assert 'href="?by=timeline">Timeline<' in page
    order = officer.page(f"{case}investigation/?by=timeline")
    assert phones(order) == [*range(3, NEWEST + 3)] and f'href="{case}investigation/">By kind<' in order
    assert f'href="{case}investigation/?by=timeline&amp;all=timeline#timeline">Show 4 older entries<' in order
    every = officer.page(f"{case}investigation/?by=timeline&all=timeline")
    found_at = [every.index(f"Phone {number:02}") for number in range(NEWEST + 3)]
    assert found_at == sorted(found_at, reverse=True), "the newest first"
    assert every.index("It waits for somebody since long ago.") > max(found_at), "whatever kind it is of"
    paper = officer.client.get(f"{case}investigation/paper/")
    (tmp_path / "paper.pdf").write_bytes(b"".join(paper.streaming_content))
    asked = [pdftotext, str(tmp_path / "paper.pdf"), "-"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert phones(told) == [*range(NEWEST + 3)], "a paper leaves nothing out"

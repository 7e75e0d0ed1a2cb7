"""The conflict check: names that a report tells are compared with what candidates did, and what was shown is sealed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.agent.client import Locked
from duecare.apps.intake.rules.comparing import Answer, Compared, Finding, Question, Shown, compared, lacking
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.work import Check, work
from duecare.apps.monitoring.queries.past_work import Reading
from duecare.apps.parties import actions as parties
from duecare.entrypoints.staff import sealed_conflicts, sealed_waiting
from duecare.entrypoints.staff.sealed_conflict_words import READS
from duecare.entrypoints.staff.sealed_door import NOT_FOUND, STEP
from duecare.kernel.actor import Role
from duecare.kernel.errors import NotFound
from tests.entrypoints.agent.running import House
from tests.permissions.signed_in import known

from .browsing import UNNAMED, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAME, OTHER = "Harbour Watch of Northmere (invented)", "Quillmark Customs Office (invented)"
NOTHING = dict.fromkeys(("persons", "customers", "decisions"), "nothing")
SAID = {"remark": "Asked by telephone.", "own": "on"}


def customer(name: str, by: str) -> UUID:
    """Somebody enters a party and registers it as a customer."""
    who = known(Role.ANALYST, name=by)
    body = parties.enter_body(by=who, name=name, kind="federal", country="THA")
    return parties.register_customer(by=who, body_id=body)


class Desk:
    """An intake officer before a new case, and two case handlers who have opened their vaults."""

    def __init__(self, here: House) -> None:
        here.report()
        with here.site() as site:
            self.keys = [one.fingerprint.hex() for one in site.directory.holders(Office.CASE_HANDLER, site.today)]
            persons = [one.record.person for one in site.directory.holders(Office.CASE_HANDLER, site.today)]
        for name, person in zip(("hana handler", "hugo handler"), persons, strict=True):
            Browser.of(here, Role.ANALYST, name=name).unlock(person)
        self.officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga").unlock(
            here.holder(Office.INTAKE_EXTERNAL)
        )
        (self.case,) = self.officer.cases()
        self.address = f"{self.case}examine/"

    def compare(self, names: str, **more: str) -> str:
        answer = self.officer.client.post(self.address, {"seen": "0", "compare": "yes", "names": names, **more})
        assert answer.status_code == 200
        return str(answer.content.decode())

    def keep(self, shown: str, **fields: str) -> tuple[int, str]:
        """Send the form as it was shown, with these fields filled in."""
        hidden = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', shown.partition('id="examine"')[2])
        )
        answer = self.officer.client.post(self.address, {**hidden, **SAID, **fields})
        return answer.status_code, answer.content.decode()

    def group(self, page: str, key: str) -> str:
        """What stands about one candidate."""
        return page.partition(f'<fieldset class="field" id="id_{key}"')[2].partition("</fieldset>")[0]


@pytest.fixture
def desk(here: House) -> Desk:
    return Desk(here)


def test_what_a_candidate_did_stands_beside_them_and_is_sealed_with_the_result(here: House, desk: Desk) -> None:
    customer(NAME, "hana handler")
    customer(OTHER, "hugo handler")
    hana, hugo = desk.keys
    page = desk.compare("harbour watch\nNobody Known")
    assert NAME in page and "called so" in page and OTHER not in page
    assert "No party is on record under this name. That does not mean that there is no conflict" in page
    assert NAME in desk.group(page, hana) and "particulars of the party" in desk.group(page, hana)
    assert "Nothing on record of them for these names" in desk.group(page, hugo)
    names = "harbour watch\nNobody Known"
    marks = {hana: "conflicted", hugo: "clear", "names": names}
    status, refused = desk.keep(page, **marks, **NOTHING)
    assert status == 200 and "stands beside a candidate: say that it was found" in refused
    status, refused = desk.keep(page, **marks, **{**NOTHING, "customers": "found"})
    assert status == 200 and "in words what was found" in refused
    told = {**NOTHING, "customers": "found", "customers_text": "Hana entered it."}
    status, refused = desk.keep(page, **marks, **{**told, "decisions": "not-looked"})
    assert status == 200 and "that nobody looked is no result" in refused
    status, refused = desk.keep(page, **{**marks, "names": "harbour"}, **told)
    assert status == 200 and "changed since it was shown: look at it again" in refused
    assert desk.keep(page, **marks, **told)[0] == 302
    kept = desk.officer.page(desk.case)
    for text in ("Hana entered it.", "compared, nothing found", "harbour watch, Nobody Known", NAME, "On record of"):
        assert text in kept
    assert "has a conflict" in kept and "Grant the case" in kept


def test_without_a_name_or_with_one_that_fits_too_many_it_is_told_at_the_field(here: House, desk: Desk) -> None:
    assert "Write at least one name." in desk.compare(" \n ")
    assert "At most 20 names" in desk.compare("\n".join(f"Name {one}" for one in range(21)))
    page = desk.compare("Nobody Known")
    status, refused = desk.keep(page, **{desk.keys[0]: "clear", "names": "", **NOTHING})
    assert status == 200 and "changed since it was shown" in refused
    empty = desk.officer.page(desk.address)
    status, refused = desk.keep(empty, **{desk.keys[0]: "clear", "names": "", **NOTHING})
    assert status == 200 and "at least one name of the report" in refused
    assert desk.keep(empty, **{desk.keys[0]: "clear", "names": "", **UNNAMED})[0] == 302


def test_what_happened_since_it_was_shown_is_looked_at_before_it_is_kept(here: House, desk: Desk) -> None:
    page = desk.compare("Harbour Watch")
    fields = {desk.keys[0]: "clear", "names": "Harbour Watch", **NOTHING}
    customer(NAME, "hana handler")
    status, again = desk.keep(page, **fields)
    assert status == 200 and "look at it again" in again and NAME in desk.group(again, desk.keys[0])
    found = {"customers": "found", "customers_text": "Entered today."}
    assert desk.keep(again, **{**fields, **found})[0] == 302


def streamed(desk: Desk, **data: str) -> tuple[str, str]:
    """(what is shown while names are compared, what stands there at last)."""
    answer = desk.officer.client.post(desk.address, {"seen": "0", **data})
    assert answer.streaming and answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    sent = b"".join(answer).decode()
    assert len(sent.encode()) % STEP == 0 and sent.count('<main id="main"') == 1 == sent.count("</html>")
    *steps, last = sent.partition("<main")[2].split('<div class="now">')
    return "".join(steps), last


def inside(page: str) -> str:
    """The content, without what is made anew for every answer."""
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"', "", page.partition('<form class="stack"')[2].partition("</main>")[0]
    )


def test_a_comparison_that_takes_long_shows_how_far_it_is_and_ends_with_the_same_page(
    here: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer(NAME, "hana handler")
    asked = {"compare": "yes", "names": "Harbour Watch"}
    page = desk.compare("Harbour Watch")
    monkeypatch.setattr(sealed_waiting, "PATIENCE", 0)
    steps, last = streamed(desk, **asked)
    for number, said in enumerate(READS.values()):
        assert f'<progress max="{len(READS)}" value="{number}"' in steps + last and str(said) in steps + last
    assert NAME not in steps and inside(last) == inside(page) != ""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', page.partition('id="examine"')[2]))
    told = {**SAID, **NOTHING, "customers": "found", "customers_text": "Hana entered it.", desk.keys[0]: "conflicted"}
    _, refused = streamed(desk, **{**hidden, **told, "names": "Quillmark"})
    assert "changed since it was shown" in refused and "Grant the case" not in desk.officer.page(desk.case)
    _, done = streamed(desk, **{**hidden, **told, "names": "Harbour Watch"})
    assert f'http-equiv="refresh" content="0;url={desk.case}?done=examine"' in done
    assert "Hana entered it." in desk.officer.page(desk.case)


@pytest.mark.parametrize("fault", [Locked(), NotFound(), RuntimeError("no name of anybody")])
def test_what_goes_wrong_half_way_stands_in_the_page(
    here: House, desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def breaks(names: object) -> Iterator[Reading]:
        yield Reading.PARTIES
        raise fault

    monkeypatch.setattr(sealed_waiting, "PATIENCE", 0)
    monkeypatch.setattr(sealed_conflicts, "compare", breaks)
    _, last = streamed(desk, compare="yes", names="Harbour Watch")
    said = {Locked: "Six words", NotFound: "no such page", RuntimeError: "Something broke on our side"}[type(fault)]
    assert said.casefold() in last.casefold() and "no name of anybody" not in last


def test_of_whose_account_nothing_is_known_is_said_and_not_passed_over(here: House, desk: Desk) -> None:
    customer(NAME, "hana handler")
    stranger = here.certified(Office.CASE_HANDLER)
    page = desk.compare("Harbour Watch")
    with here.site() as site:
        key = next(one.fingerprint.hex() for one in site.directory.every if one.record.person == stranger)
    assert "whose account this is, is not known" in desk.group(page, key)


def test_a_large_house_is_narrowed_by_words_of_names_and_marks_stay(
    here: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_conflicts, "MANY", 1)
    hana, hugo = desk.keys
    first = desk.officer.page(desk.address)
    assert "are listed. To see others, type words of their names" in first
    page = desk.compare("Harbour Watch", who="hugo", **{hana: "conflicted"})
    assert f'id="id_{hugo}"' in page and not desk.group(page, hana)
    assert f'<input type="hidden" name="{hana}" value="conflicted"' in page
    assert "Nobody is called so." in desk.compare("Harbour Watch", who="zzz")
    assert desk.keep(page, **{hugo: "clear", "names": "Harbour Watch", **NOTHING})[0] == 302
    assert "has a conflict" in desk.officer.page(desk.case)


def test_whoever_is_in_the_case_and_no_intake_officer_does_not_find_the_page(here: House, desk: Desk) -> None:
    page = desk.compare("Nobody Known")
    assert desk.keep(page, **{desk.keys[0]: "clear", "names": "Nobody Known", **NOTHING})[0] == 302
    assert desk.officer.do(desk.case, "admit", who=desk.keys[0]).status_code == 302
    with here.site() as site:
        person = site.directory.holders(Office.CASE_HANDLER, site.today)[0].record.person
    hana = Browser.of(here, Role.ANALYST, name="hana handler").unlock()
    assert person
    (mine,) = hana.cases()
    for answer in (hana.client.get(f"{mine}examine/"), hana.client.post(f"{mine}examine/", {"names": "x"})):
        assert (answer.status_code, answer.content) == (404, NOT_FOUND)


MOMENT = re.compile(r"expire_date\" > '[^']+'")
"""Of the session, which is looked up at a moment of its own."""


def statements(who: Browser, address: str, data: Mapping[str, str]) -> list[str]:
    """What the main database is asked while a page is answered."""
    with CaptureQueriesContext(connection) as asked:
        assert who.client.post(address, data).status_code == 200
    return [MOMENT.sub("", one["sql"]) for one in asked.captured_queries]


def test_the_main_database_is_asked_the_same_for_two_cases_of_different_customers(here: House, desk: Desk) -> None:
    customer(NAME, "hana handler")
    customer(OTHER, "hugo handler")
    here.report()
    one, two = desk.officer.cases()
    statements(desk.officer, f"{one}examine/", {"compare": "yes", "names": "x"})
    first = statements(desk.officer, f"{one}examine/", {"compare": "yes", "names": NAME})
    second = statements(desk.officer, f"{two}examine/", {"compare": "yes", "names": f"{OTHER}\nNobody Known"})
    assert first == second and len(first) <= 15
    assert not {"INSERT", "UPDATE", "DELETE"} & {one.split()[0] for one in first}
    assert not any("Northmere" in one or "Quillmark" in one for one in first + second)


def test_records_of_one_text_are_read_as_ever_and_a_new_one_that_lacks_an_answer_is_none() -> None:
    officer, handler = bytes(32), bytes([1]) * 32
    old, whole = Check((handler,), (), "asked"), Compared(dict.fromkeys(Question, Finding(Answer.NOTHING)), ("A",), ())
    new = replace(old, compared=whole)
    lacks = replace(old, compared=replace(whole, names=()))
    assert old.plain()["format"] == "duecare/check/1"  # type: ignore[index,call-overload]  # an object
    for check, read in ((old, 1), (new, 1), (lacks, 0)):
        found = work([entry(check, officer)], {officer})
        assert (len(found.checks), found.unread) == (read, 1 - read)
        assert not read or found.written[0].what == check


def entry(check: Check, author: bytes) -> Entry:
    """As it stands in the work compartment."""
    return Entry(Kind.DECISION, author, date(2026, 11, 23), FIRST, check.plain())


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LINES = st.builds(
    Shown, who=st.binary(min_size=32, max_size=32), asked=st.sampled_from([*Question, ""]).map(str), party=TEXT,
    what=TEXT, last=st.none() | st.dates(),
)  # fmt: skip
MADE = st.builds(
    Compared,
    findings=st.fixed_dictionaries({one: st.builds(Finding, st.sampled_from(Answer), TEXT) for one in Question}),
    names=st.lists(TEXT, max_size=3).map(tuple), shown=st.lists(LINES, max_size=3).map(tuple),
)  # fmt: skip


@given(MADE, st.sampled_from(Question))
def test_what_was_compared_comes_back_as_it_was_and_never_passes_while_something_is_missing(
    made: Compared, asked: Question
) -> None:
    assert compared(made.plain()) == made
    without = replace(made, findings={one: found for one, found in made.findings.items() if one is not asked})
    assert lacking(without) is not None, "not looked never passes"
    if lacking(made) is None:
        for one, found in made.findings.items():
            assert found.answer is Answer.NOTHING or found.text.strip()
            assert found.answer is Answer.FOUND or not any(line.asked == one for line in made.shown)
            assert found.answer is Answer.UNNAMED or any(name.strip() for name in made.names)

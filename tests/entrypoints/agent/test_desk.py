"""A case from report to answer, through the agent's socket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.adapters.sealed.reporter import Reporter
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import open_case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import desk, desk_case, desk_inbox
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.progress import progress
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.reports import About, Message, Stage
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.agent.leases import CASES
from duecare.kernel.errors import BadInput, Busy, Conflict, Denied, NotFound

from .running import TOLD, UNNAMED, House, Person, await_, house, running

pytestmark = pytest.mark.once


def key(here: House, office: Office, number: int = 0) -> str:
    """Fingerprint of somebody with this office."""
    with here.site() as site:
        return site.directory.holders(office, site.today)[number].fingerprint.hex()


def said(site: Site, by: Reporter, message: Message) -> None:
    """The reporter comes back and says something."""
    case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
    assert case is not None
    body, kept = message.plain(), site.today
    write(by=case, site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE, body=body, keep_until=kept)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[House]:
    made = house(tmp_path)
    with running(made):
        yield made


def test_an_officer_checks_and_grants_and_a_handler_answers_the_reporter(here: House) -> None:
    by = here.report()
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    (line,) = officer.cases().lines
    assert (line.stage, line.due, line.waiting, line.leads) == ("received", "acknowledge", True, True)
    sheet = officer.case()
    assert [(one.question, one.text) for one in sheet.answers] == [("what", TOLD)] and sheet.examines
    other = next(one for one in sheet.others if one.who == key(here, Office.CASE_HANDLER))
    assert other.state == "unasked"
    with pytest.raises(Conflict, match="Nobody has found"):
        officer.do(desk.Admit(line.reference, other.who))
    with pytest.raises(BadInput, match="no key of a case handler"):
        officer.do(desk.Examine(line.reference, 0, (key(here, Office.COMMITTEE),), (), "asked", UNNAMED))
    officer.do(desk.Examine(line.reference, 0, (other.who,), (), "asked by telephone", UNNAMED))
    officer.do(desk.Admit(line.reference, other.who))
    officer.do(desk.Advance(line.reference, 1, Stage.CHECKED.value, ""))
    handler = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
    mine = handler.case()
    assert mine.line.reference != line.reference, "two vaults call a case by different references"
    handler.do(desk.Say(mine.line.reference, mine.seen, "acknowledgement", "We have it and will look into it."))
    with here.site() as site:
        case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
        assert case is not None
        told = progress((entry for _, entry in read(site, case, Compartment.REPORT).entries), by.keys.fingerprint)
    assert told.acknowledged == site.today and told.stage is Stage.CHECKED
    last = told.said[-1].what
    assert isinstance(last, Message) and last.text == "We have it and will look into it."


def test_a_case_is_shredded_by_two_persons_and_not_before_its_day(here: House) -> None:
    here.report(kept=0)
    one = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    two = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    mine, theirs = one.case().line.reference, two.case().line.reference
    with pytest.raises(Conflict, match="two persons"):
        one.do(desk.Destroy(mine))
    with pytest.raises(BadInput, match="write something"):
        one.do(desk.Doom(mine, " "))
    one.do(desk.Doom(mine, "The period is over."))
    with pytest.raises(Conflict, match="two persons"):
        one.do(desk.Destroy(mine))
    assert two.case().shred_by == key(here, Office.INTAKE_EXTERNAL)
    two.do(desk.Doom(theirs, "Not yet.", withdrawn=True))
    with pytest.raises(Conflict, match="two persons"):
        two.do(desk.Destroy(theirs))
    one.do(desk.Doom(mine, "Now it is."))
    day = two.case().today + timedelta(days=10)
    with pytest.raises(BadInput, match="write something"):
        two.do(desk.Retain(theirs, day, " "))
    two.do(desk.Retain(theirs, day, "A court asks for it."))
    with pytest.raises(Denied, match="may not be shredded yet"):
        two.do(desk.Destroy(theirs))
    found = one.case()
    assert (found.keep_until, found.unread) == (day, 0)
    assert [(line.kind, line.text, line.on) for line in found.remarks if line.kind == "held"] == [
        ("held", "A court asks for it.", day)
    ]
    with pytest.raises(BadInput, match="after the day that stands"):
        two.do(desk.Retain(theirs, day, "Once more."))


def test_what_is_shredded_is_gone_for_everybody(here: House) -> None:
    here.report(kept=0)
    one = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    two = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    mine, theirs = one.case().line.reference, two.case().line.reference
    one.do(desk.Doom(mine, "The period is over."))
    two.do(desk.Destroy(theirs))
    assert two.cases().lines == one.cases().lines == () and one.cases().gone == 1
    with pytest.raises(NotFound):
        one.ask(desk_case.Look(mine), desk_case.Sheet)


def test_whoever_is_taken_out_reads_nothing_more_and_nobody_is_left_alone(here: House) -> None:
    here.report()
    one = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    two = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    mine, theirs = one.case().line.reference, two.case().line.reference
    one.do(desk.Dismiss(mine, key(here, Office.INTAKE_EXTERNAL, 1)))
    with pytest.raises(NotFound):
        two.ask(desk_case.Look(theirs), desk_case.Sheet)
    with pytest.raises(NotFound):
        two.do(desk.Jot(theirs, "Still here?"))
    with pytest.raises(BadInput, match="not in the case"):
        one.do(desk.Dismiss(mine, key(here, Office.CASE_HANDLER)))
    with here.site() as site:
        independent = next(who.fingerprint.hex() for who in site.directory.every if who.record.independent)
    one.do(desk.Dismiss(mine, independent))
    with pytest.raises(Denied, match="Nobody would be left"):
        one.do(desk.Dismiss(mine, key(here, Office.INTAKE_EXTERNAL)))


def test_two_who_answer_at_once_do_not_talk_past_each_other(here: House) -> None:
    here.report()
    one = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    two = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    mine, theirs = one.case(), two.case()
    one.do(desk.Say(mine.line.reference, mine.seen, "acknowledgement", "We have it."))
    with pytest.raises(Conflict, match="changed in the meantime"):
        two.do(desk.Say(theirs.line.reference, theirs.seen, "acknowledgement", "We have it too."))
    with pytest.raises(Conflict, match="does not follow"):
        two.do(desk.Advance(theirs.line.reference, 2, Stage.CONCLUDED.value, "Because."))
    for about in ("withdrawal", "minutes", "nonsense"):
        with pytest.raises(BadInput):
            two.do(desk.Say(theirs.line.reference, 2, about, "x"))
    with pytest.raises(BadInput, match="and 240000 fit"):
        two.do(desk.Say(theirs.line.reference, 2, "word", "\x00" * 60_000))
    two.do(desk.Say(theirs.line.reference, 2, "word", "é" * 110_000))
    assert one.case().words[-1].text == "é" * 110_000


def test_so_many_cases_are_read_in_an_hour_whoever_unlocks_again(here: House) -> None:
    for number in range(CASES + 1):
        here.report(f"Report {number}")
    mine = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    await_(lambda: mine.cases().pending == 0)  # more than is looked through before the list is told
    references = [one.reference for one in mine.cases().lines]
    assert len(references) == CASES + 1
    for one in references[:CASES]:
        mine.ask(desk_case.Look(one), desk_case.Sheet)
    with pytest.raises(Busy, match="within an hour"):
        mine.ask(desk_case.Look(references[CASES]), desk_case.Sheet)
    assert mine.ask(desk_case.Look(references[0]), desk_case.Sheet).seen == 1, "what is open stays open"
    mine.unlock()
    with pytest.raises(Busy, match="within an hour"):
        mine.case()


def test_whom_the_reporter_left_out_is_told_and_not_granted(here: House) -> None:
    out = here.holder(Office.CASE_HANDLER)
    here.report(without=f"{out.hex()} Case handler 1\nwritten by hand")
    mine = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    sheet = mine.case()
    assert sheet.left_out == ("Case handler 1",) and [one.question for one in sheet.answers] == ["what"]
    who = key(here, Office.CASE_HANDLER)
    assert {one.who: one.state for one in sheet.others}[who] == "left-out"
    mine.do(desk.Examine(sheet.line.reference, sheet.checked, (who,), (), "asked", UNNAMED))
    with pytest.raises(Conflict, match="does not want this person"):
        mine.do(desk.Admit(sheet.line.reference, who))
    assert len(mine.case().members) == len(sheet.members)


def test_a_protection_file_is_kept_and_the_reporter_is_asked_until_a_year_after_the_end(here: House) -> None:
    by = here.report()
    mine = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    ref, today = mine.case().line.reference, mine.case().today
    mine.do(desk.Protect(ref, "g", today, "Left out of every meeting since."))
    for matter, day in (("q", today), ("g", today + timedelta(days=1)), ("risk-low", today), ("measure", today)):
        with pytest.raises(BadInput):
            mine.do(desk.Protect(ref, matter, day, "x"))
    kept = [(one.matter, one.on) for one in mine.case().remarks]
    assert kept == [("g", today)]
    for seen, (stage, reason) in enumerate((("checked", ""), ("triage", ""), ("not-pursued", "Told elsewhere.")), 1):
        mine.do(desk.Advance(ref, seen, stage, reason))
    sheet = mine.case()
    assert (sheet.line.due, sheet.line.due_on, sheet.days.next_check_in) == ("check-in", today, today)
    for seen in range(4, 9):
        mine.do(desk.Say(ref, seen, "check-in", "Has anything been done to you?"))
    assert mine.case().days.next_check_in is None and mine.case().line.due == "assess", "answered anew after a check-in"
    with here.site() as site:
        said(site, by, Message(About.DETRIMENT, "Yes."))
    assert mine.case().days.detriment == today and mine.cases().lines[0].stage == "not-pursued"


def test_the_inbox_is_paged_and_narrowed_and_tells_what_is_new(here: House) -> None:
    reporters = [here.report(f"Report {number}") for number in range(3)]
    mine = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    first = mine.cases()
    assert (first.total, first.unread, first.pages, first.pending) == (3, 3, 1, 0)
    for number, one in enumerate(first.lines):
        mine.do(desk_inbox.Call(one.reference, f"Harbour {number}"))
        mine.ask(desk_case.Look(one.reference), desk_case.Sheet)
    assert mine.cases().unread == 0
    with here.site() as site:
        before = site.store.ring(mine.person)
        mine.lock()
        await_(lambda: site.store.ring(mine.person) != before)
    mine.unlock()
    assert [one.title for one in mine.ask(desk_inbox.Inbox(words="HARBOUR 1"), desk_inbox.Cases).lines] == ["Harbour 1"]
    assert mine.ask(desk_inbox.Inbox(show="ended"), desk_inbox.Cases).matching == 0 and mine.cases().unread == 0
    with here.site() as site:
        said(site, reporters[0], Message(About.WORD, "One thing more."))
    news = mine.ask(desk_inbox.Inbox(show="unread"), desk_inbox.Cases)
    assert news.matching == 1 and news.lines[0].waiting and news.lines[0].unread

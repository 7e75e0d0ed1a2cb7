"""The protection file through the agent's socket: questions, measures with owner and reviewer, and their clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.apps.intake.queries.protecting import newest_questions
from duecare.apps.intake.rules import desk, desk_inbox
from duecare.apps.intake.rules import desk_identity as names
from duecare.apps.intake.rules import desk_protection as protection
from duecare.apps.intake.rules.desk_files import Permit
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.reports import About, Message
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError

from .running import UNNAMED, House, Person, house, running
from .test_desk import key, said
from .test_names import clocked

__all__ = ["clocked"]

pytestmark = pytest.mark.once


@pytest.fixture
def here(tmp_path: Path) -> Iterator[House]:
    made = house(tmp_path)
    with running(made):
        yield made


def file_of(one: Person, ref: str) -> protection.ProtectionFile:
    return one.ask(protection.Protecting(ref), protection.ProtectionFile)


def calm(**other: str) -> tuple[protection.Said, ...]:
    replies = dict.fromkeys(newest_questions().levels, "no") | {"support": "yes"} | other
    return tuple(protection.Said(one, reply, f"note on {one}") for one, reply in replies.items())


def test_retaliation_is_assessed_by_questions_at_the_opening_and_again(here: House) -> None:
    by = here.report()
    mine = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    sheet = mine.case()
    ref, today, version = sheet.line.reference, sheet.today, newest_questions().code
    assert (sheet.risk, sheet.assess_by) == ("", today + timedelta(days=7))
    mine.do(protection.AssessRisk(ref, 1, version, calm()))
    assert (mine.case().risk, mine.case().assess_by) == ("low", None)
    for wrong in (
        ("protection/99", calm()),
        (version, (protection.Said("nothing", "yes"),)),
        (version, calm(work="x")),
    ):
        with pytest.raises(BadInput):
            mine.do(protection.AssessRisk(ref, 1, *wrong))
    mine.do(protection.AssessRisk(ref, 1, version, calm(known="unknown")[:-1]))
    assert mine.case().risk == "medium", "what is not known, or was not answered, is never low"
    with here.site() as site:
        said(site, by, Message(About.DETRIMENT, "They took my shifts."))
    sheet = mine.case()
    assert (sheet.assess_by, sheet.line.due) == (today + timedelta(days=3), "assess")
    assert mine.cases().lines[0].due == "assess", "the key-ring's line says it too"
    with pytest.raises(Conflict, match="changed in the meantime"):
        mine.do(protection.AssessRisk(ref, 1, version, calm()))
    mine.do(protection.AssessRisk(ref, 2, version, calm(before="yes")))
    found = file_of(mine, ref)
    assert found.assess_by is None and [one.level for one in found.past] == ["high", "medium", "low"]
    assert all(one.fits and one.questions == version and one.day == today for one in found.past)
    (why,) = (one for one in found.past[0].reasons if one.level == "high")
    assert (why.question, why.reply, why.note) == ("before", "yes", "note on before")


def test_a_measure_has_an_owner_and_another_person_who_looks(here: House) -> None:
    here.report()
    one = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    two = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    mine, theirs, today = one.case().line.reference, two.case().line.reference, one.case().today
    owner, looks = key(here, Office.INTAKE_EXTERNAL), key(here, Office.INTAKE_EXTERNAL, 1)
    handler, soon = key(here, Office.CASE_HANDLER), today + timedelta(days=2)
    for wrong in ((owner, owner, soon, "x"), (owner, handler, soon, "x"), (owner, looks, soon, " "),
                  (owner, looks, today - timedelta(days=1), "x"), ("no key", looks, soon, "x")):  # fmt: skip
        with pytest.raises(BadInput):
            one.do(protection.PlanMeasure(mine, *wrong))
    one.do(protection.PlanMeasure(mine, owner, looks, soon, "Another team, agreed with the reporter."))
    one.do(protection.PlanMeasure(mine, looks, owner, today + timedelta(days=9), "A lawyer."))
    sheet = one.case()
    assert (sheet.measure_by, sheet.line.due, one.cases().lines[0].due) == (soon, "measure", "measure")
    team, lawyer = file_of(one, mine).measures
    assert (team.can, lawyer.can) == (("done", "dropped"), ("dropped",))

    def say(who: Person, ref: str, mark: str, state: str) -> None:
        who.do(protection.SetMeasure(ref, mark, state, f"{state}, because"))

    for who, ref, state in ((two, theirs, "done"), (one, mine, "reviewed")):
        with pytest.raises(Denied, match="not yours to say"):
            say(who, ref, team.mark, state)
    say(one, mine, team.mark, "done")
    with pytest.raises(Denied, match="not yours to say"):
        say(one, mine, team.mark, "reviewed")
    assert file_of(one, mine).measures[0].due == today + timedelta(days=14), "waits to be looked at"
    say(two, theirs, team.mark, "planned")
    say(one, mine, team.mark, "done")
    say(two, theirs, team.mark, "reviewed")
    say(one, mine, lawyer.mark, "dropped")
    with pytest.raises(BadInput):
        one.do(protection.SetMeasure(mine, "0" * 16, "done", "x"))
    rows = file_of(two, theirs).measures
    assert [(row.state, row.due, row.can) for row in rows] == [("reviewed", None, ()), ("dropped", None, ())]
    assert [step.state for step in rows[0].steps] == ["done", "planned", "done", "reviewed"]
    assert one.case().measure_by is None


def test_a_measure_that_is_overdue_is_late_until_it_is_done_and_its_review_is_owed_then(
    clocked: tuple[House, Path],
) -> None:
    here, clock = clocked
    here.report(kept=90)
    one = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    ref, today = one.case().line.reference, one.case().today
    owner, looks = key(here, Office.INTAKE_EXTERNAL), key(here, Office.INTAKE_EXTERNAL, 1)
    one.do(protection.PlanMeasure(ref, owner, looks, today + timedelta(days=2), "Another team."))
    late, soon = desk_inbox.Inbox(show="late"), desk_inbox.Inbox(show="soon")
    assert (one.ask(late, desk_inbox.Cases).matching, one.ask(soon, desk_inbox.Cases).matching) == (0, 1)
    for days, found in ((2, 0), (3, 1)):
        clock.write_text(str(days * 86_400))
        one.unlock()
        assert one.ask(late, desk_inbox.Cases).matching == found, "its day is not late yet, the one after is"
    sheet = one.case()
    assert sheet.measure_by == today + timedelta(days=2) < sheet.today
    assert (sheet.line.due, sheet.line.due_on) == ("measure", sheet.measure_by)
    (row,) = file_of(one, sheet.line.reference).measures
    one.do(protection.SetMeasure(sheet.line.reference, row.mark, "done", "They work in another team."))
    assert one.case().measure_by == sheet.today + timedelta(days=14), "from the day on which it was done"
    assert one.ask(late, desk_inbox.Cases).matching == 0


def test_after_each_check_in_retaliation_is_assessed_within_three_days(clocked: tuple[House, Path]) -> None:
    here, clock = clocked
    here.report(kept=90)
    mine = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    ref, today, version = mine.case().line.reference, mine.case().today, newest_questions().code
    mine.do(protection.AssessRisk(ref, 1, version, calm()))
    for seen, (stage, reason) in enumerate((("checked", ""), ("triage", ""), ("not-pursued", "Told elsewhere.")), 1):
        mine.do(desk.Advance(ref, seen, stage, reason))
    assert mine.case().assess_by is None, "an end alone asks for nothing"
    mine.do(desk.Say(ref, 4, "check-in", "Has anything been done to you?"))
    sheet = mine.case()
    assert (sheet.assess_by, sheet.line.due, sheet.line.due_on) == (
        today + timedelta(days=3), "assess", today + timedelta(days=3),
    )  # fmt: skip
    mine.do(protection.AssessRisk(ref, 5, version, calm()))
    assert mine.case().assess_by is None and mine.case().days.next_check_in is not None
    clock.write_text(str(31 * 86_400))
    mine.unlock()
    ref = mine.case().line.reference
    mine.do(desk.Say(ref, 5, "check-in", "And now?"))
    assert mine.case().assess_by == today + timedelta(days=34), "three days from this one, not from the first"


def test_a_custodian_with_a_conflict_is_not_asked_and_the_other_one_is(here: House) -> None:
    here.certified(Office.CUSTODIAN)
    here.report(identity="Ximena Example")
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    ref = officer.case().line.reference
    every = {one.who: one.state for one in officer.case().keepers}
    assert len(every) > 1 and set(every.values()) == {"unasked"}
    out, *others = sorted(every)
    officer.do(desk.Examine(ref, 0, (), (out,), "is related to somebody named", UNNAMED))
    assert {one.who: one.state for one in officer.case().keepers}[out] == "conflicted"
    found = officer.ask(names.Names(ref), names.NameState)
    assert sorted(one.who for one in found.custodians) == others
    with pytest.raises(Denied, match="somebody else"):
        officer.do(names.AskName(ref, out, "To interview them.", "We have to meet."))
    officer.do(names.AskName(ref, others[0], "To interview them.", "We have to meet."))
    with pytest.raises(DuecareError):
        officer.do(desk.Admit(ref, others[0]))


def test_only_an_intake_officer_allows_larger_files(here: House) -> None:
    here.report()
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    ref, who = officer.case().line.reference, key(here, Office.CASE_HANDLER)
    officer.do(desk.Examine(ref, 0, (who,), (), "asked", UNNAMED))
    officer.do(desk.Admit(ref, who))
    handler = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
    sheet = handler.case()
    assert sheet.writes and not sheet.larger
    with pytest.raises(Denied, match="Only an intake officer"):
        handler.do(Permit(sheet.line.reference))
    assert not handler.case().larger
    officer.do(Permit(officer.case().line.reference))
    assert handler.case().larger

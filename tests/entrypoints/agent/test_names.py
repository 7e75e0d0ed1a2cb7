"""Who a reporter is: asked by one person, approved by another, open for a quarter of an hour, told to the reporter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.apps.intake.queries.opening import open_case
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules import desk, desk_case
from duecare.apps.intake.rules import desk_identity as names
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.reports import About, Message
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .running import House, Person, house, running

pytestmark = pytest.mark.once
NAME = "Nobody Real, by the fountain"
WHY, TOLD = "To interview them.", "We need to talk with you in person."


@pytest.fixture
def clocked(tmp_path: Path) -> Iterator[tuple[House, Path]]:
    """A house whose agent's clock is moved by a file."""
    made, file = house(tmp_path), tmp_path / "seconds"
    file.write_text("0")
    with running(made, clocked=file):
        yield made, file


def state(one: Person, reference: str) -> names.NameState:
    return one.ask(names.Names(reference), names.NameState)


def requested(one: Person) -> tuple[names.ForCustodian, ...]:
    return one.ask(names.Requests(), names.RequestBox).rows


def test_a_name_takes_two_persons_is_open_for_a_quarter_of_an_hour_and_the_reporter_is_told(
    clocked: tuple[House, Path],
) -> None:
    here, clock = clocked
    by = here.report(identity=NAME)
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    keeper = Person(here, here.holder(Office.CUSTODIAN)).unlock()
    other = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    ref = officer.case().line.reference
    assert keeper.cases().lines == () and requested(keeper) == () and state(officer, ref).shown is None
    (custodian,) = state(officer, ref).custodians
    for wrong in (names.AskName(ref, custodian.who, " ", TOLD), names.AskName(ref, custodian.who, WHY, "x" * 13_000)):
        with pytest.raises(BadInput):
            officer.do(wrong)
    with pytest.raises(Denied, match="two persons"):
        officer.do(names.AskName(ref, officer.case().members[0].who, WHY, TOLD))
    officer.do(names.AskName(ref, custodian.who, WHY, TOLD))
    with pytest.raises(Conflict, match="asked already"):
        officer.do(names.AskName(ref, custodian.who, WHY, TOLD))
    with pytest.raises(Conflict, match="Nobody approves"):
        officer.do(names.Reveal(ref))
    (asked,) = requested(keeper)
    assert (asked.reason, asked.told, asked.state) == (WHY, TOLD, "open") and asked.by.who == custodian_asker(officer)
    for nobody in (officer, other):
        with pytest.raises(NotFound):
            nobody.do(names.Decide(asked.reference, True, "yes"))
    with pytest.raises(BadInput):
        keeper.do(names.Decide(asked.reference, True, " "))
    keeper.do(names.Decide(asked.reference, True, "It cannot be done otherwise."))
    with pytest.raises(Conflict, match="was answered"):
        keeper.do(names.Decide(asked.reference, False, "On second thoughts."))
    with pytest.raises(Conflict, match="No request of yours"):
        other.do(names.Reveal(other.case().line.reference))
    officer.unlock()  # the key of the request follows from the vault, and no process kept it
    ref = officer.case().line.reference
    assert state(officer, ref).requests[0].state == "approved" and state(officer, ref).shown is None
    officer.do(names.Reveal(ref))
    assert state(officer, ref).shown == NAME and state(other, other.case().line.reference).shown is None
    assert requested(keeper) == (), "an approval is used once"
    with pytest.raises(Conflict):
        officer.do(names.Reveal(ref))
    remarks = {one.kind: one for one in other.case().remarks}
    assert remarks["name-asked"].text == WHY and remarks["name-read"].text == "It cannot be done otherwise."
    with here.site() as site:
        case = open_case(site, by.keys, Table.SUBMISSIONS, by.mailbox)
        assert case is not None
        last = standing(site, case).progress.said[-1]  # type: ignore[union-attr]  # the reporter reads it
    assert isinstance(last.what, Message) and (last.what.about, last.what.text) == (About.IDENTITY, TOLD)
    clock.write_text(str(14 * 60))
    assert state(officer, ref).shown == NAME
    clock.write_text(str(15 * 60 + 1))
    assert state(officer, ref).shown is None


def custodian_asker(one: Person) -> str:
    return next(row.who for row in one.case().members if row.me)


def test_silence_is_approved_by_two_has_a_day_and_is_owed_afterwards(clocked: tuple[House, Path]) -> None:
    here, _clock = clocked
    here.report(identity=NAME)
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    keeper = Person(here, here.holder(Office.CUSTODIAN)).unlock()
    sheet = officer.case()
    ref, (custodian,) = sheet.line.reference, state(officer, sheet.line.reference).custodians
    until = sheet.today + timedelta(days=3)
    for day, why in (
        (until, ""),
        (None, "They watch the mailbox."),
        (sheet.today, "x"),
        (until.replace(year=2199), "x"),
    ):
        with pytest.raises(BadInput):
            officer.do(names.AskName(ref, custodian.who, WHY, TOLD, "en", day, why))
    officer.do(names.AskName(ref, custodian.who, WHY, TOLD, "en", until, "They watch the mailbox."))
    (asked,) = requested(keeper)
    assert (asked.until, asked.withheld) == (until, "They watch the mailbox.")
    keeper.do(names.Decide(asked.reference, True, "Until then."))
    officer.do(names.Reveal(ref))
    assert state(officer, ref).shown == NAME and not [one for one in officer.case().words if one.about == "identity"]
    assert (officer.case().line.due, officer.case().line.due_on) == ("notice", until)
    officer.do(names.TellNow(ref))
    assert [one.text for one in officer.case().words if one.about == "identity"] == [TOLD]
    assert officer.case().line.due == "acknowledge" and officer.case().remarks[-1].kind == "name-told"
    with pytest.raises(Conflict):
        officer.do(names.TellNow(ref))


def test_what_is_refused_or_taken_back_opens_nothing_and_stays_in_the_record(clocked: tuple[House, Path]) -> None:
    here, _clock = clocked
    here.report(identity=NAME)
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    keeper = Person(here, here.holder(Office.CUSTODIAN)).unlock()
    ref = officer.case().line.reference
    (custodian,) = state(officer, ref).custodians
    officer.do(names.AskName(ref, custodian.who, WHY, TOLD))
    keeper.do(names.Decide(requested(keeper)[0].reference, False, "It can be done in the mailbox."))
    with pytest.raises(Conflict):
        officer.do(names.Reveal(ref))
    assert (state(officer, ref).requests[0].state, state(officer, ref).shown) == ("refused", None)
    officer.do(names.TakeBack(ref))
    officer.do(names.AskName(ref, custodian.who, WHY, TOLD))
    officer.do(names.TakeBack(ref))
    assert requested(keeper) == ()
    assert [one.kind for one in officer.case().remarks] == [
        "name-asked", "name-refused", "name-asked", "name-taken-back",
    ]  # fmt: skip


def test_whoever_has_a_conflict_or_was_left_out_neither_asks_nor_is_asked(clocked: tuple[House, Path]) -> None:
    here, _clock = clocked
    keeper = here.holder(Office.CUSTODIAN)
    here.report(
        identity=NAME, without=f"{keeper.hex()} Custodian 1\n{here.holder(Office.INTAKE_EXTERNAL).hex()} Officer"
    )
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    ref = officer.case().line.reference
    found = state(officer, ref)
    assert found.custodians == () and not found.may_ask
    with here.site() as site:
        who = site.directory.holders(Office.CUSTODIAN, site.today)[0].fingerprint.hex()
    with pytest.raises(Denied, match="left out by the reporter"):
        officer.do(names.AskName(ref, who, WHY, TOLD))
    second = Person(here, here.holder(Office.INTAKE_EXTERNAL, 1)).unlock()
    with pytest.raises(Denied, match="somebody else"):
        second.do(names.AskName(second.case().line.reference, who, WHY, TOLD))
    with pytest.raises(NotFound):
        second.do(names.AskName(ref, who, WHY, TOLD))
    handler = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
    for question in (desk_case.Look(ref), names.Names(ref)):
        with pytest.raises(NotFound):
            handler.ask(question, desk.Done)

"""Recovery through the agent: proposed, brought, combined; a false share is named, and strangers find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duecare.apps.intake.rules import desk, desk_case
from duecare.apps.intake.rules import desk_recovery as recovery
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError, NotFound

from .running import TOLD, House, Person, house, running
from .test_names import clocked

__all__ = ["clocked"]

pytestmark = pytest.mark.once
WHY = "Both officers have left."


@pytest.fixture
def here(tmp_path: Path) -> Iterator[House]:
    made = house(tmp_path)
    with running(made):
        yield made


def shares(one: Person) -> recovery.ShareBox:
    return one.ask(recovery.Shares(), recovery.ShareBox)


def test_two_of_the_committee_give_a_case_to_a_handler_and_nobody_else_comes_near(here: House) -> None:
    here.report()
    one, two = (Person(here, here.holder(Office.COMMITTEE, number)).unlock() for number in (0, 1))
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    handler = Person(here, here.holder(Office.CASE_HANDLER)).unlock()
    keeper = Person(here, here.holder(Office.CUSTODIAN)).unlock()
    for stranger in (officer, handler, keeper):
        with pytest.raises(NotFound):
            shares(stranger)
    box = shares(one)
    (mine,) = box.shares
    assert (mine.threshold, mine.holders, mine.proposals) == (2, 3, ()) and one.cases().lines == ()
    assert shares(two).shares[0].number == mine.number and shares(two).shares[0].reference != mine.reference
    to = next(
        who.who for who in box.candidates if "case-handler" in who.offices and who.account == str(handler.account)
    )
    for wrong in (
        recovery.ProposeRecovery(mine.reference, to, " "),
        recovery.ProposeRecovery(mine.reference, "0" * 64, WHY),
    ):
        with pytest.raises(BadInput):
            one.do(wrong)
    one.do(recovery.ProposeRecovery(mine.reference, to, WHY))
    (proposed,) = shares(one).shares[0].proposals
    with pytest.raises(DuecareError, match="1 shares and approvals were brought, and it takes 2"):
        one.do(recovery.FinishRecovery(proposed.reference))
    (asked,) = shares(two).shares[0].proposals
    assert asked.reasons == (WHY,) and not asked.brought and not asked.done
    with pytest.raises(NotFound):
        officer.do(recovery.ApproveRecovery(asked.reference, "Mine."))
    two.do(recovery.ApproveRecovery(asked.reference, "I have asked: nobody answers."))
    with pytest.raises(Conflict, match="You have approved"):
        two.do(recovery.ApproveRecovery(asked.reference, "Again."))
    with pytest.raises(Conflict):
        two.do(recovery.FinishRecovery(asked.reference))
    assert shares(one).shares[0].proposals[0].done and handler.cases().lines == ()
    one.do(recovery.FinishRecovery(proposed.reference))
    assert [answer.text for answer in handler.case().answers] == [TOLD]
    assert officer.cases().lines == () and one.cases().lines == ()
    assert shares(one).shares[0].proposals == () and shares(two).shares[0].number == mine.number
    assert handler.ask(desk_case.Look(handler.case().line.reference), desk_case.Sheet).leads


def test_what_was_proposed_before_the_keys_changed_recovers_nothing(here: House) -> None:
    here.report()
    one, two = (Person(here, here.holder(Office.COMMITTEE, number)).unlock() for number in (0, 1))
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    box = shares(one)
    to = next(who.who for who in box.candidates if "case-handler" in who.offices)
    one.do(recovery.ProposeRecovery(box.shares[0].reference, to, WHY))
    (asked,) = shares(two).shares[0].proposals
    gone = next(member.who for member in officer.case().members if not member.me)
    officer.do(desk.Dismiss(officer.case().line.reference, gone))
    with pytest.raises(Conflict, match="keys of this case were changed"):
        two.do(recovery.ApproveRecovery(asked.reference, "Yes."))
    box = shares(two)
    assert box.shares[0].proposals == () and [one.reasons for one in box.stale] == [(WHY,)]
    assert not box.stale[0].fits and not box.stale[0].done and not box.stale[0].mine
    with here.site() as site:
        before = len(list(site.store.groups(Table.GRANTS)))
    two.do(recovery.TakeBackRecovery(asked.reference))
    with here.site() as site:
        assert len(list(site.store.groups(Table.GRANTS))) == before - 1, "the letter is gone, not hidden"
    assert shares(one).stale == shares(two).stale == ()
    with pytest.raises(NotFound):
        two.do(recovery.TakeBackRecovery(asked.reference))


def test_a_proposal_is_taken_back_by_whoever_made_it_and_by_others_once_it_lapsed(
    clocked: tuple[House, Path],
) -> None:
    here, clock = clocked
    here.report(kept=90)
    one, two = (Person(here, here.holder(Office.COMMITTEE, number)).unlock() for number in (0, 1))
    officer = Person(here, here.holder(Office.INTAKE_EXTERNAL)).unlock()
    box = shares(one)
    to = next(who.who for who in box.candidates if "case-handler" in who.offices)
    one.do(recovery.ProposeRecovery(box.shares[0].reference, to, WHY))
    (asked,) = shares(two).shares[0].proposals
    assert asked.fits
    with pytest.raises(Denied, match="can still be carried out"):
        two.do(recovery.TakeBackRecovery(asked.reference))
    with pytest.raises(NotFound):
        officer.do(recovery.TakeBackRecovery(asked.reference))
    two.do(recovery.ApproveRecovery(asked.reference, "Nobody answers."))
    one.do(recovery.TakeBackRecovery(shares(one).shares[0].proposals[0].reference))
    assert shares(one).shares[0].proposals == shares(two).shares[0].proposals == ()
    one.do(recovery.ProposeRecovery(shares(one).shares[0].reference, to, WHY))
    clock.write_text(str(30 * 86_400))
    for who in (one, two):
        who.unlock()
    (asked,) = shares(two).shares[0].proposals
    assert not asked.fits
    with pytest.raises(Conflict, match="cannot be carried out any more"):
        two.do(recovery.ApproveRecovery(asked.reference, "Late."))
    with pytest.raises(DuecareError, match="cannot be carried out any more"):
        one.do(recovery.FinishRecovery(shares(one).shares[0].proposals[0].reference))
    two.do(recovery.TakeBackRecovery(asked.reference))
    assert shares(one).shares[0].proposals == ()

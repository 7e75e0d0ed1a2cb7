"""A list that was imported by mistake: two persons withdraw it, gates close, and nothing that was judged is lost."""

from __future__ import annotations

from uuid import UUID

import pytest

from duecare.apps.assessments.rules.gate import StageState
from duecare.apps.audit import queries as audit
from duecare.apps.audit.actions import catch_up
from duecare.apps.audit.queries import Filter, prove
from duecare.apps.screening import actions, queries
from duecare.apps.screening.models import Disposition, Hit, ListedEntry, ListEdition
from duecare.apps.screening.queries import HitListQuery
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from tests.apps.assessments import deals
from tests.apps.assessments.deals import COUNSEL, OFFICER
from tests.apps.screening.lists import CODE, FOUR, entry, taken_in
from tests.apps.screening.test_gate_of_parties import SOMEBODY, by_hand, facts, say, stage, unit
from tests.apps.screening.working import carry_out
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OTHER = "invented_other"


def withdrawn(code: str = CODE) -> UUID:
    """A list withdrawn by two persons."""
    made = actions.ask_withdrawal(by=OFFICER, code=code, reason="A test list, imported by mistake")
    actions.withdraw_list(by=COUNSEL, withdrawal_id=made, reason="So it is")
    return made


def met_on_two() -> UUID:
    """A deal whose user is met on the invented list; another list holds nobody of it."""
    deal = deals.filed()
    taken_in((SOMEBODY, *FOUR))
    taken_in((entry("1", "Quillmark Defence Works"),), code=OTHER)
    carry_out()
    return deal


def test_two_persons_withdraw_a_list_and_its_entries_are_met_no_more() -> None:
    met_on_two()
    made = actions.ask_withdrawal(by=OFFICER, code=CODE, reason="A test list")
    with pytest.raises(Conflict, match="asked for already"):
        actions.ask_withdrawal(by=OFFICER, code=CODE, reason="Once more")
    with pytest.raises(Denied, match="yourself"):
        actions.withdraw_list(by=OFFICER, withdrawal_id=made)
    assert queries.in_force().numbers == {CODE: 1, OTHER: 1}, "one person's word withdraws nothing"
    assert queries.reach(CODE) == queries.Reach(entries=5, hits=1, confirmed=0)
    actions.withdraw_list(by=COUNSEL, withdrawal_id=made, reason="So it is")
    assert queries.in_force().numbers == {OTHER: 1} and len(queries.index_in_force()) == 1
    assert ListEdition.objects.get(list_id=CODE).state == "withdrawn"
    assert ListedEntry.objects.filter(list_id=CODE, ended=2).count() == 5, "kept, and ended"
    carry_out()
    (said,) = audit.entries(Filter(act="list.withdraw"))
    assert said.label == CODE and said.facts == {"edition": 1, "entries": 5, "hits": 1, "confirmed": 0}
    (asked,) = audit.entries(Filter(act="list.ask_withdrawal"))
    assert asked.personal["reason"] == "A test list"
    with pytest.raises(Conflict, match="answered meanwhile"):
        actions.withdraw_list(by=COUNSEL, withdrawal_id=made)
    with pytest.raises(Conflict, match="No edition of this list is in force"):
        actions.ask_withdrawal(by=OFFICER, code=CODE, reason="Once more")
    catch_up()
    assert prove().sound


def test_gates_close_until_everybody_was_compared_and_hits_say_why_they_are_gone() -> None:
    deal = met_on_two()
    assert stage(deal)[0] is StageState.OPEN and "A hit is not judged" in stage(deal)[1]
    withdrawn()
    state, said = stage(deal)
    assert state is StageState.OPEN and "Not yet compared again after the withdrawal of invented_list." in said
    hit = queries.hit(Hit.objects.get().id)
    assert hit.row.standing.why == "No longer a hit: its list was withdrawn." and not hit.provenance.in_force
    carry_out()
    assert stage(deal)[0] is StageState.CLEARED and facts(deal) == "none"
    assert queries.hit_list(HitListQuery()).total == 0
    assert queries.hit_list(HitListQuery(state="gone")).total == 1, "kept and found"


def test_what_was_confirmed_stays_on_record_and_closes_the_gate_until_two_judge_again() -> None:
    deal = met_on_two()
    say(Hit.objects.get(), "confirmed")
    assert stage(deal)[0] is StageState.BLOCKED
    withdrawn()
    carry_out()
    state, said = stage(deal)
    assert state is StageState.OPEN and "Confirmed once; its list was withdrawn. Judge it again." in said
    assert facts(deal) == "possible"
    assert queries.hit_list(HitListQuery(list_code=CODE)).total == 1, "somebody has to judge"
    made = say(Hit.objects.get(), "cleared")
    assert stage(deal)[0] is StageState.OPEN, "one word does not undo a confirmation"
    actions.confirm_clearance(by=COUNSEL, disposition_id=made, seen=queries.hit(Hit.objects.get().id).seen)
    assert stage(deal)[0] is StageState.CLEARED
    assert [word.verdict for word in Disposition.objects.order_by("turn")] == ["confirmed", "cleared"]


def test_the_only_list_withdrawn_leaves_the_record_by_hand_and_what_was_confirmed() -> None:
    deal = deals.filed()
    by_hand(unit(deal))
    taken_in((SOMEBODY, *FOUR))
    carry_out()
    say(Hit.objects.get(), "confirmed")
    withdrawn()
    assert not queries.in_force().numbers and queries.waiting_run() is None
    state, said = stage(deal)
    assert state is StageState.OPEN and "its list was withdrawn" in said, "it never opens silently"
    made = say(Hit.objects.get(), "cleared")
    actions.confirm_clearance(by=COUNSEL, disposition_id=made, seen=queries.hit(Hit.objects.get().id).seen)
    assert stage(deal)[0] is StageState.CLEARED, "by the record by hand"


def test_a_list_that_comes_again_has_its_former_entries_and_what_was_said_of_them() -> None:
    deal = met_on_two()
    before = Hit.objects.get()
    say(before, "confirmed")
    withdrawn()
    carry_out()
    again = taken_in((SOMEBODY, *FOUR))
    assert again.new and again.editions[0].number == 3 and again.editions[0].state == "in_force"
    carry_out()
    hit = Hit.objects.get()
    assert (hit.id, hit.gone_because) == (before.id, "") and stage(deal)[0] is StageState.BLOCKED
    assert queries.in_force().withdrawn == {}


def test_the_second_person_may_refuse_and_says_why() -> None:
    met_on_two()
    made = actions.ask_withdrawal(by=SYSTEM, code=CODE, reason="Asked for on the command line")
    with pytest.raises(BadInput, match="say why"):
        actions.keep_list(by=COUNSEL, withdrawal_id=made, reason=" ")
    actions.keep_list(by=COUNSEL, withdrawal_id=made, reason="It is the list of this year")
    assert queries.in_force().numbers == {CODE: 1, OTHER: 1}
    ((row,), total) = queries.withdrawals(CODE, "returned")
    assert (row.second_reason, total) == ("It is the list of this year", 1)


def test_who_agreed_to_one_edition_did_not_agree_to_the_next() -> None:
    met_on_two()
    made = actions.ask_withdrawal(by=OFFICER, code=CODE, reason="A test list")
    taken_in((SOMEBODY, *FOUR, entry("5", "Newly Listed Works")))
    with pytest.raises(Conflict, match="Another edition came into force"):
        actions.withdraw_list(by=COUNSEL, withdrawal_id=made)
    assert CODE in queries.in_force().numbers


def test_nobody_else_withdraws_and_what_is_no_list_is_told() -> None:
    taken_in(FOUR)
    with pytest.raises(Denied):
        actions.ask_withdrawal(by=person(Role.ANALYST), code=CODE, reason="A test list")
    with pytest.raises(Denied):
        actions.withdraw_list(by=SYSTEM, withdrawal_id=queries.editions()[0].id)
    with pytest.raises(NotFound):
        actions.ask_withdrawal(by=OFFICER, code="no_list", reason="A test list")
    with pytest.raises(NotFound):
        actions.withdraw_list(by=COUNSEL, withdrawal_id=queries.editions()[0].id)
    with pytest.raises(BadInput, match="say why"):
        actions.ask_withdrawal(by=OFFICER, code=CODE, reason="")


def test_parties_compared_while_the_list_went_are_compared_again() -> None:
    """A worker that had read the list before it was withdrawn writes no hit of it afterwards."""
    met_on_two()
    Hit.objects.all().delete()
    queries.index_in_force()
    actions.ask_run(by=OFFICER, everybody=True)
    waiting = queries.waiting_run()
    assert waiting is not None
    numbers, outcomes = actions.running.compare_due(queries.due(None, 100))
    assert any(one.hits() for one in outcomes)
    withdrawn()
    actions.running.keep_compared(by=SYSTEM, run_id=waiting.id, numbers=numbers, outcomes=outcomes)
    assert not Hit.objects.exists() and queries.due_count()

"""One measure: an owner who shows, another who looks, a date that comes back, and no excuse without a decision."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.governance import actions as governance
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.models import Measure, Proof
from duecare.apps.mitigation.queries import MeasureRow
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from tests.apps.assessments import deals
from tests.apps.governance.people import found, known

from . import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]


@pytest.fixture
def made(rated: None) -> UUID:
    """A deal with an adopted plan."""
    deal = ready.classified()
    ready.planned(deal)
    return deal


def one(made: UUID, code: str) -> MeasureRow:
    return next(row for row in ready.page(made).measures if row.code == code)


def test_evidence_counts_once_somebody_else_of_the_right_role_has_seen_it(made: UUID) -> None:
    row = one(made, "M-01")
    with pytest.raises(Denied, match="Only its owner"):
        actions.give_evidence(by=deals.ANALYST, measure_id=row.id, note="Done")
    with pytest.raises(BadInput):
        actions.give_evidence(by=ready.owner("counsel"), measure_id=row.id, note=" ")
    proof = ready.give(row)
    assert not one(made, "M-01").met
    with pytest.raises(Denied, match="verified by"):
        actions.verify_measure(by=ready.verifier("auditor"), measure_id=row.id, proof_id=proof)
    actions.verify_measure(by=ready.verifier("compliance_officer"), measure_id=row.id, proof_id=proof, remark="Page 4")
    after = one(made, "M-01")
    assert after.met and after.verified_by and after.proofs[0].remark == "Page 4"
    with pytest.raises(Conflict):
        ready.give(row)


def test_neither_owner_nor_giver_verifies(made: UUID) -> None:
    row = one(made, "M-01")
    proof = actions.give_evidence(by=ready.officer(), measure_id=row.id, note="I saw the signed text")
    with pytest.raises(Denied, match="yourself"):
        actions.verify_measure(by=ready.officer(), measure_id=row.id, proof_id=proof)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.filter(id=proof).update(judged_by=ready.officer().id)


def test_two_who_judge_at_once_collide_and_newer_evidence_stops_a_verification(made: UUID) -> None:
    row = one(made, "M-01")
    first = ready.give(row)
    by = ready.verifier("compliance_officer")
    with pytest.raises(Denied, match="reason"):
        actions.send_back(by=by, measure_id=row.id, proof_id=first, reason="")
    actions.send_back(by=by, measure_id=row.id, proof_id=first, reason="Annex B is missing")
    with pytest.raises(Conflict):
        actions.verify_measure(by=by, measure_id=row.id, proof_id=first)
    second = ready.give(row)
    with pytest.raises(Conflict, match="newer evidence"):
        actions.verify_measure(by=by, measure_id=row.id, proof_id=first)
    actions.verify_measure(by=by, measure_id=row.id, proof_id=second)
    history = one(made, "M-01").proofs
    assert [(proof.outcome, proof.remark) for proof in history] == [
        ("sent_back", "Annex B is missing"),
        ("verified", ""),
    ]


def test_what_recurs_falls_due_again_and_closes_the_gate_when_it_is_late(made: UUID) -> None:
    ready.decided(made)
    ready.verified(made)
    assert queries.gate(made).verdict("delivery").permitted
    yearly = one(made, "M-04")
    assert yearly.next_due == ready.DAY.replace(year=2027)
    requirement = {row.code: row for row in queries.gate(made).requirements}["conditions_precedent"]
    assert requirement.met
    with clock.at(clock.now() + timedelta(days=366)):
        late = {row.code: row for row in queries.gate(made).requirements}["conditions_precedent"]
        assert not late.met and any("M-04" in missing for missing in late.missing)
        proof = ready.give(yearly)
        actions.verify_measure(by=ready.verifier("auditor"), measure_id=yearly.id, proof_id=proof)
        again = {row.code: row for row in queries.gate(made).requirements}["conditions_precedent"]
        assert again.met


def test_dates_run_from_the_decision(made: UUID) -> None:
    assert one(made, "M-16").next_due is None
    ready.decided(made)
    assert one(made, "M-16").next_due == ready.later(60)
    assert Measure.objects.get(id=one(made, "M-16").id).next_due == ready.later(60)


def test_an_owner_who_cannot_see_the_deal_is_no_owner(made: UUID) -> None:
    stranger = known(Role.SALES, name="sales two")
    with pytest.raises(BadInput, match="not open"):
        actions.assign_owner(by=ready.officer(), measure_id=one(made, "M-20").id, person_id=stranger.id)


def test_nobody_is_excused_without_a_decision_on_this_very_measure(made: UUID) -> None:
    ready.decided(made)
    row = one(made, "M-20")
    with pytest.raises(Conflict, match="No decision waives"):
        actions.take_up_waiver(by=ready.officer(), measure_id=row.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(id=row.id).update(state="waived")
    body = found(name="Second committee")
    decision = actions.ask_waiver(
        by=ready.officer(), measure_id=row.id, reason="There is no ministry above it", committee_id=body.id
    )
    meeting = governance.plan_meeting(by=ready.officer(), committee_id=body.id, held_on=clock.today())
    governance.put_on_agenda(by=ready.officer(), meeting_id=meeting, decision_id=decision)
    from duecare.apps.governance import queries as decisions

    sha = decisions.decision(ready.officer(), decision).sha256
    for member in body.all():
        actions.vote(by=member, decision_id=decision, choice="for", reason="Agreed", seen_sha256=sha)
    with pytest.raises(Conflict):
        actions.take_up_waiver(by=ready.officer(), measure_id=row.id)
    actions.close(by=body.chair, decision_id=decision, seen_votes=4)
    actions.take_up_waiver(by=ready.officer(), measure_id=row.id)
    after = one(made, "M-20")
    assert (after.state, after.met) == ("waived", True)
    assert not queries.bound(made).changed, "the decision on the deal stands"


def test_sales_and_strangers_find_only_what_is_theirs(made: UUID) -> None:
    row = one(made, "M-01")
    assert queries.measure(deals.SALES, row.id).code == "M-01"
    for by in (deals.OTHER_SALES, deals.ADMINISTRATOR):
        with pytest.raises(NotFound):
            queries.measure(by, row.id)
    with pytest.raises(Denied):
        actions.assign_owner(by=deals.SALES, measure_id=row.id, person_id=deals.SALES.id)


def test_the_queue_holds_what_waits_for_each(made: UUID) -> None:
    counsel, row = ready.owner("counsel"), one(made, "M-01")
    assert ("measure", row.id) in {(item.kind, item.about_id) for item in queries.queue(counsel)}
    ready.give(row)
    officer = ready.verifier("compliance_officer")
    assert ("verify", row.id) in {(item.kind, item.about_id) for item in queries.queue(officer)}
    assert ("measure", row.id) not in {(item.kind, item.about_id) for item in queries.queue(counsel)}
    assert queries.queue(deals.OTHER_SALES) == ()
    body = found()
    decision = ready.submitted(made, body)
    assert ("vote", decision) in {(item.kind, item.about_id) for item in queries.queue(body.independent)}

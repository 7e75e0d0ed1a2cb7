"""Excusing from a measure: only by a decision on this very measure, taken like any other."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.apps.assessments import queries as assessments
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.governance import actions as governance_actions
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation.queries.waivers import waiver_paper
from duecare.apps.mitigation.rules import acts
from duecare.apps.mitigation.rules.states import MEASURE
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, Denied

from .rows import about, in_force, locked_measure, reckon


@action(acts.WAIVER_ASK)
def ask_waiver(
    *,
    by: Actor,
    measure_id: UUID,
    reason: str,
    procedure: str = "meeting",
    committee_id: UUID | None = None,
    closes_on: date | None = None,
) -> Recorded[UUID]:
    """Put it to decision whether a measure may be left undone; returns the decision.

    Raises:
        BadInput: no reason. Denied: the requester or its owner asks to be excused. Conflict: verified or waived.
    """
    plan, row = locked_measure(measure_id)
    deal = assessments.opportunity(by, plan.opportunity_id)
    in_force(plan)
    if not reason.strip():
        raise BadInput("say why it should be left undone", field="reason")
    if by.id in (deal.requester_id, *assessments.account_team(deal.id), row.owner_id):
        raise Denied("Nobody asks to be excused from their own duty.", "Nothing was changed.", "Somebody else asks.")
    MEASURE.check(row.state, "waive", by)
    row.waiver_reason = reason.strip()
    row.save(update_fields=["waiver_reason"])
    decision_id = governance_actions.open_decision(
        by=by, paper=waiver_paper(deal, row), procedure=procedure, committee_id=committee_id, closes_on=closes_on
    )
    opened = governance.latest_for(row.id)
    facts = {"measure": row.code, "decision": opened.reference if opened else ""}
    return Recorded(decision_id, about(plan), facts, {"reason": reason.strip()})


@action(acts.WAIVER_TAKE)
def take_up_waiver(*, by: Actor, measure_id: UUID) -> Recorded[None]:
    """Mark a measure as waived by the decision that waives it.

    Raises:
        Conflict: no decision in force says so for this measure as it is.
    """
    plan, row = locked_measure(measure_id)
    deal = assessments.opportunity(by, plan.opportunity_id)
    decided = governance.decision_in_force(row.id, waiver_paper(deal, row).sha256)
    if decided is None or decided.provisional:
        raise Conflict(f"No decision waives {row.code}.", "It stays in the plan.", "Ask for one and say why.")
    row.state = MEASURE.check(row.state, "waive", by).target
    row.waiver_id = decided.decision_id
    reckon(row, plan.decided_on)
    row.save(update_fields=["state", "waiver_id", "next_due"])
    return Recorded(None, about(plan), {"measure": row.code, "decision": decided.reference})

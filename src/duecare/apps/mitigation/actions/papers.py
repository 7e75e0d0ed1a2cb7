"""Putting file and plan before those who decide, and following what became of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.apps.assessments import actions as assessments_actions
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.governance import actions as governance_actions
from duecare.apps.governance import queries as governance
from duecare.apps.governance.queries import InForce
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation.models import Measure, Plan
from duecare.apps.mitigation.queries.catalogue import catalogue
from duecare.apps.mitigation.queries.days import day_of, today
from duecare.apps.mitigation.queries.gate import asked_beyond, condition_code, gate_of
from duecare.apps.mitigation.queries.papers import bound, bound_of, changed_in, to_freeze
from duecare.apps.mitigation.queries.reading import read, read_for
from duecare.apps.mitigation.queries.settling import unsettled, unsettled_in
from duecare.apps.mitigation.rules import acts
from duecare.apps.mitigation.rules.following import following_move
from duecare.apps.mitigation.rules.papers import in_the_way
from duecare.kernel.actor import SYSTEM, Actor, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict, Denied
from duecare.kernel.folding import fold

from .rows import about, reckon


@action(acts.PLAN_SUBMIT)
def submit_to_committee(
    *,
    by: Actor,
    opportunity_id: UUID,
    procedure: str = "meeting",
    committee_id: UUID | None = None,
    closes_on: date | None = None,
    urgency: str = "",
) -> Recorded[UUID]:
    """Freeze file and plan and put them before those whom the matrix names; returns the decision.

    Raises:
        Denied: whoever asked for the deal does not put it to decision.
        Conflict: no plan, no confirmed class, a requirement before the decision open, already decided on.
        BadInput: a procedure that the class does not allow. NotFound.
    """
    found = read_for(by, opportunity_id, today())
    deal = found.deal
    if by.id in (deal.requester_id, *deal.account_team):
        raise Denied("Whoever asked for this deal does not put it to decision.", "Nothing was frozen.", "Ask another.")
    plan = Plan.objects.select_for_update().filter(opportunity_id=opportunity_id).first()
    if plan is None or plan.state != "adopted":
        raise Conflict("There is no adopted plan.", "Nothing was frozen; no decision without a plan.", "Adopt one.")
    if deal.state == "rejected":
        # Governance lets a refused deal come back only with admitted new facts; without them all of this is undone.
        assessments_actions.move_opportunity(
            by=SYSTEM, opportunity_id=deal.id, verb="reopen", reason="Brought back with new facts."
        )
        found = read(opportunity_id, today())
        deal = found.deal
    paper = to_freeze(found)
    if left := in_the_way(gate_of(found).requirements, paper.risk_class):
        count = f"{len(left)} requirement{'s' if len(left) > 1 else ''} open"
        raise Conflict(f"{count}: {'; '.join(left)}.", "Nothing was frozen.", "Clear them first.")
    decision_id = governance_actions.open_decision(
        by=by, paper=paper, procedure=procedure, committee_id=committee_id, closes_on=closes_on, urgency=urgency
    )
    assessments_actions.move_opportunity(by=by, opportunity_id=deal.id, verb="submit")
    row = governance.latest_for(deal.id)
    facts: dict[str, JSON] = {"decision": row.reference if row else "", "sha256": paper.sha256, "version": plan.version}
    return Recorded(decision_id, about(plan), facts)


def reopen_changed(*, by: Actor = SYSTEM, opportunity_id: UUID) -> UUID | None:
    """If the file is no longer the one that was frozen, reopen the decision; its id, or None where nothing changed."""
    return _reopen(by=by, opportunity_id=opportunity_id) if bound(opportunity_id).changed else None


@action(acts.PLAN_REOPEN)
def _reopen(*, by: Actor, opportunity_id: UUID) -> Recorded[UUID]:
    """Reopen the decision and bring the opportunity back to the file, saying what changed.

    Raises:
        Conflict: nothing changed, or somebody reopened it first.
    """
    Plan.objects.select_for_update().filter(opportunity_id=opportunity_id).first()
    reading = read(opportunity_id, today())
    found = bound_of(reading)
    if not found.changed or found.current is None:
        raise Conflict("The decision speaks of the file as it is.", "Nothing was changed.")
    said = changed_in(reading)
    reopened = governance_actions.reopen(
        by=by, subject_id=opportunity_id, new_sha256=found.current.sha256, changed=said
    )
    deal = reading.deal
    if verb := following_move("reopened", deal.state):
        assessments_actions.move_opportunity(by=SYSTEM, opportunity_id=deal.id, verb=verb, reason=said[0])
    subject = Subject("opportunity", deal.id, deal.reference, deal.customer_id)
    return Recorded(reopened, subject, {"changed": list(said)})


def settle(*, by: Actor = SYSTEM, opportunity_id: UUID) -> bool:
    """Follow the last decision where that was not done yet; True when there was something to do."""
    if not unsettled(opportunity_id):
        return False
    _settle(by=by, opportunity_id=opportunity_id)
    return True


@action(acts.PLAN_SETTLE)
def _settle(*, by: Actor, opportunity_id: UUID) -> Recorded[None]:
    """Move the opportunity, make measures of the committee's conditions, count dates from the decision.

    Raises:
        Conflict: settled already, or nothing was decided.
    """
    plan = Plan.objects.select_for_update().filter(opportunity_id=opportunity_id).first()
    found = read(opportunity_id, today())
    deal, latest = found.deal, found.file.said.latest(opportunity_id)
    if plan is None or latest is None or not unsettled_in(found):
        raise Conflict("There is nothing to settle.", "Nothing was changed.")
    if verb := following_move(latest.state, deal.state):
        reason = f"{latest.reference} was {latest.state.replace('_', ' ')}."
        # A consequence of the decision, not a second one: nobody chooses it.
        assessments_actions.move_opportunity(by=SYSTEM, opportunity_id=deal.id, verb=verb, reason=reason)
    taken = _take_up(plan)
    facts: dict[str, JSON] = {"decision": latest.reference, "state": latest.state, "conditions": taken}
    return Recorded(None, about(plan), facts)


def _take_up(plan: Plan) -> int:
    """Measures for what the decision asks beyond the plan; how many. Dates run from the decision."""
    found = bound(plan.opportunity_id)
    decided = (
        governance.decision_in_force(plan.opportunity_id, found.current.sha256)
        if found.current is not None and not found.changed
        else None
    )
    if decided is None or plan.decision_id == decided.decision_id:
        return 0
    plan.decision_id, plan.decided_on = decided.decision_id, day_of(decided.decided_at)
    plan.save(update_fields=["decision_id", "decided_on"])
    rows = tuple(Measure.objects.select_for_update().filter(plan=plan).order_by("code"))
    new = [_condition(plan, decided, place, asked) for place, asked in asked_beyond(rows, decided)]
    for row in (*rows, *new):
        reckon(row, plan.decided_on)
    Measure.objects.bulk_create(new)
    Measure.objects.bulk_update(rows, ["next_due"])
    return len(new)


def _condition(plan: Plan, decided: InForce, place: int, asked: ProposedCondition) -> Measure:
    """A measure made of a condition; where it names one of the catalogue, that one's roles see to it."""
    known = catalogue().get(asked.measure)
    role = known.owner_role if known else Role.COMPLIANCE_OFFICER.value
    return Measure(
        plan=plan,
        code=condition_code(decided, place),
        title=asked.text[:160],
        folded=fold(f"{condition_code(decided, place)} {asked.text[:160]}")[:400],
        what=asked.text,
        why=[decided.reference, *([asked.measure] if asked.measure else [])],
        origin="committee",
        decision_id=decided.decision_id,
        owner_role=role,
        # Whoever adopted the plan sees to it until somebody else is named, so that it waits for somebody.
        owner_id=plan.adopted_by if role == Role.COMPLIANCE_OFFICER else None,
        verifier_role=known.verifier_role if known else Role.AUDITOR.value,
        due_kind="before_delivery" if asked.precedent else "days_after_decision",
        due_days=0 if asked.precedent else AFTERWARDS_DAYS,
        condition_precedent=asked.precedent,
        evidence_wanted=list(known.evidence) if known else [],
    )


AFTERWARDS_DAYS = 90
"""Term of a condition that binds after delivery and names no day of its own."""

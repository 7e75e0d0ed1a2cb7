"""Rows locked for the length of an action, and how the log names them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.apps.audit.rules.entries import Subject
from duecare.apps.mitigation.models import Measure, Plan
from duecare.apps.mitigation.queries.rows import standing
from duecare.apps.mitigation.rules.progress import next_due
from duecare.kernel.actor import Actor
from duecare.kernel.errors import Conflict, Denied, NotFound


def locked_plan(plan_id: UUID) -> Plan:
    """The plan's row until the action ends. Raises NotFound."""
    row = Plan.objects.select_for_update().filter(id=plan_id).first()
    if row is None:
        raise NotFound("plan")
    return row


def locked_measure(measure_id: UUID) -> tuple[Plan, Measure]:
    """Plan and measure, locked in that order by everybody. Raises NotFound."""
    plan_id = Measure.objects.filter(id=measure_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise NotFound("measure")
    plan = locked_plan(plan_id)
    row = Measure.objects.select_for_update().filter(id=measure_id).first()
    if row is None:
        raise NotFound("measure")
    return plan, row


def in_draft(plan: Plan) -> None:
    """Refuse to change what is in force. Raises Conflict."""
    if plan.state != "draft":
        raise Conflict(
            "This plan is adopted.", "Nothing was changed.", "Reopen the plan for changes first, and say why."
        )


def in_force(plan: Plan) -> None:
    """Refuse to work on what nobody adopted. Raises Conflict."""
    if plan.state != "adopted":
        raise Conflict("This plan is not adopted.", "Nothing was recorded.", "Adopt it first.")


def not_yours(by: Actor, *others: UUID | None) -> None:
    """Nobody judges their own work. Raises Denied."""
    if by.id in others:
        raise Denied(
            "You own this measure or gave the evidence yourself.",
            "Nothing was verified.",
            "Somebody else looks at it.",
        )


def about(plan: Plan) -> Subject:
    """A plan as the log names it: by the opportunity's reference."""
    return Subject("plan", plan.id, plan.reference, plan.customer_id)


def reckon(row: Measure, decided_on: date | None) -> None:
    """Bring the copy of the next due day up to date; the caller saves."""
    row.next_due = next_due(standing(row, decided_on))

"""Getting hold of rows to be changed, and what every way to an entitlement has to ask before."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries.gate import class_of
from duecare.apps.assessments.rules.gate import Gate, StageState
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.entitlements.models import Change, Entitlement, Numbering
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.mitigation.queries import Reading
from duecare.kernel.actor import Actor
from duecare.kernel.errors import Conflict, NotFound
from duecare.kernel.ids import reference


def next_reference(year: int) -> str:
    """The next reference of the year, e.g. "E-2026-001"; the row's lock makes others wait."""
    Numbering.objects.get_or_create(prefix="E", year=year)
    row = Numbering.objects.select_for_update().get(prefix="E", year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return reference("E", year, row.last)


def locked(by: Actor, entitlement_id: UUID) -> Entitlement:
    """The entitlement, locked until the transaction ends. Raises NotFound when it is not open to `by`."""
    row = Entitlement.objects.select_for_update(of=("self",)).filter(id=entitlement_id).first()
    if row is None or not assessments.may_see_customer(by, row.customer_id):
        raise NotFound("entitlement")
    return row


def deal_read(by: Actor, deployment_id: UUID) -> tuple[Reading, Gate]:
    """The deal of a deployment with its gate, unless something blocks it that no work can clear.

    Raises:
        NotFound. Conflict: not filed, over, prohibited, on the no-go register, listed, or suspended.
    """
    opportunity_id = assessments.opportunity_of(deployment_id)
    found = mitigation.read_for(by, opportunity_id, mitigation.today())
    gate = mitigation.gate_of(found)
    if found.deal.state == "draft" or found.deal.state in assessments.OVER or found.deal.customer_id is None:
        raise Conflict(
            f"The opportunity is {found.deal.state}.", "Nothing is supplied under it.", "Ask for it when it is filed."
        )
    blocked = [one.title for one in gate.requirements if one.state is StageState.BLOCKED]
    if blocked or class_of(found.deal) == "prohibited":
        raise Conflict(
            "The gate of this deal is blocked.", "No product is let work there.", "Read on its page what blocks it."
        )
    return found, gate


def nothing_waits(row: Entitlement) -> None:
    """Refuse while a change waits for the daily run: it would otherwise speak of what is gone. Raises Conflict."""
    if Change.objects.filter(entitlement=row, state="waiting").exists():
        raise Conflict(
            "A change of this entitlement waits for the daily run.", "Nothing was changed.", "Come back the day after."
        )


def about(row: Entitlement) -> Subject:
    """An entitlement in the log, on its customer's timeline."""
    return Subject("entitlement", row.id, row.reference, row.customer_id)

"""The second person's answer to an entitlement that goes beyond what was decided, or was never decided here."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.entitlements.models import Entitlement
from duecare.apps.entitlements.rules import acts
from duecare.apps.mitigation.queries import today
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, Denied

from .rows import about, deal_read, locked, nothing_waits


@action(acts.ISSUE)
def issue_entitlement(*, by: Actor, entitlement_id: UUID) -> Recorded[None]:
    """Issue it as the second person; one that it renews is replaced in the same moment.

    Raises:
        NotFound. Denied: one's own, or of a deal one has in hand. Conflict: answered already, over, or the deal is
            blocked; what it renews is no longer in force, or waits for the daily run.
    """
    row, on = _answered(by, entitlement_id), today()
    found, _ = deal_read(by, row.deployment_id)
    if by.id in found.deal.account_team:
        raise Denied("Whoever has a deal in hand does not release it.", "Nothing was changed.", "Ask a colleague.")
    if row.ends_on < on:
        raise Conflict("Its last day is over.", "Nothing was changed.", "Refuse it, and ask for a new one.")
    if row.renews_id is not None:
        _replace(locked(by, row.renews_id))
    row.state, row.since = "in_force", on
    row.save()
    return Recorded(None, about(row), {"until": row.ends_on.isoformat()})


@action(acts.REFUSE)
def refuse_entitlement(*, by: Actor, entitlement_id: UUID, reason: str) -> Recorded[None]:
    """Refuse it as the second person; one that it would have renewed goes on as it is.

    Raises:
        NotFound. BadInput: no reason. Denied: one's own. Conflict: answered already.
    """
    row = _answered(by, entitlement_id)
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    row.state, row.since, row.answer = "refused", today(), reason.strip()
    row.save()
    return Recorded(None, about(row), {}, {"reason": row.answer})


def _answered(by: Actor, entitlement_id: UUID) -> Entitlement:
    row = locked(by, entitlement_id)
    if row.state != "proposed":
        raise Conflict("This was answered already.", "Nothing was changed.", "Reload the page.")
    if row.proposed_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague.")
    row.answered_by, row.answered_at = by.id, clock.now()
    return row


def _replace(old: Entitlement) -> None:
    if old.state != "in_force":
        raise Conflict(
            "What it renews is no longer in force.", "Nothing was changed.", "Refuse it, and ask for a new one."
        )
    nothing_waits(old)
    old.state, old.since, old.serial = "replaced", today(), old.serial + 1
    old.save()

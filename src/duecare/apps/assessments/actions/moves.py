"""Moving an opportunity through its life after it was filed."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor, Kind
from duecare.kernel.errors import BadInput, Conflict, Denied

from .classes import refresh_customer
from .reach import reach, subject

VERBS = ("submit", "take_back", "approve", "reject", "defer", "reopen", "end")


@action(acts.MOVE)
def move_opportunity(*, by: Actor, opportunity_id: UUID, verb: str, reason: str = "") -> Recorded[str]:
    """Make a move of the table; returns the new state. The floors above check what it requires.

    Raises:
        BadInput: a verb that is not of this action.
        Conflict: not possible from where it is.
        Denied: another role, the requester approving their own, or no reason where one is needed.
    """
    if verb not in VERBS:
        raise BadInput("there is no such move.", field="verb", value=verb)
    row = reach(by, opportunity_id)
    if verb in ("approve", "reject", "defer") and by.id in (row.requester_id, row.owner_id):
        raise Denied(
            "Whoever requests a deal does not decide on it.", "Nothing was changed.", "Another person must do it."
        )
    before = row.state
    if by.kind is Kind.SYSTEM:
        move = next((m for m in OPPORTUNITY.moves if m.verb == verb and before in m.sources), None)
        if move is None:
            raise Conflict(f"The opportunity is {before}.", "Nothing was changed.", "")
    else:
        move = OPPORTUNITY.check(before, verb, by, reason)
    row.state = move.target
    if verb == "reject":
        row.rejected_on = clock.today()
    row.version += 1
    row.save()
    refresh_customer(row.customer_id)
    return Recorded(
        row.state, subject(row), {"before": before, "state": row.state, "verb": verb, "reason": reason.strip()}
    )


@action(acts.GO_LIVE)
def go_live(*, by: Actor, opportunity_id: UUID, gate: Gate) -> Recorded[None]:
    """Record that the product is in use. `gate` is the one evaluated for this act in this request.

    Raises:
        Conflict: delivery is not permitted, or the opportunity is not approved.
    """
    row = reach(by, opportunity_id)
    OPPORTUNITY.check(row.state, "go_live", by)
    verdict = gate.verdict("delivery")
    if not verdict.permitted:
        raise Conflict(verdict.sentence, "It was not recorded as live.", "Clear the open requirements first.")
    row.state = "live"
    row.version += 1
    row.save()
    return Recorded(None, subject(row), {"gate": verdict.sentence})

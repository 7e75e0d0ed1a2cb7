"""Reconsideration: a refused paper comes back with new facts, and only with them."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.governance.models import Reconsideration
from duecare.apps.governance.rules import acts
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .opening import about, lock


@action(acts.RECONSIDERATION_REQUEST)
def request_reconsideration(*, by: Actor, decision_id: UUID, new_facts: tuple[str, ...]) -> Recorded[UUID]:
    """Ask, naming each new fact.

    Raises:
        BadInput: no fact. NotFound: another's request. Conflict: not refused, or asked already.
    """
    row = lock(decision_id)
    if not by.has(Role.COMPLIANCE_OFFICER) and by.id != row.requester_id:
        raise NotFound("decision")
    if row.state != "rejected":
        raise Conflict(f"{row.reference} is {row.state.replace('_', ' ')}, not rejected.", "Nothing was changed.")
    facts = [fact.strip() for fact in new_facts if fact.strip()]
    if not facts:
        raise BadInput(
            "name at least one new fact", field="new_facts", todo="An argument that was heard is no new fact."
        )
    if Reconsideration.objects.filter(decision=row, admitted=None).exists():
        raise Conflict("A request is waiting for an answer.", "Nothing was changed.")
    if Reconsideration.objects.filter(decision=row, admitted=True, used_by=None).exists():
        raise Conflict("A request was admitted.", "Nothing was changed.", "Freeze the file with the new facts.")
    request = Reconsideration.objects.create(
        decision=row, new_facts=facts, requested_by=by.id, requested_at=clock.now()
    )
    return Recorded(request.id, about(row), {"facts": len(facts)}, {"new_facts": "\n".join(facts)})


@action(acts.RECONSIDERATION_ANSWER)
def answer_reconsideration(*, by: Actor, request_id: UUID, admit: bool, reason: str) -> Recorded[None]:
    """Admit or refuse a request; another person than the one who asked.

    Raises:
        NotFound, Conflict: gone or answered. Denied: one's own request. BadInput: no reason.
    """
    found = Reconsideration.objects.filter(id=request_id).first()
    if found is None:
        raise NotFound("request")
    row = lock(found.decision_id)
    request = Reconsideration.objects.select_for_update().get(id=request_id)
    if request.admitted is not None:
        raise Conflict("This request was answered.", "Nothing was changed.")
    if by.id in (request.requested_by, row.requester_id):
        raise Denied("Whoever asks does not answer.", "Nothing was changed.", "Ask another compliance officer.")
    if not reason.strip():
        raise BadInput("a reason is required", field="reason")
    request.admitted, request.answer = admit, reason.strip()
    request.answered_by, request.answered_at = by.id, clock.now()
    request.save(update_fields=["admitted", "answer", "answered_by", "answered_at"])
    return Recorded(None, about(row), {"answer": "admitted" if admit else "refused"}, {"reason": reason.strip()})

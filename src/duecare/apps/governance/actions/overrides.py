"""The override register: proposed by one, answered by another, judged later."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.governance.models import Override
from duecare.apps.governance.queries.days import today
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.overrides import check_override
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound


@action(acts.OVERRIDE_PROPOSE)
def propose_override(
    *,
    by: Actor,
    kind: str,
    subject_id: UUID,
    customer_id: UUID | None,
    label: str,
    from_value: str,
    to_value: str,
    reason: str,
    expires_on: date,
) -> Recorded[UUID]:
    """Propose; nothing changes until a second person confirms.

    Raises:
        BadInput, Denied: see `rules.overrides.check_override`. Conflict: one is waiting already.
    """
    check_override(kind, from_value, to_value, reason=reason, today=today(), expires_on=expires_on)
    if Override.objects.filter(subject_id=subject_id, kind=kind, state="proposed").exists():
        raise Conflict("An override of this is waiting for its second person.", "Nothing was changed.")
    row = Override.objects.create(
        kind=kind,
        subject_id=subject_id,
        customer_id=customer_id,
        label=label,
        from_value=from_value,
        to_value=to_value,
        role=", ".join(sorted(by.roles)),
        reason=reason.strip(),
        expires_on=expires_on,
        proposed_by=by.id,
        proposed_at=clock.now(),
    )
    facts = {"kind": kind, "from": from_value, "to": to_value, "expires_on": expires_on.isoformat()}
    return Recorded(row.id, _about(row), facts, {"reason": row.reason})


@action(acts.OVERRIDE_CONFIRM)
def confirm_override(*, by: Actor, override_id: UUID, reason: str) -> Recorded[None]:
    """Confirm as the second person.

    Raises:
        NotFound, Conflict: gone, answered or expired. Denied: one's own. BadInput: no reason.
    """
    return _answer(by, override_id, "confirmed", reason)


@action(acts.OVERRIDE_REFUSE)
def refuse_override(*, by: Actor, override_id: UUID, reason: str) -> Recorded[None]:
    """Refuse as the second person; raises as `confirm_override`."""
    return _answer(by, override_id, "refused", reason)


@action(acts.OVERRIDE_OUTCOME)
def record_outcome(*, by: Actor, override_id: UUID, outcome: str) -> Recorded[None]:
    """Say, once it is known, how the override turned out.

    Raises:
        NotFound, Conflict: gone, never confirmed, or recorded. BadInput: nothing written.
    """
    row = _lock(override_id)
    if row.state != "confirmed" or row.outcome:
        raise Conflict("There is no confirmed override that waits for its outcome.", "Nothing was changed.")
    if not outcome.strip():
        raise BadInput("say how it turned out", field="outcome")
    row.outcome, row.outcome_by, row.outcome_at = outcome.strip(), by.id, clock.now()
    row.save(update_fields=["outcome", "outcome_by", "outcome_at"])
    return Recorded(None, _about(row), {"kind": row.kind}, {"outcome": row.outcome})


def _answer(by: Actor, override_id: UUID, state: str, reason: str) -> Recorded[None]:
    row = _lock(override_id)
    if row.state != "proposed":
        raise Conflict(f"This override was {row.state}.", "Nothing was changed.")
    if row.proposed_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask somebody else.")
    if not reason.strip():
        raise BadInput("a reason is required", field="reason")
    if state == "confirmed" and row.expires_on <= today():
        raise Conflict("The proposal has expired.", "Nothing was changed.", "Propose it anew.")
    row.state, row.answered_by, row.answered_at, row.answer = state, by.id, clock.now(), reason.strip()
    row.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    return Recorded(
        None, _about(row), {"kind": row.kind, "from": row.from_value, "to": row.to_value}, {"reason": row.answer}
    )


def _lock(override_id: UUID) -> Override:
    row = Override.objects.select_for_update().filter(id=override_id).first()
    if row is None:
        raise NotFound("override")
    return row


def _about(row: Override) -> Subject:
    return Subject("override", row.id, row.label, row.customer_id)

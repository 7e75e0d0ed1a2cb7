"""Proposing a change, taking it up, and saying that it was made or is not."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.accounts.queries import actor_of
from duecare.apps.assessments.queries import today
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.monitoring.models import ProposedChange
from duecare.apps.monitoring.queries.reports import READERS
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.changes import CHANGE, Wanted, check_change
from duecare.apps.risk.actions import begin_draft
from duecare.apps.risk.queries import method_in_force
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.folding import fold
from duecare.kernel.ids import new_id, reference

from .recording import next_numbers


@action(acts.PROPOSE_CHANGE)
def propose_change(*, by: Actor, given: Wanted, owner_id: UUID, change_id: UUID | None = None) -> Recorded[str]:
    """Enter a proposed change; returns its reference.

    Args:
        change_id: a random id chosen before, by somebody who noted it elsewhere; it looks like any other.

    The row keeps a day and no moment, so that the moment of something done elsewhere is not found in it.

    Raises:
        BadInput: see `rules.changes.check_change`; nobody of that id, or one who does not read such changes.
        Conflict: it was entered already.
    """
    on = today()
    told = check_change(given, on)
    owner = actor_of(owner_id)
    if owner is None or not owner.has(*READERS):
        raise BadInput("this person does not read proposed changes.", field="owner_id")
    if change_id is not None and ProposedChange.objects.filter(id=change_id).exists():
        raise Conflict("This was entered already.", "Nothing was added.", "Reload the page.")
    code = reference("PC", on.year, next_numbers("PC", on.year, 1))
    row = ProposedChange.objects.create(
        id=change_id or new_id(), reference=code, against=told.against, title=told.title, text=told.text,
        folded=fold(f"{code} {told.title}")[:300], owner_id=owner_id, due_on=told.due_on, proposed_by=by.id,
        proposed_on=on,
    )  # fmt: skip
    facts: dict[str, JSON] = {"against": told.against, "due": told.due_on.isoformat()}
    return Recorded(code, _about(row), facts)


@action(acts.TAKE_UP_CHANGE)
def take_up_change(*, by: Actor, change_id: UUID) -> Recorded[UUID | None]:
    """Begin to work on it. Against the method, a draft is begun from the one in force; returns its id.

    Raises:
        NotFound. Denied: against the method, whoever may not write one. Conflict: taken up or settled already.
    """
    row = _locked(change_id)
    CHANGE.check(row.state, "take_up", by)
    row.state, row.taken_by, row.taken_on = "taken_up", by.id, today()
    if row.against == "method":
        row.draft_id = begin_draft(by=by, base=method_in_force(today()).urn)
    row.save()
    return Recorded(row.draft_id, _about(row), {"draft": str(row.draft_id) if row.draft_id else None})


@action(acts.FINISH_CHANGE)
def finish_change(*, by: Actor, change_id: UUID, note: str) -> Recorded[None]:
    """Say that it was made, and where. Of the method, somebody says so who did not take it up.

    Raises:
        NotFound. BadInput: no note. Denied: of the method, one's own. Conflict: not taken up, or settled already.
    """
    row = _locked(change_id)
    CHANGE.check(row.state, "finish", by)
    if row.against == "method" and row.taken_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague.")
    return _settle(by, row, "done", note)


@action(acts.DECLINE_CHANGE)
def decline_change(*, by: Actor, change_id: UUID, reason: str) -> Recorded[None]:
    """Say that it is not made, and why; a draft that was begun for it stays one.

    Raises:
        NotFound. BadInput: no reason. Conflict: settled already.
    """
    row = _locked(change_id)
    CHANGE.check(row.state, "decline", by, reason.strip() or "missing")  # which `_settle` names with its field
    return _settle(by, row, "declined", reason)


def _settle(by: Actor, row: ProposedChange, state: str, note: str) -> Recorded[None]:
    if not note.strip():
        raise BadInput("say where it was made, or why it is not.", field="note")
    row.state, row.note, row.settled_by, row.settled_on = state, note.strip(), by.id, today()
    row.save()
    return Recorded(None, _about(row), {}, {"reason": row.note})


def _locked(change_id: UUID) -> ProposedChange:
    row = ProposedChange.objects.select_for_update().filter(id=change_id).first()
    if row is None:
        raise NotFound("proposed change")
    return row


def _about(row: ProposedChange) -> Subject:
    return Subject("proposed_change", row.id, row.reference)

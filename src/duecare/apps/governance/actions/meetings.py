"""Meetings, agendas, minutes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.governance.models import AgendaItem, Committee, Decision, Meeting
from duecare.apps.governance.queries.days import today
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.procedures import MEETING
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .committees import seat_of
from .numbering import next_reference


@action(acts.MEETING_PLAN)
def plan_meeting(*, by: Actor, committee_id: UUID, held_on: date, place: str = "") -> Recorded[UUID]:
    """Plan a meeting.

    Raises:
        NotFound: no such committee. Denied: a member of another committee. BadInput: a day in the past.
    """
    committee = Committee.objects.filter(id=committee_id).first()
    if committee is None:
        raise NotFound("committee")
    _check_seat(committee.id, by)
    if held_on < today():
        raise BadInput("a meeting is planned for today or later", field="held_on", value=held_on)
    number = next_reference("M", held_on.year)
    row = Meeting.objects.create(reference=number, committee=committee, held_on=held_on, place=place.strip())
    return Recorded(row.id, Subject("meeting", row.id, row.reference), {"held_on": held_on.isoformat()})


@action(acts.MEETING_AGENDA)
def put_on_agenda(*, by: Actor, meeting_id: UUID, decision_id: UUID | None = None, title: str = "") -> Recorded[UUID]:
    """Put a decision, or a point without one, on the agenda.

    Raises:
        NotFound: no such meeting or decision. BadInput: neither a decision nor a title, or another committee's.
        Conflict: minuted already, on the agenda already, or the decision is not for a meeting.
    """
    meeting = _lock(meeting_id)
    _check_seat(meeting.committee_id, by)
    if meeting.minutes:
        raise Conflict("The minutes of this meeting are adopted.", "Nothing was changed.", "Plan another meeting.")
    decision = Decision.objects.filter(id=decision_id).first() if decision_id else None
    if decision_id and decision is None:
        raise NotFound("decision")
    if decision is not None:
        _check_fits(meeting, decision)
    words = title.strip() or (decision.title if decision else "")
    if not words:
        raise BadInput("say what is to be discussed", field="title")
    place = AgendaItem.objects.filter(meeting=meeting).count() + 1
    item = AgendaItem.objects.create(meeting=meeting, position=place, title=words, decision=decision)
    facts = {"item": decision.reference if decision else f"point {place}"}
    return Recorded(item.id, Subject("meeting", meeting.id, meeting.reference), facts)


def _check_fits(meeting: Meeting, decision: Decision) -> None:
    if decision.committee_id != meeting.committee_id:
        raise BadInput("this belongs to another committee", field="decision", value=decision.reference)
    if decision.state not in ("open", "awaiting_ratification") or (
        decision.state == "open" and decision.procedure != MEETING
    ):
        raise Conflict(f"{decision.reference} is not waiting for a meeting.", "Nothing was changed.")
    if AgendaItem.objects.filter(meeting=meeting, decision=decision).exists():
        raise Conflict(f"{decision.reference} is on this agenda.", "Nothing was changed.")


@action(acts.MEETING_MINUTES)
def adopt_minutes(*, by: Actor, meeting_id: UUID, text: str) -> Recorded[None]:
    """Adopt the minutes; the draft comes from the record, the words are the person's.

    Raises:
        BadInput: nothing written. Conflict: adopted already, or the meeting is still to come.
    """
    meeting = _lock(meeting_id)
    _check_seat(meeting.committee_id, by)
    if not text.strip():
        raise BadInput("minutes need their words", field="text")
    if meeting.minutes:
        raise Conflict("The minutes are adopted.", "Nothing was changed.", "Correct them in the next meeting's.")
    if today() < meeting.held_on:
        raise Conflict("The meeting is still to come.", "Nothing was changed.")
    meeting.minutes, meeting.minutes_by, meeting.minutes_at = text.strip() + "\n", by.id, clock.now()
    meeting.save(update_fields=["minutes", "minutes_by", "minutes_at"])
    return Recorded(None, Subject("meeting", meeting.id, meeting.reference), personal={"text": meeting.minutes})


def _lock(meeting_id: UUID) -> Meeting:
    row = Meeting.objects.select_for_update().filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting")
    return row


def _check_seat(committee_id: UUID, by: Actor) -> None:
    if not by.has(Role.COMPLIANCE_OFFICER) and seat_of(committee_id, by.id, today()) is None:
        raise Denied("You have no seat on this committee.", "Nothing was changed.", "Ask its chair.")

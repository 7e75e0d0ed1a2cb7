"""Operations: committees, seats, standing conflicts, meetings with agenda and minutes."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from duecare.apps.governance import actions, queries
from duecare.apps.governance.queries import CommitteePage, CommitteeRow, MeetingPage
from duecare.apps.governance.rules import acts

from .door import acting, opens_to
from .shapes import Day, Flag, Given, Line, Made, Name, Short, Words

router = Router(tags=["committees"])
READ = tuple(sorted(queries.READERS))


class CommitteeGiven(Given):
    """A committee; a board decides what is escalated."""

    name: Name
    kind: Literal["human_rights", "board"] = "human_rights"


class SeatGiven(Given):
    """A seat for somebody who holds the role of committee member."""

    person_id: UUID
    start: Day
    title: Short = ""
    chair: Flag = False
    independent: Flag = False
    votes: Flag = True


class SeatEnded(Given):
    """The first day without the seat, and why."""

    end: Day
    reason: Words


class ConflictGiven(Given):
    """A standing interest. `ref`: a country's code, or the id of a customer or company; it recuses by itself."""

    person_id: UUID | None = None
    kind: Literal["customer", "country", "company"]
    ref: Name
    label: Line
    reason: Words
    start: Day
    until: Day | None = None


class ConflictEnded(Given):
    """From which day on, and why."""

    until: Day
    reason: Words


class MeetingGiven(Given):
    """A meeting to come."""

    held_on: Day
    place: Line = ""


class PointGiven(Given):
    """A point of the agenda: a decision that waits, or a title of its own."""

    decision_id: UUID | None = None
    title: Line = ""


class MinutesGiven(Given):
    """The minutes as they are adopted: once, for good."""

    text: Words


@router.get("/committees", response=list[CommitteeRow], auth=opens_to(*READ))
def list_committees(request: HttpRequest) -> list[CommitteeRow]:
    """Committees with their seats."""
    return list(queries.committees())


@router.post("/committees", response={201: Made}, auth=opens_to(*acts.COMMITTEE_FOUND.roles))
def found_committee(request: HttpRequest, given: CommitteeGiven) -> Status[Made]:
    """Found a committee."""
    return Status(201, Made(id=actions.found_committee(by=acting(request), **given.model_dump())))


@router.get("/committees/{committee_id}", response=CommitteePage, auth=opens_to(*READ))
def read_committee(request: HttpRequest, committee_id: UUID) -> CommitteePage:
    """One committee: seats held and ended, declared conflicts, meetings."""
    return queries.committee(committee_id)


@router.post("/committees/{committee_id}/seats", response={201: Made}, auth=opens_to(*acts.COMMITTEE_APPOINT.roles))
def appoint_member(request: HttpRequest, committee_id: UUID, given: SeatGiven) -> Status[Made]:
    """Give somebody a seat; an independent member holds no other role in the company."""
    made = actions.appoint_member(by=acting(request), committee_id=committee_id, **given.model_dump())
    return Status(201, Made(id=made))


@router.post("/seats/{seat_id}/end", response={204: None}, auth=opens_to(*acts.COMMITTEE_END.roles))
def end_seat(request: HttpRequest, seat_id: UUID, given: SeatEnded) -> Status[None]:
    """End a seat."""
    actions.end_membership(by=acting(request), membership_id=seat_id, end=given.end, reason=given.reason)
    return Status(204, None)


@router.post("/conflicts", response={201: Made}, auth=opens_to(*acts.CONFLICT_DECLARE.roles))
def declare_conflict(request: HttpRequest, given: ConflictGiven) -> Status[Made]:
    """Declare one's own conflict; a compliance officer may declare another's by `person_id`."""
    by = acting(request)
    told = {**given.model_dump(), "person_id": given.person_id or by.id}
    return Status(201, Made(id=actions.declare_conflict(by=by, **told)))


@router.post("/conflicts/{conflict_id}/end", response={204: None}, auth=opens_to(*acts.CONFLICT_END.roles))
def end_conflict(request: HttpRequest, conflict_id: UUID, given: ConflictEnded) -> Status[None]:
    """End somebody else's declaration, never one's own."""
    actions.end_conflict(by=acting(request), declaration_id=conflict_id, until=given.until, reason=given.reason)
    return Status(204, None)


@router.post("/committees/{committee_id}/meetings", response={201: Made}, auth=opens_to(*acts.MEETING_PLAN.roles))
def plan_meeting(request: HttpRequest, committee_id: UUID, given: MeetingGiven) -> Status[Made]:
    """Plan a meeting."""
    return Status(
        201, Made(id=actions.plan_meeting(by=acting(request), committee_id=committee_id, **given.model_dump()))
    )


@router.get("/meetings/{meeting_id}", response=MeetingPage, auth=opens_to(*READ))
def read_meeting(request: HttpRequest, meeting_id: UUID) -> MeetingPage:
    """Agenda, papers, and the minutes or the draft that the record gives."""
    return queries.meeting(meeting_id)


@router.post("/meetings/{meeting_id}/agenda", response={201: Made}, auth=opens_to(*acts.MEETING_AGENDA.roles))
def put_on_agenda(request: HttpRequest, meeting_id: UUID, given: PointGiven) -> Status[Made]:
    """Put a point on the agenda."""
    return Status(201, Made(id=actions.put_on_agenda(by=acting(request), meeting_id=meeting_id, **given.model_dump())))


@router.post("/meetings/{meeting_id}/minutes", response={204: None}, auth=opens_to(*acts.MEETING_MINUTES.roles))
def adopt_minutes(request: HttpRequest, meeting_id: UUID, given: MinutesGiven) -> Status[None]:
    """Adopt the minutes, drafted from the record and mended."""
    actions.adopt_minutes(by=acting(request), meeting_id=meeting_id, text=given.text)
    return Status(204, None)

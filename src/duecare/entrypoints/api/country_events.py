"""Operations: events in a country that no index shows yet."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import StringConstraints

from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import EventRow
from duecare.apps.risk.rules.acts import END_EVENT, RECORD_EVENT, WITHDRAW_EVENT
from duecare.apps.risk.rules.events import KINDS, LONGEST
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import NotFound

from .door import READ, acting, opens_to
from .shapes import SAID, Choice, Code, Day, Given, Limit, Made, Offset, Page, Reason, cut

router = Router(tags=["countries"])
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=SAID)]


class EventGiven(Given):
    """What happened, on which days, and who says so; no end while it goes on."""

    kind: Annotated[str, Choice(KINDS)]
    happened_on: Day
    ended_on: Day | None = None
    words: Sentence
    source: Sentence


class EventEnded(Given):
    """The last day of an event that went on, and who says so."""

    ended_on: Day
    source: Sentence


@router.get("/countries/{iso3}/events", response=Page[EventRow], auth=opens_to(*READ))
def list_events(request: HttpRequest, iso3: Code, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Events on record of one country, the newest first; withdrawn ones with the reason."""
    if iso3 not in COUNTRIES:
        raise NotFound("country")
    return cut(queries.events(iso3), limit, offset)


@router.post("/countries/{iso3}/events", response={201: Made}, auth=opens_to(*RECORD_EVENT.roles))
def record_event(request: HttpRequest, iso3: Code, given: EventGiven) -> Status[Made]:
    """Record an event. No score moves; every class that rests on the country is queued for re-assessment."""
    return Status(201, Made(id=actions.record_event(by=acting(request), country=iso3, **given.model_dump())))


@router.post("/country-events/{event_id}/end", response={204: None}, auth=opens_to(*END_EVENT.roles))
def end_event(request: HttpRequest, event_id: UUID, given: EventEnded) -> Status[None]:
    """Record the last day of an event that goes on; it counts for five more years from that day."""
    actions.end_event(by=acting(request), event_id=event_id, **given.model_dump())
    return Status(204, None)


@router.post("/country-events/{event_id}/withdraw", response={204: None}, auth=opens_to(*WITHDRAW_EVENT.roles))
def withdraw_event(request: HttpRequest, event_id: UUID, given: Reason) -> Status[None]:
    """Withdraw an event that was wrong; it stays on record, and classes that rest on it are queued."""
    actions.withdraw_event(by=acting(request), event_id=event_id, reason=given.reason)
    return Status(204, None)

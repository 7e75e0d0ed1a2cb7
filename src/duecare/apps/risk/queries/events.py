"""Events in countries: of one place, the recent ones, and those that classes rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from duecare.adapters import clock
from duecare.apps.risk.models import CountryEvent
from duecare.apps.risk.rules.events import (
    COUNTED_YEARS,
    RECENT_YEARS,
    EventMoved,
    event_ids,
    events_moved,
    last_day,
    within,
)
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event with who recorded it, who recorded its end later and, where it was wrong, who withdrew it and why:
    people by id, so that what reads of countries alone needs no table of people.

    Attributes:
        ended_by: empty, as day and source beside it, while it goes on and where it was recorded with its end.
        counts: it stands, and classes of today rest on it: it goes on, or ended within five years.
    """

    id: UUID
    country: str
    kind: str
    happened_on: date
    ended_on: date | None
    words: str
    source: str
    counts: bool
    recorded_by: UUID
    recorded_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None
    ended_source: str
    withdrawn_by: UUID | None
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def goes_on(self) -> bool:
        """Nobody recorded an end of what lasts until one is recorded."""
        return last_day(self.kind, self.happened_on, self.ended_on) is None

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody it names."""
        return frozenset(who for who in (self.recorded_by, self.ended_by, self.withdrawn_by) if who)


def company_day() -> date:
    """Today in the company's own calendar."""
    return clock.today(str(settings.DUECARE.time_zone))


def events(country: str = "", until: date | None = None) -> tuple[EventRow, ...]:
    """Events on record, the newest first, withdrawn ones too; of one country, and until a day, where asked for."""
    rows = CountryEvent.objects.order_by("-happened_on", "country", "-recorded_at", "id")
    rows = rows.filter(country=country) if country else rows
    return _shown(rows.filter(happened_on__lte=_last(until)) if until else rows)


def event(event_id: UUID) -> EventRow:
    """One event. Raises NotFound."""
    found = _shown(CountryEvent.objects.filter(id=event_id))
    if not found:
        raise NotFound("event")
    return found[0]


def recent_events(day: date) -> Mapping[str, tuple[str, ...]]:
    """Kinds of what stands and went on within the twelve months before a day, by country."""
    found: dict[str, list[str]] = {}
    for row in _standing().filter(happened_on__lte=_last(day)):
        if _within(row, RECENT_YEARS, day):
            found.setdefault(row.country, []).append(row.kind)
    return {country: tuple(dict.fromkeys(kinds)) for country, kinds in found.items()}


def events_counted(day: date) -> Mapping[str, tuple[str, ...]]:
    """Ids of the events that a class made on a day rests on, by country."""
    found: dict[str, list[str]] = {}
    for row in _standing():
        if _within(row, COUNTED_YEARS, day):
            found.setdefault(row.country, []).append(str(row.id))
    return {country: tuple(ids) for country, ids in found.items()}


def events_between(
    before: Mapping[str, JSON], after: Mapping[str, JSON], waited: Mapping[str, JSON]
) -> tuple[EventMoved, ...]:
    """Which events came or left between figures of before and of after, and since a look in between."""
    old, new, looked = event_ids(before), event_ids(after), event_ids(waited)
    rows = list(CountryEvent.objects.filter(id__in=[*{*old, *new, *looked}]))
    known = {str(row.id): (row.kind, row.happened_on) for row in rows}
    return events_moved(old, new, looked, known, {str(row.id) for row in rows if row.withdrawn_at})


def _standing() -> QuerySet[CountryEvent]:
    return CountryEvent.objects.filter(withdrawn_at=None).order_by("-happened_on", "id")


def _last(day: date) -> date:
    """A view of today shows what happened today where the company is."""
    return max(day, company_day()) if day >= clock.today() else day


def _within(row: CountryEvent, years: int, day: date) -> bool:
    return within(years, day, kind=row.kind, happened_on=row.happened_on, ended_on=row.ended_on)


def _shown(given: Iterable[CountryEvent]) -> tuple[EventRow, ...]:
    today = company_day()
    return tuple(
        EventRow(
            row.id, row.country, row.kind, row.happened_on, row.ended_on, row.words, row.source,
            row.withdrawn_at is None and _within(row, COUNTED_YEARS, today),
            row.recorded_by, row.recorded_at, row.ended_by, row.ended_at, row.ended_source,
            row.withdrawn_by, row.withdrawn_at, row.withdrawn_because,
        )
        for row in given
    )  # fmt: skip

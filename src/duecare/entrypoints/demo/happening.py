"""What happened in countries, as the fictional company recorded it."""

from __future__ import annotations

from datetime import timedelta

from duecare.apps.risk.actions import end_event, record_event

from .calendar import Story
from .company import Company
from .reading import Data, number, part, word


def record(company: Company, entry: Data) -> Story:
    """One event, recorded some days after it happened; where it went on and is over, its end by itself."""
    day = company.calendar
    yield day.at(number(entry, "before"), 11)
    ended = number(entry, "ended")
    made = record_event(
        by=company.actor(word(entry, "by")),
        country=word(entry, "country"),
        kind=word(entry, "kind"),
        happened_on=day.today - timedelta(days=number(entry, "happened")),
        ended_on=day.today - timedelta(days=ended) if ended else None,
        words=word(entry, "words"),
        source=word(entry, "source"),
    )
    if end := part(entry, "end"):
        yield day.at(number(end, "before"), 11)
        end_event(
            by=company.actor(word(end, "by")),
            event_id=made,
            ended_on=day.today - timedelta(days=number(end, "ended")),
            source=word(end, "source"),
        )

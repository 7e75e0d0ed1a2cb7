"""Events in a country that no index shows yet: indices are a year late, a coup is not.

An event moves no score; scores come from published figures only. It is a reason to look again at every class that
rests on the place: after a coup, in an emergency, in conflict or behind a shutdown of communications, the law that was
assessed may bind nobody any more (UN Guiding Principles 7 and 18: heightened risk asks for a new look).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duecare.kernel.canonical import JSON
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import BadInput

KINDS = ("coup", "emergency", "shutdown", "armed_conflict", "change_of_law", "other")
LASTING = frozenset({"emergency", "shutdown", "armed_conflict"})
"""Kinds that go on until an end is recorded; the others are over on the day they happen."""
COUNTED_YEARS = 5
"""So long an event is part of what a class rests on, from its last day."""
RECENT_YEARS = 1
"""So long the list of countries shows it."""
LONGEST = 1_000
"""Characters of a sentence or a source."""


@dataclass(frozen=True, slots=True)
class EventMoved:
    """An event that came to what a class rests on, or left it: recorded, withdrawn, or older than five years."""

    id: str
    place: str
    kind: str
    happened_on: date
    change: str


def check_event(
    *, country: str, kind: str, happened_on: date, ended_on: date | None, words: str, source: str, today: date
) -> None:
    """Refuse what cannot be recorded.

    Raises:
        BadInput: no such country or kind; a day in the future; an end before the beginning; no sentence or no source.
    """
    if country not in COUNTRIES:
        raise BadInput("there is no such country.", field="country", value=country, todo="Use its alpha-3 code.")
    if kind not in KINDS:
        raise BadInput("there is no such kind of event.", field="kind", value=kind, todo=f"Use one: {', '.join(KINDS)}")
    _check_past("happened_on", happened_on, today)
    if ended_on is not None:
        _check_last(happened_on, ended_on, today)
    if not words.strip():
        raise BadInput("say what happened.", field="words", value=words, todo="A sentence or two are enough.")
    _check_source(source)
    _check_length("words", words)


def check_end(*, happened_on: date, ended_on: date, source: str, today: date) -> None:
    """Refuse an end that cannot be recorded.

    Raises:
        BadInput: a day in the future or before the event began; no source.
    """
    _check_last(happened_on, ended_on, today)
    _check_source(source)


def _check_past(field: str, day: date, today: date) -> None:
    if day > today:
        raise BadInput("lies in the future", field=field, value=day.isoformat(), todo="Record what has happened.")


def _check_last(happened_on: date, ended_on: date, today: date) -> None:
    _check_past("ended_on", ended_on, today)
    if ended_on < happened_on:
        raise BadInput(
            "an event cannot end before it began.", field="ended_on", value=ended_on.isoformat(),
            todo="Correct one of the two days.",
        )  # fmt: skip


def _check_source(source: str) -> None:
    if not source.strip():
        raise BadInput("name the source.", field="source", value=source, todo="A publisher, or an address.")
    _check_length("source", source)


def _check_length(field: str, text: str) -> None:
    if len(text) > LONGEST:
        raise BadInput(f"longer than {LONGEST} characters", field=field, value=text, todo="Say it in short.")


def last_day(kind: str, happened_on: date, ended_on: date | None) -> date | None:
    """The day it was over; None while it goes on."""
    return ended_on or (None if kind in LASTING else happened_on)


def within(years: int, day: date, *, kind: str, happened_on: date, ended_on: date | None) -> bool:
    """True while it goes on, and for so many years after its last day."""
    last = last_day(kind, happened_on, ended_on)
    return last is None or last >= years_before(day, years)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February for a 29th that it lacks."""
    year = max(date.min.year, day.year - years)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def event_ids(figures: Mapping[str, JSON]) -> dict[str, str]:
    """Ids of the events in figures by place (see `figures_used`), each with its place."""
    found: dict[str, str] = {}
    for place, held in figures.items():
        ids = held.get("events") if isinstance(held, Mapping) else None
        if isinstance(ids, Sequence) and not isinstance(ids, str):
            found |= {str(one): place for one in ids}
    return found


def events_moved(
    before: Mapping[str, str],
    after: Mapping[str, str],
    waited: Mapping[str, str],
    known: Mapping[str, tuple[str, date]],
    withdrawn: Collection[str],
) -> tuple[EventMoved, ...]:
    """What came to `after` and what left since, newest first; places by id of event, as `event_ids` gives them.

    Args:
        waited: what stood at a look in between; of it only what has left is told.
        known: (kind, day) by id.
        withdrawn: ids of those that were withdrawn.
    """
    came = {key: place for key, place in after.items() if key not in before}
    left = {key: place for key, place in {**waited, **before}.items() if key not in after}
    found = [
        EventMoved(key, place, *known[key], "recorded" if key in came else "withdrawn" if key in withdrawn else "older")
        for key, place in (came | left).items()
        if key in known
    ]
    return tuple(sorted(found, key=lambda one: (-one.happened_on.toordinal(), one.place, one.id)))

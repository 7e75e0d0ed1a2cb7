"""Measures that protect a reporter: who does what by when, and who looks whether it helped. Entries in the work
compartment (Directive 2019/1937 art. 20 to 22; ISO 37002 8.4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .reading import day, hexed, mapping, text

MEASURE = "duecare/measure/1"
STEP = "duecare/measure-step/1"
MARK = 8
"""Random bytes by which the steps name their measure."""
REVIEW = 14
"""Days from done to reviewed."""


class State(StrEnum):
    """How far a measure is."""

    PLANNED = "planned"
    DONE = "done"
    """Its owner says so."""
    REVIEWED = "reviewed"
    """Its reviewer, another person, found that it was."""
    DROPPED = "dropped"


NEXT: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.DONE, State.DROPPED}),
    State.DONE: frozenset({State.REVIEWED, State.PLANNED, State.DROPPED}),
    State.REVIEWED: frozenset(),
    State.DROPPED: frozenset(),
}
"""A reviewer who finds that it is not done sets it back to planned."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as planned. `owner`, `reviewer`: fingerprints of two persons in the case."""

    mark: bytes
    owner: bytes
    reviewer: bytes
    due: date
    text: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "due": self.due.isoformat(), "format": MEASURE, "mark": self.mark.hex(), "owner": self.owner.hex(),
            "reviewer": self.reviewer.hex(), "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasureStep:
    """Somebody sets how far a measure is, with their words for it."""

    mark: bytes
    state: State
    text: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": STEP, "mark": self.mark.hex(), "state": self.state.value, "text": self.text}


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure as it stands. `steps` that counted: (day, author, step)."""

    day: date
    author: bytes
    what: Measure
    state: State = State.PLANNED
    since: date | None = None
    steps: tuple[tuple[date, bytes, MeasureStep], ...] = ()

    @property
    def due(self) -> date | None:
        """By when it is done or, once it is, reviewed; None when nothing is left to do."""
        if self.state is State.PLANNED:
            return self.what.due
        return self.since + timedelta(days=REVIEW) if self.state is State.DONE and self.since else None


def body_of(body: Mapping[str, JSON]) -> Measure | MeasureStep | None:
    """The body of an entry as one of these, or None when it is of another format. Raises ValueError: malformed."""
    told = mapping(body)
    if told.get("format") == MEASURE and set(told) == {"due", "format", "mark", "owner", "reviewer", "text"}:
        owner, reviewer = hexed(told["owner"], 32), hexed(told["reviewer"], 32)
        return Measure(hexed(told["mark"], MARK), owner, reviewer, day(told["due"]), text(told["text"]))
    if told.get("format") == STEP and set(told) == {"format", "mark", "state", "text"}:
        return MeasureStep(hexed(told["mark"], MARK), State(text(told["state"])), text(told["text"]))
    return None


def may_set(one: Standing, state: State, author: bytes) -> bool:
    """Whether this step of this member counts: done by the owner, reviewed or set back by the reviewer, dropped by
    anybody who writes in the case."""
    if state not in NEXT[one.state]:
        return False
    if state is State.DROPPED:
        return True
    return author == (one.what.owner if state is State.DONE else one.what.reviewer)


def after(
    known: Mapping[bytes, Standing], on: date, author: bytes, what: Measure | MeasureStep
) -> Mapping[bytes, Standing]:
    """The measures as they stand after an entry. A step of somebody else counts for nothing, and so does a measure
    that takes another's name or whose owner reviews it."""
    if isinstance(what, Measure):
        if what.mark in known or what.owner == what.reviewer:
            return known
        return {**known, what.mark: Standing(on, author, what)}
    one = known.get(what.mark)
    if one is None or not may_set(one, what.state, author):
        return known
    return {**known, what.mark: replace(one, state=what.state, since=on, steps=(*one.steps, (on, author, what)))}


def due(known: Mapping[bytes, Standing]) -> date | None:
    """When the next of them is owed."""
    return min((one.due for one in known.values() if one.due), default=None)

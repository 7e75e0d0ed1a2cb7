"""What is counted of sealed reports: closed words alone, sealed in each case; sums in which nobody can be found. Pure.

Directive 2019/1937 art. 27(2) names what states count, reports, investigations and their outcome; UNGP 31(e) asks for
information about how a grievance mechanism performs. Nothing here is read from what somebody wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .clocks import due
from .entries import Entry, Kind
from .reading import mapping, text

RECORD = "duecare/statistics/1"
LEAST = 5
"""A smaller number than this is not told: who knows the company could know the person."""


class Wrong(StrEnum):
    """What kind of wrong it is about."""

    PEOPLE = "people"
    """The product was used against people who should be protected: journalists, defenders, lawyers, opponents."""
    LAW = "law"
    """Used without a legal basis or an authorisation."""
    LICENCE = "licence"
    """Used beyond what was sold: place, purpose, number, end user."""
    DIVERSION = "diversion"
    SECURITY = "security"
    CORRUPTION = "corruption"
    EXPORT = "export"
    WORKPLACE = "workplace"
    RETALIATION = "retaliation"
    OTHER = "other"


class Place(StrEnum):
    """Where: regions of the United Nations (M49), never a country."""

    AFRICA = "africa"
    AMERICAS = "americas"
    ASIA = "asia"
    EUROPE = "europe"
    OCEANIA = "oceania"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What was found. Logs that were refused give "could not be determined", never "unsubstantiated"."""

    OPEN = "open"
    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    INCONCLUSIVE = "inconclusive"
    UNDETERMINED = "undetermined"
    UNFOUNDED = "unfounded"
    """Though reported on reasonable grounds."""
    FALSE = "false"
    """Knowingly."""
    SCOPE = "scope"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True)
class Record:
    """Of one case; the last one written counts."""

    wrong: Wrong
    place: Place
    outcome: Outcome

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "format": RECORD, "outcome": self.outcome.value, "place": self.place.value, "wrong": self.wrong.value,
        }  # fmt: skip


def record(value: JSON) -> Record:
    """The record again. Raises ValueError: this is none."""
    told = mapping(value)
    if set(told) != {"format", "outcome", "place", "wrong"} or told["format"] != RECORD:
        raise ValueError("no record of statistics")
    return Record(Wrong(text(told["wrong"])), Place(text(told["place"])), Outcome(text(told["outcome"])))


def last(entries: Iterable[Entry]) -> Record | None:
    """The one that counts, from the entries of the compartment, oldest first; what is no record is passed over."""
    found = None
    for entry in entries:
        try:
            found = record(entry.body) if entry.kind is Kind.DECISION else found
        except ValueError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """One case as it is counted.

    Attributes:
        acknowledged, feedback: first day of each, None before.
    """

    track: str
    received: date
    acknowledged: date | None
    feedback: date | None
    record: Record | None


Cells = Mapping[str, int | None]
"""Word -> number; None where it is too small to be told, or would tell one that is."""
NOT_KEPT = "not-kept"
"""Of a case without a record: missing is never fine, so it is counted as missing."""
IN_TIME, LATE, NOT_YET = "in-time", "late", "not-yet"


def tallied(cases: Collection[Counted], on: date, least: int = LEAST) -> dict[str, Cells]:
    """Sums over the cases; empty where there are so few that even their number is not told."""
    if len(cases) < least:
        return {}
    kept = [one.record for one in cases]
    every = {
        "track": [one.track for one in cases],
        "wrong": [one.wrong.value if one else NOT_KEPT for one in kept],
        "place": [one.place.value if one else NOT_KEPT for one in kept],
        "outcome": [one.outcome.value if one else NOT_KEPT for one in kept],
        "acknowledged": [_kept(one.acknowledged, due(one.received).acknowledge, on) for one in cases],
        "feedback": [_kept(one.feedback, due(one.received, one.acknowledged).feedback, on) for one in cases],
    }
    return {name: veiled(Counter(words), least) for name, words in every.items()}


def veiled(counts: Mapping[str, int], least: int = LEAST) -> Cells:
    """Small numbers hidden, and one more where a single hidden one would follow from the sum."""
    hidden = {word for word, number in counts.items() if number < least}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min((word for word in counts if word not in hidden), key=lambda word: (counts[word], word)))
    return {word: None if word in hidden else number for word, number in counts.items()}


def _kept(done: date | None, by: date, on: date) -> str:
    """Whether a clock was kept; one that still runs is neither kept nor missed."""
    if done is not None:
        return IN_TIME if done <= by else LATE
    return NOT_YET if on <= by else LATE

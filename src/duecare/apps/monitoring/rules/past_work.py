"""What somebody dealt with or decided on, in a few kinds; and whom a name that somebody types may mean. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID


class Kind(StrEnum):
    """What was done. The word is what is sealed in a case."""

    SALES = "sales"
    HAND = "hand"
    PARTICULARS = "particulars"
    DILIGENCE = "diligence"
    CLASSIFICATION = "classification"
    SCREENING = "screening"
    MITIGATION = "mitigation"
    MEASURE = "measure"
    DECISION = "decision"
    VOTE = "vote"
    ASIDE = "aside"
    INTEREST = "interest"
    SUPPLY = "supply"
    LOGS = "logs"
    REPORT = "report"
    OTHER = "other"


DECIDED = frozenset({Kind.DECISION, Kind.VOTE, Kind.ASIDE})
"""Of these the question after past decisions asks; of the others the one after customers."""
_THINGS: Mapping[str, Kind] = {
    "opportunity": Kind.SALES, "contract": Kind.SALES, "deployment": Kind.SALES, "export": Kind.SUPPLY,
    "customer": Kind.PARTICULARS, "body": Kind.PARTICULARS, "ownership": Kind.PARTICULARS,
    "official": Kind.PARTICULARS, "file": Kind.DILIGENCE, "expert": Kind.DILIGENCE, "source": Kind.DILIGENCE,
    "class": Kind.CLASSIFICATION,
    "screening": Kind.SCREENING, "hit": Kind.SCREENING, "outside": Kind.SCREENING, "no_go": Kind.SCREENING,
    "plan": Kind.MITIGATION, "measure": Kind.MITIGATION, "decision": Kind.DECISION, "override": Kind.DECISION,
    "entitlement": Kind.SUPPLY, "log_request": Kind.LOGS, "public_report": Kind.REPORT,
}  # fmt: skip
_ACTS: Mapping[str, Kind] = {
    "decision.vote": Kind.VOTE, "decision.dissent": Kind.VOTE, "decision.ratify": Kind.VOTE,
    "decision.recuse": Kind.ASIDE, "measure.waive": Kind.DECISION, "plan.settle": Kind.DECISION,
}  # fmt: skip


def kind_of(act: str) -> Kind:
    """The kind of an act on record; what has no kind of its own is something else, and never nothing."""
    return _ACTS.get(act) or _THINGS.get(act.partition(".")[0], Kind.OTHER)


class How(StrEnum):
    """How a party belongs to a name that was typed."""

    CALLED = "called"
    ALIAS = "alias"
    OVER = "over"
    UNDER = "under"
    SPEAKS = "speaks"
    DEAL = "deal"


@dataclass(frozen=True, slots=True)
class Party:
    """A party that a name may mean. `reference`: as a customer, "" when it is none."""

    name: str
    reference: str
    how: How


@dataclass(frozen=True, slots=True)
class Met:
    """What a typed name was found to mean; `parties` is empty when nothing is on record under it."""

    typed: str
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody's work of one kind for one party. `last`: the last day."""

    name: str
    reference: str
    kind: Kind
    last: date


@dataclass(frozen=True, slots=True)
class Past:
    """What was typed, and what everybody did for whom it means, by person."""

    met: tuple[Met, ...]
    lines: Mapping[UUID, tuple[Line, ...]]


Step = tuple[str, str]
N = TypeVar("N")


class Web:
    """What ties parties, by id, to each other. Each way is walked to its end; the same owner alone ties nobody."""

    def __init__(self, held: Iterable[Step], speaks: Iterable[Step]) -> None:
        """`held`: (above, below); `speaks`: (person, party)."""
        self._up, self._down = _both_ways(held)
        self._persons, self._bodies = _both_ways(speaks)

    def around(self, start: str) -> Mapping[str, How]:
        """Everything tied to a party, itself left out: what stands over it, under it, who speaks for any of these."""
        over, under = _walked(start, self._up), _walked(start, self._down)
        near = {start, *over, *under}
        speaking = {one for body in near for one in self._persons.get(body, ())}
        found = dict.fromkeys((*speaking, *self._bodies.get(start, ())), How.SPEAKS) | dict.fromkeys(under, How.UNDER)
        found |= dict.fromkeys(over, How.OVER)
        found.pop(start, None)
        return found


def _both_ways(steps: Iterable[Step]) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    back, forth = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for one, other in steps:
        forth[one].add(other)
        back[other].add(one)
    return back, forth


def _walked(start: str, ways: Mapping[str, Collection[str]]) -> set[str]:
    found: set[str] = set()
    left = list(ways.get(start, ()))
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += ways.get(one, ())
    return found

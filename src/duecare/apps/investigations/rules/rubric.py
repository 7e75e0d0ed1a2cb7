"""The published admissibility rubric: which answers let a report in, which decline it, and when more is asked for.

Nothing unknown ever declines. That somebody is anonymous, speaks for another, or came late is no criterion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reply(StrEnum):
    """An answer to one criterion."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What follows."""

    ADMITS = "admits"
    ASKS = "asks"
    DECLINES = "declines"


@dataclass(frozen=True, slots=True)
class Criterion:
    """Answers that let it in, and that decline it; with any other, more is asked for.

    Raises:
        ValueError: an answer does both, or what is not known declines.
    """

    code: str
    admits: frozenset[Reply]
    declines: frozenset[Reply]

    def __post_init__(self) -> None:
        if self.admits & self.declines or Reply.UNKNOWN in self.declines:
            raise ValueError(f"{self.code}: what is not known declines nothing, and no answer does two things")


@dataclass(frozen=True, slots=True)
class Published:
    """One version of the rubric: "admissibility/1"."""

    code: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What follows from the answers, and what each of them gave."""

    outcome: Outcome
    reasons: Mapping[str, Outcome]


def hold(rubric: Published, answers: Mapping[str, Reply]) -> Found:
    """One criterion that declines is enough; otherwise one that asks. Not answered is not known."""
    reasons = {one.code: _gives(one, answers.get(one.code, Reply.UNKNOWN)) for one in rubric.criteria}
    worst = (Outcome.DECLINES, Outcome.ASKS, Outcome.ADMITS)
    return Found(min(reasons.values(), key=worst.index), reasons)


def _gives(one: Criterion, reply: Reply) -> Outcome:
    if reply in one.declines:
        return Outcome.DECLINES
    return Outcome.ADMITS if reply in one.admits else Outcome.ASKS

"""A hit as lists show it: in the queue, on the page of its party, beside other hits of that party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening.queries import HitOfParty, HitRow

from . import screening_words as words
from .hit_shown import similarity
from .screening_words import said


@dataclass(frozen=True, slots=True)
class HitShown:
    """A hit as listed, in words."""

    row: HitRow
    strength: str
    level: str
    score: str
    state: str
    assigned: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A hit beside its party, in words."""

    row: HitOfParty
    strength: str
    level: str
    score: str


def beside_party(rows: Iterable[HitOfParty]) -> tuple[Beside, ...]:
    """Each in words, in the order given."""
    return tuple(
        Beside(row, said(words.STRENGTHS, row.strength), words.STRENGTH_LEVELS[row.strength], similarity(row.score))
        for row in rows
    )


def shown_hits(rows: Iterable[HitRow], names: Mapping[UUID, str] | None = None) -> tuple[HitShown, ...]:
    """Each in words, in the order given; `names` of the people, where they were read already."""
    found = tuple(rows)
    if names is None:
        people = {row.assigned_to for row in found if row.assigned_to}
        names = accounts.names(people) if people else {}
    return tuple(
        HitShown(
            row, said(words.STRENGTHS, row.strength), words.STRENGTH_LEVELS[row.strength], similarity(row.score),
            said(words.STANDINGS, row.standing.state), names.get(row.assigned_to, "") if row.assigned_to else "",
            row.standing.settled,
        )
        for row in found
    )  # fmt: skip

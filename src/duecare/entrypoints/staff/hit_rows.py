"""A hit as lists show it: in the queue, on the page of its party, beside other hits of that party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening.queries import HitRow

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


def shown_hits(rows: Iterable[HitRow]) -> tuple[HitShown, ...]:
    """Each in words, in the order given."""
    found = tuple(rows)
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

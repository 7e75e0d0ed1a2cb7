"""What a page may ask the key agent about figures; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over every case that is open to me."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is counted of this case?"""

    reference: str


@dataclass(frozen=True, slots=True)
class Count:
    """Count this case so; words of `statistics`."""

    reference: str
    wrong: str
    place: str
    outcome: str


QUESTIONS = {one.__name__: one for one in (Tally, Recorded, Count)}


@dataclass(frozen=True, slots=True)
class Cell:
    """A word and how often; None where the number is not told."""

    word: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """One question that the figures answer."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tallied:
    """`sums` is empty where there are fewer cases than `least`; `total` is None then.

    Attributes:
        pending: groups and cases that are still being looked through.
    """

    total: int | None
    least: int
    pending: int
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Words of the last record; "" before any. `may`: whether the compartment is open to these keys."""

    wrong: str
    place: str
    outcome: str
    may: bool

"""What would differ under another method: matrices of transitions, movers, and why each one moves.

Two methods see the same figures and the same facts on the same days, so that whatever differs is the
method. Countries are in `simulation_countries.py`, classes in `simulation_classes.py`, what a class
decides in `simulation_decisions.py`. Nothing here reads a clock or a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np

from duecare.kernel.canonical import JSON

from .methodology import CLASSES

BANDS = (*CLASSES[:4], "indeterminate")
"""Bands of countries in the order of a matrix."""
Cause: TypeAlias = Literal["dimension", "floor", "thresholds", "coverage", "rule", "country", "points"]
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many went from which band or class (rows) to which (columns)."""

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(map(sum, self.counts))

    @property
    def moved(self) -> int:
        """Those off the diagonal."""
        return self.total - sum(self.counts[at][at] for at in range(len(self.names)))

    @property
    def rows(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """(name before, how many went to each name)."""
        return tuple(zip(self.names, self.counts, strict=True))

    def as_json(self) -> dict[str, JSON]:
        """Names and counts."""
        return {"names": list(self.names), "counts": [list(row) for row in self.counts]}


def matrix(names: Sequence[str], before: Iterable[str], after: Iterable[str]) -> Matrix:
    """Count the pairs; both sequences are about the same things in the same order."""
    place = {name: at for at, name in enumerate(names)}
    size = len(names)
    cells = [place[b] * size + place[a] for b, a in zip(before, after, strict=True)]
    counted = np.bincount(np.array(cells, dtype=np.int64), minlength=size * size).reshape(size, size)
    return Matrix(tuple(names), tuple(tuple(int(cell) for cell in row) for row in counted))


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a move.

    Attributes:
        cause: what kind.
        what: id of the dimension, code of the rule; "" where the cause has no name.
        before, after: state of the rule ("fired", "unknown", "not_fired", "absent"), band of the country.
        points: by how much it moved the score or the sum of points, 0 where it did not.
    """

    cause: Cause
    what: str = ""
    before: str = ""
    after: str = ""
    points: float = 0.0

    def as_json(self) -> dict[str, JSON]:
        """All of it; points with two decimals."""
        return {"cause": self.cause, "what": self.what, "before": self.before, "after": self.after,
                "points": round(self.points, 2)}  # fmt: skip


Kind: TypeAlias = Literal["country", "customer", "decision"]


@dataclass(frozen=True, slots=True)
class Mover:
    """A country, customer or decision for which the two methods say something else.

    Attributes:
        subject: alpha-3 code, or id as text.
        before, after: band or class under the committed method and under the draft.
        direction: 1 worse under the draft, -1 better, 0 neither.
        reasons: the weightiest first.
        detail: figures beside it: upper ends of the score, who decides, measures.
    """

    kind: Kind
    day: date
    subject: str
    before: str
    after: str
    direction: int
    reasons: tuple[Reason, ...]
    detail: Mapping[str, JSON]

    def as_json(self) -> dict[str, JSON]:
        """As kept and hashed."""
        return {
            "kind": self.kind,
            "day": self.day.isoformat(),
            "subject": self.subject,
            "before": self.before,
            "after": self.after,
            "direction": self.direction,
            "reasons": [reason.as_json() for reason in self.reasons],
            "detail": dict(self.detail),
        }


@dataclass(frozen=True, slots=True)
class DayMatrix:
    """Both matrices of one day."""

    day: date
    countries: Matrix
    customers: Matrix


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole of a simulation.

    Attributes:
        days: oldest first, the day itself last.
        customers: how many took part; `unclassified` have no class to compare, and are not called unmoved.
        decisions: how many were looked at.
    """

    days: tuple[DayMatrix, ...]
    movers: tuple[Mover, ...]
    customers: int
    unclassified: int
    deployments: int
    decisions: int

    def summary(self) -> dict[str, JSON]:
        """Everything but the movers themselves."""
        return {
            "days": [
                {"day": one.day.isoformat(), "countries": one.countries.as_json(), "customers": one.customers.as_json()}
                for one in self.days
            ],
            "customers": self.customers,
            "unclassified": self.unclassified,
            "deployments": self.deployments,
            "decisions": self.decisions,
            "movers": {
                kind: sum(one.kind == kind for one in self.movers) for kind in ("country", "customer", "decision")
            },
        }


def days_of(as_of: date, years: int) -> tuple[date, ...]:
    """The last `years` ends of year before `as_of`, and the day itself."""
    return (*(date(as_of.year - back, 12, 31) for back in range(years, 0, -1)), as_of)

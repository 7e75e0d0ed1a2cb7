"""From publishers' scales to one: 0 is the best goalpost, 100 the worst, nothing beyond.

A scale of 1–5 runs from 1, not from 0; a scale where higher is better simply has its best goalpost
above its worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .methodology import CountryMethod, Goalposts, Input
from .vintage import Bools, Floats, Ints, Selection


def risk_of(value: float, goalposts: Goalposts) -> float:
    """One value as risk, 0–100, clipped at the goalposts."""
    raw = 100 * (value - goalposts.best) / (goalposts.worst - goalposts.best)
    return min(100.0, max(0.0, raw))


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest thing weighed: one series, or several of which the worst counts.

    Attributes:
        dimension: position of its dimension.
        share: weight within the dimension.
        columns: positions of its series among all series asked for.
    """

    input: Input
    dimension: int
    share: float
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A country method flattened for arrays."""

    series: tuple[str, ...]
    max_age: tuple[int, ...]
    leaves: tuple[Leaf, ...]


def layout_of(method: CountryMethod) -> Layout:
    """List series and leaves in the order of the document."""
    series: list[str] = []
    ages: list[int] = []
    leaves: list[Leaf] = []
    for at, dimension in enumerate(method.dimensions):
        for item in dimension.inputs:
            first = len(series)
            series.extend(item.series)
            ages.extend([item.max_age] * len(item.series))
            columns = tuple(range(first, len(series)))
            groups = [columns] if item.combine == "worst" else [(column,) for column in columns]
            leaves.extend(Leaf(item, at, item.share / len(groups), group) for group in groups)
    return Layout(tuple(series), tuple(ages), tuple(leaves))


@dataclass(frozen=True, slots=True)
class Normalised:
    """Risk of each place and leaf, shape (places, leaves).

    Attributes:
        value: 0–100; NaN where nothing is held.
        error: published standard error in points; NaN where none is.
        low, high: with what is missing at its best and at its worst.
        complete: nothing that belongs to the leaf is missing.
    """

    value: Floats
    error: Floats
    low: Floats
    high: Floats
    complete: Bools


def normalise(selection: Selection, layout: Layout) -> Normalised:
    """Put every leaf on the 0–100 scale.

    Where several sources of one publisher stand beside each other the worst counts. A source that the
    publisher says does not cover the place is no gap; one that is merely absent is, and is put at its
    worst. All of them absent is a gap in any case.
    """
    shape = (selection.value.shape[0], len(layout.leaves))
    value, error, low, high = (np.full(shape, np.nan) for _ in range(4))
    out = Normalised(value, error, low, high, np.zeros(shape, dtype=np.bool_))
    for at, leaf in enumerate(layout.leaves):
        posts, columns = leaf.input.goalposts, list(leaf.columns)
        span = posts.worst - posts.best
        risk = np.clip(100 * (selection.value[:, columns] - posts.best) / span, 0, 100)
        held = ~np.isnan(risk)
        none = ~held.any(axis=1)
        gap = (~held & ~selection.not_covered[:, columns]).any(axis=1) | none
        top = np.where(held, risk, -1).max(axis=1)
        which = np.where(held, risk, -1).argmax(axis=1)
        error = np.abs(100 * selection.error[:, columns] / span)[np.arange(shape[0]), which]
        out.value[:, at] = np.where(none, np.nan, top)
        out.error[:, at] = np.where(none, np.nan, error)
        out.low[:, at] = np.where(none, 0, top)
        out.high[:, at] = np.where(gap, 100, top)
        out.complete[:, at] = ~gap
    return out


def coverage(present: Bools, layout: Layout, counts: str) -> Ints:
    """Number of indices (or inputs) of which at least one value is in force, per place.

    Args:
        present: shape (places, leaves).
        counts: "index" or "input".
    """
    names = [leaf.input.index if counts == "index" else leaf.input.id for leaf in layout.leaves]
    total = np.zeros(present.shape[0], dtype=np.int64)
    for name in dict.fromkeys(names):
        total += present[:, _where(names, name)].any(axis=1)
    return total


def _where(names: Sequence[str], name: str) -> list[int]:
    return [at for at, each in enumerate(names) if each == name]

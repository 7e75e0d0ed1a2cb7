"""The statistical range: joint draws of all inputs held, with correlated errors and a fixed seed.

It speaks of measurement only. What is missing has a range of its own (`ScoreTable.missing_low/high`),
and the two are never mixed. A figure that is older than usual widens the range towards worse alone: what
has happened since may be good, but nobody has measured it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .draws import Figures, blocks, scores_drawn, shared_shocks, stated_weights
from .methodology import CountryMethod, ErrorModel
from .normalise import Layout, Normalised, normalise
from .vintage import Floats, Ints, Panel, Vintage, select

S = TypeVar("S", bound=np.generic)

_MAD_TO_SD = 1.4826
"""A normal distribution's standard deviation in units of its median absolute deviation."""
USUAL_AGE = 1
"""Publishers speak of the year before; only what is older than that is late."""


@dataclass(frozen=True, slots=True)
class Precision:
    """What the figures are worth: a property of each index, estimated once from all places.

    Attributes:
        errors: standard error of every leaf in points, shape (places, leaves).
        moved: how far a country usually moves within a year, in points, shape (leaves,).
        late: years by which the figures in force are older than usual, shape (leaves,).
    """

    errors: Floats
    moved: Floats
    late: Ints


def precision_of(
    panel: Panel, method: CountryMethod, layout: Layout, leaves: Normalised, years: Ints, as_of: date, vintage: Vintage
) -> Precision:
    """Estimate from the figures in force, those of the year before, and the reference years in force (`years`)."""
    before = normalise(select(panel, layout.series, as_of, vintage, max_age=layout.max_age, back=1), layout)
    errors, moved = standard_errors(method.errors, layout, leaves, before), movement(leaves, before)
    return Precision(errors, np.maximum(moved, method.errors.least), lateness(layout, years, as_of))


def figures_around(value: Floats, precision: Precision, rows: Ints) -> Figures:
    """Figures with their errors for some places; `value` has shape (rows, leaves).

    The way a figure may have gone since its year is a random walk: its spread grows with the root of the
    years, and it is added towards worse only.
    """
    better = np.where(np.isnan(value), 0, precision.errors[rows])
    drift = precision.moved * np.sqrt(precision.late)
    return Figures(value, better, np.where(better > 0, np.hypot(better, drift), 0))


def statistical_range(
    method: CountryMethod, layout: Layout, leaves: Normalised, precision: Precision
) -> tuple[Floats, Floats]:
    """Low and high end of the score at the method's level, shape (places,); NaN where nothing is held."""
    places = len(leaves.value)
    low, high = np.full(places, np.nan), np.full(places, np.nan)
    some = np.flatnonzero(~np.isnan(leaves.value).all(axis=1))
    if len(some):
        figures = figures_around(leaves.value[some], precision, some)
        low[some], high[some] = _ends(method, layout, figures)
        if precision.late.any():
            # The low end is that of the figures as they were: age takes nothing away from it.
            low[some], _ = _ends(method, layout, Figures(figures.value, figures.better, figures.better))
    return low, high


def _ends(method: CountryMethod, layout: Layout, figures: Figures) -> tuple[Floats, Floats]:
    stated, named = [stated_weights(method, layout)], publishers(layout)
    scores = np.concatenate(
        [
            scores_drawn(method, layout, figures, shared_shocks(method.errors, named, part), stated)[0]
            for part in blocks(method.errors.draws, len(figures.value))
        ],
        axis=1,
    )
    return ends(scores, method.errors.level)


def ends(drawn: npt.NDArray[S], level: float) -> tuple[npt.NDArray[S], npt.NDArray[S]]:
    """Both ends of the middle `level` of draws (last axis); `drawn` is put into another order."""
    last = drawn.shape[-1] - 1
    tail = round((1 - level) / 2 * last)
    drawn.partition((tail, last - tail), axis=-1)
    return drawn[..., tail], drawn[..., last - tail]


def publishers(layout: Layout) -> tuple[str, ...]:
    """The publisher of each leaf."""
    return tuple(leaf.input.index for leaf in layout.leaves)


def lateness(layout: Layout, years: Ints, as_of: date) -> Ints:
    """Years by which each leaf's figures in force are older than usual; 0 where none is in force, shape (leaves,).

    Args:
        years: current year of every series, 0 where nothing is in force (see `Selection.years`).
    """
    found = [[int(years[column]) for column in leaf.columns if years[column]] for leaf in layout.leaves]
    return np.array([max(0, as_of.year - min(held) - USUAL_AGE) if held else 0 for held in found], dtype=np.int64)


def movement(leaves: Normalised, before: Normalised) -> Floats:
    """Spread of the change from one year to the next, in points, shape (leaves,)."""
    return np.array([_spread(column) for column in (leaves.value - before.value).T])


def standard_errors(model: ErrorModel, layout: Layout, leaves: Normalised, before: Normalised) -> Floats:
    """Standard error of every leaf in points, shape (places, leaves), never below `model.least`.

    The publisher's own where there is one. Otherwise estimated for the whole index from two things: how
    far it moves from one year to the next, and how far it stands from its companions in the dimension
    once the constant difference between them is taken out.
    """
    errors = np.empty_like(leaves.value)
    for at, leaf in enumerate(layout.leaves):
        mates = [o for o, other in enumerate(layout.leaves) if other.dimension == leaf.dimension and o != at]
        moved = _spread(leaves.value[:, at] - before.value[:, at])
        apart = _spread(leaves.value[:, at] - _mean(leaves.value[:, mates])) / np.sqrt(2) if mates else 0.0
        estimate = max(model.least, float(np.hypot(moved, apart)))
        published = leaves.error[:, at]
        errors[:, at] = np.where(np.isnan(published), estimate, np.maximum(published, model.least))
    return errors


def _mean(values: Floats) -> Floats:
    held = ~np.isnan(values)
    count = held.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.where(count > 0, np.nan_to_num(values).sum(axis=1) / count, np.nan)
    return mean


def _spread(differences: Floats) -> float:
    held = differences[~np.isnan(differences)]
    if not len(held):
        return 0.0
    return float(_MAD_TO_SD * np.median(np.abs(held - np.median(held))))

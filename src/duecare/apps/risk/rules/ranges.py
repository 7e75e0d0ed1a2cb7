"""The statistical range: joint draws of all inputs held, with correlated errors and a fixed seed.

It speaks of measurement only. What is missing has a range of its own (`ScoreTable.missing_low/high`),
and the two are never mixed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from .methodology import CountryMethod, ErrorModel
from .normalise import Layout, Normalised, normalise
from .scoring_composite import leaf_shares
from .vintage import Floats, Panel, Vintage, select

_MAD_TO_SD = 1.4826
"""A normal distribution's standard deviation in units of its median absolute deviation."""


def statistical_range(
    panel: Panel,
    method: CountryMethod,
    layout: Layout,
    leaves: Normalised,
    as_of: date,
    vintage: Vintage,
) -> tuple[Floats, Floats]:
    """Low and high end of the score at the method's level, shape (places,); NaN where nothing is held."""
    before = normalise(select(panel, layout.series, as_of, vintage, max_age=layout.max_age, back=1), layout)
    errors = standard_errors(method.errors, layout, leaves, before)
    shocks = draws(method.errors, tuple(leaf.input.index for leaf in layout.leaves))
    low, high = np.full(len(panel.places), np.nan), np.full(len(panel.places), np.nan)
    some = ~np.isnan(leaves.value).all(axis=1)
    if some.any():
        scores = _drawn_scores(method, layout, leaves.value[some], errors[some], shocks)
        last = method.errors.draws - 1
        tail = round((1 - method.errors.level) / 2 * last)
        ends = np.partition(scores, (tail, last - tail), axis=0)
        low[some], high[some] = ends[tail], ends[last - tail]
    return low, high


def _drawn_scores(method: CountryMethod, layout: Layout, values: Floats, errors: Floats, shocks: Floats) -> Floats:
    """Scores of every draw, shape (draws, places), by the same arithmetic as `composite`.

    Dimension by dimension, since one array of draws, places and dimensions would be slow to walk.
    """
    shares = leaf_shares(layout, len(method.dimensions))
    held = ~np.isnan(values)
    present = held @ shares
    weights = np.where(present > 0, [dimension.weight for dimension in method.dimensions], 0)
    weights = weights / weights.sum(axis=1, keepdims=True)
    mean = np.zeros((len(shocks), len(values)))
    floor = np.zeros_like(mean)
    for at, dimension in enumerate(method.dimensions):
        mine = np.flatnonzero(shares[:, at])
        part = np.where(held[:, mine], shares[mine, at], 0) / np.where(present[:, at] > 0, present[:, at], 1)[:, None]
        drawn = shocks[:, mine] @ (errors[:, mine] * part).T
        drawn += (np.nan_to_num(values[:, mine]) * part).sum(axis=1)
        np.clip(drawn, 0, 100, out=drawn)
        if dimension.severity and dimension.weight:
            np.maximum(floor, np.where(present[:, at] > 0, method.floor_share, 0) * drawn, out=floor)
        drawn *= weights[:, at]
        mean += drawn
    return np.maximum(mean, floor, out=mean)


@lru_cache(maxsize=8)
def draws(model: ErrorModel, publishers: tuple[str, ...]) -> Floats:
    """Standard normal shocks, shape (draws, leaves), correlated within and between publishers.

    The same shocks serve every place and every day, so that two scores differ by their figures alone.
    """
    generator = np.random.Generator(np.random.PCG64(model.seed))
    names = tuple(dict.fromkeys(publishers))
    everybody = generator.standard_normal((model.draws, 1))
    theirs = generator.standard_normal((model.draws, len(names)))[:, [names.index(name) for name in publishers]]
    own = generator.standard_normal((model.draws, len(publishers)))
    between, within = model.between_publishers, model.within_publisher
    mixed: Floats = np.sqrt(between) * everybody + np.sqrt(within - between) * theirs + np.sqrt(1 - within) * own
    return mixed


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

"""How sure a band is: the share of draws in each, and how stable the ranking (OECD/JRC handbook, step 7).

Three kinds of draw are told apart: *weights* vary while figures stay as published; *errors* vary while
weights stay as stated; *both* vary together. Each is made on two bases that are never mixed. *Rated* has
what is missing at its worst: the basis on which a band is read. *Held* has the figures held alone; it
differs only where something is missing.

Given what an index's figures are worth (`ranges.Precision`), removing any figure or making it older never
lowers the share of draws at or above any band, nor the upper end, on the basis *rated*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .draws import Figures, Singles, Weighting, blocks, own_shocks, perturbed_weights, scores_drawn, stated_weights
from .methodology import ErrorModel
from .ranges import ends, figures_around, publishers
from .scoring import INDETERMINATE, ScoreTable
from .vintage import Floats, Ints

KINDS = ("weights", "errors", "both")
_NEAR = 1e-4
"""A draw this close below a threshold counts as on it: more than single precision loses, less than matters."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Share of draws in each band, for one basis: kind → shape (places, bands), best band first."""

    weights: Floats
    errors: Floats
    both: Floats


@dataclass(frozen=True, slots=True)
class Ranks:
    """The ranking of places with a band of their own, 1 the riskiest; 0 where a place is not ranked.

    Attributes:
        rank: by the score that sets the band, shape (places,).
        low, high: ends of the rank in the middle share of draws (errors and weights together).
        swap: share of draws in which the place stands safer than the next safer one; NaN for the last.
        swaps: the mean of `swap`: how often neighbours change places; NaN with fewer than two places.
    """

    rank: Ints
    low: Ints
    high: Ints
    swap: Floats
    swaps: float


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Chances of some places of a table.

    Attributes:
        at: their positions in the table, shape (places,).
        draws: how many.
        varied: the method says how its weights may vary; else *weights* has them as stated.
        rated, held: on both bases; `held` is NaN where nothing is held.
        low, high: range of the score on the basis *rated*, errors and weights together.
        ranks: of the whole table; None where only some places were asked for.
    """

    at: Ints
    draws: int
    varied: bool
    rated: Chances
    held: Chances
    low: Singles
    high: Singles
    ranks: Ranks | None


def uncertainty(table: ScoreTable, only: Sequence[int] | None = None) -> Uncertainty:
    """Draw for all places of a table, or for some; a place has the same figures either way.

    Args:
        only: positions in the table.
    """
    method, layout = table.method, table.layout
    at = np.arange(len(table.places)) if only is None else np.array(only, dtype=np.int64)
    model = method.errors
    count = model.weights.draws if model.weights else model.draws
    drawn = _Draws(
        table,
        replace(model, draws=count),
        stated_weights(method, layout),
        perturbed_weights(method, layout),
    )
    rated, scores = drawn.chances(_rated(table, at), at)
    ranks = _ranks(table, scores) if only is None else None
    low, high = ends(scores, model.level)
    return Uncertainty(at, count, model.weights is not None, rated, _held(rated, at, drawn), low, high, ranks)


@dataclass(frozen=True, slots=True)
class _Draws:
    """What every draw is made with: errors of each place's own, weights that all places share."""

    table: ScoreTable
    model: ErrorModel
    stated: Weighting
    varied: Weighting

    def chances(self, figures: Figures, at: Ints) -> tuple[Chances, Singles]:
        """Share of draws in each band, and the score of every draw of errors and weights together.

        Args:
            at: positions of these places in the table.
        """
        method, layout, count = self.table.method, self.table.layout, self.model.draws
        still = Figures(figures.value, np.zeros_like(figures.value), np.zeros_like(figures.value))
        steps = [step.at - _NEAR for step in method.bands[1:]]
        above = np.zeros((len(KINDS), len(figures.value), len(method.bands)), dtype=np.int64)
        above[:, :, 0] = count
        kept = np.empty((len(figures.value), count), dtype=np.float32)
        for part in blocks(count, len(figures.value)):
            shocks, varied = own_shocks(self.model, publishers(layout), part, at), self.varied.part(part)
            by_weights = scores_drawn(method, layout, still, shocks, [varied])
            by_errors = scores_drawn(method, layout, figures, shocks, [self.stated, varied])
            for scores in (by_weights, by_errors):
                self._raise(scores, at)
            for kind, scores in enumerate((*by_weights, *by_errors)):
                for band, step in enumerate(steps, start=1):
                    above[kind, :, band] += np.count_nonzero(scores >= step, axis=1)
            kept[:, part] = by_errors[1]
        inside = (above - np.pad(above[:, :, 1:], ((0, 0), (0, 0), (0, 1)))) / count
        return Chances(*inside), kept

    def _raise(self, scores: Singles, at: Ints) -> None:
        """Lift drawn scores, shape (weightings, places, draws), by evidence that can only raise, as the score is."""
        drawn = scores.copy() if self.table.method.raises else scores
        for column, rule in enumerate(self.table.method.raises):
            risk = self.table.evidence.risk[at, column].astype(np.float32)
            some = np.flatnonzero(~np.isnan(risk))
            lifted = np.float32(1 - rule.weight) * drawn[:, some] + np.float32(rule.weight) * risk[None, some, None]
            scores[:, some] = np.maximum(scores[:, some], lifted)


def _rated(table: ScoreTable, at: Ints) -> Figures:
    """What is missing at its worst, which is certain to be the worst."""
    complete = table.leaves.complete[at]
    figures = figures_around(np.where(complete, table.leaves.value[at], np.nan), table.precision, at)
    return replace(figures, value=np.where(complete, figures.value, 100.0))


def _held(rated: Chances, at: Ints, drawn: _Draws) -> Chances:
    """The figures held alone: drawn anew where something is missing, the same as *rated* elsewhere."""
    table = drawn.table
    nothing = np.asarray(np.isnan(table.leaves.value[at]).all(axis=1))
    some = ~table.complete[at] & ~nothing
    found = {kind: np.where(nothing[:, None], np.nan, getattr(rated, kind)) for kind in KINDS}
    if some.any():
        anew, _ = drawn.chances(figures_around(table.leaves.value[at[some]], table.precision, at[some]), at[some])
        for kind in KINDS:
            found[kind][some] = getattr(anew, kind)
    return Chances(**found)


def _ranks(table: ScoreTable, scores: Singles) -> Ranks:
    """Rank in every draw, of the places that have a band of their own.

    Args:
        scores: shape (places of the table, draws).
    """
    count = len(table.places)
    rank, low, high = (np.zeros(count, dtype=np.int64) for _ in range(3))
    swap = np.full(count, np.nan)
    ranked = np.array([at for at in range(count) if table.band[at] != INDETERMINATE], dtype=np.int64)
    if not len(ranked):
        return Ranks(rank, low, high, swap, float("nan"))
    order = ranked[np.argsort(-table.missing_high[ranked], kind="stable")]
    draws = scores.shape[1]
    standings = np.empty((len(order), draws), dtype=np.int16)
    swapped = np.zeros(len(order) - 1, dtype=np.int64)
    for part in blocks(draws, len(order)):
        mine = scores[order, part]
        swapped += np.count_nonzero(mine[:-1] < mine[1:], axis=1)
        by_draw = np.argsort(-mine.T, axis=1, kind="stable")
        numbers = np.broadcast_to(np.arange(1, len(order) + 1, dtype=np.int16), by_draw.shape)
        found = np.empty(by_draw.shape, dtype=np.int16)
        np.put_along_axis(found, by_draw, numbers, axis=1)
        standings[:, part] = found.T
    rank[order] = np.arange(1, len(order) + 1)
    low[order], high[order] = ends(standings, table.method.errors.level)
    swap[order[:-1]] = swapped / draws
    return Ranks(rank, low, high, swap, float(np.mean(swapped / draws)) if len(swapped) else float("nan"))

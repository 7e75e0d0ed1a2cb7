"""Joint draws: correlated errors of figures, perturbed weights, and the score of every draw.

The arithmetic is that of `scoring_composite`, written for many draws at once; a test holds the two
together. Every draw rises with every figure and with every error towards worse, so that removing a
figure, or making it older, never lowers a score drawn from the same shocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from .methodology import CountryMethod, ErrorModel
from .normalise import Layout
from .vintage import Floats, Ints

Singles: TypeAlias = npt.NDArray[np.float32]

_CELLS = 65_536
"""Draws times places walked at once: what a processor's cache holds."""
_APART = 7919
"""A prime, so that no two places of a table start at the same draw."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is drawn around; arrays of shape (places, leaves).

    Attributes:
        value: 0–100; NaN where nothing is held: it is left out and weights are renewed over the rest.
        better, worse: standard error towards 0 and towards 100, in points; 0 where nothing is held.
    """

    value: Floats
    better: Floats
    worse: Floats


@dataclass(frozen=True, slots=True)
class Weighting:
    """The weights of every draw, or one row where all draws have the same.

    Attributes:
        shares: shape (draws or 1, leaves); those of a dimension sum to 1.
        dimensions: shape (draws or 1, dimensions); each row sums to 1.
    """

    shares: Floats
    dimensions: Floats

    def part(self, rows: slice) -> Weighting:
        """The weights of some draws."""
        return self if len(self.shares) == 1 else Weighting(self.shares[rows], self.dimensions[rows])


def stated_weights(method: CountryMethod, layout: Layout) -> Weighting:
    """Weights as the methodology states them, the same in every draw."""
    shares = np.array([[leaf.share for leaf in layout.leaves]])
    return Weighting(shares, np.array([[item.weight for item in method.dimensions]]))


def perturbed_weights(method: CountryMethod, layout: Layout) -> Weighting:
    """Dirichlet draws around the stated weights; the stated ones where the method does not say how they may vary."""
    model = method.errors
    if model.weights is None:
        return stated_weights(method, layout)
    weights, count = model.weights, model.weights.draws
    shares = np.empty((count, len(layout.leaves)))
    for at in range(len(method.dimensions)):
        mine = [number for number, leaf in enumerate(layout.leaves) if leaf.dimension == at]
        if mine:
            around = tuple(layout.leaves[number].share for number in mine)
            shares[:, mine] = _dirichlet(around, weights.shares, count, (model.seed, at + 1))
    stated = tuple(item.weight for item in method.dimensions)
    return Weighting(shares, _dirichlet(stated, weights.dimensions, count, (model.seed, 0)))


@lru_cache(maxsize=32)
def _dirichlet(stated: tuple[float, ...], concentration: float, count: int, seed: tuple[int, int]) -> Floats:
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    drawn = generator.standard_gamma(concentration * np.array(stated), size=(count, len(stated)))
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


@lru_cache(maxsize=8)
def draws(model: ErrorModel, publishers: tuple[str, ...]) -> Floats:
    """Standard normal shocks, shape (draws, leaves), correlated within and between publishers; fixed by the seed."""
    generator = np.random.Generator(np.random.PCG64(model.seed))
    names = tuple(dict.fromkeys(publishers))
    everybody = generator.standard_normal((model.draws, 1))
    theirs = generator.standard_normal((model.draws, len(names)))[:, [names.index(name) for name in publishers]]
    own = generator.standard_normal((model.draws, len(publishers)))
    between, within = model.between_publishers, model.within_publisher
    mixed: Floats = np.sqrt(between) * everybody + np.sqrt(within - between) * theirs + np.sqrt(1 - within) * own
    return mixed


def blocks(count: int, places: int) -> Iterator[slice]:
    """Cut `count` draws into pieces that bound memory whatever the number of places."""
    step = max(64, _CELLS // max(places, 1))
    return (slice(start, min(start + step, count)) for start in range(0, count, step))


@dataclass(frozen=True, slots=True)
class Shocks:
    """Standard normal shocks of some draws.

    Attributes:
        values: of every draw, shape (leaves, twice the draws): the same ones again, so that no window wraps.
        starts: for each place the draw it begins with, or one for all places, shape (1 or places,).
        count: how many draws from there.
    """

    values: Singles
    starts: Ints
    count: int

    def of(self, leaf: int) -> Singles:
        """Shocks of one leaf, shape (1 or places, count)."""
        found: Singles = sliding_window_view(self.values[leaf], self.count)[self.starts]
        return found


def shared_shocks(model: ErrorModel, publishers: tuple[str, ...], part: slice) -> Shocks:
    """The same shocks for every place: two scores differ by their figures alone."""
    return own_shocks(model, publishers, part, np.zeros(1, dtype=np.int64))


def own_shocks(model: ErrorModel, publishers: tuple[str, ...], part: slice, places: Ints) -> Shocks:
    """For each place shocks of its own, as a ranking needs: an error about one country is none about its neighbour.

    A place takes the draws from a start of its own, which its position in the table decides.

    Args:
        places: positions in the table.
    """
    starts = (part.start + places * _APART) % model.draws
    return Shocks(_singles(model, publishers), starts, part.stop - part.start)


@lru_cache(maxsize=8)
def _singles(model: ErrorModel, publishers: tuple[str, ...]) -> Singles:
    found = draws(model, publishers).T
    return np.concatenate((found, found), axis=1, dtype=np.float32)


def scores_drawn(
    method: CountryMethod, layout: Layout, figures: Figures, shocks: Shocks, weightings: Sequence[Weighting]
) -> Singles:
    """Scores of some draws by each of several weightings, shape (weightings, places, draws).

    In single precision: a draw is no figure to be recomputed, and ten thousand of them are walked twice as fast.

    Args:
        weightings: each already cut to these draws, or with one row for all of them.
    """
    shape = (len(weightings), len(figures.value), shocks.count)
    mean, floor, total = (np.zeros(shape, dtype=np.float32) for _ in range(3))
    held = ~np.isnan(figures.value)
    gaps = not held.all()
    for at, dimension in enumerate(method.dimensions):
        mine = [number for number, leaf in enumerate(layout.leaves) if leaf.dimension == at]
        if not mine:
            continue
        drawn = _dimension(figures, mine, shocks, weightings)
        for number, weighting in enumerate(weightings):
            weight = weighting.dimensions[:, at].astype(np.float32)
            if gaps:
                present = (held[:, mine] @ weighting.shares[:, mine].T).astype(np.float32)
                drawn[number] /= np.where(present > 0, present, 1)
                total[number] += weight * (present > 0)
            if dimension.severity and dimension.weight:
                np.maximum(floor[number], drawn[number], out=floor[number])
            drawn[number] *= weight
        mean += drawn
    if gaps:
        mean /= np.where(total > 0, total, 1)
    floor *= method.floor_share
    return np.maximum(mean, floor, out=mean)


def _dimension(figures: Figures, mine: Sequence[int], shocks: Shocks, weightings: Sequence[Weighting]) -> Singles:
    """Sum of share times drawn figure over the leaves of one dimension, shape (weightings, places, draws)."""
    shape = (len(figures.value), shocks.count)
    found, work = np.zeros((len(weightings), *shape), dtype=np.float32), np.empty(shape, dtype=np.float32)
    shares = [weighting.shares[:, mine].T.astype(np.float32) for weighting in weightings]
    value, better, worse = (
        np.nan_to_num(each[:, mine]).astype(np.float32) for each in (figures.value, figures.better, figures.worse)
    )
    if not worse.any():
        for number, share in enumerate(shares):
            found[number] = value @ share
        return found
    drawn = np.empty(shape, dtype=np.float32)
    for number_of, leaf in enumerate(mine):
        centre, narrow, wide = (each[:, number_of, None] for each in (value, better, worse))
        _around(centre, narrow, wide, shocks.of(leaf), drawn, work)
        for number, share in enumerate(shares):
            np.multiply(share[number_of], drawn, out=work)
            found[number] += work
    return found


def _around(value: Singles, better: Singles, worse: Singles, shock: Singles, drawn: Singles, work: Singles) -> None:
    """One figure of every place in every draw, within 0–100, into `drawn` (places, draws); `work` is as large.

    Kept within the scale before it is weighed: a figure beyond the worst goalpost would count for more
    than one that is missing.
    """
    np.multiply(shock, worse, out=drawn)
    if (better != worse).any():
        # A shock towards worse takes the wider error, one towards better the narrower: the larger of both products.
        np.maximum(drawn, np.multiply(shock, better, out=work), out=drawn)
    drawn += value
    np.maximum(drawn, 0, out=drawn)
    np.minimum(drawn, 100, out=drawn)

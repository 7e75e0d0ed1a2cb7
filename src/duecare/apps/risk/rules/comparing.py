"""Two days, or two sets of figures, compared on what both of them hold: never across a method break.

An index whose method changed between the two is left out on both sides. So is what only one side holds: a figure
that came or went says something of coverage, not of the country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from .indices.spec import Break, IndexSpec
from .methodology import CountryMethod
from .normalise import Layout
from .scoring_composite import composite, leaf_shares
from .vintage import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Crossed:
    """A series whose method changed between two reference years, so that their figures say nothing of change."""

    series: str
    index: str
    before: int
    after: int
    year: int
    because: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """Scores on the inputs that both sides hold. Shapes (places,) and, for `used` and weights, (places, leaves).

    Attributes:
        then, now: the composite of the shared inputs; NaN where nothing is shared.
        used: the leaves compared.
        then_weights, now_weights: how much the composite moves with each leaf, where it stands.
    """

    then: Floats
    now: Floats
    used: Bools
    then_weights: Floats
    now_weights: Floats


def crossed(specs: Mapping[str, IndexSpec], series: Iterable[str], then: Ints, now: Ints) -> tuple[Crossed, ...]:
    """Series with a method break after the reference year `then` and not after `now`; 0 stands for no figure."""
    found = []
    for name, first, last in zip(series, then.tolist(), now.tolist(), strict=True):
        spec = specs.get(name.partition(":")[0])
        for one in breaks_of(spec, name) if spec else ():
            low, high = sorted((first, last))
            if low and low < one.year <= high:
                found.append(Crossed(name, spec.id if spec else "", first, last, one.year, one.because))
    return tuple(dict.fromkeys(found))


def breaks_of(spec: IndexSpec, series: str) -> tuple[Break, ...]:
    """The method breaks of one series."""
    return tuple(one for one in spec.breaks if series in one.series)


def apart(layout: Layout, breaks: Iterable[Crossed]) -> Bools:
    """Leaves that may not be compared, shape (leaves,): a method break lies within one of their series."""
    names = {one.series for one in breaks}
    return np.array([any(layout.series[column] in names for column in leaf.columns) for leaf in layout.leaves])


def common(method: CountryMethod, layout: Layout, then: Floats, now: Floats, left_out: Bools) -> Comparable:
    """Combine what both sides hold by the method's own arithmetic.

    Args:
        then, now: risk of each place and leaf, 0–100, NaN where missing.
        left_out: leaves not to be compared, shape (leaves,).
    """
    used = ~np.isnan(then) & ~np.isnan(now) & ~left_out
    first, first_weights = _composed(method, layout, then, used)
    second, second_weights = _composed(method, layout, now, used)
    return Comparable(first, second, used, first_weights, second_weights)


def _composed(method: CountryMethod, layout: Layout, values: Floats, used: Bools) -> tuple[Floats, Floats]:
    """The composite of the leaves used, and its slope in each of them."""
    shares = leaf_shares(layout, len(method.dimensions))
    held = np.where(used, values, 0.0)
    present = used.astype(np.float64) @ shares
    with np.errstate(invalid="ignore", divide="ignore"):
        dimensions = np.where(present > 0, held @ shares / present, np.nan)
        within = np.where(used, shares.sum(axis=1) / np.where(present > 0, present, 1)[:, _dimension(layout)], 0.0)
    score, floored = composite(dimensions, method)
    weights = np.where(present > 0, [item.weight for item in method.dimensions], 0.0)
    total = weights.sum(axis=1, keepdims=True)
    slope = np.where(total > 0, weights / np.where(total > 0, total, 1), 0.0)
    severe = np.array([item.severity and item.weight > 0 for item in method.dimensions])
    at = np.where(severe & (present > 0), np.nan_to_num(dimensions), -1.0).argmax(axis=1)
    lifted = np.zeros_like(slope)
    lifted[np.arange(len(at)), at] = method.floor_share
    slope = np.where(floored[:, None], lifted, slope)
    return score, within * slope[:, _dimension(layout)]


def _dimension(layout: Layout) -> list[int]:
    return [leaf.dimension for leaf in layout.leaves]

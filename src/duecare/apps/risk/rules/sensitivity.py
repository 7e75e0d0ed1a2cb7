"""What the ranking owes to choices: the same countries by other weights, scales and ways to combine.

After the OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7: rank correlation, mean
shift in ranks, and, since bands are what decides, how many countries change theirs. Only places with
complete coverage are compared, so that nothing here speaks of missing data.

Evidence of partial coverage raises every alternative as it raises the published score, and is left out once to show
what it does. Scales made from the countries themselves have no place for it: those are compared before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from .methodology import CountryMethod, severity_of
from .normalise import Layout
from .scoring import ScoreTable
from .scoring_composite import composite, leaf_shares
from .scoring_raises import Found, raised
from .scoring_weights import EffectiveWeights, effective_weights
from .vintage import Bools, Floats

FEWEST = 10
"""Complete places below which nothing is compared."""

Group: TypeAlias = Literal["index", "dimension", "evidence", "scale", "combination", "weights"]
Cut: TypeAlias = Literal["thresholds", "shares"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One choice made otherwise, against the published one.

    Attributes:
        group: what was changed; "index", "dimension" and "evidence" leave that one out.
        name: the index, dimension or raise left out, or the other choice.
        rank_correlation: Spearman's, with the published scores.
        rank_shift: mean of how many ranks a country moves.
        points: mean change of the score; None where the other scale has no level to compare.
        worse, better: how many countries change to a worse or a better band.
        cut: "thresholds" as published; or "shares": each band holds as many countries as published before
            evidence raises them, because a scale made from the countries themselves has no level of its own.
        farthest, farthest_ranks: the country that moves most, and by how many ranks (positive: riskier).
    """

    group: Group
    name: str
    rank_correlation: float
    rank_shift: float
    points: float | None
    worse: int
    better: int
    cut: Cut
    farthest: str
    farthest_ranks: int

    @property
    def changed(self) -> int:
        """How many countries change band."""
        return self.worse + self.better


@dataclass(frozen=True, slots=True)
class DimensionWeight:
    """What one dimension was meant to weigh, and what it does.

    Attributes:
        stated, effective: weights; effective is the share of the score's variance.
        with_score: correlation with the score.
        correlations: with every dimension weighed, in the order of the list.
        consistency: Cronbach's alpha of its figures; None where it has one alone.
    """

    id: str
    title: str
    severity: bool
    stated: float
    effective: float
    with_score: float
    correlations: tuple[float, ...]
    consistency: float | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the scores of a day owe to the choices of their method.

    Attributes:
        places: how many places were compared: those with complete coverage.
        alpha: Cronbach's alpha of the dimensions.
    """

    places: int
    alpha: float
    dimensions: tuple[DimensionWeight, ...]
    alternatives: tuple[Alternative, ...]


def sensitivity(table: ScoreTable) -> Sensitivity | None:
    """Compare; None where fewer than `FEWEST` places have complete coverage."""
    used = table.complete
    if used.sum() < FEWEST:
        return None
    method, layout, values = table.method, table.layout, table.leaves.value[used]
    places = tuple(place for place, ok in zip(table.places, used, strict=True) if ok)
    evidence = Found(table.evidence.risk[used], table.evidence.at[used])
    before = _scored(values, method, layout)
    published = raised(before, evidence, method)
    found = [
        _against(before, score, places, method, group, name, cut)
        if cut == "shares"
        else _against(published, raised(score, evidence, method), places, method, group, name, cut)
        for group, name, score, cut in _alternatives(values, method, layout)
    ]
    without = ((rule.id, _without(evidence, at)) for at, rule in enumerate(method.raises))
    found += (
        _against(published, raised(before, left, method), places, method, "evidence", name, "thresholds")
        for name, left in without
    )
    weights = effective_weights(table)
    return Sensitivity(len(places), weights.alpha, _dimensions(table, weights, values), tuple(found))


def _dimensions(table: ScoreTable, weights: EffectiveWeights, values: Floats) -> tuple[DimensionWeight, ...]:
    known = {item.id: (at, item) for at, item in enumerate(table.method.dimensions)}
    return tuple(
        DimensionWeight(
            id=name,
            title=known[name][1].title,
            severity=known[name][1].severity,
            stated=weights.stated[number],
            effective=weights.effective[number],
            with_score=weights.with_score[number],
            correlations=tuple(float(one) for one in weights.correlations[number]),
            consistency=_alpha(values[:, [leaf.dimension == known[name][0] for leaf in table.layout.leaves]]),
        )
        for number, name in enumerate(weights.dimensions)
    )


def _alternatives(values: Floats, method: CountryMethod, layout: Layout) -> Iterator[tuple[Group, str, Floats, Cut]]:
    indices = [leaf.input.index for leaf in layout.leaves]
    left_out: list[tuple[Group, str, Bools]] = [
        ("index", index, np.array([name == index for name in indices])) for index in dict.fromkeys(indices)
    ]
    for at, dimension in enumerate(method.dimensions):
        left_out.append(("dimension", dimension.id, np.array([leaf.dimension == at for leaf in layout.leaves])))
    for group, name, gone in left_out:
        if gone.any() and not gone.all():
            yield group, name, _scored(np.where(gone, np.nan, values), method, layout), "thresholds"
    for name, scaled in (("min_max", _min_max(values)), ("z_score", _z_score(values)), ("rank", _rank_scale(values))):
        yield "scale", name, _scored(scaled, method, layout), "shares"
    yield from _combinations(values, method, layout)


def _combinations(values: Floats, method: CountryMethod, layout: Layout) -> Iterator[tuple[Group, str, Floats, Cut]]:
    weighed = [at for at, item in enumerate(method.dimensions) if item.weight > 0]
    weights = np.array([method.dimensions[at].weight for at in weighed])
    severe = [number for number, at in enumerate(weighed) if method.dimensions[at].severity]
    dimensions = (values @ leaf_shares(layout, len(method.dimensions)))[:, weighed]
    floor = method.floor_share * dimensions[:, severe].max(axis=1) if severe else np.zeros(len(values))
    # Of what is safe, not of the risk: a mean of risks that punishes imbalance would reward one good value.
    safe = 100 - np.exp(np.log(np.maximum(100 - dimensions, 1)) @ weights)
    yield "combination", "arithmetic_without_floor", dimensions @ weights, "thresholds"
    yield "combination", "geometric", np.maximum(safe, floor), "thresholds"
    yield "combination", "geometric_without_floor", safe, "thresholds"
    yield "combination", "worst_dimension", dimensions.max(axis=1), "thresholds"
    yield "weights", "equal_dimensions", np.maximum(dimensions.mean(axis=1), floor), "thresholds"
    indices = np.array([leaf.input.index for leaf in layout.leaves])
    each = [values[:, indices == index].mean(axis=1) for index in dict.fromkeys(indices)]
    yield "weights", "plain_mean_of_indices", np.mean(each, axis=0), "thresholds"


def _scored(values: Floats, method: CountryMethod, layout: Layout) -> Floats:
    """The method's own arithmetic; figures that are NaN are left out and weights renewed."""
    shares, held = leaf_shares(layout, len(method.dimensions)), ~np.isnan(values)
    present = held.astype(np.float64) @ shares
    with np.errstate(invalid="ignore"):
        dimensions = np.where(present > 0, np.nan_to_num(values) @ shares / present, np.nan)
    return composite(dimensions, method)[0]


def _without(evidence: Found, column: int) -> Found:
    """The same evidence without one of the method's raises."""
    risk = evidence.risk.copy()
    risk[:, column] = np.nan
    return Found(risk, evidence.at)


def _min_max(values: Floats) -> Floats:
    """The best country becomes 0 and the worst 100."""
    low, high = values.min(axis=0), values.max(axis=0)
    return np.asarray(100 * (values - low) / np.where(high > low, high - low, 1))


def _z_score(values: Floats) -> Floats:
    """Every figure with the same mean and spread: those of all figures together, so that the floor keeps its sense."""
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1) * spread.mean() + values.mean())


def _rank_scale(values: Floats) -> Floats:
    """The share of countries that stand better, 0 to 100."""
    ranked = np.stack([ranks(column) for column in values.T], axis=1)
    return np.asarray(100 * (ranked - 1) / (len(values) - 1))


def ranks(values: Floats) -> Floats:
    """Ranks from 1, the smallest value first; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(np.round(values, 9), return_inverse=True, return_counts=True)
    return np.asarray((counts.cumsum() - (counts - 1) / 2)[inverse])


def _against(
    published: Floats, other: Floats, places: tuple[str, ...], method: CountryMethod, group: Group, name: str, cut: Cut
) -> Alternative:
    before, after = ranks(published), ranks(other)
    moved = after - before
    steps = _bands(published, method), _bands(other, method)
    if cut == "shares":
        standing = np.argsort(other, kind="stable")
        by_order = np.empty_like(steps[0])
        by_order[standing] = np.sort(steps[0])
        steps = steps[0], by_order
    far = int(np.abs(moved).argmax())
    return Alternative(
        group=group,
        name=name,
        rank_correlation=_correlation(before, after),
        rank_shift=float(np.abs(moved).mean()),
        points=float((other - published).mean()) if cut == "thresholds" else None,
        worse=int((steps[1] > steps[0]).sum()),
        better=int((steps[1] < steps[0]).sum()),
        cut=cut,
        farthest=places[far],
        farthest_ranks=round(float(moved[far])),
    )


def _bands(scores: Floats, method: CountryMethod) -> Floats:
    return np.array([severity_of(method.band(float(score))) for score in np.round(scores, 9)], dtype=np.float64)


def _correlation(one: Floats, other: Floats) -> float:
    """Pearson's; 1 where neither varies."""
    if one.std() == 0 or other.std() == 0:
        return 1.0 if one.std() == other.std() else 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _alpha(figures: Floats) -> float | None:
    """Cronbach's alpha of some figures, shape (places, figures)."""
    count, whole = figures.shape[1], figures.sum(axis=1).var()
    if count < 2 or whole == 0:
        return None
    return float(count / (count - 1) * (1 - figures.var(axis=0).sum() / whole))

"""Change over one year (a shock) and five years (a trend), told only where it is larger than the publishers' own error.

**Level.** That of the method's ranges (90 %, two-sided): a change is told when its range leaves zero out, so that page,
range and flag speak of one thing. Errors of two years are taken as independent, although publishers repeat most of
theirs; what is estimated for an index without a published error holds true movement too. Both make flags rarer, so the
rate of false alarms lies far below one in ten: a flag is a reason to look at once, and no flag is no sign of calm.

**Never across a method break.** An index whose method changed between the two years is left out on both sides, and
every change says so (`comparing`). Adding a constant to an index from its break on therefore raises nothing.

Errors are those of the ranges (`ranges.standard_errors`), with the same correlations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import NormalDist

import numpy as np

from .comparing import Crossed, apart, breaks_of, common, crossed
from .indices.spec import IndexSpec
from .methodology import CountryMethod, ErrorModel
from .normalise import Layout, Normalised, coverage, layout_of, normalise
from .ranges import standard_errors
from .vintage import Bools, Floats, Panel, Selection, Vintage, select

YEARS = (1, 5)
_LEAST = 1e-9
"""Below this a difference is rounding."""


@dataclass(frozen=True, slots=True)
class IndexChange:
    """One input of a country.

    Attributes:
        before, after: risk 0–100; None where missing.
        error: standard error of the difference.
        flag: "worse", "better" or "".
        left_out: "" where it was compared; else "method break", "missing" or "no newer figure".
    """

    input: str
    index: str
    year_before: int
    year_after: int
    before: float | None
    after: float | None
    change: float | None
    error: float | None
    flag: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Change:
    """How one country moved.

    Attributes:
        years: 1 or 5.
        level: share of changes by error alone that stay untold, e.g. 0.9.
        before, after: the score on the inputs compared, not the score shown elsewhere when some are left out.
        flag: "worse", "better", "" (within error) or "not comparable".
        compared, of: inputs compared, of all.
        breaks: method breaks in between, each left out on both sides.
    """

    place: str
    years: int
    since: date
    until: date
    level: float
    before: float | None
    after: float | None
    change: float | None
    error: float | None
    flag: str
    compared: int
    of: int
    breaks: tuple[Crossed, ...]
    indices: tuple[IndexChange, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """All places over one span. Arrays have shape (places,); `leaf_…` (places, leaves)."""

    years: int
    since: date
    until: date
    level: float
    places: tuple[str, ...]
    layout: Layout
    year_then: tuple[int, ...]
    year_now: tuple[int, ...]
    breaks: tuple[Crossed, ...]
    left_out: Bools
    renewed: Bools
    before: Floats
    after: Floats
    error: Floats
    flags: tuple[str, ...]
    compared: Bools
    leaf_before: Floats
    leaf_after: Floats
    leaf_error: Floats

    def of(self, place: str) -> Change | None:
        """One place, or None when nothing is known of it."""
        return self._change(self.places.index(place)) if place in self.places else None

    def flag_of(self, place: str) -> str:
        """The flag of one place; "not comparable" when nothing is known of it."""
        return self.flags[self.places.index(place)] if place in self.places else "not comparable"

    def _change(self, at: int) -> Change:
        before, after, error = (_number(each[at]) for each in (self.before, self.after, self.error))
        known = before is not None and after is not None
        return Change(
            place=self.places[at],
            years=self.years,
            since=self.since,
            until=self.until,
            level=self.level,
            before=before,
            after=after,
            change=after - before if before is not None and after is not None else None,
            error=error if known else None,
            flag=self.flags[at],
            compared=int(self.compared[at].sum()),
            of=len(self.layout.leaves),
            breaks=self.breaks,
            indices=tuple(self._leaf(at, number) for number in range(len(self.layout.leaves))),
        )

    def _leaf(self, at: int, number: int) -> IndexChange:
        leaf = self.layout.leaves[number]
        before, after = _number(self.leaf_before[at, number]), _number(self.leaf_after[at, number])
        error, left = _number(self.leaf_error[at, number]), self._why_not(at, number)
        change = after - before if not left and before is not None and after is not None else None
        flag = "" if change is None or error is None else _flag(change, error, self.level)
        column = leaf.columns[0]
        years = self.year_then[column], self.year_now[column]
        return IndexChange(leaf.input.id, leaf.input.index, *years, before, after, change, error, flag, left)

    def _why_not(self, at: int, number: int) -> str:
        if self.left_out[number]:
            return "method break"
        if not self.compared[at, number]:
            return "missing"
        return "" if self.renewed[number] else "no newer figure"


def movement(
    panel: Panel,
    method: CountryMethod,
    specs: Mapping[str, IndexSpec],
    as_of: date,
    years: int,
    vintage: Vintage = "restated",
) -> Movement:
    """Compare what was known on a day with what was known the same day some years before.

    Args:
        specs: descriptions of the indices, for their method breaks.
        years: 1 or 5.
    """
    layout, since = layout_of(method), _years_before(as_of, years)
    now_chosen = select(panel, layout.series, as_of, vintage, max_age=layout.max_age)
    then_chosen = select(panel, layout.series, since, vintage, max_age=layout.max_age)
    breaks = crossed(specs, layout.series, then_chosen.years, now_chosen.years)
    left_out = apart(layout, breaks)
    now, then = (_without(normalise(chosen, layout), left_out) for chosen in (now_chosen, then_chosen))
    before = normalise(select(panel, layout.series, as_of, vintage, max_age=layout.max_age, back=1), layout)
    errors = _errors(method.errors, layout, now, then, _without(before, _broken(specs, layout, now_chosen)))
    renewed = _renewed(layout, now_chosen, then_chosen)
    both = common(method, layout, then.value, now.value, left_out)
    told = [np.where(both.used & renewed, error, 0.0) for error in errors]
    spread = np.sqrt(
        _variance(method.errors, layout, told[0] * both.then_weights)
        + _variance(method.errors, layout, told[1] * both.now_weights)
    )
    enough = coverage(both.used, layout, method.counts) >= method.minimum
    flags = tuple(
        _flag(float(change), float(error), method.errors.level) if ok and change == change else "not comparable"
        for change, error, ok in zip(both.now - both.then, spread, enough, strict=True)
    )
    return Movement(
        years=years,
        since=since,
        until=as_of,
        level=method.errors.level,
        places=panel.places,
        layout=layout,
        year_then=tuple(then_chosen.years.tolist()),
        year_now=tuple(now_chosen.years.tolist()),
        breaks=breaks,
        left_out=left_out,
        renewed=renewed,
        before=both.then,
        after=both.now,
        error=spread,
        flags=flags,
        compared=both.used,
        leaf_before=then.value,
        leaf_after=now.value,
        leaf_error=np.hypot(*errors),
    )


def _flag(change: float, error: float, level: float) -> str:
    """ "worse" or "better" when the change is beyond error, else ""."""
    if abs(change) <= max(NormalDist().inv_cdf((1 + level) / 2) * error, _LEAST):
        return ""
    return "worse" if change > 0 else "better"


def _errors(
    model: ErrorModel, layout: Layout, now: Normalised, then: Normalised, before: Normalised
) -> tuple[Floats, Floats]:
    """Standard errors (then, now), shape (places, leaves); an error estimated for an index serves both years."""
    late = standard_errors(model, layout, now, before)
    early = np.where(np.isnan(then.error), late, np.maximum(then.error, model.least))
    return early, late


def _variance(model: ErrorModel, layout: Layout, parts: Floats) -> Floats:
    """Variance of a sum of correlated parts, shape (places,)."""
    names = np.array([leaf.input.index for leaf in layout.leaves])
    shared = np.where(names[:, None] == names[None, :], model.within_publisher, model.between_publishers)
    np.fill_diagonal(shared, 1.0)
    variance: Floats = np.maximum(((parts @ shared) * parts).sum(axis=1), 0.0)
    return variance


def _without(leaves: Normalised, left_out: Bools) -> Normalised:
    """The same figures with some leaves gone, so that nothing of them reaches an estimate."""
    return replace(
        leaves,
        value=np.where(left_out, np.nan, leaves.value),
        error=np.where(left_out, np.nan, leaves.error),
    )


def _broken(specs: Mapping[str, IndexSpec], layout: Layout, now: Selection) -> Bools:
    """Leaves whose method changed in the very year that counts: their last step is no movement."""
    found = []
    for leaf in layout.leaves:
        spec = specs.get(leaf.input.index)
        years = {
            (column, one.year)
            for column in leaf.columns
            for one in (breaks_of(spec, layout.series[column]) if spec else ())
        }
        found.append(any(int(now.years[column]) == year for column, year in years))
    return np.array(found)


def _renewed(layout: Layout, now: Selection, then: Selection) -> Bools:
    """Leaves of which a newer reference year is out, shape (leaves,): the same figure twice has no error of change."""
    newer = now.years != then.years
    return np.array([bool(newer[list(leaf.columns)].any()) for leaf in layout.leaves])


def _years_before(day: date, years: int) -> date:
    """The same day some years before; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)

"""The country score: 0 safest, 100 worst (methodology, section "country").

Each index is put on 0–100 risk by fixed goalposts, combined within dimensions, and the dimensions are
combined with published weights. The composite is never below a stated share of the worst severity
dimension, so that good administration cannot buy off torture, closed civic space or a silenced press.

Properties, shown by tests: a worse value never lowers a score; with the last band given, removing any
set of values never lowers the band a country is treated as; the same input and seed give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from .methodology import CountryMethod, severity_of, worst
from .normalise import Layout, Normalised, coverage, layout_of, normalise
from .ranges import Precision, precision_of, statistical_range
from .scoring_composite import composite, leaf_shares
from .scoring_raises import Found, find_evidence, raised
from .vintage import Bools, Floats, Ints, Panel, Selection, Vintage, restated_counts, select

INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """Scores of all places on one day; equal to itself alone. Arrays have shape (places,) unless said otherwise.

    Attributes:
        score: 0–100; NaN where no input at all is held.
        low, high: statistical range of the inputs held, at the method's level.
        missing_low, missing_high: score with everything missing at its best and at its worst.
        coverage: number of indices (or inputs) with a value in force.
        complete: no input is missing.
        band: low, moderate, elevated, high or indeterminate.
        treated_as: the band that decisions use; differs from `band` only where indeterminate.
        dimensions, dimensions_upper: shape (places, dimensions): score of what is held (NaN where
            nothing is) and with what is missing at its worst.
        floored: the non-compensatory floor sets the score, before evidence raises it.
        unraised, evidence: the score before evidence of partial coverage, and that evidence.
        precision: what the figures are worth, and how late they are.
        restated, values: how many values in force are restated, and how many there are.
    """

    method: CountryMethod
    panel: Panel
    as_of: date
    vintage: Vintage
    layout: Layout
    selection: Selection
    leaves: Normalised
    places: tuple[str, ...]
    score: Floats
    low: Floats
    high: Floats
    missing_low: Floats
    missing_high: Floats
    coverage: Ints
    complete: Bools
    band: tuple[str, ...]
    treated_as: tuple[str, ...]
    dimensions: Floats
    dimensions_upper: Floats
    floored: Bools
    unraised: Floats
    evidence: Found
    precision: Precision
    restated: int
    values: int


def score_countries(
    panel: Panel,
    method: CountryMethod,
    as_of: date,
    vintage: Vintage = "restated",
    *,
    last_band: Mapping[str, str] | None = None,
) -> ScoreTable:
    """Score every place of the panel as of a day.

    Args:
        panel: all values held.
        method: the country part of a methodology.
        as_of: only what was published by then counts.
        vintage: "restated" or "strict" (see `vintage`).
        last_band: for each place the last band it had with enough coverage, as recorded.
    """
    method = method.on(as_of)
    layout = layout_of(method)
    selection = select(panel, layout.series, as_of, vintage, max_age=layout.max_age)
    leaves = normalise(selection, layout)
    shares = leaf_shares(layout, len(method.dimensions))
    dimensions, upper = _held_mean(leaves, shares), leaves.high @ shares
    evidence = find_evidence(panel, method, as_of, vintage)
    unraised, floored = composite(dimensions, method)
    score = raised(unraised, evidence, method)
    missing_low = raised(composite(leaves.low @ shares, method)[0], evidence, method)
    missing_high = raised(composite(upper, method)[0], evidence, method)
    count = coverage(~np.isnan(leaves.value), layout, method.counts)
    band, treated = _bands(panel.places, method, missing_high, count, last_band or {})
    precision = precision_of(panel, method, layout, leaves, selection.years, as_of, vintage)
    # Raising keeps the order of draws, so that the ends of the range may be raised instead of every draw.
    low, high = (raised(end, evidence, method) for end in statistical_range(method, layout, leaves, precision))
    restated, values = restated_counts(selection)
    return ScoreTable(
        method=method,
        panel=panel,
        as_of=as_of,
        vintage=vintage,
        layout=layout,
        selection=selection,
        leaves=leaves,
        places=panel.places,
        score=score,
        low=np.fmin(low, score),
        high=np.fmax(high, score),
        missing_low=missing_low,
        missing_high=missing_high,
        coverage=count,
        complete=np.asarray(leaves.complete.all(axis=1)),
        band=band,
        treated_as=treated,
        dimensions=dimensions,
        dimensions_upper=upper,
        floored=floored,
        unraised=unraised,
        evidence=evidence,
        precision=precision,
        restated=restated,
        values=values,
    )


def _held_mean(leaves: Normalised, shares: Floats) -> Floats:
    """Dimensions of what is held, shares renewed over it; NaN where nothing is."""
    present = (~np.isnan(leaves.value)).astype(np.float64) @ shares
    with np.errstate(invalid="ignore"):
        return np.where(present > 0, np.nan_to_num(leaves.value) @ shares / present, np.nan)


def _bands(
    places: tuple[str, ...], method: CountryMethod, upper: Floats, count: Ints, last_band: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Band shown and band treated as, both read from the upper end of the missing-data range.

    With complete coverage that end is the score itself. Below minimum coverage the place is treated as
    the worst of elevated, that upper band and the last band it had.
    """
    read = [method.band(value) for value in np.round(upper, 9)]
    enough = count >= method.minimum
    shown = tuple(band if ok else INDETERMINATE for band, ok in zip(read, enough, strict=True))
    treated = tuple(
        band if ok else worst("elevated", band, last_band.get(place, "low"))
        for place, band, ok in zip(places, read, enough, strict=True)
    )
    return shown, treated


def last_bands(
    panel: Panel,
    method: CountryMethod,
    as_of: date,
    vintage: Vintage = "restated",
    *,
    years: int = 10,
    bands: Callable[[date], Mapping[str, str]] | None = None,
) -> dict[str, str]:
    """For each place the band of the newest earlier 31 December on which it had enough coverage.

    For use without a stored history; where bands were recorded, the record counts.

    Args:
        bands: `band_table` of a day, where the caller keeps them: many days look back at the same years.
    """
    of = bands or (lambda day: band_table(panel, method, day, vintage))
    found: dict[str, str] = {}
    for year in range(as_of.year - 1, as_of.year - 1 - years, -1):
        missing = [place for place in panel.places if place not in found]
        if not missing:
            break
        table = of(date(year, 12, 31))
        found |= {place: table[place] for place in missing if table[place] != INDETERMINATE}
    return found


def band_table(panel: Panel, method: CountryMethod, as_of: date, vintage: Vintage = "restated") -> dict[str, str]:
    """Bands alone, without ranges: for looking back over many years."""
    method = method.on(as_of)
    layout = layout_of(method)
    leaves = normalise(select(panel, layout.series, as_of, vintage, max_age=layout.max_age), layout)
    upper, _ = composite(leaves.high @ leaf_shares(layout, len(method.dimensions)), method)
    upper = raised(upper, find_evidence(panel, method, as_of, vintage), method)
    count = coverage(~np.isnan(leaves.value), layout, method.counts)
    shown, _ = _bands(panel.places, method, upper, count, {})
    return dict(zip(panel.places, shown, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where all places stand on one day, without statistical ranges: what rules read of a country, and no more.

    Attributes: as in `ScoreTable`; `upper` is `missing_high`.
    """

    places: tuple[str, ...]
    score: Floats
    upper: Floats
    dimensions_upper: Floats
    coverage: Ints
    floored: Bools
    band: tuple[str, ...]
    treated_as: tuple[str, ...]


def standing(
    panel: Panel, method: CountryMethod, as_of: date, last_band: Mapping[str, str], vintage: Vintage = "restated"
) -> Standing:
    """As `score_countries` without its ranges: for comparing methods over many days."""
    method = method.on(as_of)
    layout = layout_of(method)
    leaves = normalise(select(panel, layout.series, as_of, vintage, max_age=layout.max_age), layout)
    shares = leaf_shares(layout, len(method.dimensions))
    held = ~np.isnan(leaves.value)
    dimensions = _held_mean(leaves, shares)
    evidence = find_evidence(panel, method, as_of, vintage)
    score = raised(composite(dimensions, method)[0], evidence, method)
    upper_dimensions = leaves.high @ shares
    unraised, floored = composite(upper_dimensions, method)
    upper = raised(unraised, evidence, method)
    count = coverage(held, layout, method.counts)
    band, treated = _bands(panel.places, method, upper, count, last_band)
    return Standing(panel.places, score, upper, upper_dimensions, count, floored, band, treated)


def band_set_by(table: ScoreTable, at: int) -> str:
    """Which range sets the band: "score", "missing data" or "minimum coverage"."""
    if table.band[at] == INDETERMINATE:
        return "minimum coverage"
    if table.complete[at] or severity_of(table.treated_as[at]) == severity_of(table.method.band(table.score[at])):
        return "score"
    return "missing data"

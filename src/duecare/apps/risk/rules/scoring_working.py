"""The working of one country's score: every figure that went into it, and the facts that rules read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from duecare.kernel.errors import NotFound

from .facts import Fact, Unknown, UnknownKind, Value
from .methodology import Goalposts
from .normalise import Leaf, risk_of
from .scoring import ScoreTable, band_set_by


@dataclass(frozen=True, slots=True)
class Reading:
    """One publisher's figure behind a contribution.

    Attributes:
        value: on the publisher's scale; None where missing or not covered.
        error: standard error used is the contribution's; this is the publisher's own, or None.
        year: reference year looked for; 0 where nothing had been released or all was stale.
        edition, row: where it stands; "" and 0 where missing.
        not_covered: the publisher states that it does not cover the country.
        counts: it is the one that counts where the worst of several does.
    """

    series: str
    value: float | None
    error: float | None
    year: int
    published: date | None
    restated: bool
    edition: str
    row: int
    not_covered: bool
    normalised: float | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """One input of a dimension.

    Attributes:
        normalised: 0–100; None where missing.
        share: weight within the dimension as the method states it.
        used_share: the same renewed over what is held; 0 where missing.
        points: what it adds to the score before the floor.
    """

    input: str
    index: str
    readings: tuple[Reading, ...]
    goalposts: Goalposts
    normalised: float | None
    share: float
    used_share: float
    points: float


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension: `score` of what is held (None where nothing is), `upper` with the missing at its worst."""

    id: str
    title: str
    severity: bool
    weight: float
    used_weight: float
    score: float | None
    upper: float | None
    overlap: str
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class RaisedBy:
    """Evidence that raised a score.

    Attributes:
        id, title, weight: of the method's raise.
        normalised: 0–100.
        value: on the publisher's scale; None where a form withholds it.
        points: what it adds to the score before evidence; several do not add up, the one that adds most counts.
        edition, row: where the figure stands.
    """

    id: str
    title: str
    weight: float
    series: str
    year: int
    value: float | None
    normalised: float
    points: float
    edition: str
    row: int


@dataclass(frozen=True, slots=True)
class CountryScore:
    """One country on one day.

    Attributes:
        score: None where no figure at all is held.
        low, high: statistical range; missing_low, missing_high: range left open by missing figures.
        band, treated_as, band_set_by: see `scoring`.
        raised_by: evidence of partial coverage that raised the score, empty where none did.
        floored_by: id of the severity dimension whose floor sets the score, "" where the mean does.
        flags: codes: "incomplete", "indeterminate", "floored", "raised", "restated".
        restated_share: share of all values in force that are restated.
    """

    place: str
    as_of: date
    score: float | None
    low: float | None
    high: float | None
    missing_low: float
    missing_high: float
    band: str
    treated_as: str
    band_set_by: str
    coverage: int
    dimensions: tuple[DimensionScore, ...]
    floored_by: str
    flags: tuple[str, ...]
    restated_share: float
    raised_by: tuple[RaisedBy, ...] = ()


def score_country(table: ScoreTable, place: str) -> CountryScore:
    """Lay open how one country's score came about.

    Raises:
        NotFound: the panel has no such place.
    """
    if place not in table.places:
        raise NotFound("country")
    at = table.places.index(place)
    dimensions = tuple(_dimension(table, at, d) for d in range(len(table.method.dimensions)))
    severe = [item for item in dimensions if item.severity and item.score is not None]
    floored_by = max(severe, key=lambda item: item.score or 0.0).id if table.floored[at] else ""
    values = sum(r.value is not None for d in dimensions for c in d.contributions for r in c.readings)
    restated = sum(r.restated for d in dimensions for c in d.contributions for r in c.readings)
    raised_by = _raised_by(table, at)
    flags = {
        "incomplete": not table.complete[at],
        "indeterminate": table.band[at] == "indeterminate",
        "floored": bool(floored_by),
        "raised": bool(raised_by),
        "restated": restated > 0,
    }
    return CountryScore(
        place=place,
        as_of=table.as_of,
        score=_number(table.score[at]),
        low=_number(table.low[at]),
        high=_number(table.high[at]),
        missing_low=float(table.missing_low[at]),
        missing_high=float(table.missing_high[at]),
        band=table.band[at],
        treated_as=table.treated_as[at],
        band_set_by=band_set_by(table, at),
        coverage=int(table.coverage[at]),
        dimensions=dimensions,
        floored_by=floored_by,
        flags=tuple(name for name, on in flags.items() if on),
        restated_share=restated / values if values else 0.0,
        raised_by=raised_by,
    )


def _raised_by(table: ScoreTable, at: int) -> tuple[RaisedBy, ...]:
    """Every raise whose evidence stands above the score, in the order of the method."""
    found: list[RaisedBy] = []
    for column, rule in enumerate(table.method.raises):
        row, risk, before = int(table.evidence.at[at, column]), table.evidence.risk[at, column], table.unraised[at]
        if row < 0 or np.isnan(before) or risk <= before:
            continue
        panel = table.panel
        found.append(
            RaisedBy(
                rule.id,
                rule.title,
                rule.weight,
                panel.series[int(panel.series_at[row])],
                int(panel.year[row]),
                float(panel.value[row]),
                float(risk),
                float(rule.weight * (risk - before)),
                panel.editions[int(panel.edition_at[row])],
                int(panel.row[row]),
            )
        )
    return tuple(found)


def _dimension(table: ScoreTable, at: int, d: int) -> DimensionScore:
    dimension = table.method.dimensions[d]
    held = ~np.isnan(table.dimensions[at])
    total = sum(item.weight for item, ok in zip(table.method.dimensions, held, strict=True) if ok)
    used = dimension.weight / total if held[d] else 0.0
    mine = [number for number, leaf in enumerate(table.layout.leaves) if leaf.dimension == d]
    present = sum(table.layout.leaves[n].share for n in mine if not np.isnan(table.leaves.value[at, n]))
    return DimensionScore(
        id=dimension.id,
        title=dimension.title,
        severity=dimension.severity,
        weight=dimension.weight,
        used_weight=used,
        score=_number(table.dimensions[at, d]),
        upper=float(table.dimensions_upper[at, d]) if mine else None,
        overlap=dimension.overlap,
        contributions=tuple(_contribution(table, at, number, present, used) for number in mine),
    )


def _contribution(table: ScoreTable, at: int, number: int, present: float, weight: float) -> Contribution:
    leaf, value = table.layout.leaves[number], _number(table.leaves.value[at, number])
    share = 0.0 if value is None else leaf.share / present
    return Contribution(
        input=leaf.input.id,
        index=leaf.input.index,
        readings=tuple(_reading(table, at, leaf, column, value) for column in leaf.columns),
        goalposts=leaf.input.goalposts,
        normalised=value,
        share=leaf.share,
        used_share=share,
        points=0.0 if value is None else weight * share * value,
    )


def _reading(table: ScoreTable, at: int, leaf: Leaf, column: int, counts: float | None) -> Reading:
    chosen, panel = table.selection, table.panel
    row = int(chosen.at[at, column])
    value = _number(chosen.value[at, column])
    risk = None if value is None else risk_of(value, leaf.input.goalposts)
    return Reading(
        series=table.layout.series[column],
        value=value,
        error=_number(chosen.error[at, column]),
        year=int(chosen.years[column]),
        published=date.fromordinal(int(panel.published[row])) if row >= 0 else None,
        restated=bool(chosen.restated[at, column]) and value is not None,
        edition=panel.editions[int(panel.edition_at[row])] if row >= 0 else "",
        row=int(panel.row[row]) if row >= 0 else 0,
        not_covered=bool(chosen.not_covered[at, column]),
        normalised=risk,
        counts=risk is not None and counts is not None and abs(risk - counts) < 1e-9,
    )


def country_facts(score: CountryScore) -> tuple[Fact, ...]:
    """What classification rules read of a country.

    Band and dimensions with what is missing at its worst, so that a missing figure never lowers a class.
    """
    origin = f"country score as of {score.as_of.isoformat()}"
    values: dict[str, Value | Unknown] = {
        "country.upper": score.missing_high,
        "country.band": score.treated_as,
        "country.indeterminate": score.band == "indeterminate",
    }
    if score.score is not None:
        values["country.score"] = score.score
    for item in score.dimensions:
        absent = Unknown(UnknownKind.NOT_APPLICABLE, "this methodology has no figure for the dimension")
        values[f"country.dimension.{item.id}"] = absent if item.upper is None else item.upper
    return tuple(Fact(code, value, source="publisher", origin=origin) for code, value in values.items())


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)

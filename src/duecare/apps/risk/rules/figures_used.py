"""The published figures behind one country's score, in short: kept with a class, and compared when figures change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from duecare.kernel.canonical import JSON, digest

from .scoring import ScoreTable

_DIGITS = 6
"""Decimals kept of a score: beyond them lies rounding, which differs from machine to machine."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A figure that is another one now; a year of 0 and None: no figure."""

    place: str
    series: str
    year_before: int
    before: float | None
    year_after: int
    after: float | None


def figures_used(table: ScoreTable, place: str, events: Sequence[str] = ()) -> dict[str, JSON]:
    """Score, bands, and every value in force: series → [year, value]; a place nobody speaks of has none.

    Ids of events that stand are named only where there are some, so that hashes of before stay as they are.
    """
    happened: dict[str, JSON] = {"events": sorted(events)} if events else {}
    return _figures(table, place) | happened


def _figures(table: ScoreTable, place: str) -> dict[str, JSON]:
    if place not in table.places:
        worst = table.method.bands[-1].name
        return {"score": None, "band": "indeterminate", "treated_as": worst, "values": {}}
    at, chosen = table.places.index(place), table.selection
    values: dict[str, JSON] = {
        series: [int(chosen.years[column]), _kept(float(chosen.value[at, column]))]
        for column, series in enumerate(table.layout.series)
        if chosen.at[at, column] >= 0
    }
    score = _kept(float(table.score[at]))
    return {"score": score, "band": table.band[at], "treated_as": table.treated_as[at], "values": values}


def figures_digest(method_sha256: str, figures: Mapping[str, JSON]) -> str:
    """Stands for method and figures of every place that applies: two alike rest on the same."""
    return digest({"method": method_sha256, "figures": dict(figures)})


def replaced(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[Replaced, ...]:
    """Values that came, went or changed, place by place; both as `figures_used`, by place."""
    found = []
    for place in sorted({*before, *after}):
        old, new = _values(before.get(place)), _values(after.get(place))
        for series in sorted({*old, *new}):
            first, last = old.get(series, (0, None)), new.get(series, (0, None))
            if first != last:
                found.append(Replaced(place, series, *first, *last))
    return tuple(found)


def moved(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> float | None:
    """Points that the score of any place moved at most; None where one side has no score: that is no small step."""
    steps = []
    for place in {*before, *after}:
        old, new = _score(before.get(place)), _score(after.get(place))
        if old != new:
            if old is None or new is None:
                return None
            steps.append(abs(new - old))
    return max(steps, default=0.0)


def bands(figures: Mapping[str, JSON]) -> tuple[tuple[str, str], ...]:
    """(place, band decisions use), in order of place."""
    found = []
    for place, held in sorted(figures.items()):
        treated = held.get("treated_as") if isinstance(held, Mapping) else None
        found.append((place, treated if isinstance(treated, str) else ""))
    return tuple(found)


def _values(held: JSON) -> dict[str, tuple[int, float | None]]:
    values = held.get("values") if isinstance(held, Mapping) else None
    if not isinstance(values, Mapping):
        return {}
    return {series: _pair(pair) for series, pair in values.items() if isinstance(pair, Sequence)}


def _pair(pair: Sequence[JSON]) -> tuple[int, float | None]:
    year, value = pair
    return int(year) if isinstance(year, int | float) else 0, float(value) if isinstance(value, int | float) else None


def _score(held: JSON) -> float | None:
    score = held.get("score") if isinstance(held, Mapping) else None
    return float(score) if isinstance(score, int | float) else None


def _kept(value: float) -> float | None:
    return None if isnan(value) else round(value, _DIGITS)

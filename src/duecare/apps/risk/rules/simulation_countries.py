"""Countries under two methods on the same days, and what moved each one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np

from .facts import NOT_ASKED, Fact, Unknown, UnknownKind, Value
from .facts_registry import FACTS
from .methodology import CountryMethod, severity_of
from .scoring import INDETERMINATE, Standing, band_table, last_bands, standing
from .simulation import MOST_REASONS, Mover, Reason
from .vintage import Panel

_SMALLEST = 0.05
"""Points below which a change of a dimension is not named as a reason."""
_NO_FIGURE = Unknown(UnknownKind.NOT_APPLICABLE, "this methodology has no figure for the dimension")


class Standings:
    """Where every place stands by one method, day by day; ends of year looked back at are computed once."""

    def __init__(self, panel: Panel, method: CountryMethod) -> None:
        self.panel, self.method = panel, method
        self._bands: dict[date, Mapping[str, str]] = {}
        self._at: dict[date, Standing] = {}

    def on(self, day: date) -> Standing:
        """The places on a day."""
        if day not in self._at:
            last = last_bands(self.panel, self.method, day, bands=self._band_table)
            self._at[day] = standing(self.panel, self.method, day, last)
        return self._at[day]

    def same_figures(self, day: date) -> date:
        """The first day of the year on which nothing else was published than by `day`: both stand alike.

        Scores move only when something comes out or a year ends, so many days need one reckoning.
        """
        out = self.panel.published[(self.panel.published <= day.toordinal())]
        return max(date(day.year, 1, 1), date.fromordinal(int(out.max()))) if len(out) else date(day.year, 1, 1)

    def _band_table(self, day: date) -> Mapping[str, str]:
        if day not in self._bands:
            self._bands[day] = band_table(self.panel, self.method, day)
        return self._bands[day]


def country_facts_of(stand: Standing, method: CountryMethod) -> dict[str, tuple[Fact, ...]]:
    """For each fact about a country its value at every place, and at the end for a place nobody rated.

    Equal to what `country_facts` reads from the full working, which a test holds it to.
    """
    out: dict[str, list[Fact]] = {}
    empty = {at for at, item in enumerate(method.dimensions) if not item.inputs}
    for code in (code for code in FACTS if code.startswith("country.")):
        out[code] = [_fact(code, _value(code, stand, at, method, empty)) for at in range(len(stand.places))]
        out[code].append(_fact(code, NOT_ASKED))
    return {code: tuple(facts) for code, facts in out.items()}


def _fact(code: str, value: Value | Unknown) -> Fact:
    return Fact(code, value, source="publisher")


def _value(code: str, stand: Standing, at: int, method: CountryMethod, empty: set[int]) -> Value | Unknown:
    match code.split("."):
        case ["country", "score"]:
            return NOT_ASKED if np.isnan(stand.score[at]) else float(stand.score[at])
        case ["country", "upper"]:
            return float(stand.upper[at])
        case ["country", "band"]:
            return stand.treated_as[at]
        case ["country", "indeterminate"]:
            return stand.band[at] == INDETERMINATE
    name = code.rpartition(".")[2]
    found = next((n for n, item in enumerate(method.dimensions) if item.id == name), None)
    if found is None:
        return NOT_ASKED
    return _NO_FIGURE if found in empty else float(stand.dimensions_upper[at, found])


def country_movers(
    day: date, before: Standing, after: Standing, methods: tuple[CountryMethod, CountryMethod], count: int
) -> tuple[Mover, ...]:
    """The first `count` places (the countries) that are shown or treated as another band."""
    return tuple(
        Mover(
            kind="country",
            day=day,
            subject=before.places[at],
            before=before.band[at],
            after=after.band[at],
            direction=_direction(before.treated_as[at], after.treated_as[at]),
            reasons=country_reasons(before, after, methods, at),
            detail={
                "treated_before": before.treated_as[at],
                "treated_after": after.treated_as[at],
                "upper_before": round(float(before.upper[at]), 2),
                "upper_after": round(float(after.upper[at]), 2),
            },
        )
        for at in range(count)
        if (before.band[at], before.treated_as[at]) != (after.band[at], after.treated_as[at])
    )


def country_reasons(
    before: Standing, after: Standing, methods: tuple[CountryMethod, CountryMethod], at: int
) -> tuple[Reason, ...]:
    """Why a place moved, on the upper end, from which bands are read.

    The score is the sum of weight times dimension, and what the floor lifts above it; so the change is
    exactly the sum of these changes. A move without one comes from the thresholds or the least coverage.
    """
    reasons = []
    enough = before.coverage[at] >= methods[0].minimum, after.coverage[at] >= methods[1].minimum
    if enough[0] != enough[1]:
        reasons.append(Reason("coverage", "", str(int(before.coverage[at])), str(int(after.coverage[at]))))
    parts = _parts(before, methods[0], at), _parts(after, methods[1], at)
    changes = {
        name: parts[1].get(name, 0.0) - parts[0].get(name, 0.0) for name in dict.fromkeys([*parts[0], *parts[1]])
    }
    by_size = sorted(changes.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    moved = [(name, points) for name, points in by_size if abs(points) >= _SMALLEST]
    if _thresholds_moved(methods, float(after.upper[at])):
        reasons.append(Reason("thresholds"))
    reasons += [
        Reason("floor", points=points) if name == "" else Reason("dimension", name, points=points)
        for name, points in moved
    ]
    return tuple(reasons[:MOST_REASONS])


def _parts(stand: Standing, method: CountryMethod, at: int) -> dict[str, float]:
    """Points of each dimension by id, and under "" what the floor adds."""
    parts = {
        item.id: item.weight * float(stand.dimensions_upper[at, n]) for n, item in enumerate(method.dimensions)
        if item.weight > 0
    }  # fmt: skip
    return {**parts, "": float(stand.upper[at]) - sum(parts.values())}


def _thresholds_moved(methods: tuple[CountryMethod, CountryMethod], upper: float) -> bool:
    return methods[0].band(round(upper, 9)) != methods[1].band(round(upper, 9))


def _direction(before: str, after: str) -> int:
    return int(np.sign(severity_of(after) - severity_of(before)))


Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, what is being done: a code)."""

"""How scores moved over the years: one table for each 31 December."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duecare.apps.risk.rules.methodology import Methodology

from .methods import index_specs
from .scores import editions_held, scores

YEARS = 10


@dataclass(frozen=True, slots=True)
class History:
    """Scores at the end of each year, and today's.

    Attributes:
        points: for each place (year, score or None), oldest first, today's year last.
        breaks: years from which an index is not comparable with the years before.
    """

    points: Mapping[str, tuple[tuple[int, float | None], ...]]
    breaks: tuple[int, ...]

    def change(self, place: str) -> float | None:
        """Points since the end of last year; None across a method break or without both figures."""
        (_, before), (year, now) = self.points[place][-2:]
        if before is None or now is None or year in self.breaks:
            return None
        return now - before


def history(method: Methodology, as_of: date, years: int = YEARS) -> History:
    """The last `years` ends of year and the day itself, by editions now held."""
    days = [date(as_of.year - back, 12, 31) for back in range(years, 0, -1)] + [as_of]
    held = editions_held()
    tables = [(day.year, scores(method, day, held=held)) for day in days]
    places = tables[-1][1].table.places
    points = {place: tuple((year, table.row(at).score) for year, table in tables) for at, place in enumerate(places)}
    first = days[0].year
    used = {series for item in method.country.inputs() for series in item.series}
    breaks = {
        found.year
        for spec in index_specs().values()
        for found in spec.breaks
        if used.intersection(found.series) and found.year > first
    }
    return History(points, tuple(sorted(breaks)))

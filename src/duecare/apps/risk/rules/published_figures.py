"""Every published figure that a method looks at for one place, with where it stands.

Wider than what scores: a figure that has grown stale is here too, marked so, because whoever checks a score by hand
must see why it did not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

import numpy as np

from .indices.spec import IndexSpec
from .methodology import CountryMethod
from .normalise import Layout, layout_of
from .vintage import Panel, Selection, Vintage, select

State: TypeAlias = Literal["held", "missing", "not covered", "stale"]


@dataclass(frozen=True, slots=True)
class EditionFile:
    """The file an edition was read from."""

    label: str
    file_name: str
    sha256: str
    published: date


@dataclass(frozen=True, slots=True)
class Figure:
    """One series of one place on a day.

    Attributes:
        value, error: on the publisher's scale; None where there is none, or where it is withheld.
        state: "held", "missing", "not covered" (the publisher's own statement) or "stale" (held, but too old to count).
        year: reference year in force for the series; 0 where nothing had been released.
        published: when that reference year first came out; None where nothing had been.
        edition: the file it was read from; None where it is missing.
        row, sheet: where in that file.
        withheld: there is a value, and its licence keeps it out of this form.
        valid: smallest and largest value the publisher's scale can take.
    """

    series: str
    title: str
    index: str
    value: float | None
    error: float | None
    state: State
    year: int
    published: date | None
    edition: EditionFile | None
    row: int
    sheet: str
    restated: bool
    withheld: bool
    valid: tuple[float, float]


Sheets: TypeAlias = Mapping[tuple[int, str, str, int], str]
"""(position of the edition, series, place, year) → name of the sheet inside the publisher's workbook."""


def figures_of(
    panel: Panel,
    method: CountryMethod,
    as_of: date,
    vintage: Vintage,
    *,
    places: Sequence[str],
    editions: Sequence[EditionFile],
    specs: Mapping[str, IndexSpec],
    sheets: Sheets | None = None,
) -> dict[str, tuple[Figure, ...]]:
    """For each place one figure a series, in the order of `layout_of(method).series`.

    Args:
        editions: in the order of `panel.editions`.
        sheets: names of sheets where they are known.
    """
    layout = layout_of(method)
    chosen = select(panel, layout.series, as_of, vintage)
    stale = as_of.year - chosen.years > np.asarray(layout.max_age)
    rows = {code: at for at, code in enumerate(panel.places)}
    return {
        place: tuple(
            _figure(panel, layout, chosen, rows[place], column, bool(stale[column]), editions, specs, sheets or {})
            for column in range(len(layout.series))
        )
        for place in places
    }


def withhold(figure: Figure, closed: frozenset[str]) -> Figure:
    """The figure without its value where its index is among those whose licence keeps raw values in."""
    if figure.index not in closed or figure.value is None:
        return figure
    return replace(figure, value=None, error=None, withheld=True)


def _figure(
    panel: Panel,
    layout: Layout,
    chosen: Selection,
    place: int,
    column: int,
    stale: bool,
    editions: Sequence[EditionFile],
    specs: Mapping[str, IndexSpec],
    sheets: Sheets,
) -> Figure:
    series, year, row = layout.series[column], int(chosen.years[column]), int(chosen.at[place, column])
    spec = specs[series.partition(":")[0]]
    value = float(chosen.value[place, column])
    held = row >= 0 and not np.isnan(value)
    silent = bool(chosen.not_covered[place, column])
    error = float(chosen.error[place, column])
    at = int(panel.edition_at[row]) if row >= 0 else -1
    return Figure(
        series=series,
        title=spec.series[series].title,
        index=spec.id,
        value=value if held else None,
        error=None if not held or np.isnan(error) else error,
        state=_state(held, silent, stale),
        year=year,
        published=_published(panel, row, spec, year),
        edition=editions[at] if at >= 0 else None,
        row=int(panel.row[row]) if row >= 0 else 0,
        sheet=sheets.get((at, series, panel.places[place], year), ""),
        restated=held and bool(chosen.restated[place, column]),
        withheld=False,
        valid=spec.series[series].valid,
    )


def _state(held: bool, silent: bool, stale: bool) -> State:
    if stale and (held or silent):
        return "stale"
    return "held" if held else "not covered" if silent else "missing"


def _published(panel: Panel, row: int, spec: IndexSpec, year: int) -> date | None:
    if row >= 0:
        return date.fromordinal(int(panel.published[row]))
    return spec.publication.published(year) if year else None

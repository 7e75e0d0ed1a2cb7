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
from .methodology import CountryMethod, Evidence, Raise
from .normalise import layout_of
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
    """For each place one figure a series, in the order of `layout_of(method.on(as_of)).series`.

    Args:
        editions: in the order of `panel.editions`.
        sheets: names of sheets where they are known.
    """
    layout = layout_of(method.on(as_of))
    chosen = select(panel, layout.series, as_of, vintage)
    stale = as_of.year - chosen.years > np.asarray(layout.max_age)
    rows = {code: at for at, code in enumerate(panel.places)}
    return {
        place: tuple(
            _figure(panel, name, chosen, rows[place], column, 0, bool(stale[column]), editions, specs, sheets or {})
            for column, name in enumerate(layout.series)
        )
        for place in places
    }


def evidence_of(
    panel: Panel,
    method: CountryMethod,
    as_of: date,
    vintage: Vintage,
    *,
    places: Sequence[str],
    editions: Sequence[EditionFile],
    specs: Mapping[str, IndexSpec],
    sheets: Sheets | None = None,
) -> dict[str, tuple[tuple[Figure, ...], ...]]:
    """For each place and raise of the method every figure looked at, in the order of `evidence_layout`.

    Whether a figure is stale is read from the newest year of its series, also for the years before it.
    """
    rows = {code: at for at, code in enumerate(panel.places)}
    found: dict[str, list[tuple[Figure, ...]]] = {place: [] for place in places}
    for rule in method.raises:
        looked = [(one, select(panel, (one.series,), as_of, vintage, back=one.back)) for one in evidence_layout(rule)]
        for place in places:
            found[place].append(
                tuple(
                    _figure(
                        panel, one.series, chosen, rows[place], 0, one.back,
                        as_of.year - int(chosen.years[0]) > one.item.max_age, editions, specs, sheets or {},
                    )
                    for one, chosen in looked
                )
            )  # fmt: skip
    return {place: tuple(figures) for place, figures in found.items()}


@dataclass(frozen=True, slots=True)
class Looked:
    """One figure that evidence is looked for in: a series, `back` years before its newest one."""

    item: Evidence
    series: str
    back: int


def evidence_layout(rule: Raise) -> tuple[Looked, ...]:
    """What a raise looks at: series by series in the order of the document, the newest year first."""
    return tuple(
        Looked(item, series, back)
        for item in rule.inputs
        for series in item.series
        for back in range(item.within_years)
    )


def withhold(figure: Figure, closed: frozenset[str]) -> Figure:
    """The figure without its value where its index is among those whose licence keeps raw values in."""
    if figure.index not in closed or figure.value is None:
        return figure
    return replace(figure, value=None, error=None, withheld=True)


def _figure(
    panel: Panel,
    series: str,
    chosen: Selection,
    place: int,
    column: int,
    back: int,
    stale: bool,
    editions: Sequence[EditionFile],
    specs: Mapping[str, IndexSpec],
    sheets: Sheets,
) -> Figure:
    newest, row = int(chosen.years[column]), int(chosen.at[place, column])
    year = newest - back if newest else 0
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

"""Every value held, as arrays: read once, kept while the editions stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from threading import RLock
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from duecare.apps.risk.models import Edition, IndexValue
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.vintage import Panel, panel_of_columns
from duecare.kernel.countries import all_codes

from .methods import index_specs

ONE_READS = RLock()
"""Whoever asks while another computes waits for that result: four people who open the first pages of a process at
once would otherwise hold half a million values four times."""


def held_panel() -> Panel:
    """The panel of all editions held. Countries come first, in the order of their codes; territories follow."""
    return panel_holding(tuple(Edition.objects.order_by("imported_at", "id").values_list("id", flat=True)))


def panel_holding(editions: tuple[UUID, ...]) -> Panel:
    """One panel for one set of editions; editions never change, so neither does the panel."""
    with ONE_READS:
        return _panel(editions)


@lru_cache(maxsize=2)
def _panel(editions: tuple[UUID, ...]) -> Panel:
    held = list(Edition.objects.filter(id__in=editions).order_by("imported_at", "id"))
    series, place, years, values, errors, rows, counts = _read([edition.id for edition in held])
    names, countries, pairs = sorted(set(series)), all_codes(), set(zip(series, years, strict=True))
    places = (*countries, *sorted(set(place) - set(countries)))
    published = _published(pairs)
    series_at, place_at = {name: n for n, name in enumerate(names)}, {code: n for n, code in enumerate(places)}
    days = [edition.published.toordinal() for edition in held]
    columns: dict[str, npt.NDArray[np.generic]] = {
        "series_at": np.array([series_at[name] for name in series], dtype=np.int64),
        "place_at": np.array([place_at[code] for code in place], dtype=np.int64),
        "edition_at": np.repeat(np.arange(len(held), dtype=np.int64), counts),
        "year": np.array(years, dtype=np.int64),
        "value": np.array(values, dtype=np.float64),  # None, not covered, becomes NaN
        "error": np.array(errors, dtype=np.float64),
        "published": np.array([published[pair] for pair in zip(series, years, strict=True)], dtype=np.int64),
        "edition_published": np.repeat(np.array(days, dtype=np.int64), counts),
        "row": np.array(rows, dtype=np.int64),
    }
    labels = tuple(f"{edition.index} {edition.label}" for edition in held)
    return panel_of_columns(tuple(names), places, labels, columns)


def _read(
    editions: Sequence[UUID],
) -> tuple[list[str], list[str], list[int], list[float | None], list[float | None], list[int], list[int]]:
    """Six columns of every value, edition after edition, and how many each edition has.

    One statement an edition: naming it in each of half a million rows would cost more than reading them.
    """
    fields, counts = ("series", "place", "year", "value", "error", "row"), []
    columns: tuple[list[Any], ...] = ([], [], [], [], [], [])
    for edition in editions:
        rows = list(IndexValue.objects.filter(edition_id=edition).values_list(*fields))
        counts.append(len(rows))
        for column, cells in zip(columns, zip(*rows, strict=True), strict=bool(rows)):
            column.extend(cells)
    series, place, years, values, errors, numbers = columns
    return series, place, years, values, errors, numbers, counts


def _published(pairs: set[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Original publication day (ordinal) of each series and reference year, from the index's own rule."""
    specs = index_specs()
    return {(name, year): specs[name.partition(":")[0]].publication.published(year).toordinal() for name, year in pairs}


def first_published(panel: Panel, method: Methodology) -> date | None:
    """The earliest publication among the series of a method, or None while none of them is held."""
    wanted = {series for item in method.country.inputs() for series in item.series}
    mine = np.isin(panel.releases[:, 0], [at for at, name in enumerate(panel.series) if name in wanted])
    days = panel.releases[mine, 2]
    return date.fromordinal(int(days.min())) if len(days) else None


def last_published(panel: Panel) -> date | None:
    """The newest publication in the panel, or None while it is empty."""
    return date.fromordinal(int(panel.published.max())) if len(panel.published) else None

"""Which value speaks on a given day: the as-of rule over a columnar panel of every value held.

Restated vintage (the default): a reference year counts as published in its original month, from
whichever edition it was read; the edition that first published it wins over a later one. Strict
vintage: only editions that were really out on that day.

A series' *current year* is the newest year its publisher had released by then, for anyone. A place
left out of that year is missing: its older value is not carried forward, since otherwise removing a
bad new value would bring a better old one back ("missing is never fine").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Vintage: TypeAlias = Literal["restated", "strict"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One value as held, for building small panels and tests.

    Attributes:
        series: e.g. ``"wgi:rl"``.
        place: alpha-3 code, or XKX.
        year: reference year.
        value: publisher's figure on the publisher's scale; None when the publisher says it does not
            cover the place that year (a statement, not a gap).
        published: when that reference year first came out.
        error: publisher's standard error, or None.
        edition: label of the edition it was read from.
        edition_published: when that edition came out; None means `published`.
        row: row in the publisher's file, first row 1.
    """

    series: str
    place: str
    year: int
    value: float | None
    published: date
    error: float | None = None
    edition: str = ""
    edition_published: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """Every value held, one row each, sorted by series and year. Arrays have equal length n.

    Attributes:
        series: ids; `series_at` indexes it.
        places: codes in the order of every result; `place_at` indexes it.
        editions: labels; `edition_at` indexes it.
        value: figures on the publishers' scales; NaN where `not_covered`.
        error: standard errors on the same scale; NaN where none is published.
        published, edition_published: ordinals of `datetime.date`.
        not_covered: the publisher states that it does not cover the place that year.
        releases: rows (series, year, published, edition_published), one for each series, year and
            edition: what was announced, which stays announced if a value is removed.
    """

    series: tuple[str, ...]
    places: tuple[str, ...]
    editions: tuple[str, ...]
    series_at: Ints
    place_at: Ints
    edition_at: Ints
    year: Ints
    value: Floats
    error: Floats
    published: Ints
    edition_published: Ints
    row: Ints
    not_covered: Bools
    releases: Ints

    def without(self, removed: Bools) -> Panel:
        """The same panel with some values gone; what was released stays released."""
        keep = ~removed
        return replace(
            self,
            series_at=self.series_at[keep],
            place_at=self.place_at[keep],
            edition_at=self.edition_at[keep],
            year=self.year[keep],
            value=self.value[keep],
            error=self.error[keep],
            published=self.published[keep],
            edition_published=self.edition_published[keep],
            row=self.row[keep],
            not_covered=self.not_covered[keep],
        )


_WHOLE = ("series_at", "place_at", "edition_at", "year", "published", "edition_published", "row")


def panel_of_columns(
    series: Sequence[str],
    places: Sequence[str],
    editions: Sequence[str],
    columns: dict[str, npt.NDArray[np.generic]],
) -> Panel:
    """Build a panel from unsorted columns (names as in `Panel`, without `releases`).

    `not_covered` may be left out: a value that is NaN then counts as not covered.
    """
    value = np.asarray(columns["value"], dtype=np.float64)
    silent = np.asarray(columns.get("not_covered", np.isnan(value)), dtype=np.bool_)
    ints = {name: np.asarray(columns[name], dtype=np.int64) for name in _WHOLE}
    order = np.lexsort((ints["place_at"], ints["year"], ints["series_at"]))
    ints = {name: column[order] for name, column in ints.items()}
    announced = np.stack([ints[name] for name in ("series_at", "year", "published", "edition_published")], axis=1)
    return Panel(
        tuple(series),
        tuple(places),
        tuple(editions),
        **ints,
        value=value[order],
        error=np.asarray(columns["error"], dtype=np.float64)[order],
        not_covered=silent[order],
        releases=np.unique(announced, axis=0) if len(order) else announced,
    )


def panel_of(holdings: Sequence[Holding], places: Sequence[str] = ()) -> Panel:
    """Build a panel from holdings; places default to those named, sorted."""
    codes = tuple(places) or tuple(sorted({h.place for h in holdings}))
    series = tuple(sorted({h.series for h in holdings}))
    editions = tuple(sorted({h.edition for h in holdings}))
    columns: dict[str, npt.NDArray[np.generic]] = {
        "series_at": np.array([series.index(h.series) for h in holdings], dtype=np.int64),
        "place_at": np.array([codes.index(h.place) for h in holdings], dtype=np.int64),
        "edition_at": np.array([editions.index(h.edition) for h in holdings], dtype=np.int64),
        "year": np.array([h.year for h in holdings], dtype=np.int64),
        "value": np.array([np.nan if h.value is None else h.value for h in holdings], dtype=np.float64),
        "error": np.array([np.nan if h.error is None else h.error for h in holdings], dtype=np.float64),
        "published": np.array([h.published.toordinal() for h in holdings], dtype=np.int64),
        "edition_published": np.array(
            [(h.edition_published or h.published).toordinal() for h in holdings], dtype=np.int64
        ),
        "row": np.array([h.row for h in holdings], dtype=np.int64),
    }
    return panel_of_columns(series, codes, editions, columns)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows in force on a day: arrays of shape (places, series asked for).

    Attributes:
        at: index into the panel's rows; -1 where missing.
        value, error: the figures; NaN where missing.
        not_covered: the publisher states that it does not cover the place.
        restated: read from an edition later than the original one.
        years: current year of each series; 0 where nothing was out.
    """

    at: Ints
    value: Floats
    error: Floats
    not_covered: Bools
    restated: Bools
    years: Ints


def current_years(panel: Panel, series: Sequence[str], as_of: date, vintage: Vintage = "restated") -> Ints:
    """Newest reference year released by `as_of` for each series; 0 where none was."""
    day = as_of.toordinal()
    out = panel.releases[:, 2] <= day
    if vintage == "strict":
        out &= panel.releases[:, 3] <= day
    years = np.zeros(len(panel.series) + 1, dtype=np.int64)
    np.maximum.at(years, panel.releases[out, 0], panel.releases[out, 1])
    where = {name: at for at, name in enumerate(panel.series)}
    return years[[where.get(name, len(panel.series)) for name in series]]


def select(
    panel: Panel,
    series: Sequence[str],
    as_of: date,
    vintage: Vintage = "restated",
    *,
    max_age: Sequence[int] | None = None,
    back: int = 0,
) -> Selection:
    """Choose for each place and series the value of the current year, or of `back` years before it.

    Args:
        series: ids asked for, in the order of the result's columns.
        as_of: the day; only what was out by then counts.
        max_age: per series, years after which a value is stale and therefore missing.
        back: 0 for the current year, 1 for the year before (used to measure movement).
    """
    years = current_years(panel, series, as_of, vintage)
    if max_age is not None:
        years = np.where(as_of.year - years > np.asarray(max_age), 0, years)
    at = np.full((len(panel.places), len(series)), -1, dtype=np.int64)
    where = {name: position for position, name in enumerate(panel.series)}
    for column, name in enumerate(series):
        if years[column] and name in where:
            rows = _rows_of(panel, where[name], int(years[column]) - back)
            at[:, column] = _preferred(panel, rows, as_of.toordinal(), vintage)
    held = at >= 0
    if not len(panel.value):
        empty = np.full(at.shape, np.nan)
        return Selection(at, empty, empty.copy(), held, held.copy(), years)
    value = np.where(held, panel.value[at], np.nan)
    error = np.where(held, panel.error[at], np.nan)
    restated = held & (panel.edition_published[at] > panel.published[at])
    return Selection(at, value, error, held & panel.not_covered[at], restated, years)


def _rows_of(panel: Panel, series: int, year: int) -> slice:
    left = int(np.searchsorted(panel.series_at, series, "left"))
    right = int(np.searchsorted(panel.series_at, series, "right"))
    within = panel.year[left:right]
    return slice(left + int(np.searchsorted(within, year)), left + int(np.searchsorted(within, year, "right")))


def _preferred(panel: Panel, rows: slice, day: int, vintage: Vintage) -> Ints:
    """One row for each place: the exact edition; else the newest already out; else the oldest later one."""
    published, edition = panel.published[rows], panel.edition_published[rows]
    usable = published <= day
    if vintage == "strict":
        usable &= edition <= day
    rank = np.where(edition <= published, 0, np.where(edition <= day, 10_000_000 - edition, 20_000_000 + edition))
    candidates = np.flatnonzero(usable)
    # Worst preference first, so that the best row of a place is written last and stays.
    candidates = candidates[np.argsort(-rank[candidates], kind="stable")]
    chosen = np.full(len(panel.places), -1, dtype=np.int64)
    chosen[panel.place_at[rows][candidates]] = candidates + rows.start
    return chosen


def restated_counts(selection: Selection) -> tuple[int, int]:
    """(restated values, all values) in force."""
    present = ~np.isnan(selection.value)
    return int((selection.restated & present).sum()), int(present.sum())

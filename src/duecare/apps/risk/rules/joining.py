"""A panel with one more edition, in memory: what would be held if a file were accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from .indices.reading import NotCovered, Observation, Reading
from .indices.spec import IndexSpec
from .vintage import Bools, Floats, Ints, Panel

COLUMNS = ("series_at", "place_at", "edition_at", "year", "published", "edition_published", "row")


@dataclass(frozen=True, slots=True)
class Given:
    """The values of one edition as columns of equal length; `series_at` and `place_at` point into the panel's names.

    Attributes:
        value, error: on the publisher's scale; NaN where there is none.
        not_covered: the publisher states that it does not cover the place.
    """

    series_at: Ints
    place_at: Ints
    year: Ints
    value: Floats
    error: Floats
    row: Ints
    not_covered: Bools


def kept_of(reading: Reading) -> tuple[Observation | NotCovered, ...]:
    """What of a file would be kept: historical states and regional sums rate nobody today."""
    return (*reading.observations, *reading.territories, *reading.not_covered)


def joined(panel: Panel, reading: Reading, spec: IndexSpec) -> tuple[Panel, Given]:
    """The panel with the edition as the newest one, and the edition's own values in the panel's terms.

    Places keep their order: what is new is appended, so that two tables can be compared row by row.
    """
    kept = kept_of(reading)
    names, places = (
        _known(panel.series, [one.series for one in kept]),
        _known(panel.places, [one.place for one in kept]),
    )
    given = _given(kept, names, places)
    published = {year: spec.publication.published(year).toordinal() for year in {one.year for one in kept}}
    out = spec.publication.published(max(reading.years)).toordinal()
    count = len(kept)
    more: dict[str, Ints] = {
        "series_at": given.series_at,
        "place_at": given.place_at,
        "edition_at": np.full(count, len(panel.editions), dtype=np.int64),
        "year": given.year,
        "published": np.array([published[year] for year in given.year.tolist()], dtype=np.int64),
        "edition_published": np.full(count, out, dtype=np.int64),
        "row": given.row,
    }
    whole = {name: np.concatenate([getattr(panel, name), more[name]]) for name in COLUMNS}
    # As the panel is sorted; equal keys keep their order, so that the newest edition comes last.
    order = np.lexsort((whole["place_at"], whole["year"], whole["series_at"]))
    announced = np.stack([more[name] for name in ("series_at", "year", "published", "edition_published")], axis=1)
    grown = Panel(
        tuple(names),
        tuple(places),
        (*panel.editions, f"{reading.index} {reading.edition}"),
        **{name: column[order] for name, column in whole.items()},
        value=np.concatenate([panel.value, given.value])[order],
        error=np.concatenate([panel.error, given.error])[order],
        not_covered=np.concatenate([panel.not_covered, given.not_covered])[order],
        releases=np.unique(np.concatenate([panel.releases, np.unique(announced, axis=0)]), axis=0),
    )
    return grown, given


def counts_from(reading: Reading, spec: IndexSpec, day: date) -> date:
    """The first day on which all of the edition counts: `day`, or its publication where that is still to come."""
    return max(day, spec.publication.published(max(reading.years)))


def _known(held: tuple[str, ...], named: list[str]) -> dict[str, int]:
    """Position of each name: those held first, then the new ones, sorted."""
    new = sorted(set(named) - set(held))
    return {name: at for at, name in enumerate((*held, *new))}


def _given(kept: tuple[Observation | NotCovered, ...], names: Mapping[str, int], places: Mapping[str, int]) -> Given:
    seen = [one if isinstance(one, Observation) else None for one in kept]
    return Given(
        series_at=np.array([names[one.series] for one in kept], dtype=np.int64),
        place_at=np.array([places[one.place] for one in kept], dtype=np.int64),
        year=np.array([one.year for one in kept], dtype=np.int64),
        value=np.array([np.nan if one is None else one.value for one in seen], dtype=np.float64),
        error=np.array([np.nan if one is None or one.error is None else one.error for one in seen], dtype=np.float64),
        row=np.array([one.row for one in kept], dtype=np.int64),
        not_covered=np.array([one is None for one in seen], dtype=np.bool_),
    )

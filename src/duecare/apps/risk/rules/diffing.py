"""What an edition would change: its values against those held, and every country's score with and without it. Pure.

Read before a file is accepted, so that nobody learns afterwards who moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from .comparing import Crossed, apart, common, crossed
from .indices.spec import IndexSpec
from .joining import Given
from .methodology import severity_of
from .scoring import INDETERMINATE, ScoreTable
from .vintage import Bools, Floats, Ints, Panel

_ALIKE = 1e-9
_YEARS = 10_000
"""More than any reference year: three numbers become one key."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A value that an edition held gives otherwise.

    Attributes:
        before, after: on the publisher's scale; None: "not covered", in the publisher's words.
        points: the difference as risk 0–100, positive for worse; None where one side has no value.
        edition: the edition held that gave `before`.
        row: where `after` stands in the new file.
    """

    series: str
    place: str
    year: int
    before: float | None
    after: float | None
    points: float | None
    edition: str
    row: int


@dataclass(frozen=True, slots=True)
class Values:
    """The file's values against those held.

    Attributes:
        total, same, added: values in the file; alike in the newest edition held; held by no edition yet.
        revised: every revision, the largest first.
        series_added, years_added, places_added: what no edition of the index held so far.
        left_out: (series, place, year) held, of a series and year that the file speaks of, but not in the file.
    """

    total: int
    same: int
    added: int
    revised: tuple[Revision, ...]
    series_added: tuple[str, ...]
    years_added: tuple[int, ...]
    places_added: tuple[str, ...]
    left_out: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """A place whose score, band or coverage would be another one.

    Attributes:
        before, after: score 0–100; None where nothing at all is held.
        comparable: the change on inputs without a method break, which is all that can be called a change of the
            country; None where nothing can be compared.
        treated_before, treated_after: the bands decisions use.
    """

    place: str
    before: float | None
    after: float | None
    comparable: float | None
    band_before: str
    band_after: str
    treated_before: str
    treated_after: str
    coverage_before: int
    coverage_after: int

    @property
    def change(self) -> float | None:
        """Points; None where one side has no score."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def kind(self) -> str:
        """ "indeterminate" (it becomes so), "rated" (it was), "band" (treated otherwise), "score" or "coverage"."""
        if self.band_before != self.band_after and INDETERMINATE in (self.band_before, self.band_after):
            return "indeterminate" if self.band_after == INDETERMINATE else "rated"
        if self.treated_before != self.treated_after:
            return "band"
        return "coverage" if self.change is not None and abs(self.change) <= _ALIKE else "score"

    @property
    def worse(self) -> bool:
        """It would be treated as worse than now."""
        return severity_of(self.treated_after) > severity_of(self.treated_before)


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What accepting an edition would change, as of a day, by one method.

    Attributes:
        held: this very file is held already.
        values: the file against the values held.
        movers: every place that moves: changed bands first, then by how far.
        breaks: method breaks between the figures now in force and those that would be.
    """

    index: str
    label: str
    as_of: date
    method_urn: str
    held: bool
    values: Values
    movers: tuple[Mover, ...]
    breaks: tuple[Crossed, ...]

    @property
    def changes_nothing(self) -> bool:
        """Neither a value nor a score would be another one."""
        seen = self.values
        return self.held or not (seen.added or seen.revised or seen.left_out or self.movers)

    def of_kind(self, *kinds: str) -> tuple[Mover, ...]:
        """The movers of some kinds, in their order."""
        return tuple(one for one in self.movers if one.kind in kinds)


def compare_values(held: Panel, names: Panel, given: Given, spec: IndexSpec) -> Values:
    """Compare an edition with the newest value held of each series, place and year.

    Args:
        held: all values held.
        names: a panel whose series and places `given` points into; those of `held` come first in it.
    """
    mine = np.array([name.partition(":")[0] == spec.id for name in held.series], dtype=np.bool_)
    rows = np.flatnonzero(mine[held.series_at]) if len(held.series_at) else np.zeros(0, dtype=np.int64)
    rows = rows[np.lexsort((held.edition_at[rows], held.edition_published[rows]))]
    keys = _keys(held.series_at[rows], held.place_at[rows], held.year[rows], len(names.places))
    # Of equal keys the last one stays: the newest edition.
    known, last = np.unique(keys[::-1], return_index=True)
    newest = rows[::-1][last]
    wanted = _keys(given.series_at, given.place_at, given.year, len(names.places))
    at = np.searchsorted(known, wanted)
    found = (at < len(known)) & (known[np.minimum(at, max(len(known) - 1, 0))] == wanted if len(known) else False)
    before = np.full(len(wanted), np.nan)
    before[found] = held.value[newest[at[found]]]
    alike = found & (np.isclose(before, given.value, rtol=0, atol=_ALIKE) | (np.isnan(before) & np.isnan(given.value)))
    revised = np.flatnonzero(found & ~alike)
    revisions = [
        _revision(int(one), int(newest[at[one]]), held, names, given, spec) for one in revised
    ]  # fmt: skip
    index_places = set(held.place_at[rows].tolist())
    years, index_series = set(held.year[rows].tolist()), set(held.series_at[rows].tolist())
    return Values(
        total=len(wanted),
        same=int(alike.sum()),
        added=int((~found).sum()),
        revised=tuple(sorted(revisions, key=_largest)),
        series_added=tuple(sorted({names.series[n] for n in set(given.series_at.tolist()) - index_series})),
        years_added=tuple(sorted(set(given.year.tolist()) - years)),
        places_added=tuple(sorted({names.places[n] for n in set(given.place_at.tolist()) - index_places})),
        left_out=_left_out(held, newest, known, wanted, given, len(names.places)),
    )  # fmt: skip


def _keys(series: Ints, place: Ints, year: Ints, places: int) -> Ints:
    keys: Ints = (series * places + place) * _YEARS + year
    return keys


def _revision(new: int, old: int, held: Panel, names: Panel, given: Given, spec: IndexSpec) -> Revision:
    series = names.series[int(given.series_at[new])]
    before, after = _number(held.value[old]), _number(given.value[new])
    points = None
    if before is not None and after is not None and series in spec.series:
        posts = spec.series[series]
        points = 100 * (after - before) / (posts.worst - posts.best)
    return Revision(
        series=series,
        place=names.places[int(given.place_at[new])],
        year=int(given.year[new]),
        before=before,
        after=after,
        points=points,
        edition=held.editions[int(held.edition_at[old])],
        row=int(given.row[new]),
    )


def _largest(one: Revision) -> tuple[float, str, str, int]:
    """A value that came or went weighs more than any difference."""
    return (-(float("inf") if one.points is None else abs(one.points)), one.series, one.place, -one.year)


def _left_out(
    held: Panel, newest: Ints, known: Ints, wanted: Ints, given: Given, places: int
) -> tuple[tuple[str, str, int], ...]:
    """Places that drop out of a series and year which the file covers."""
    spoken = np.unique(given.series_at * _YEARS + given.year)
    of_series_year = held.series_at[newest] * _YEARS + held.year[newest]
    gone = np.isin(of_series_year, spoken) & ~np.isin(known, wanted) & ~held.not_covered[newest]
    return tuple(
        (held.series[int(held.series_at[row])], held.places[int(held.place_at[row])], int(held.year[row]))
        for row in newest[gone]
    )


def compare_scores(
    before: ScoreTable, after: ScoreTable, specs: Mapping[str, IndexSpec]
) -> tuple[tuple[Mover, ...], tuple[Crossed, ...]]:
    """Every place that moves, and the method breaks that lie in between.

    Args:
        before, after: tables of one method and day; the places of `before` come first in `after`.
    """
    breaks = crossed(specs, before.layout.series, before.selection.years, after.selection.years)
    count = len(before.places)
    shared = common(
        before.method, before.layout, before.leaves.value, after.leaves.value[:count], apart(before.layout, breaks)
    )
    moved = [
        _mover(before, after, at, shared.now[at] - shared.then[at])
        for at in np.flatnonzero(_differs(before, after, count)).tolist()
    ]  # fmt: skip
    moved += [_arrived(after, at) for at in range(count, len(after.places)) if after.coverage[at]]
    return tuple(sorted(moved, key=_by_weight)), breaks


def _differs(before: ScoreTable, after: ScoreTable, count: int) -> Bools:
    same_score = np.isclose(before.score, after.score[:count], rtol=0, atol=_ALIKE, equal_nan=True)
    same = same_score & (before.coverage == after.coverage[:count])
    bands = np.array(
        [
            (before.band[at], before.treated_as[at]) == (after.band[at], after.treated_as[at])
            for at in range(count)
        ],
        dtype=np.bool_,
    )  # fmt: skip
    return np.asarray(~(same & bands), dtype=np.bool_)


def _mover(before: ScoreTable, after: ScoreTable, at: int, comparable: float) -> Mover:
    return Mover(
        place=before.places[at],
        before=_number(before.score[at]),
        after=_number(after.score[at]),
        comparable=_number(np.float64(comparable)),
        band_before=before.band[at],
        band_after=after.band[at],
        treated_before=before.treated_as[at],
        treated_after=after.treated_as[at],
        coverage_before=int(before.coverage[at]),
        coverage_after=int(after.coverage[at]),
    )


def _arrived(after: ScoreTable, at: int) -> Mover:
    """A named territory of which nothing was held: treated as high until now, as whatever nobody rated."""
    score, worst = _number(after.score[at]), after.method.bands[-1].name
    return Mover(
        after.places[at], None, score, None, INDETERMINATE, after.band[at], worst, after.treated_as[at], 0,
        int(after.coverage[at]),
    )  # fmt: skip


def _by_weight(one: Mover) -> tuple[int, float, str]:
    """Changed bands first, worse ones before better ones; then by how far."""
    order = 0 if one.worse else 1 if one.kind in ("indeterminate", "rated", "band") else 2
    return (order, -(abs(one.change) if one.change is not None else float("inf")), one.place)


def _number(value: np.float64 | Floats) -> float | None:
    return None if np.isnan(value) else float(value)

"""What a reader hands over: every value with its place, year and row, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass

from duecare.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Observation:
    """One value as published, in the series' own units.

    Attributes:
        place: alpha-3 (or XKX); for the other lists of a `Reading` the code of `kernel.countries`.
        year: reference year as the index's YAML defines it.
        error: the publisher's standard error or standard deviation, None if it gives none.
        row, sheet: where it stands in the file, first row 1; `sheet` is "" in text files.
        low, high: the publisher's own interval, None if it gives none.
    """

    series: str
    place: str
    year: int
    value: float
    error: float | None
    row: int
    sheet: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class NotCovered:
    """The publisher says that this series does not cover the place that year: a statement, not a gap."""

    series: str
    place: str
    year: int
    row: int
    sheet: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name or code that fits no place we know, with the first row it stands in."""

    name: str
    code: str
    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file. Values are sorted by series, place and year, whatever the order of the file.

    Attributes:
        territories, historical, aggregates: values of places that are not countries, never mixed in.
        unmatched: nothing of these rows is in any list; see `require_matched`.
        rows: rows of data read, in all sheets used.
    """

    index: str
    layout: str
    edition: str
    years: tuple[int, ...]
    observations: tuple[Observation, ...]
    territories: tuple[Observation, ...]
    historical: tuple[Observation, ...]
    aggregates: tuple[Observation, ...]
    unmatched: tuple[Unmatched, ...]
    sha256: str
    rows: int
    not_covered: tuple[NotCovered, ...] = ()

    def require_matched(self, file: str) -> None:
        """Refuse the file when a row belongs to nobody we know: a country must not vanish by a spelling."""
        if self.unmatched:
            first = self.unmatched[0]
            raise BadInput(
                f"{first.why}; {len(self.unmatched)} name(s) in all could not be placed",
                file=file,
                row=first.row,
                value=first.name or first.code,
                means="Nothing was imported.",
                todo="Check the spelling against the publisher's site; a new name needs a line in the country table.",
            )

"""Collecting values from rows: places found, numbers read, everything doubtful refused with its row."""

from __future__ import annotations

import re
from collections import Counter

from duecare.kernel.countries import Aggregate, Country, Historical, Place, Territory, resolve_code, resolve_name
from duecare.kernel.errors import BadInput

from .reading import NotCovered, Observation, Reading, Unmatched
from .sheets import Book, Cell, Table
from .spec import IndexSpec

_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,30})?(e[+-]?\d{1,3})?", re.IGNORECASE)
_REFUSED = "Nothing was imported."


class Collector:
    """Gathers the values of one file, whole or not at all.

    Raises (all methods): BadInput naming file, row and value.
    """

    def __init__(self, spec: IndexSpec, book: Book) -> None:
        self.spec = spec
        self._book = book
        self._values: dict[tuple[str, str, int], Observation] = {}
        self._kinds: dict[str, type[Place]] = {}
        self._places: dict[tuple[str, str], Place | None] = {}
        self._unmatched: dict[tuple[str, str], Unmatched] = {}
        self._rows: set[tuple[str, int]] = set()
        self._not_covered: set[NotCovered] = set()

    def refuse(self, happened: str, row: int, value: object = None, field: str = "", todo: str = "") -> BadInput:
        """An error about one row of this file, to be raised."""
        return BadInput(happened, file=self._book.file, row=row, value=value, field=field, means=_REFUSED, todo=todo)

    def locate(self, row: int, *, name: Cell = "", code: Cell = "") -> Place | None:
        """The place of a row; None (and a line in `unmatched`) when neither code nor name fits.

        A code and a name of two different countries mean that the file was damaged: refused.
        """
        key = (str(name).strip(), str(code).strip())
        if key not in self._places:
            self._places[key] = self._resolve(row, *key)
        return self._places[key]

    def _resolve(self, row: int, name: str, code: str) -> Place | None:
        given = "" if code.casefold() in self.spec.missing else code
        by_code = resolve_code(given, publisher=self.spec.id)
        by_name = resolve_name(name)
        if by_code.place is None or by_name.place is None:
            found = by_code.place or by_name.place
            if found is None:
                why = by_name.reason if name else by_code.reason
                self._unmatched[name, code] = Unmatched(name, code, row, why)
            return found
        if by_code.place is by_name.place:
            return by_code.place
        if isinstance(by_name.place, Country):
            if isinstance(by_code.place, Country):
                raise self.refuse(f"code {code} and name stand for two different countries", row, name)
            return by_code.place
        # A code shared by a state and its successor or part: the name is the more exact of the two.
        return by_name.place

    def year(self, cell: Cell, row: int) -> int:
        """A reference year; "2011-12" counts as 2012, the year the period ends in."""
        text = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell).strip()
        text = re.sub(r"\.0+$", "", text)
        if match := re.fullmatch(r"(\d{2})(\d{2})[-/](\d{2})", text):
            century = int(match[1]) + (int(match[3]) < int(match[2]))
            text = f"{century}{match[3]}"
        if not re.fullmatch(r"(19|20)\d{2}", text):
            raise self.refuse("is no year", row, cell, "year")
        return int(text)

    def number(self, cell: Cell, table: Table, row: int, field: str) -> float | None:
        """A number, or None for a blank cell or one of the publisher's markers for missing."""
        if isinstance(cell, float) and cell - cell == 0:
            return cell
        text = str(cell).strip()
        if not text or text.casefold() in self.spec.missing:
            return None
        if table.comma and text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        if isinstance(cell, bool) or not _NUMBER.fullmatch(text):
            raise self.refuse("is no number", row, cell, field)
        return float(text)

    def take(
        self,
        series: str,
        place: Place | None,
        year: int,
        cell: Cell,
        table: Table,
        row: int,
        *,
        error: Cell = "",
        low: Cell = "",
        high: Cell = "",
    ) -> None:
        """Keep one value. A missing one, or one of an unmatched place, is read and checked but not kept."""
        self._rows.add((table.sheet, row))
        spec = self.spec.series[series]
        value = self.number(cell, table, row, spec.title)
        spread = self.number(error, table, row, f"error of {spec.title}")
        if spread is not None and not 0 <= spread <= spec.valid[1] - spec.valid[0]:
            raise self.refuse("is no possible error of this series", row, error, f"error of {spec.title}")
        if value is None:
            return
        if not spec.valid[0] <= value <= spec.valid[1]:
            raise self.refuse(
                f"is outside {spec.valid[0]:g} to {spec.valid[1]:g}, the range of {spec.title}",
                row,
                cell,
                spec.title,
                "Check whether decimal signs were lost, and fetch the publisher's own file again.",
            )
        if place is None:
            return
        seen = Observation(
            series, place.code, year, value, spread, row, table.sheet,
            self.number(low, table, row, spec.low), self.number(high, table, row, spec.high),
        )  # fmt: skip
        first = self._values.setdefault((series, place.code, year), seen)
        if first.value != value:
            raise self.refuse(
                f"{place.name} {year} stands twice with different values ({first.value:g} in row {first.row})",
                row,
                cell,
            )
        self._kinds[place.code] = type(place)

    def saw(self, table: Table, row: int) -> None:
        """Count a row of data that is kept in another way than as one value."""
        self._rows.add((table.sheet, row))

    def leave_out(self, series: str, place: Place | None, year: int, table: Table, row: int) -> None:
        """Note that the publisher states it does not cover a country in this series and year."""
        if isinstance(place, Country):
            self._not_covered.add(NotCovered(series, place.code, year, row, table.sheet))

    def last_year(self) -> int:
        """The latest reference year with a value; 0 while there is none."""
        return max((year for _, _, year in self._values), default=0)

    def reading(self, layout: str, edition: str) -> Reading:
        """Everything gathered, after checking that nothing was cut off."""
        self._check_whole(layout)
        ordered = [self._values[key] for key in sorted(self._values)]

        def of(kind: type[Place]) -> tuple[Observation, ...]:
            return tuple(seen for seen in ordered if self._kinds[seen.place] is kind)

        return Reading(
            index=self.spec.id,
            layout=layout,
            edition=edition,
            years=tuple(sorted({seen.year for seen in ordered})),
            observations=of(Country),
            territories=of(Territory),
            historical=of(Historical),
            aggregates=of(Aggregate),
            unmatched=tuple(self._unmatched[key] for key in sorted(self._unmatched)),
            sha256=self._book.sha256,
            rows=len(self._rows),
            not_covered=tuple(sorted(self._not_covered, key=lambda gap: (gap.series, gap.place, gap.year))),
        )

    def _check_whole(self, layout: str) -> None:
        """Refuse a file with far fewer rows, places or series than its layout has ever had."""
        expected = self.spec.layouts[layout]
        counts = Counter((series, year) for series, _, year in self._values)
        short = [
            f"{series} has {count} places in {year}, expected {expected.minimum_places} or more"
            for (series, year), count in sorted(counts.items())
            if series in expected.requires and count < expected.minimum_places
        ]
        present = {series for series, _ in counts}
        short += [f"{series} is missing" for series in expected.requires if series not in present]
        if len(self._rows) < expected.minimum_rows:
            short.append(f"{len(self._rows)} rows of data, expected {expected.minimum_rows} or more")
        if short:
            raise BadInput(
                f"looks cut off: {short[0]}",
                file=self._book.file,
                row=max((row for _, row in self._rows), default=None),
                means=_REFUSED,
                todo="Fetch the file from the publisher again.",
            )

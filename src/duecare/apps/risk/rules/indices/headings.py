"""Finding the row of headings by what stands in it, so that order and preambles do not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from duecare.kernel.errors import BadInput

from .sheets import Cell, Table

_DEPTH = 40


def plain(cell: Cell) -> str:
    """A heading as compared: lower case, single spaces; a year read as 2024.0 becomes "2024"."""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return re.sub(r"\s+", " ", str(cell).strip().lstrip("\ufeff")).casefold()


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headings of a table; `at` is its index, `names` its cells after `plain`."""

    table: Table
    at: int
    names: tuple[str, ...]

    def column(self, *wanted: str) -> int | None:
        """Index of the column under one of these headings, None if there is none.

        Raises:
            BadInput: two columns carry it, so that nobody can say which one is meant.
        """
        names = {plain(name) for name in wanted if name}
        found = [index for index, name in enumerate(self.names) if name in names]
        if len(found) > 1:
            raise BadInput(
                "the heading stands over two columns",
                file=self.table.file,
                row=self.at + 1,
                value=self.names[found[0]],
                means="Nothing was imported.",
            )
        return found[0] if found else None

    def need(self, *wanted: str) -> int:
        """Like `column`, for a column that must be there."""
        found = self.column(*wanted)
        if found is None:
            raise BadInput(
                f"the column {wanted[0]!r} is missing",
                file=self.table.file,
                row=self.at + 1,
                means="Nothing was imported.",
            )
        return found

    def years(self, pattern: str) -> dict[int, int]:
        """{year: column} of headings that match `pattern`, whose first group is the year."""
        found: dict[int, int] = {}
        for index, name in enumerate(self.names):
            if match := re.fullmatch(pattern, name):
                year = int(match[1])
                if year in found:
                    raise BadInput("two columns are for one year", file=self.table.file, row=self.at + 1, value=name)
                found[year] = index
        return found

    def data(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """(row as a person counts it, cells) of every row below that is not blank.

        Raises:
            BadInput: in a text file, a row shorter or longer than the headings.
        """
        for index in range(self.at + 1, len(self.table.rows)):
            row = self.table.rows[index]
            if not any(str(cell).strip() for cell in row):
                continue
            if self.table.text and len(row) != len(self.names) and any(str(c).strip() for c in row[len(self.names) :]):
                raise self._ragged(index, len(row))
            if self.table.text and len(row) < len(self.names):
                raise self._ragged(index, len(row))
            yield index + 1, row

    def _ragged(self, index: int, width: int) -> BadInput:
        return BadInput(
            f"the row has {width} cells under {len(self.names)} headings: the file is cut off or was changed",
            file=self.table.file,
            row=index + 1,
            means="Nothing was imported.",
            todo="Fetch the file from the publisher again.",
        )


def find(table: Table, fits: Callable[[tuple[str, ...]], bool], depth: int = _DEPTH) -> Heading | None:
    """The first row, among the first forty, whose headings fit."""
    known = table.headings
    for index, row in enumerate(table.rows[:depth]):
        if index == len(known):
            known.append(tuple(plain(cell) for cell in row))
        if fits(known[index]):
            return Heading(table, index, known[index])
    return None


def having(*wanted: str) -> Callable[[tuple[str, ...]], bool]:
    """A test for `find`: all of these headings stand in the row."""
    names = {plain(name) for name in wanted}
    return lambda row: names.issubset(row)

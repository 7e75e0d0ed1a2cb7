"""V-Dem, country-year tables: any selection of columns with a year and a text id or a name.

Reference year: the year coded. Indices run 0-1, higher is better; point estimates of the
measurement model run about -4 to 4. Codes PSG, SML and ZZB are places of V-Dem's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from .collector import Collector
from .headings import Heading, find
from .sheets import Book, Cell, Table

INDEX = "vdem"
_FIRST = 2009


def recognise(book: Book) -> str | None:
    """ "vdem-ids" (with V-Dem's text ids), "vdem-names" (names only) or None."""
    for table in book.tables:
        if heading := _heading(table):
            return "vdem-ids" if "country_text_id" in heading.names else "vdem-names"
    return None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather every series whose column is there.

    The tables do not name their version; version n has ended with year 2009 + n since version 5.
    """
    for table in book.tables:
        if heading := _heading(table):
            _collect(heading, into)
    return f"v{into.last_year() - _FIRST}"


def _heading(table: Table) -> Heading | None:
    def fits(names: tuple[str, ...]) -> bool:
        known = "country_text_id" in names or "country_name" in names
        return known and "year" in names and any(name.startswith("v2x_") for name in names)

    return find(table, fits)


def _collect(heading: Heading, into: Collector) -> None:
    year, name, code = heading.need("year"), heading.column("country_name"), heading.column("country_text_id")
    columns = [
        (spec.id, column, heading.column(spec.error), heading.column(spec.low), heading.column(spec.high))
        for spec in into.spec.series.values()
        if (column := heading.column(*spec.columns)) is not None
    ]
    for row, cells in heading.data():
        place = into.locate(row, name=_cell(cells, name), code=_cell(cells, code))
        when = into.year(cells[year], row)
        for series, column, error, low, high in columns:
            into.take(
                series, place, when, cells[column], heading.table, row,
                error=_cell(cells, error), low=_cell(cells, low), high=_cell(cells, high),
            )  # fmt: skip


def _cell(cells: Sequence[Cell], column: int | None) -> Cell:
    return "" if column is None else cells[column]

"""World Bank, Worldwide Governance Indicators: the long sheet (2024 update) and the older one-sheet-per-dimension.

Reference year: the year of the estimate. Direction: higher is better. Old World Bank codes throughout.
"""

from __future__ import annotations

import re

from .collector import Collector
from .headings import Heading, find, having, plain
from .sheets import Book, Table

INDEX = "wgi"
_DIMENSIONS = {
    "voice and accountability": "va",
    "political stability": "pv",
    "government effectiveness": "ge",
    "regulatory quality": "rq",
    "rule of law": "rl",
    "control of corruption": "cc",
}


def recognise(book: Book) -> str | None:
    """ "wgi-long", "wgi-wide" or None."""
    if any(_long(table) for table in book.tables):
        return "wgi-long"
    return "wgi-wide" if any(_wide(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather every estimate with its standard error; the edition is the update of the year after the last."""
    for table in book.tables:
        heading = _long(table) if layout == "wgi-long" else _wide(table)
        if heading and layout == "wgi-long":
            _collect_long(heading, into)
        elif heading:
            _collect_wide(heading, into)
    return f"{into.last_year() + 1} update"


def _long(table: Table) -> Heading | None:
    return find(table, having("code", "year", "indicator", "estimate"))


def _wide(table: Table) -> Heading | None:
    return find(table, lambda names: "code" in names and names.count("estimate") > 1 and "stderr" in names)


def _collect_long(heading: Heading, into: Collector) -> None:
    code, year, indicator = heading.need("code"), heading.need("year"), heading.need("indicator")
    name = heading.column("countryname", "country name", "country/territory")
    estimate, error = heading.need("estimate"), heading.need("stddev", "stderr", "standard error")
    for row, cells in heading.data():
        series = f"wgi:{plain(cells[indicator])}"
        if series not in into.spec.series:
            raise into.refuse("is no dimension of the index", row, cells[indicator], "indicator")
        place = into.locate(row, name=cells[name] if name is not None else "", code=cells[code])
        when = into.year(cells[year], row)
        into.take(series, place, when, cells[estimate], heading.table, row, error=cells[error])


def _collect_wide(heading: Heading, into: Collector) -> None:
    """The years stand in a row above the headings, once over each column."""
    series = f"wgi:{_dimension(heading, into)}"
    code, name = heading.need("code"), heading.need("country/territory", "country")
    columns: dict[tuple[int, str], int] = {}
    for index, label in enumerate(heading.names):
        if label in ("estimate", "stderr"):
            year = _year_above(heading, index, into)
            if columns.setdefault((year, label), index) != index:
                raise into.refuse("two columns are for one year", heading.at + 1, label)
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name], code=cells[code])
        for (year, label), index in columns.items():
            if label == "estimate":
                error = columns.get((year, "stderr"))
                spread = cells[error] if error is not None else ""
                into.take(series, place, year, cells[index], heading.table, row, error=spread)


def _dimension(heading: Heading, into: Collector) -> str:
    for row in heading.table.rows[: heading.at]:
        for cell in row:
            for title, dimension in _DIMENSIONS.items():
                if plain(cell).startswith(title):
                    return dimension
    raise into.refuse("no title above the table says which dimension it is", heading.at + 1, heading.table.sheet)


def _year_above(heading: Heading, column: int, into: Collector) -> int:
    for index in range(heading.at - 1, max(heading.at - 4, -1), -1):
        row = heading.table.rows[index]
        if column < len(row) and re.fullmatch(r"(19|20)\d{2}", plain(row[column])):
            return int(plain(row[column]))
    raise into.refuse("no year stands above the column", heading.at + 1, heading.names[column])

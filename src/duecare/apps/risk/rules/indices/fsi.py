"""Fund for Peace, Fragile States Index: total of 0-120 and twelve indicators of 0-10. Higher is worse.

Reference year: the year the publisher gives the edition, which looks at the calendar year before.
Some years also carry rows "Change from Previous Year", which are differences and not values.
"""

from __future__ import annotations

from .collector import Collector
from .headings import Heading, find, having, plain
from .sheets import Book, Table

INDEX = "fsi"
_CHANGE = "change from previous year"


def recognise(book: Book) -> str | None:
    """ "fsi-long" or None."""
    return "fsi-long" if any(_heading(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather the total, which stands beside every indicator and must be the same each time, and the indicators."""
    for table in book.tables:
        if heading := _heading(table):
            _collect(heading, into)
    return f"{into.last_year()} edition"


def _heading(table: Table) -> Heading | None:
    return find(table, having("geo", "t", "total", "code", "v"))


def _collect(heading: Heading, into: Collector) -> None:
    geo, when, total = heading.need("geo"), heading.need("t"), heading.need("total")
    code, value = heading.need("code"), heading.need("v")
    for row, cells in heading.data():
        place, year = into.locate(row, code=cells[geo]), into.year(cells[when], row)
        into.take("fsi:total", place, year, cells[total], heading.table, row)
        indicator = plain(cells[code])
        if indicator == _CHANGE:
            continue
        series = f"fsi:{indicator}"
        if series not in into.spec.series:
            raise into.refuse("is no indicator of the index", row, cells[code], "code")
        into.take(series, place, year, cells[value], heading.table, row)

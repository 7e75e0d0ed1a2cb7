"""Economist Intelligence Unit, Democracy Index: overall score, long and wide tabulations.

Reference year: the year in the index's name (2006, 2008, yearly since 2010). Runs 0-10, higher is
better; no error is published. Names only.
"""

from __future__ import annotations

import re

from .collector import Collector
from .headings import Heading, find, having
from .sheets import Book, Table

INDEX = "eiu"
_YEAR = r"((?:19|20)\d{2})"
_SERIES = "eiu:overall"


def recognise(book: Book) -> str | None:
    """ "eiu-long", "eiu-wide" or None."""
    if any(_long(table) for table in book.tables):
        return "eiu-long"
    return "eiu-wide" if any(_wide(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather the overall score; the edition is named after its latest year."""
    for table in book.tables:
        heading = _long(table) if layout == "eiu-long" else _wide(table)
        if heading and layout == "eiu-long":
            name, year, score = heading.need("eiu_country", "country"), heading.need("year"), heading.need("eiu")
            for row, cells in heading.data():
                place = into.locate(row, name=cells[name])
                into.take(_SERIES, place, into.year(cells[year], row), cells[score], table, row)
        elif heading:
            name, columns = heading.need("country"), heading.years(_YEAR)
            for row, cells in heading.data():
                place = into.locate(row, name=cells[name])
                for when, column in columns.items():
                    into.take(_SERIES, place, when, cells[column], table, row)
    return f"Democracy Index {into.last_year()}"


def _long(table: Table) -> Heading | None:
    return find(table, having("eiu_country", "eiu", "year"))


def _wide(table: Table) -> Heading | None:
    def fits(names: tuple[str, ...]) -> bool:
        return {"country", "regimetype"} <= set(names) and any(re.fullmatch(_YEAR, name) for name in names)

    return find(table, fits)

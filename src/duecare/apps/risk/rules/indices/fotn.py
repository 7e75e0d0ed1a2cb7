"""Freedom House, Freedom on the Net: total scores, one row for each country and edition.

Reference year: the year in the edition's name, which covers June of the year before to May. Higher is
better. Seventy countries: whoever is not among them was not looked at, which says nothing of them.
"""

from __future__ import annotations

from .collector import Collector
from .headings import Heading, find, having
from .sheets import Book, Table

INDEX = "fotn"
_SERIES = "fotn:score"


def recognise(book: Book) -> str | None:
    """ "fotn-scores" or None."""
    return "fotn-scores" if any(_heading(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather the total scores; the edition is named after its latest year."""
    for table in book.tables:
        if heading := _heading(table):
            code, edition, score = heading.need("iso3"), heading.need("edition"), heading.need("score_0_100")
            for row, cells in heading.data():
                place = into.locate(row, code=cells[code])
                into.take(_SERIES, place, into.year(cells[edition], row), cells[score], table, row)
    return f"{into.last_year()} edition"


def _heading(table: Table) -> Heading | None:
    return find(table, having("iso3", "edition", "score_0_100"))

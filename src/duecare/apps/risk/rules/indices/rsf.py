"""Reporters Without Borders, World Press Freedom Index: one file an edition since 2002.

Reference year: the year the publisher gives the edition ("2011-12" is 2012; there is no 2011).
Until 2012 a lower score is better and 2012 has negative ones; from 2013 a higher one is better; in
2022 the method changed again. Old scores have a series of their own, so that they can never be
compared with new ones. Semicolons, decimal commas; UTF-8 with mark, or Windows-1252.
"""

from __future__ import annotations

import re

from .collector import Collector
from .headings import Heading, find, plain
from .sheets import Book, Table

INDEX = "rsf"
_SCORE = r"score(?: n| (?:19|20)\d{2})?"
_LAST_OLD_YEAR = 2012


def recognise(book: Book) -> str | None:
    """ "rsf-2002" (old scores), "rsf-2013" (new ones), "rsf-2022" (five contexts as well) or None."""
    for table in book.tables:
        if heading := _heading(table):
            if "political context" in heading.names:
                return "rsf-2022"
            when = heading.need("year (n)")
            first = next((plain(cells[when]) for _, cells in heading.data()), "")
            return "rsf-2013" if first.isdigit() and int(first) > _LAST_OLD_YEAR else "rsf-2002"
    return None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather the edition's scores; the edition is named after its year."""
    for table in book.tables:
        if heading := _heading(table):
            _collect(heading, into)
    return f"{into.last_year()} edition"


def _heading(table: Table) -> Heading | None:
    def fits(names: tuple[str, ...]) -> bool:
        return {"iso", "year (n)"} <= set(names) and any(re.fullmatch(_SCORE, name) for name in names)

    return find(table, fits)


def _collect(heading: Heading, into: Collector) -> None:
    iso, when = heading.need("iso"), heading.need("year (n)")
    name = heading.column("en_country", "country_en")
    score = heading.need(*(label for label in heading.names if re.fullmatch(_SCORE, label)))
    for row, cells in heading.data():
        year = into.year(cells[when], row)
        place = into.locate(row, name=cells[name] if name is not None else "", code=cells[iso])
        series = "rsf:score_old" if year <= _LAST_OLD_YEAR else "rsf:score"
        into.take(series, place, year, cells[score], heading.table, row)

"""Transparency International, Corruption Perceptions Index: workbook and its sheets saved as text.

Reference year: the year in the index's name. Higher is better. Scores before 2012 are on another
scale and in none of these layouts. Up to three title rows ("EMBARGOED UNTIL …") stand above.
"""

from __future__ import annotations

from .collector import Collector
from .headings import Heading, find
from .sheets import Book, Table

INDEX = "cpi"
_SCORE = r"cpi (?:score )?((?:19|20)\d{2})(?: score)?"
_ERROR = r"standard error ((?:19|20)\d{2})"


def recognise(book: Book) -> str | None:
    """ "cpi-workbook" (several sheets), "cpi-long", "cpi-timeseries", "cpi-results" or None."""
    headings = [heading for table in book.tables if (heading := _heading(table))]
    if len(headings) > 1:
        return "cpi-workbook"
    if not headings:
        return None
    if _is_long(headings[0]):
        return "cpi-long"
    return "cpi-timeseries" if len(headings[0].years(_SCORE)) > 1 else "cpi-results"


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather scores with standard errors from every sheet; where sheets overlap they must agree."""
    for table in book.tables:
        if heading := _heading(table):
            (_collect_long if _is_long(heading) else _collect_wide)(heading, into)
    return f"CPI {into.last_year()}"


def _heading(table: Table) -> Heading | None:
    """Sheets of averages, changes and significance have no standard errors and are passed over."""

    def fits(names: tuple[str, ...]) -> bool:
        scored = any(name.startswith("cpi ") for name in names)
        return "iso3" in names and scored and any(name.startswith("standard error") for name in names)

    return find(table, fits)


def _is_long(heading: Heading) -> bool:
    return {"year", "cpi score"} <= set(heading.names)


def _collect_long(heading: Heading, into: Collector) -> None:
    name, code = heading.need("country / territory", "country"), heading.need("iso3")
    year, score, error = heading.need("year"), heading.need("cpi score"), heading.need("standard error")
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name], code=cells[code])
        when = into.year(cells[year], row)
        into.take("cpi:score", place, when, cells[score], heading.table, row, error=cells[error])


def _collect_wide(heading: Heading, into: Collector) -> None:
    name, code = heading.need("country / territory", "country"), heading.need("iso3")
    scores, errors = heading.years(_SCORE), heading.years(_ERROR)
    if len(scores) == 1 and not errors:
        errors = dict.fromkeys(scores, heading.need("standard error"))
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name], code=cells[code])
        for year, column in scores.items():
            spread = cells[errors[year]] if year in errors else ""
            into.take("cpi:score", place, year, cells[column], heading.table, row, error=spread)

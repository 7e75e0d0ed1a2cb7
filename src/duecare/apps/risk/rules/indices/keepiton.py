"""Access Now, #KeepItOn register of internet shutdowns: yearly sheets, and a list of nationwide events.

Reference year: the year under which the publisher lists an event (its sheet, or the column `year`); in the
list of nationwide events the year it began. An event that goes on is listed again every year. Columns and
words differ from sheet to sheet, headings and names carry spaces. Events that the publisher ascribes to
somebody else than a state ("non-government": sabotage, armed groups) are not counted; those of unknown
origin are, since states that cut the network seldom say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .collector import Collector
from .events import EventCount
from .headings import Heading, find
from .sheets import Book, Cell, Table

INDEX = "keepiton"
_EVENTS, _NATIONWIDE = "keepiton:events", "keepiton:nationwide"
_DAY = re.compile(r"(19|20)\d{2}-\d{2}-\d{2}")
_WHOLE_COUNTRY = re.compile(r"\s*(nation\s?wi?de|national|entire country)\b", re.IGNORECASE)
_SHEET = re.compile(r"\s*(20\d{2})(?: data)?\s*", re.IGNORECASE)


def recognise(book: Book) -> str | None:
    """ "keepiton-yearly" (all events), "keepiton-nationwide" or None."""
    headings = list(_headings(book))
    if not headings:
        return None
    return "keepiton-yearly" if any("geo_scope" in heading.names for heading in headings) else "keepiton-nationwide"


def collect(book: Book, layout: str, into: Collector) -> str:
    """Count the events of every sheet."""
    count = EventCount(into)
    for heading in _headings(book):
        country, start, area = heading.need("country"), heading.need("start_date"), heading.need("area_name")
        ordered, scope, listed = heading.need("ordered_by"), heading.column("geo_scope"), heading.column("year")
        sheet = _SHEET.fullmatch(heading.table.sheet)
        for row, cells in heading.data():
            into.saw(heading.table, row)
            began = _day(into, cells[start], row)
            if str(cells[ordered]).strip().casefold() == "non-government":
                continue
            given = cells[listed] if listed is not None else sheet[1] if sheet else began[:4]
            where = str(cells[area]).strip()
            what = (str(cells[country]).strip(), "", into.year(given, row), (began, where.casefold()))
            if layout == "keepiton-yearly":
                count.add(_EVENTS, *what, heading.table, row)
            if scope is None or _nationwide(str(cells[scope]), where):
                count.add(_NATIONWIDE, *what, heading.table, row)
    count.hand_over()
    return f"STOP {into.last_year()}"


def _headings(book: Book) -> Iterator[Heading]:
    for table in book.tables:
        if heading := _heading(table):
            yield heading


def _heading(table: Table) -> Heading | None:
    def fits(names: Sequence[str]) -> bool:
        return {"start_date", "country", "area_name", "ordered_by", "actual_cause"} <= set(names)

    return find(table, fits)


def _day(into: Collector, cell: Cell, row: int) -> str:
    """The day an event began, YYYY-MM-DD."""
    text = str(cell).strip()[:10]
    if not _DAY.fullmatch(text):
        raise into.refuse("is no day an event began", row, cell, "start_date")
    return text


def _nationwide(scope: str, area: str) -> bool:
    """Older sheets grade the scope in words, newer ones in levels of which the highest is "more than one region"."""
    return scope.strip().casefold() == "national" or bool(_WHOLE_COUNTRY.match(area))

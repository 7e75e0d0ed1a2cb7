"""Internet Society Pulse, shutdown events: one row for each region of an event, told apart by its page.

Reference year: every year in which an event was going on, from the day it began to the day it ended or,
while it lasts, to the day of the download, which is its beginning and its duration together.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from .collector import Collector
from .events import EventCount
from .headings import Heading, find, having
from .sheets import Book, Cell, Table

INDEX = "pulse"
_SERIES = "pulse:events"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)
_LASTED = re.compile(r"(\d{1,6}) days?\b.*")


def recognise(book: Book) -> str | None:
    """ "pulse-events" or None."""
    return "pulse-events" if any(_heading(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Count the events that were going on in each year."""
    count = EventCount(into)
    for table in book.tables:
        if heading := _heading(table):
            page, name, code = heading.need("detail_url"), heading.need("country"), heading.need("country_code")
            start, end, lasted = heading.need("start_datetime"), heading.need("end_datetime"), heading.need("duration")
            for row, cells in heading.data():
                first = _day(into, cells[start], row, "start_datetime")
                last = _end(into, first, cells[end], cells[lasted], row)
                for year in range(first.year, last.year + 1):
                    place = (str(cells[name]).strip(), str(cells[code]).strip())
                    count.add(_SERIES, *place, year, (str(cells[page]).strip(),), table, row)
    count.hand_over()
    return f"Pulse {into.last_year()}"


def _heading(table: Table) -> Heading | None:
    return find(table, having("detail_url", "shutdown_type", "country_code", "start_datetime", "duration"))


def _day(into: Collector, cell: Cell, row: int, field: str) -> date:
    try:
        return date.fromisoformat(str(cell).strip()[:10])
    except ValueError as fault:
        raise into.refuse("is no day", row, cell, field) from fault


def _end(into: Collector, first: date, end: Cell, lasted: Cell, row: int) -> date:
    """The day an event ended, or that of the download while it goes on."""
    if str(end).strip():
        last = _day(into, end, row, "end_datetime")
    else:
        match = _LASTED.fullmatch(str(lasted).strip())
        last = first + timedelta(days=int(match[1])) if match else first
    if not _EARLIEST <= first <= last <= _LATEST:
        raise into.refuse("ends before it began, or at no time that can be true", row, end or lasted, "end_datetime")
    return last

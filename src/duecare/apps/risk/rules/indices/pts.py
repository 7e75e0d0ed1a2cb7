"""Political Terror Scale: three readings of a year, 1-5, higher is worse.

Amnesty International (PTS_A), Human Rights Watch (PTS_H), US State Department (PTS_S). Reference
year: the year the reports speak about. "NA" is never a good score. Where the NA_Status column says
88, the organisation wrote no report on the country that year (Human Rights Watch covers about a
hundred, the State Department never its own country): a source that did not look. Any other reason,
or none, is plainly missing. Latin-1; the World Bank code's heading is misspelt by the
publisher, and one code (YUG) stands for two states, so the name decides between them.
"""

from __future__ import annotations

from .collector import Collector
from .headings import Heading, find, having, plain
from .sheets import Book, Table

INDEX = "pts"
_SERIES = {"pts:a": "pts_a", "pts:h": "pts_h", "pts:s": "pts_s"}
_STATUS = {"pts:a": "na_status_a", "pts:h": "na_status_h", "pts:s": "na_status_s"}
_NO_REPORT = "88"


def recognise(book: Book) -> str | None:
    """ "pts" or None."""
    return "pts" if any(_heading(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather the three readings; the release is named after the year that follows the last one."""
    for table in book.tables:
        if heading := _heading(table):
            name, year = heading.need("country"), heading.need("year")
            code = heading.column("wordbank_code_a", "worldbank_code_a")
            columns = {series: heading.need(label) for series, label in _SERIES.items()}
            for row, cells in heading.data():
                place = into.locate(row, name=cells[name], code=cells[code] if code is not None else "")
                when = into.year(cells[year], row)
                for series, column in columns.items():
                    into.take(series, place, when, cells[column], table, row)
                    status = heading.column(_STATUS[series])
                    absent = into.number(cells[column], table, row, series) is None
                    if absent and status is not None and plain(cells[status]) == _NO_REPORT:
                        into.leave_out(series, place, when, table, row)
    return f"PTS-{into.last_year() + 1}"


def _heading(table: Table) -> Heading | None:
    return find(table, having("country", "year", *_SERIES.values()))

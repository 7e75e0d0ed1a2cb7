"""World Justice Project, Rule of Law Index: one long sheet, or the older workbook with a sheet an edition.

Reference year: the first year in the edition's label ("2017-2018" is 2017), as in the publisher's own
long sheet. Scores run 0-1, higher is better; no errors are published. In the 2012-2013 sheet factors
3 and 5 stand the other way round, so factors are known by their names, never by their numbers.
"""

from __future__ import annotations

import re

from .collector import Collector
from .headings import Heading, find, having, plain
from .sheets import Book, Table

INDEX = "wjp"
_FACTOR = r"factor \d+: "


def recognise(book: Book) -> str | None:
    """ "wjp-long", "wjp-sheets" or None."""
    if any(_long(table) for table in book.tables):
        return "wjp-long"
    return "wjp-sheets" if any(_sheet(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather the overall score and the eight factors; the edition is the latest one in the file."""
    for table in book.tables:
        if layout == "wjp-long":
            if heading := _long(table):
                _collect_long(heading, into)
        elif found := _sheet(table):
            _collect_sheet(*found, into)
    return f"{into.last_year()} edition"


def _long(table: Table) -> Heading | None:
    return find(table, having("country", "year", "roli", "f1"))


def _sheet(table: Table) -> tuple[Heading, bool] | None:
    """The headings of an edition's sheet and whether it had to be turned: from 2014 countries run across."""

    def fits(names: tuple[str, ...]) -> bool:
        return "country" in names and "region" in names and any(re.match(_FACTOR, name) for name in names)

    if heading := find(table, fits):
        return heading, False
    if not _columns(table, "country") & _columns(table, "region"):
        return None  # sought in the cells as they are: turned and read as headings, other publishers' take far longer
    width = max((len(row) for row in table.rows), default=0)
    turned = [[row[column] if column < len(row) else "" for row in table.rows] for column in range(width)]
    # Any column may hold the labels: a sheet passed over would lose an edition without a word.
    heading = find(Table(table.file, table.sheet, turned), fits, depth=width)
    if not heading:
        return None
    # Countries may stand on both sides of the labels, so the labels are put first.
    turned.insert(0, turned.pop(heading.at))
    return Heading(Table(table.file, table.sheet, turned), 0, heading.names), True


def _collect_long(heading: Heading, into: Collector) -> None:
    name, year, code = heading.need("country"), heading.need("year"), heading.column("code", "country_code")
    columns = {spec.id: heading.need(*spec.columns) for spec in into.spec.series.values()}
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name], code=cells[code] if code is not None else "")
        when = into.year(cells[year], row)
        for series, column in columns.items():
            into.take(series, place, when, cells[column], heading.table, row)


def _collect_sheet(heading: Heading, turned: bool, into: Collector) -> None:
    label = re.search(r"(?:19|20)\d{2}", heading.table.sheet)
    if not label:
        raise into.refuse("the name of the sheet does not say the year", heading.at + 1, heading.table.sheet)
    named = Heading(heading.table, heading.at, tuple(re.sub(f"^{_FACTOR}", "", name) for name in heading.names))
    name, code = named.need("country"), named.column("abbreviation", "country code")
    columns = {
        spec.id: column for spec in into.spec.series.values() if (column := named.column(*spec.columns)) is not None
    }
    for line, cells in named.data():
        place = into.locate(line, name=cells[name], code=cells[code] if code is not None else "")
        if not plain(cells[name]):
            continue
        for series, column in columns.items():
            into.take(series, place, int(label[0]), cells[column], named.table, column + 1 if turned else line)


def _columns(table: Table, word: str) -> set[int]:
    """Columns of which a cell has this word in it: at least those in which it stands as a heading."""
    return {
        column
        for row in table.rows
        for column, cell in enumerate(row)
        if isinstance(cell, str) and word in cell.casefold()
    }

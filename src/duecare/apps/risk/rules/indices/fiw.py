"""Freedom House, Freedom in the World: all data (2013-), aggregate scores (2003-) and ratings (1973-).

Reference year: the year under review, which is the edition's year less one. Early editions cover
odd periods; they count for the year the period ends in ("Jan.1981-Aug. 1982" is 1982, so 1981 has
no value). Totals: higher is better, and additional question B can take them below zero. Ratings
1-7: higher is worse. Names only, countries and territories mixed.
"""

from __future__ import annotations

import re

from .collector import Collector
from .headings import Heading, find, having, plain
from .sheets import Book, Cell, Table

INDEX = "fiw"
_DOUBLE = re.compile(r"([1-7])\(([1-7])\)")
_SCORES = {"pr": "fiw:pr_score", "cl": "fiw:cl_score", "total": "fiw:total"}


def recognise(book: Book) -> str | None:
    """ "fiw-all", "fiw-aggregate", "fiw-ratings" or None."""
    headings = [heading for table in book.tables if (heading := _scores(table))]
    if any("a1" in heading.names for heading in headings):
        return "fiw-all"
    if headings or any(_early(table) for table in book.tables):
        return "fiw-aggregate"
    return "fiw-ratings" if any(_ratings(table) for table in book.tables) else None


def collect(book: Book, layout: str, into: Collector) -> str:
    """Gather scores and ratings from every sheet that holds them; the edition is the latest one in the file."""
    for table in book.tables:
        if layout == "fiw-ratings":
            if heading := _ratings(table):
                _collect_ratings(heading, into)
        elif heading := _scores(table):
            _collect_scores(heading, into)
        elif heading := _early(table):
            _collect_early(heading, into)
    return f"{into.last_year() + 1} edition"


def _scores(table: Table) -> Heading | None:
    return find(table, having("country/territory", "edition", "total"))


def _early(table: Table) -> Heading | None:
    return find(table, lambda names: "country/territory" in names and _has(names, r"fiw\d\d total"))


def _ratings(table: Table) -> Heading | None:
    """The row with PR, CL and Status; two rows above it stands "Survey Edition"."""
    heading = find(table, lambda names: names.count("pr") > 1 and names.count("cl") > 1)
    above = heading.table.rows[: heading.at] if heading else []
    return heading if any("survey edition" in map(plain, row) for row in above) else None


def _has(names: tuple[str, ...], pattern: str) -> bool:
    return any(re.fullmatch(pattern, name) for name in names)


def _collect_scores(heading: Heading, into: Collector) -> None:
    name, edition = heading.need("country/territory"), heading.need("edition")
    columns = {series: heading.need(label) for label, series in _SCORES.items()}
    columns |= {"fiw:pr": heading.need("pr rating"), "fiw:cl": heading.need("cl rating")}
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name])
        year = into.year(cells[edition], row) - 1
        for series, column in columns.items():
            into.take(series, place, year, cells[column], heading.table, row)


def _collect_early(heading: Heading, into: Collector) -> None:
    """Editions 2003-2005: one column a score and edition, "FIW03 PR" being the score of 0-40, not the rating."""
    name = heading.need("country/territory")
    columns = {}
    for index, label in enumerate(heading.names):
        if match := re.fullmatch(r"fiw(\d\d) (pr|cl|total)", label):
            columns[_SCORES[match[2]], 2000 + int(match[1]) - 1] = index
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name])
        for (series, year), column in columns.items():
            into.take(series, place, year, cells[column], heading.table, row)


def _collect_ratings(heading: Heading, into: Collector) -> None:
    years = _years(heading, into)
    name = next(index for index in range(len(heading.names)) if index not in {c + i for c in years for i in range(3)})
    for row, cells in heading.data():
        place = into.locate(row, name=cells[name])
        for column, year in years.items():
            for offset, series in ((0, "fiw:pr"), (1, "fiw:cl")):
                into.take(series, place, year, _worse(cells[column + offset]), heading.table, row)


def _years(heading: Heading, into: Collector) -> dict[int, int]:
    """{column of PR: reference year}, from the merged cells "Year(s) Under Review" over PR, CL, Status.

    Only the first of the three columns carries the year, so the three must stand together and the
    years must rise from left to right: otherwise a CL might be read under another year.
    """
    above = next(
        (row for row in reversed(heading.table.rows[: heading.at]) if "year(s) under review" in map(plain, row)), []
    )
    found: dict[int, int] = {}
    for column, cell in enumerate(above):
        text = plain(cell)
        if not text or text == "year(s) under review":
            continue
        year = re.findall(r"(?:19|20)\d{2}", text)
        if heading.names[column : column + 3] != ("pr", "cl", "status") or not year:
            raise into.refuse("PR, CL and Status do not stand together under their year", heading.at + 1, text)
        found[column] = int(year[-1])
    if list(found.values()) != sorted(set(found.values())) or len(found) != heading.names.count("pr"):
        raise into.refuse("the years under review are not in order or not complete", heading.at + 1)
    return found


def _worse(cell: Cell) -> Cell:
    """South Africa 1972 was rated twice, "2(5)" for its white and its black population: the worse counts."""
    match = _DOUBLE.fullmatch(str(cell).strip())
    return max(match.groups()) if match else cell

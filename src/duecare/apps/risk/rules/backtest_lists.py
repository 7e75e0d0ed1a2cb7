"""The two lists of a backtest: countries with documented misuse, and customers without.

CASES has the columns `iso3` and `first_year`, and may have `confidence`; CLEAN needs only `iso3`. Further
columns, the order and the case of headings, a byte-order mark and any line ending do not matter. Whatever
is doubtful is refused with file, row and value: a test of a method is worth what its list is worth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duecare.kernel.countries import Country, resolve_code
from duecare.kernel.errors import BadInput

from .indices.headings import Heading, find, having
from .indices.sheets import Cell, open_book

LIST_LIMIT = 5 * 1024 * 1024
_REFUSED = "Nothing was tested."


@dataclass(frozen=True, slots=True)
class Case:
    """One country with documented misuse, by the earliest year listed.

    Attributes:
        iso3: alpha-3, or XKX.
        first_year: year of the first documented misuse.
        row: row of that year in the file, first row 1.
    """

    iso3: str
    first_year: int
    row: int

    @property
    def as_of(self) -> date:
        """The day it is scored on: 31 December of the year before, so that nothing of the misuse is known yet."""
        return date(self.first_year - 1, 12, 31)


@dataclass(frozen=True, slots=True)
class CaseList:
    """Countries with documented misuse, sorted by code.

    Attributes:
        cases: one for each country.
        left_out: countries whose rows are all below the confidence asked for. They are neither cases
            nor among "all other countries": a doubtful report is not its absence.
        repeated: countries listed more than once; their earliest year counts.
        sha256: of the file's bytes.
    """

    file: str
    sha256: str
    cases: tuple[Case, ...]
    left_out: tuple[str, ...]
    repeated: tuple[str, ...]

    def days(self) -> tuple[date, ...]:
        """The eves of all cases, each once."""
        return tuple(sorted({case.as_of for case in self.cases}))

    def named(self) -> frozenset[str]:
        """Every country of the file, whatever the confidence."""
        return frozenset(case.iso3 for case in self.cases) | frozenset(self.left_out)


@dataclass(frozen=True, slots=True)
class CleanList:
    """Customers' countries without documented misuse, sorted; no report is not no misuse."""

    file: str
    sha256: str
    places: tuple[str, ...]


def read_cases(data: bytes, file: str, today: date, *, min_confidence: float | None = None) -> CaseList:
    """Read a list of cases.

    Args:
        data: CSV (or a workbook), at most 5 MB.
        file: its name, for messages.
        today: no year may lie after it.
        min_confidence: rows below it, or without a confidence, are left out; None keeps all.

    Raises:
        LimitExceeded: larger than the limit.
        BadInput: empty, a column missing, an unknown country, a year that is none or lies in the future,
            a confidence that is no number where one is asked for; names file, row and value.
    """
    heading, sha256 = _opened(data, file, "iso3", "first_year")
    code, first = heading.need("iso3"), heading.need("first_year")
    grade = heading.column("confidence")
    if min_confidence is not None and grade is None:
        raise BadInput("the column 'confidence' is missing", file=file, row=heading.at + 1, means=_REFUSED, todo=_TODO)
    earliest: dict[str, Case] = {}
    seen: list[str] = []
    for row, cells in heading.data():
        case = Case(_country(cells[code], file, row), _year(cells[first], file, row, today), row)
        seen.append(case.iso3)
        sure = min_confidence is None or grade is None or _grade(cells[grade], file, row) >= min_confidence
        if sure and (case.iso3 not in earliest or case.first_year < earliest[case.iso3].first_year):
            earliest[case.iso3] = case
    if not seen:
        raise BadInput("has headings and no row", file=file, means=_REFUSED, todo=_TODO)
    if not earliest:
        raise BadInput(
            f"no row has a confidence of {min_confidence:g} or more", file=file, means=_REFUSED, todo="Ask for less."
        )
    return CaseList(
        file,
        sha256,
        tuple(earliest[place] for place in sorted(earliest)),
        tuple(sorted(set(seen) - set(earliest))),
        tuple(sorted(place for place in set(seen) if seen.count(place) > 1)),
    )


def read_clean(data: bytes, file: str, cases: CaseList) -> CleanList:
    """Read a list of countries without documented misuse; a country listed twice counts once.

    Raises:
        LimitExceeded: larger than the limit.
        BadInput: empty, a column missing, an unknown country, or one that is a case as well.
    """
    heading, sha256 = _opened(data, file, "iso3")
    code, named, places = heading.need("iso3"), cases.named(), set[str]()
    for row, cells in heading.data():
        place = _country(cells[code], file, row)
        if place in named:
            raise BadInput(
                f"stands in {cases.file} as well: a country is a case or clean, not both",
                file=file, row=row, value=str(cells[code]), field="iso3", means=_REFUSED, todo="Take it out of one.",
            )  # fmt: skip
        places.add(place)
    if not places:
        raise BadInput("has headings and no row", file=file, means=_REFUSED, todo=_TODO)
    return CleanList(file, sha256, tuple(sorted(places)))


_TODO = "The columns are iso3 and first_year, for countries without documented misuse iso3 alone."


def _opened(data: bytes, file: str, *wanted: str) -> tuple[Heading, str]:
    book = open_book(data, file, limit=LIST_LIMIT, unpacked_limit=4 * LIST_LIMIT)
    for table in book.tables:
        if heading := find(table, having(*wanted), depth=1):
            return heading, book.sha256
    first = next((table.rows[0] for table in book.tables if table.rows), ())
    there = ", ".join(str(cell).strip() for cell in first)
    missing = next((name for name in wanted if not any(find(t, having(name), depth=1) for t in book.tables)), wanted[0])
    raise BadInput(f"the column '{missing}' is missing", file=file, row=1, value=there, means=_REFUSED, todo=_TODO)


def _country(cell: Cell, file: str, row: int) -> str:
    found = resolve_code(str(cell)).place
    if not isinstance(found, Country):
        raise BadInput(
            "is the code of no country", file=file, row=row, value=str(cell).strip(), field="iso3", means=_REFUSED,
            todo="Write the ISO 3166-1 alpha-3 code; Kosovo is XKX.",
        )  # fmt: skip
    return found.alpha3


def _year(cell: Cell, file: str, row: int, today: date) -> int:
    text = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell).strip()
    if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise _bad_year("is no year", file, row, text)
    if int(text) > today.year:
        raise _bad_year(f"lies after today, {today.isoformat()}", file, row, text)
    return int(text)


def _bad_year(why: str, file: str, row: int, text: str) -> BadInput:
    return BadInput(
        why, file=file, row=row, value=text, field="first_year", means=_REFUSED,
        todo="Write the year of the first documented misuse in four digits.",
    )  # fmt: skip


def _grade(cell: Cell, file: str, row: int) -> float:
    """The confidence of a row; without one it is below every number that may be asked for."""
    text = str(cell).strip()
    if not text:
        return float("-inf")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text, re.ASCII):
        raise BadInput(
            "is no number", file=file, row=row, value=text, field="confidence", means=_REFUSED,
            todo="Grade in numbers, or test without asking for a confidence.",
        )  # fmt: skip
    return float(text)

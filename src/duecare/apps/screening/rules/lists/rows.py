"""Delimited text and sheets as rows of text cells, each of the width its layout promises.

A list must never lose a party without a word, so nothing is guessed: UTF-8 (or UTF-16 with its mark)
or nothing, every row as wide as the first, a quoted cell closed, the last row ended. What cannot be seen:
a text cut off exactly between two rows; the import compares the number of entries with the edition before.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duecare.apps.risk.rules.indices.sheets import Cell

from .members import Member
from .refusal import refuse

_CONTROL_Z = "\x1a"
_UTF8 = "Save the file as UTF-8, or fetch it from the publisher again."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data.

    Attributes:
        number: row as a person counts it in the file, first row 1 (a cell with line breaks is one row).
        cells: by heading, outer white space and no-break spaces taken off.
    """

    number: int
    cells: Mapping[str, str]

    def get(self, heading: str) -> str:
        """The cell, "" where the layout has no such column."""
        return self.cells.get(heading, "")


def decoded(member: Member) -> str:
    """The text of a file.

    Raises:
        BadInput: not UTF-8 or UTF-16, or with a NUL in it; names the line.
    """
    encoding = "utf-16" if member.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = member.data.decode(encoding)
    except UnicodeDecodeError as error:
        line = member.data.count(b"\n", 0, error.start) + 1
        broken = member.data[error.start : error.start + 4]
        raise refuse(f"cannot be read as {encoding[:6]}", member.file, line=line, value=broken, todo=_UTF8) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise refuse("holds a NUL, which no text does", member.file, line=line)
    return text


def plain_rows(member: Member, *, delimiter: str = ",", endings: tuple[str, ...] = ('"',)) -> list[list[str]]:
    """Every row, blank ones and DOS's end-of-file sign left out.

    Args:
        endings: what the last row may end with, apart from a line break, and still be whole.

    Raises:
        BadInput: a quoted cell is not closed, a cell is longer than 128 KB, or the last row is cut off.
    """
    text = decoded(member).rstrip(_CONTROL_Z)
    if not text.endswith(("\n", "\r", *endings)):
        raise refuse("is cut off: its last row has no end", member.file, line=text.count("\n") + 1, value=text[-40:])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[list[str]] = []
    try:
        for cells in reader:
            found.append(cells)
    except csv.Error as error:
        raise refuse(f"is damaged or cut off: {error}", member.file, row=len(found) + 1) from error
    return found


def headed_rows(
    member: Member, *, headings: Sequence[str], delimiter: str = ",", skip: int = 0, endings: tuple[str, ...] = ('"',)
) -> Iterator[Row]:
    """Rows under a header that must hold `headings`; headings beyond them are kept too.

    Args:
        skip: rows above the header.

    Raises:
        BadInput: as `plain_rows`; a heading is missing or stands twice; a row of another width.
    """
    table = plain_rows(member, delimiter=delimiter, endings=endings)
    yield from _under_header(member.file, table, headings, skip)


def sheet_rows(member: Member, *, headings: Sequence[str], skip: int = 0) -> Iterator[Row]:
    """The same for the first sheet of a workbook."""
    table = [[_cell(value) for value in cells] for cells in member.tables[0].rows]
    yield from _under_header(member.file, table, headings, skip)


def _under_header(file: str, table: list[list[str]], headings: Sequence[str], skip: int) -> Iterator[Row]:
    if len(table) <= skip:
        raise refuse("ends before its header", file)
    header = [_clean(heading) for heading in table[skip]]
    while header and not header[-1]:
        header.pop()
    for heading in headings:
        if header.count(heading) != 1:
            wrong = "is missing" if heading not in header else "stands twice"
            raise refuse(f"the column {wrong}", file, row=skip + 1, field=heading)
    for number, cells in enumerate(table[skip + 1 :], skip + 2):
        if not any(cells):
            continue
        if len(cells) != len(table[skip]):
            wrong = f"has {len(cells)} cells where the header has {len(table[skip])}: cut off or damaged"
            raise refuse(wrong, file, row=number, value=cells[0])
        yield Row(number, dict(zip(header, map(_clean, cells), strict=False)))


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip()


def _cell(value: Cell) -> str:
    """A workbook's cell as text: 2.0 is "2", a date is ISO."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

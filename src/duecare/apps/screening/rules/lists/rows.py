"""Delimited text and sheets as rows of text cells, each of the width its layout promises.

A list must never lose a party without a word, so nothing is guessed: UTF-8 (or UTF-16 with its mark)
or nothing, every row as wide as the first, a quoted cell closed, the last row ended. What cannot be seen:
a text cut off exactly between two rows; the import compares the number of entries with the edition before.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duecare.apps.risk.rules.indices.sheets import Cell

from .members import Member
from .refusal import refusal

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
        raise refusal(f"cannot be read as {encoding[:6]}", member.file, line=line, value=broken, todo=_UTF8) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise refusal("holds a NUL, which no text does", member.file, line=line)
    return text


def plain_rows(member: Member, *, delimiter: str = ",", endings: tuple[str, ...] = ('"',)) -> Iterator[list[str]]:
    """Every row as it is read, without DOS's end-of-file sign.

    Args:
        endings: what the last row may end with, apart from a line break, and still be whole.

    Raises:
        BadInput: a quoted cell is not closed, a cell is longer than 128 KB, or the last row is cut off.
    """
    text = decoded(member).rstrip(_CONTROL_Z)
    if not text.endswith(("\n", "\r", *endings)):
        raise refusal("is cut off: its last row has no end", member.file, line=text.count("\n") + 1, value=text[-40:])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield cells
    except csv.Error as error:
        raise refusal(f"is damaged or cut off: {error}", member.file, row=number + 1) from error


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
    table = ([_cell(value) for value in cells] for cells in member.tables[0].rows)
    yield from _under_header(member.file, table, headings, skip)


def _under_header(file: str, table: Iterator[list[str]], headings: Sequence[str], skip: int) -> Iterator[Row]:
    above = next(itertools.islice(table, skip, None), None)
    if above is None:
        raise refusal("ends before its header", file)
    width = len(above)
    header = [_clean(heading) for heading in above]
    while header and not header[-1]:
        header.pop()
    for heading in headings:
        if header.count(heading) != 1:
            raise refusal(
                "the column stands twice" if heading in header else "the column is missing",
                file, row=skip + 1, field=heading,
            )  # fmt: skip
    for number, cells in enumerate(table, skip + 2):
        if not any(cells):
            continue
        if len(cells) != width:
            raise refusal(
                f"has {len(cells)} cells where the header has {width}: cut off or damaged",
                file, row=number, value=cells[0],
            )  # fmt: skip
        yield Row(number, dict(zip(header, map(_clean, cells), strict=False)))


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip()


def _cell(value: Cell) -> str:
    """A workbook's cell as text: 2.0 is "2", a date is ISO."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

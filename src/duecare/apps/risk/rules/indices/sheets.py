"""Bytes to tables: workbooks and delimited text, packed or not, in the encodings publishers use.

Refuses what is damaged, cut off or larger than the limits stated before an upload: 100 MB as a
file, 1 GB unpacked. Unpacking counts real bytes, because a bomb lies about its size, and counts them
before any of them is kept. What a table would take once it is read is counted too (`bounds`).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from duecare.kernel.errors import BadInput, LimitExceeded

from .bounds import MOST_CELLS, MOST_IN_WORKBOOK, SheetBounds, laid_out

FILE_LIMIT = 100 * 1024 * 1024
UNPACKED_LIMIT = 1024 * 1024 * 1024
_CHUNK = 1024 * 1024
_REFUSED = "Nothing was imported."

Cell: TypeAlias = str | float | bool


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or a whole text file.

    Attributes:
        rows: cells from the first row of the file on, so that index + 1 is the row a person sees.
        comma: True where a comma is the decimal sign (text separated by semicolons).
        text: True for delimited text, where a short row means that the file was cut off.
        headings: the first rows as `headings.find` compares them, as far as somebody asked: every publisher's reader
            looks at the same ones. Nobody changes the rows of a table.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]
    comma: bool = False
    text: bool = False
    headings: list[tuple[str, ...]] = field(default_factory=list, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Book:
    """A file as tables, with the SHA-256 of its bytes as given."""

    file: str
    tables: tuple[Table, ...]
    sha256: str


def open_book(data: bytes, file: str, *, limit: int = FILE_LIMIT, unpacked_limit: int = UNPACKED_LIMIT) -> Book:
    """Tables of a workbook (.xlsx) or of delimited text, either also gzipped. The name is not looked at.

    Raises:
        LimitExceeded: larger than the limits, packed or unpacked.
        BadInput: damaged, cut off, empty or of another kind.
    """
    if len(data) > limit:
        raise LimitExceeded(f"is larger than {limit // _CHUNK} MB", file=file, means=_REFUSED)
    plain = _gunzip(data, file, unpacked_limit) if data.startswith(b"\x1f\x8b") else data
    if plain.startswith(_ZIP):
        _check_zip(plain, file, unpacked_limit)
        tables = _workbook(plain, file)
    else:
        tables = (_text(plain, file),)
    return Book(file, tables, hashlib.sha256(data).hexdigest())


def _gunzip(data: bytes, file: str, limit: int) -> bytes:
    """Unpack twice: the first time only to count, so that a bomb takes one piece of memory and no more."""
    left, cells = limit, 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            is_workbook = stream.peek(4).startswith(_ZIP)
            while piece := stream.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise _too_large(file, limit)
                cells += 0 if is_workbook else _separators(piece)
                if cells > MOST_CELLS:
                    raise _too_many(file, MOST_CELLS)
        return gzip.decompress(data)
    except EOFError as error:
        raise BadInput("is cut off: the packed file ends too early", file=file, means=_REFUSED, todo=_AGAIN) from error
    except (zlib.error, OSError) as error:
        raise BadInput("is damaged: it cannot be unpacked", file=file, means=_REFUSED, todo=_AGAIN) from error


def _separators(text: bytes) -> int:
    return sum(text.count(sign) for sign in (b",", b";", b"\t", b"\n", b"\r"))


_ZIP = b"PK\x03\x04"
_AGAIN = "Fetch the file from the publisher again."


def _too_large(file: str, limit: int) -> LimitExceeded:
    return LimitExceeded(f"unpacks to more than {limit // _CHUNK} MB", file=file, means=_REFUSED)


def _check_zip(data: bytes, file: str, limit: int) -> None:
    """Unpack a workbook once, counting bytes and cells and checking sums, before a parser is let near it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            left, cells = limit, 0
            for entry in packed.infolist():
                if entry.file_size > left:
                    raise _too_large(file, limit)
                bounds = SheetBounds()
                with packed.open(entry) as stream:
                    while chunk := stream.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _too_large(file, limit)
                        bounds.feed(chunk)
                cells += bounds.cells
                if cells > MOST_IN_WORKBOOK:
                    raise _too_many(file, MOST_IN_WORKBOOK)
            names = {name.casefold() for name in packed.namelist()}
    except _UNREADABLE as error:
        raise BadInput(
            "is damaged or cut off: the workbook cannot be opened", file=file, means=_REFUSED, todo=_AGAIN
        ) from error
    if "xl/workbook.xml" not in names or names & _OTHER_KINDS:
        raise BadInput("is no workbook that can be read", file=file, means=_REFUSED, todo=_FORMATS)


_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError,  # places before the file's beginning, and names that are no text
)  # fmt: skip
"""What opening an altered workbook ends in."""
_OTHER_KINDS = {"content.xml", "xl/workbook.bin"}
"""Workbooks of other programs, whose cells `SheetBounds` cannot count."""


def _too_many(file: str, most: int) -> LimitExceeded:
    return LimitExceeded(
        f"spans more than {most // 1_000_000} million cells",
        file=file,
        means=_REFUSED,
        todo="No publisher's file of an index is that wide and long; import the one with the index's own columns.",
    )


def _workbook(data: bytes, file: str) -> tuple[Table, ...]:
    """python-calamine, because openpyxl sees some of these workbooks as empty."""
    tables, cells = [], 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.end is not None:
                cells += laid_out(sheet.end[0] + 1, sheet.end[1] + 1)
            if cells > MOST_IN_WORKBOOK:  # one sheet may be named many times
                raise _too_many(file, MOST_IN_WORKBOOK)
            rows = sheet.to_python(skip_empty_area=False)
            tables.append(Table(file, name, [[_cell(value) for value in row] for row in rows]))
    except (CalamineError, ValueError, OSError) as error:
        raise BadInput("is no workbook that can be read", file=file, means=_REFUSED, todo=_AGAIN) from error
    return tuple(tables)


def _cell(value: object) -> Cell:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    return str(value)


def _text(data: bytes, file: str) -> Table:
    if _separators(data) > MOST_CELLS:
        raise _too_many(file, MOST_CELLS)
    text = _decoded(data, file)
    if not text.strip():
        raise BadInput("is empty", file=file, means=_REFUSED, todo=_AGAIN)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadInput(f"is no table: {error}", file=file, means=_REFUSED, todo=_AGAIN) from error
    return Table(file, "", rows, comma=delimiter == ";", text=True)


def _decoded(data: bytes, file: str) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else Windows-1252 (a superset of Latin-1 in print)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise BadInput("is cut off or wrongly encoded", file=file, means=_REFUSED, todo=_AGAIN) from error
    if b"\x00" in data:
        raise BadInput("is neither a workbook nor text", file=file, means=_REFUSED, todo=_FORMATS)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


_FORMATS = "Import the publisher's .xlsx or .csv file, as it is or gzipped."


def _delimiter(text: str) -> str:
    """The separator that stands most often in the first lines."""
    head = "\n".join(text.splitlines()[:20])
    return max((",", ";", "\t"), key=head.count)

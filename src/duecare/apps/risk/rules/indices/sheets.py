"""Bytes to tables: workbooks and delimited text, packed or not, in the encodings publishers use.

Refuses what is damaged, cut off or larger than the limits stated before an upload: 100 MB as a
file, 1 GB unpacked. Unpacking counts real bytes, because a bomb lies about its size.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from duecare.kernel.errors import BadInput, LimitExceeded

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
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]
    comma: bool = False
    text: bool = False


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
    if plain.startswith(b"PK\x03\x04"):
        _check_zip(plain, file, unpacked_limit)
        tables = _workbook(plain, file)
    else:
        tables = (_text(plain, file),)
    return Book(file, tables, hashlib.sha256(data).hexdigest())


def _gunzip(data: bytes, file: str, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise BadInput("is damaged: it cannot be unpacked", file=file, means=_REFUSED, todo=_AGAIN) from error
    if len(plain) > limit:
        raise _too_large(file, limit)
    if not unpacker.eof:
        raise BadInput("is cut off: the packed file ends too early", file=file, means=_REFUSED, todo=_AGAIN)
    return plain


_AGAIN = "Fetch the file from the publisher again."


def _too_large(file: str, limit: int) -> LimitExceeded:
    return LimitExceeded(f"unpacks to more than {limit // _CHUNK} MB", file=file, means=_REFUSED)


def _check_zip(data: bytes, file: str, limit: int) -> None:
    """Unpack a workbook once, counting bytes and checking sums, before a parser is let near it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            left = limit
            for entry in packed.infolist():
                if entry.file_size > left:
                    raise _too_large(file, limit)
                with packed.open(entry) as stream:
                    while chunk := stream.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _too_large(file, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise BadInput(
            "is damaged or cut off: the workbook cannot be opened", file=file, means=_REFUSED, todo=_AGAIN
        ) from error


def _workbook(data: bytes, file: str) -> tuple[Table, ...]:
    """python-calamine, because openpyxl sees some of these workbooks as empty."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(
            Table(file, name, [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)])
            for name in book.sheet_names
            if (sheet := book.get_sheet_by_name(name)) is not None
        )
    except (CalamineError, ValueError, OSError) as error:
        raise BadInput("is no workbook that can be read", file=file, means=_REFUSED, todo=_AGAIN) from error


def _cell(value: object) -> Cell:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    return str(value)


def _text(data: bytes, file: str) -> Table:
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

"""The files of one publication, unpacked within a bound, and what their first bytes say they are.

The name of a file is used in messages only. A packed file is unpacked piece by piece and given up at
the bound, because a bomb lies about its size.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NoReturn
from xml.parsers import expat

from duecare.apps.risk.rules.indices.sheets import Table, open_book
from duecare.kernel.errors import BadInput, LimitExceeded

from .refusal import MEANS, refusal

UNPACKED_LIMIT = 400 * 1024 * 1024
"""Bytes, for all files of one publication together."""
_CHUNK = 1024 * 1024
_HEAD = 64 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

Form = Literal["xml", "workbook", "text"]


@dataclass(frozen=True, slots=True)
class Member:
    """One file, unpacked.

    Attributes:
        form: what it is by its bytes.
        root: name of an XML file's outermost element as written, "" for other forms.
        attributes: that element's attributes, its default namespace among them as "xmlns".
        tables: the sheets of a workbook; empty for other forms.
    """

    file: str
    data: bytes
    form: Form
    root: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()

    def first_row(self, delimiter: str = ",", skip: int = 0) -> tuple[str, ...]:
        """Cells of the first row (after `skip` rows) of a text, read leniently: for recognition only."""
        text = self.data[:_HEAD].decode("utf-8-sig", errors="replace")
        try:
            for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
                if number == skip:
                    return tuple(row)
        except csv.Error:
            pass
        return ()


def members(files: Mapping[str, bytes], *, limit: int = UNPACKED_LIMIT) -> tuple[Member, ...]:
    """Unpack and look at every file.

    Args:
        files: name as the person gave it -> bytes, plain or gzipped.
        limit: most bytes unpacked, all files together.

    Raises:
        LimitExceeded: more than `limit`.
        BadInput: no file, an empty one, a damaged or cut-off package.
    """
    if not files:
        raise refusal("no file was given", "", todo="Choose the publisher's files.")
    found: list[Member] = []
    left = limit
    for file, packed in files.items():
        data = _gunzip(packed, file, left, limit) if packed.startswith(_GZIP) else packed
        left -= len(data)
        if left < 0:
            raise too_large(file, limit)
        if not data.strip(b"\x1a \t\r\n\x00"):
            raise refusal("is empty", file)
        found.append(_member(file, data, limit))
    return tuple(found)


def too_large(file: str, limit: int) -> LimitExceeded:
    """Refusal of a publication beyond the bound."""
    return LimitExceeded(
        f"unpacks to more than {limit // _CHUNK} MB",
        file=file,
        means=MEANS,
        todo="No publisher's list is that large; check what the file holds.",
    )


def _gunzip(packed: bytes, file: str, left: int, limit: int) -> bytes:
    """All parts of a gzip file; reading ends as soon as more than `left` bytes came out."""
    pieces: list[bytes] = []
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
            while piece := stream.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise too_large(file, limit)
                pieces.append(piece)
    except EOFError as error:
        raise refusal("is cut off: the packed file ends too early", file) from error
    except (zlib.error, OSError) as error:
        raise refusal("is damaged: it cannot be unpacked", file) from error
    return b"".join(pieces)


def _member(file: str, data: bytes, limit: int) -> Member:
    if data.startswith(_ZIP):
        return Member(file, data, "workbook", tables=_tables(data, file, limit))
    start = data[:256]
    for mark in _BOMS:
        start = start.removeprefix(mark)
    if start.replace(b"\x00", b"").lstrip().startswith(b"<"):
        root, attributes = _outermost(data, file)
        return Member(file, data, "xml", root, attributes)
    return Member(file, data, "text")


def _tables(data: bytes, file: str, limit: int) -> tuple[Table, ...]:
    """The sheets of a workbook; whatever its parsers trip over in a damaged one is a refusal."""
    try:
        return open_book(data, file, limit=limit, unpacked_limit=limit).tables
    except BadInput:
        raise
    except Exception as error:  # they fail in ways of their own: a negative offset is a ValueError of zipfile
        raise refusal("is damaged or cut off: the workbook cannot be opened", file) from error


def guarded_parser(file: str) -> expat.XMLParserType:
    """A parser that refuses a document type: no list needs one, and entities come with it, growing or from outside."""

    def doctype(*_: object) -> NoReturn:
        raise refusal("declares a document type, which no list needs", file, line=parser.CurrentLineNumber)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    return parser


class _Found(Exception):
    pass


def _outermost(data: bytes, file: str) -> tuple[str, dict[str, str]]:
    """Name and attributes of the outermost element; the rest of the file is not looked at."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag, attributes))
        raise _Found

    parser = guarded_parser(file)
    parser.StartElementHandler = start
    try:
        parser.Parse(data[:_HEAD], False)
    except _Found:
        return found[0]
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise refusal(f"is no well-formed XML: {error}", file, line=parser.ErrorLineNumber) from error
    raise refusal("is no well-formed XML: no element begins in it", file)

"""Rows of a portfolio: what a file with many names says, row by row, each one usable or told why not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from duecare.kernel import countries
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

from .entries import SCHEMAS
from .weighing import Particulars

COLUMNS = ("id", "schema", "name", "aliases", "country", "birth", "registration")
LONGEST_NAME = 2000
"""Signs; beyond is no name. A row with one is told, the rest is screened."""

_BIRTH = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?")
_SEVERAL = ";"


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One row that can be screened. `row` as a person counts it in a spreadsheet, the heading being 1."""

    row: int
    id: str
    names: tuple[str, ...]
    schema: str | None
    known: Particulars


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that cannot be, with what is wrong and the value."""

    row: int
    wrong: str
    value: str = ""

    def body(self) -> dict[str, JSON]:
        """As JSON."""
        return {"row": self.row, "error": self.wrong, "value": self.value}


def portfolio(data: bytes, file: str) -> Iterator[PortfolioRow | BadRow]:
    """Rows of a CSV (comma or semicolon) or TSV file in UTF-8 with a heading; `name` is needed, the rest may be absent.

    Several aliases, countries, births and registrations are separated by a semicolon; countries are codes or names.

    Raises:
        BadInput: no heading with `name`, or a column twice. Faults of a row are yielded, not raised.
    """
    rows = _rows(data)
    columns = _heading(rows, file)
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as fault:
            yield BadRow(number, f"not readable: {fault}")
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _row(number, columns, cells)


def unused_columns(data: bytes, file: str) -> tuple[str, ...]:
    """Columns of the heading that say nothing here; a person should know that they were not read."""
    return tuple(one for one in _heading(_rows(data), file) if one not in COLUMNS)


def _rows(data: bytes) -> Iterator[list[str]]:
    text = data.decode("utf-8-sig", "surrogateescape")
    heading, _, _ = text.partition("\n")
    separator = "\t" if "\t" in heading else ";" if ";" in heading and "," not in heading else ","
    # In a TSV a quotation mark is a sign like any other.
    if separator == "\t":
        return csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _heading(rows: Iterator[list[str]], file: str) -> tuple[str, ...]:
    try:
        found = tuple(cell.strip().lower() for cell in next(rows, ()))
    except csv.Error as fault:
        raise BadInput(f"the heading is not readable: {fault}.", file=file, row=1, means=_MEANS) from fault
    known = f"Columns: {', '.join(COLUMNS)}."
    if "name" not in found:
        raise BadInput("there is no column “name”.", file=file, row=1, value=_short(found), means=_MEANS, todo=known)
    for one in found:
        if found.count(one) > 1:
            raise BadInput("this column stands twice.", file=file, row=1, value=one, means=_MEANS, todo=known)
    return found


_MEANS = "Nothing was screened."


def _row(number: int, columns: tuple[str, ...], cells: list[str]) -> PortfolioRow | BadRow:
    if len(cells) != len(columns):
        return BadRow(number, f"{len(cells)} cells where the heading has {len(columns)}", _short(cells))
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
    for column, cell in said.items():
        if any("\udc80" <= sign <= "\udcff" for sign in cell):
            return BadRow(number, f"{column}: not UTF-8 text", _short([cell.encode("ascii", "replace").decode()]))
    for check in (_names_wrong, _schema_wrong, _country_wrong, _birth_wrong):
        if wrong := check(said):
            return BadRow(number, *wrong)
    names = tuple(dict.fromkeys((said["name"], *_several(said.get("aliases", "")))))
    places = tuple(sorted({_country(one) for one in _several(said.get("country", ""))}))
    schema = said.get("schema") or None
    known = Particulars(
        _KIND.get(schema or "", ""), places, _several(said.get("birth", "")), _several(said.get("registration", ""))
    )
    return PortfolioRow(number, said.get("id", ""), names, schema, known)


_KIND = {"Person": "person", "Company": "company", "Organization": "company", "PublicBody": "federal"}

_Said = Mapping[str, str]


def _names_wrong(said: _Said) -> tuple[str, str] | None:
    names = (said["name"], *_several(said.get("aliases", "")))
    if not any(sign.isalnum() for sign in said["name"]):
        return "the name is empty or has neither letter nor digit", _short([said["name"]])
    if any(len(name) > LONGEST_NAME for name in names):
        return f"a name of more than {LONGEST_NAME} signs", _short(names)
    return None


def _schema_wrong(said: _Said) -> tuple[str, str] | None:
    schema = said.get("schema", "")
    return None if not schema or schema in SCHEMAS else ("there is no such schema", _short([schema]))


def _country_wrong(said: _Said) -> tuple[str, str] | None:
    unknown = [one for one in _several(said.get("country", "")) if not _country(one)]
    return ("there is no such country", _short(unknown)) if unknown else None


def _birth_wrong(said: _Said) -> tuple[str, str] | None:
    wrong = [one for one in _several(said.get("birth", "")) if not _BIRTH.fullmatch(one)]
    return ("a date is written 1960, 1960-05, 1960-05-12 or 1958/1962", _short(wrong)) if wrong else None


def _country(written: str) -> str:
    """Alpha-3 of a code or name, "" when it is none."""
    for found in (countries.resolve_code(written), countries.resolve_name(written)):
        if isinstance(found.place, countries.Country):
            return found.place.code
    return ""


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(_SEVERAL) if part.strip())


def _short(values: Iterable[str]) -> str:
    text = ", ".join(values)
    return text if len(text) <= 80 else text[:77] + "…"

"""A questionnaire as a workbook, out and back: choices as lists, nothing that a spreadsheet would run."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from duecare.kernel.errors import BadInput, LimitExceeded
from duecare.kernel.spreadsheets import harmless

LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 50 * 1024 * 1024
MOST_ROWS = 1000
HEADER = ("Code", "Question", "Answer", "State", "Reason")

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, EOFError,
    RuntimeError, SyntaxError,
)  # fmt: skip
"""What openpyxl and the libraries below it raise on the bytes of a damaged or hostile workbook. Its own
InvalidFileException is about a file's ending, which bytes in memory do not have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as written out; `options` empty means free text."""

    code: str
    text: str
    options: tuple[str, ...]
    value: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it came back; `row` as a person counts it, the header being row 1."""

    row: int
    code: str
    value: str
    state: str
    reason: str


def write_questions(asked: Sequence[Asked], states: Sequence[str]) -> bytes:
    """The workbook: one row a question, lists where there are choices, code and question protected."""
    from xlsxwriter import Workbook  # loaded with the first workbook that somebody asks for

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Questions")
    head = book.add_format({"bold": True, "locked": True})
    fixed = book.add_format({"text_wrap": True, "valign": "top", "locked": True})
    free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "num_format": "@"})
    for column, title in enumerate(HEADER):
        sheet.write_string(0, column, title, head)
    for row, one in enumerate(asked, 1):
        for column, text in enumerate((one.code, one.text)):
            sheet.write_string(row, column, harmless(text), fixed)
        for column, text in enumerate((one.value, one.state, one.reason), 2):
            sheet.write_string(row, column, harmless(text), free)
        if one.options:
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": list(one.options)})
        sheet.data_validation(row, 3, row, 3, {"validate": "list", "source": list(states)})
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 4, 30)
    sheet.freeze_panes(1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return out.getvalue()


def read_answers(data: bytes, name: str) -> tuple[Filled, ...]:
    """The rows somebody filled in; a row without answer, state and reason is left open.

    Raises:
        LimitExceeded: over 5 MB, or unpacked over 50 MB.
        BadInput: no workbook, another header, a formula, a code twice; names the row.
    """
    from openpyxl import load_workbook  # a sixth of the start's imports, and few ever upload a workbook

    if len(data) > LIMIT:
        raise LimitExceeded(f"larger than {LIMIT // 1024 // 1024} MB", file=name)
    _check_unpacked(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        cells = list(sheet.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=len(HEADER)))
    except _UNREADABLE as fault:
        raise BadInput("this cannot be read as a workbook.", file=name, todo="Use the one you downloaded.") from fault
    titles = tuple(_text(cell.value) for cell in cells[0]) if cells else ()
    if titles != HEADER:
        raise BadInput("the header is not the one of the workbook you downloaded.", file=name, row=1, value=titles)
    found: dict[str, Filled] = {}
    for number, row in enumerate(cells[1:], 2):
        for cell in row:
            if cell.data_type == "f":
                raise BadInput(
                    "a formula stands here.", file=name, row=number, value=cell.value, todo="Type the answer."
                )
        texts = [_text(cell.value) for cell in row]
        code, _question, value, state, reason = (texts + [""] * len(HEADER))[: len(HEADER)]
        if not (value or state or reason):
            continue
        if code in found:
            raise BadInput("this question stands twice.", file=name, row=number, value=code)
        found[code] = Filled(number, code, value, state, reason)
    return tuple(found.values())


def _check_unpacked(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as fault:  # a name that is no text is a ValueError
        raise BadInput("this is no workbook.", file=name, todo="Save it as .xlsx.") from fault
    if unpacked > UNPACKED_LIMIT:
        raise LimitExceeded(f"unpacked larger than {UNPACKED_LIMIT // 1024 // 1024} MB", file=name)


def _text(value: object) -> str:
    """A cell as text: a spreadsheet turns "3.10" typed anew into a number, which a code never is here."""
    return "" if value is None else str(value).strip()

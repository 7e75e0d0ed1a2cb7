"""Tables for spreadsheets, streamed, and harmless when opened there.

A cell that begins with a formula's sign is run by the spreadsheet of whoever opens it; a name
that somebody outside typed must not become a program (CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.http import StreamingHttpResponse

from duecare.kernel.spreadsheets import harmless_in_csv


class _Echo:
    """A file that hands back what is written; the csv module wants a file."""

    def write(self, text: str) -> str:
        return text


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download in UTF-8 with a byte-order mark, which spreadsheets need to read accents."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """One line at a time, the byte-order mark first."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(header))
    for row in rows:
        yield str(writer.writerow([cell(value) for value in row]))


def cell(value: object) -> str:
    """A value as text; what a spreadsheet would run is made text by an apostrophe before it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)  # a number: its minus sign is no formula
        case datetime() | date():
            return value.isoformat()
    return harmless_in_csv(str(value))

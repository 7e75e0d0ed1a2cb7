"""Two US lists as OpenSanctions tabulates them: institutions under section 1286 (NDAA 2019) and the Department of
Defense's Chinese military companies (section 1260H).

The lists appear yearly; each row is a party in one year's list, with an end date once it was taken off. The rows of a
name are one party. One whose latest row has ended is no longer listed: it is left out, and the publication says how
many were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from duecare.apps.screening.rules.entries import SCHEMAS, Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows

NAME = "US special lists CSV"
_SECTION_1286 = (
    "schema", "name", "aliases", "topics", "program", "authority", "reason", "report-date", "start-date", "end-date",
    "country", "notes", "source_url",
)  # fmt: skip
_MILITARY = (
    "Name",
    "Clean Name",
    "Alias",
    "Previous Name",
    "Parent Name",
    "Note",
    "Start date",
    "End date",
    "Source Url",
)
_PROGRAMME = "Section 1260H Chinese military companies"
_ALIASES = re.compile(r"\s*;\s*|,(?=\S)")


@dataclass(frozen=True, slots=True)
class _Layout:
    """One of the two tables: its columns for name, start and end, and what else a row says."""

    list_code: str
    headings: Sequence[str]
    name: str
    start: str
    end: str
    fill: Callable[[Draft, Row], None]


def accepts(member: Member) -> bool:
    """By its header."""
    return member.form == "text" and member.first_row() in _LAYOUTS


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(_read(member, _LAYOUTS[member.first_row()]) for member in members)


def _read(member: Member, layout: _Layout) -> Publication:
    by_name: dict[str, list[Row]] = {}
    for row in headed_rows(member, headings=layout.headings):
        if not row.get(layout.name) or not iso(row.get(layout.start)):
            raise refusal("has no name or no date", member.file, row=row.number, value=row.get(layout.start))
        by_name.setdefault(" ".join(row.get(layout.name).split()), []).append(row)
    edition = Edition(layout.list_code, member.file)
    for name, rows in by_name.items():
        rows.sort(key=lambda row: row.get(layout.start))
        if rows[-1].get(layout.end):
            edition.notes["party whose listing has ended left out"] += 1
            continue
        _party(edition, layout, name, rows)
    return edition.publication()


def _party(edition: Edition, layout: _Layout, name: str, rows: Sequence[Row]) -> None:
    schema = rows[-1].get("schema") or "Company"
    draft = edition.open(
        name,
        schema if schema in SCHEMAS else "LegalEntity",
        f"{edition.file} row {rows[-1].number}",
        row=rows[-1].number,
    )
    draft.name(name, "primary")
    draft.listed_on = iso(rows[0].get(layout.start))
    for row in rows:
        layout.fill(draft, row)


def _institution(draft: Draft, row: Row) -> None:
    for alias in row.get("aliases").split(";"):
        draft.name(alias)
    draft.programme(row.get("program"))
    draft.nation(row.get("country"))
    draft.remark("Authority", row.get("authority"))
    draft.remark("Reason", row.get("reason"))
    draft.remark("", row.get("notes"))
    draft.remark("Source", row.get("source_url"))


def _company(draft: Draft, row: Row) -> None:
    """An alias that begins right after a comma is another one; "Co., Ltd." has a space there."""
    draft.name(row.get("Name").rstrip("*"))
    for alias in _ALIASES.split(row.get("Alias")):
        draft.name(alias)
    for former in row.get("Previous Name").split(";"):
        draft.name(former, "former")
    draft.programme(_PROGRAMME)
    draft.remark("Parent", row.get("Parent Name"))
    draft.remark("", row.get("Note"))
    draft.remark("Source", row.get("Source Url"))


_LAYOUTS: Mapping[Sequence[str], _Layout] = {
    _SECTION_1286: _Layout("us_section_1286", _SECTION_1286, "name", "report-date", "end-date", _institution),
    _MILITARY: _Layout("us_dod_cmc", _MILITARY, "Clean Name", "Start date", "End date", _company),
}

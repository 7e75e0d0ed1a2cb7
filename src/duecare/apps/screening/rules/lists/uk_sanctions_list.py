"""UK Sanctions List of the Foreign, Commonwealth and Development Office (CSV).

Built without an original file: from the publisher's 58 columns, a first line "Report Date: 13-Feb-2026" and OFSI's
conventions, and tested on constructed files only. The rows of a Unique ID are one party. A word that the layout is not
known to have is read as the weakest thing it can mean and told in the publication's remarks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows
from .uk_rows import SCHEMAS, full_name, numbered, take_births, take_numbers

NAME = "UK Sanctions List CSV"
LIST = "uk_sanctions_list"
HEADINGS = (
    "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5",
    "Name type", "Alias strength", "Title", "Name non-latin script", "Regime Name", "Designation Type",
    "Sanctions Imposed", "Other Information", "UK Statement of Reasons", "Address Line 1", "Address Country",
    "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number", "Passport number", "Position",
    "Town of birth", "Country of birth", "Business registration number (s)", "IMO number",
)  # fmt: skip
_NAMES = {
    "primary name": "primary",
    "primary name variation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "former",
}
_WEAK = ("low quality", "low", "weak")
_REPORT = "Report Date:"
_ADDRESS = (*(f"Address Line {number}" for number in range(1, 7)), "Address Postal Code", "Address Country")
_REMARKS = (
    "OFSI Group ID", "UN Reference Number", "Title", "Designation source", "Sanctions Imposed", "Other Information",
    "UK Statement of Reasons", "Phone number", "Website", "Email address", "Position", "Gender", "Town of birth",
    "Country of birth", "Type of entity", "Subsidiaries", "Parent company", "Current owner/operator (s)",
    "Previous owner/operator (s)", "Previous flags", "Type of ship", "Tonnage of ship", "Length of ship",
)  # fmt: skip


def accepts(member: Member) -> bool:
    """By the line with the report's date and the header under it."""
    return (
        member.form == "text"
        and member.first_row()[:1] != ()
        and member.first_row()[0].startswith(_REPORT)
        and "Unique ID" in member.first_row(skip=1)
    )


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    stated = member.first_row()[0].removeprefix(_REPORT).strip()
    day = iso(stated)
    if len(day) != 10:
        raise refusal("is no date", member.file, row=1, field=_REPORT, value=stated)
    edition = Edition(LIST, member.file)
    for row in headed_rows(member, headings=HEADINGS, skip=1):
        _row(edition, row)
    for draft in edition.drafts.values():
        draft.promote_first()
    return edition.publication(date.fromisoformat(day))


def _row(edition: Edition, row: Row) -> None:
    if not row.get("Unique ID"):
        raise refusal("has no id", edition.file, row=row.number, field="Unique ID")
    schema = edition.schema_for(row.get("Designation Type"), SCHEMAS)
    draft = edition.again(row.get("Unique ID"), schema, f"{edition.file} row {row.number}")
    kind = edition.kind_for(row.get("Name type"), _NAMES)
    if row.get("Alias strength").lower().startswith(_WEAK):
        kind = "weak_alias"
    if kind == "primary" and any(name.kind == "primary" for name in draft.names):
        kind = "alias"
    draft.name(full_name(row), kind)
    draft.name(row.get("Name non-latin script"), "original_script")
    draft.programme(row.get("Regime Name"))
    draft.listed_on = draft.listed_on or iso(row.get("Date Designated"))
    draft.address(*(row.get(part) for part in _ADDRESS))
    draft.nation(row.get("Address Country"))
    draft.nation(row.get("Nationality(/ies)"), "Nationality")
    draft.nation(row.get("Current believed flag of ship"), "Flag")
    take_births(draft, row.get("D.O.B"))
    draft.born(row.get("Year Built"), "Date of build")
    _numbers(draft, row)
    for heading in _REMARKS:
        draft.remark(heading, row.get(heading))


def _numbers(draft: Draft, row: Row) -> None:
    take_numbers(draft, "passport", row.get("Passport number"), row.get("Passport additional information"), "Passport")
    take_numbers(
        draft,
        "national_id",
        row.get("National Identifier number"),
        row.get("National Identifier additional information"),
        "National identifier",
    )
    for heading, kind in (
        ("Business registration number (s)", "registration"),
        ("IMO number", "imo"),
        ("Hull identification number (HIN)", "other"),
    ):
        for number in numbered(row.get(heading)):
            draft.ident(kind, number)

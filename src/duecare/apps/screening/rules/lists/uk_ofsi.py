"""UK Treasury, OFSI consolidated list in its CSV layout (CSV, or the same saved as a workbook).

Closed by the publisher on 28 January 2026; the UK Sanctions List took its place. Every combination of a party's names
and addresses is a row; the rows of a Group ID are one party, and the first that is called primary name gives its
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition, single_spaced
from .dates import iso
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows, sheet_rows
from .uk_rows import SCHEMAS, full_name, numbered, take_births, take_numbers

NAME = "UK OFSI consolidated list"
LIST = "uk_ofsi"
HEADINGS = (
    "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "Name Non-Latin Script", "DOB",
    "Town of Birth", "Country of Birth", "Nationality", "Passport Number", "Passport Details",
    "National Identification Number", "National Identification Details", "Position", "Address 1", "Address 6",
    "Post/Zip Code", "Country", "Other Information", "Group Type", "Alias Type", "Alias Quality", "Regime",
    "Listed On", "Group ID",
)  # fmt: skip
_ALIASES = {"primary name": "primary", "primary name variation": "alias", "aka": "alias", "fka": "former"}
_FIRST = "Last Updated"
_ADDRESS = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code", "Country")
_FACT = re.compile(r"\((IMO number|Flag of ship|Year built|Business Reg No)\):\s*(.*?)\s*(?=\([A-Z][A-Za-z .]+\):|$)")


def accepts(member: Member) -> bool:
    """By the first row, the date of the edition, and the header under it."""
    if member.form == "workbook":
        rows = [[str(cell) for cell in row] for row in member.tables[0].rows[:2]] if member.tables else []
        return len(rows) == 2 and rows[0][:1] == [_FIRST] and "Group ID" in rows[1]
    first, second = member.first_row(), member.first_row(skip=1)
    return member.form == "text" and first[:1] == (_FIRST,) and "Group ID" in second and "Alias Quality" in second


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    if member.form == "workbook":
        first = [str(cell) for cell in member.tables[0].rows[0]]
        rows: Iterator[Row] = sheet_rows(member, headings=HEADINGS, skip=1)
    else:
        first = list(member.first_row())
        rows = headed_rows(member, headings=HEADINGS, skip=1)
    day = iso(first[1]) if len(first) > 1 else ""
    if len(day) != 10:
        raise refusal("is no date", member.file, row=1, field=_FIRST, value=" ".join(first[:2]))
    for row in rows:
        _row(edition, row)
    for draft in edition.drafts.values():
        draft.promote_first()  # two groups have variations only
    return edition.publication(date.fromisoformat(day))


def _row(edition: Edition, row: Row) -> None:
    if not row.get("Group ID").isdigit():
        raise refusal(
            "is no number of a group", edition.file, row=row.number, field="Group ID", value=row.get("Group ID")
        )
    schema = edition.schema_for(row.get("Group Type"), SCHEMAS)
    draft = edition.again(row.get("Group ID"), schema, f"{edition.file} row {row.number}")
    kind = edition.kind_for(row.get("Alias Type"), _ALIASES)
    if row.get("Alias Quality").lower() == "low quality":
        kind = "weak_alias"
    if kind == "primary" and any(name.kind == "primary" for name in draft.names):
        kind = "alias"
    draft.name(full_name(row), kind)
    draft.name(row.get("Name Non-Latin Script"), "original_script")
    draft.programme(row.get("Regime"))
    draft.listed_on = draft.listed_on or iso(row.get("Listed On"))
    draft.address(*(row.get(part) for part in _ADDRESS))
    draft.nation(row.get("Country"))
    draft.nation(row.get("Nationality"), "Nationality")
    take_births(draft, row.get("DOB"))
    take_numbers(draft, "passport", row.get("Passport Number"), row.get("Passport Details"), "Passport")
    take_numbers(
        draft, "national_id", row.get("National Identification Number"), row.get("National Identification Details"),
        "National identification",
    )  # fmt: skip
    _remarks(draft, row)


def _remarks(draft: Draft, row: Row) -> None:
    draft.remark("Title", row.get("Title"))
    draft.remark("Position", row.get("Position"))
    towns, nations = numbered(row.get("Town of Birth")), numbered(row.get("Country of Birth"))
    draft.remark("Place of birth", ", ".join((*towns, *dict.fromkeys(nations))))
    other = row.get("Other Information")
    if f"Other: {single_spaced(other)}" in draft.remarks:  # said again in each row of the party
        return
    for word, value in _FACT.findall(other):
        if word == "IMO number":
            draft.ident("imo", value)
        elif word == "Flag of ship":
            draft.nation(value, "Flag")
        elif word == "Year built":
            draft.born(value, "Date of build")
        else:
            for number in numbered(value):
                draft.ident("registration", number.rpartition(" - ")[2])
    draft.remark("Other", other)

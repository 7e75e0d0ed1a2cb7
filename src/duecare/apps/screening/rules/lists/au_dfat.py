"""Australia, DFAT consolidated list (workbook).

A party's rows share the number of their reference: "2" is the primary name, "2a" an alias, "2b" the name in its
original script; what else they say is repeated in each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .members import Member
from .places import countries
from .refusal import refusal
from .rows import Row, sheet_rows

NAME = "Australia DFAT consolidated list"
LIST = "au_dfat"
HEADINGS = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Instrument of Designation",
)  # fmt: skip
_SCHEMAS = {"individual": "Person", "entity": "Organization", "vessel": "Vessel"}
_KINDS = {"primary name": "primary", "alias": "alias", "original script": "original_script"}
_REFERENCE = re.compile(r"^(\d+)([a-z]*)$")
_LETTERED = re.compile(r"(?:^|\s)[a-z]{1,2}\)\s")
_MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")


def accepts(member: Member) -> bool:
    """By the header of its first sheet."""
    if member.form != "workbook" or not member.tables or not member.tables[0].rows:
        return False
    header = [str(cell).strip() for cell in member.tables[0].rows[0]]
    return header[:2] == list(HEADINGS[:2]) and "Control Date" in header


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    primaries: set[str] = set()
    for row in sheet_rows(member, headings=HEADINGS):
        _row(edition, row, primaries)
    for key, draft in edition.drafts.items():
        if key not in primaries:
            raise refusal(f"{draft.place}: an alias without a primary name", member.file, value=key)
    return edition.publication()


def _row(edition: Edition, row: Row, primaries: set[str]) -> None:
    reference = _REFERENCE.match(row.get("Reference"))
    if not reference:
        wrong = row.get("Reference")
        raise refusal("is no number with letters", edition.file, row=row.number, field="Reference", value=wrong)
    key, kind = reference[1], edition.kind_for(row.get("Name Type"), _KINDS)
    if kind == "primary":
        if key in primaries:
            raise refusal("is the primary name of two parties", edition.file, row=row.number, value=key)
        primaries.add(key)
    draft = edition.again(key, edition.schema_for(row.get("Type"), _SCHEMAS), f"{edition.file} row {row.number}")
    draft.name(row.get("Name of Individual or Entity"), "weak_alias" if row.get("Alias Strength") == "Weak" else kind)
    draft.programme(row.get("Committees"))
    draft.born(row.get("Date of Birth"))
    draft.nation(row.get("Citizenship"), "Citizenship")
    draft.ident("imo", row.get("IMO Number"))
    for address in _LETTERED.split(row.get("Address")):
        _address(draft, address)
    draft.remark("Place of birth", row.get("Place of Birth"))
    draft.remark("Instrument", row.get("Instrument of Designation"))
    draft.remark("Listing", row.get("Listing Information"))
    draft.remark("Measures", ", ".join(measure for measure in _MEASURES if row.get(measure) == "True"))
    draft.remark("", row.get("Additional Information"))


def _address(draft: Draft, address: str) -> None:
    """Free text; its last part is taken for a country only if it is one."""
    draft.address(address)
    found = countries(address.rpartition(",")[2])
    if not found.left:
        draft.codes.update(dict.fromkeys(found.codes))

"""US Consolidated Screening List (trade.gov, CSV): thirteen lists of three departments in one file.

Each source list becomes a publication with a list code of its own, because a hit on the Entity List (a licence is
needed) and one on the SDN list (dealing is forbidden) mean different things. Keys are unique within a source list
only: one bank stands on three lists under one number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso
from .identifiers import identifier
from .members import Member
from .ofac_csv import SCHEMAS
from .refusal import refusal
from .rows import Row, headed_rows

NAME = "US Consolidated Screening List CSV"
HEADINGS = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
    "start_date", "end_date", "license_requirement", "license_policy", "call_sign", "vessel_type", "vessel_flag",
    "remarks", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "ids",
)  # fmt: skip
LISTS = {
    "Specially Designated Nationals (SDN)": "us_csl_sdn",
    "Entity List (EL)": "us_csl_entity_list",
    "ITAR Debarred (DTC)": "us_csl_itar_debarred",
    "Denied Persons List (DPL)": "us_csl_denied_persons",
    "Sectoral Sanctions Identifications List (SSI)": "us_csl_ssi",
    "Unverified List (UVL)": "us_csl_unverified",
    "Nonproliferation Sanctions (ISN)": "us_csl_nonproliferation",
    "Palestinian Legislative Council List (PLC)": "us_csl_plc",
    "Military End User (MEU) List": "us_csl_military_end_user",
    "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC)": "us_csl_cmic",
    "Capta List (CAP)": "us_csl_capta",
    "CAPTA List (CAP)": "us_csl_capta",
    "Non-SDN Menu-Based Sanctions List (NS-MBS List)": "us_csl_menu_based",
    "Foreign Sanctions Evaders (FSE)": "us_csl_fse",
}
"""The source as the file writes it, without its department -> list code."""
_FORMER = re.compile(r"^f\.k\.a\.,?\s+", re.IGNORECASE)
_REMARKS = {
    "title": "Title", "federal_register_notice": "Federal Register", "end_date": "Ends",
    "standard_order": "Standard order", "license_requirement": "Licence requirement",
    "license_policy": "Licence policy", "vessel_type": "Vessel type", "gross_tonnage": "Tonnage",
    "gross_registered_tonnage": "Gross registered tonnage", "vessel_owner": "Owner", "remarks": "",
}  # fmt: skip


def accepts(member: Member) -> bool:
    """By its header."""
    row = member.first_row()
    return member.form == "text" and row[:2] == ("_id", "source") and "alt_names" in row


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """A publication for each source list of each file, in the file's order."""
    return tuple(publication for member in members for publication in _read(member))


def _read(member: Member) -> tuple[Publication, ...]:
    editions: dict[str, Edition] = {}
    for row in headed_rows(member, headings=HEADINGS):
        source = row.get("source").partition(" - ")[0].strip()
        code = LISTS.get(source)
        if code is None:
            raise refusal(
                "is a source list that is not known here", member.file, row=row.number, value=row.get("source"),
                todo="A new source list needs a list code of its own: ask whoever maintains Duecare.",
            )  # fmt: skip
        edition = editions.setdefault(code, Edition(code, member.file))
        _party(edition, row)
    if not editions:
        raise refusal("lists nobody: an empty publication is refused", member.file)
    return tuple(edition.publication() for edition in editions.values())


def _party(edition: Edition, row: Row) -> None:
    word = row.get("type")  # the departments of Commerce and State give none
    draft = _opened(edition, row, edition.schema_for(word, SCHEMAS) if word else "LegalEntity")
    draft.name(row.get("name"), "primary")
    for alias in _parts(row, "alt_names"):
        _alias(draft, alias.removeprefix("and "))
    if not word:  # Treasury's lists give each name for itself
        draft.spelled_out()
    for programme in _parts(row, "programs"):
        draft.programme(programme)
    _origin(draft, row)
    draft.listed_on = iso(row.get("start_date"))
    draft.ident("call_sign", row.get("call_sign"))
    for address in _parts(row, "addresses"):
        _address(draft, address)
    for number in _parts(row, "ids"):
        _number(draft, number)
    for heading, label in _REMARKS.items():
        draft.remark(label, row.get(heading))


def _alias(draft: Draft, alias: str) -> None:
    """A name, or a remark about the names before it that stands among them."""
    if alias.startswith("(all of"):
        draft.remark("Aliases", alias)
    elif found := _FORMER.match(alias):
        draft.name(alias[found.end() :], "former")
    else:
        draft.name(alias)


def _origin(draft: Draft, row: Row) -> None:
    """Nationalities, dates and places of birth, a ship's flag."""
    for heading, label in (("citizenships", "Citizenship"), ("nationalities", "Nationality"), ("vessel_flag", "Flag")):
        for nation in _parts(row, heading):
            if nation != "None Identified":
                draft.nation(nation, label)
    for born in _parts(row, "dates_of_birth"):
        draft.born(born)
    for place in _parts(row, "places_of_birth"):
        draft.remark("Place of birth", place)


def _opened(edition: Edition, row: Row, schema: str) -> Draft:
    """A new party; a row that names the same party under the same key again adds to it and is told."""
    key, place = row.get("_id"), f"{edition.file} row {row.number}"
    before = edition.drafts.get(key)
    if before and row.get("name") in {name.text for name in before.names}:
        edition.notes["row repeating a party merged with it"] += 1
        return before
    return edition.open(key, schema, place, row=row.number)


def _parts(row: Row, heading: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in row.get(heading).split("; "))))


def _address(draft: Draft, address: str) -> None:
    """The last part is the country's alpha-2 code where the address has one."""
    draft.address(address)
    code = address.rpartition(", ")[2].strip()
    if len(code) == 2 and code.isalpha() and code.isupper():
        draft.nation(code)


def _number(draft: Draft, text: str) -> None:
    """ "IR, X0906223, Passport": country code (if any), dates (if any), number, type."""
    rest, _, type_ = text.rpartition(", ")
    head, _, value = rest.rpartition(", ")
    found = identifier(type_.strip(), value.strip()) if rest else None
    if found is None:
        draft.remark("", text)
        return
    parts = head.split(", ") if head else []
    nation = parts.pop(0) if parts and len(parts[0]) == 2 and parts[0].isalpha() else ""
    draft.ident(found[0], found[1], nation)
    if parts:
        draft.remark(f"{type_} {value}", ", ".join(parts))

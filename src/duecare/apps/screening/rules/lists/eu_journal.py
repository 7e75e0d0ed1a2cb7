"""Annexes of EU regulations as CSV, one regulation a file, with the Council's reasons for each listing.

Record numbers begin anew in every annex, and some annexes have none: the key is annex and number, or annex and name.
Regulations without an asset freeze (export control, financial restrictions) stand here too; the measure is in the
remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duecare.apps.screening.rules.entries import SCHEMAS, Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows

NAME = "EU journal CSV"
HEADINGS = (
    "celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias",
    "weakAlias", "previousName", "country", "nationality", "birthDate", "birthPlace", "passportNumber",
    "registrationNumber", "idNumber", "imoNumber", "flag", "address",
)  # fmt: skip
_NAMES = {"alias": "alias", "weakAlias": "weak_alias", "previousName": "former"}
_NATIONS = {"country": "Country", "nationality": "Nationality", "jurisdiction": "Jurisdiction", "flag": "Flag"}
_NUMBERS = {
    "passportNumber": "passport", "registrationNumber": "registration", "taxNumber": "tax", "idNumber": "national_id",
    "innCode": "tax", "ogrnCode": "registration", "kppCode": "registration", "okpoCode": "registration",
    "leiCode": "lei", "swiftBic": "other", "imoNumber": "imo", "mmsi": "mmsi",
}  # fmt: skip
_REMARKS = {
    "annex": "Annex", "measure": "Measure", "birthPlace": "Place of birth", "position": "Position", "gender": "Gender",
    "appearance": "Appearance", "ethnicity": "Ethnicity", "fatherName": "Father", "motherName": "Mother",
    "legalForm": "Legal form", "sector": "Sector", "ticker": "Ticker", "phone": "Telephone", "email": "Email",
    "website": "Website", "notes": "Notes", "reason": "Reason",
}  # fmt: skip
_SEVERAL = re.compile(r"\s*;\s*|\s+and\s+(?=[A-Z]{0,3}\d)")


def accepts(member: Member) -> bool:
    """By its header."""
    return member.form == "text" and member.first_row()[:4] == ("celex", "recordId", "programKey", "annex")


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a regulation: "eu_32020R1998"."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition("", member.file)
    for row in headed_rows(member, headings=HEADINGS):
        code = f"eu_{row.get('celex')}"
        if edition.list_code not in ("", code):
            raise refusal(
                "is another regulation than in the rows above", member.file, row=row.number, value=row.get("celex")
            )
        edition.list_code = code
        _party(edition, row)
    return edition.publication()


def _party(edition: Edition, row: Row) -> None:
    schema = row.get("schema")
    key = f"{row.get('annex')}/{row.get('recordId') or row.get('name')}"
    known = schema if schema in SCHEMAS else "Thing" if schema == "Asset" else "LegalEntity"
    draft = edition.open(key, known, f"{edition.file} row {row.number}", row=row.number)
    draft.name(row.get("name"), "primary")
    for heading, kind in _NAMES.items():
        for name in row.get(heading).split(";"):
            draft.name(name, kind)
    draft.spelled_out()
    draft.programme(row.get("programKey"))
    draft.listed_on = iso(row.get("startDate"))
    for heading, label in _NATIONS.items():
        draft.nation(row.get(heading), label)
    draft.born(row.get("birthDate"))
    draft.born(row.get("incorporationDate"), "Date of incorporation")
    _numbers(draft, row)
    for address in row.get("address").split(";"):
        draft.address(address)
    for heading, label in _REMARKS.items():
        draft.remark(label, row.get(heading))


def _numbers(draft: Draft, row: Row) -> None:
    """Several in a cell; "3040771A125PB2; Passport: MP3810311." names the second's kind."""
    for heading, kind in _NUMBERS.items():
        for number in _SEVERAL.split(row.get(heading)):
            label, _, value = number.rpartition(":")
            value, bracket, nation = value.strip(" .").partition(" (")
            of_kind = "passport" if "passport" in label.lower() else kind
            draft.ident(of_kind, value, nation.rstrip(")") if bracket else "")

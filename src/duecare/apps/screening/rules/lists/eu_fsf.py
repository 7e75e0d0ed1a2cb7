"""European Commission, Financial Sanctions Files: the consolidated list as XML, schema 1.1.

The key is the EU reference number. A party listed under two regulations stands twice under one number: its records are
merged, its programmes are both, and the publication says how many were merged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .places import country
from .records import each_record, said, stated_day
from .refusal import refusal

NAME = "EU Financial Sanctions Files XML"
LIST = "eu_fsf"
_NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
_SCHEMAS = {"person": "Person", "enterprise": "Organization"}
_KINDS = {"passport": "passport", "id": "national_id", "ssn": "national_id", "regnumber": "registration",
          "fiscalcode": "tax", "imo": "imo", "tradelic": "registration"}  # fmt: skip
_WEAK = re.compile(r"\blow quality\b", re.IGNORECASE)
_FORMER = re.compile(r"\bformer|maiden name|previously", re.IGNORECASE)
_UNKNOWN = "00"


def accepts(member: Member) -> bool:
    """By the outermost element and its namespace."""
    return member.root == "export" and member.attributes.get("xmlns") == _NAMESPACE


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    each_record(member, ("sanctionEntity",), lambda record, line: _party(edition, record, line))
    return edition.publication(stated_day(member, "generationDate"))


def _party(edition: Edition, record: Element, line: int) -> None:
    key = record.get("euReferenceNumber", "") or record.get("logicalId", "")
    type_ = record.find("subjectType")
    word = "" if type_ is None else type_.get("code", "")
    if key in edition.drafts:
        edition.notes["record merged with another of the same reference number"] += 1
    elif not key:
        raise refusal("a party has no reference number", edition.file, line=line)
    draft = edition.again(key, edition.schema_for(word, _SCHEMAS), f"sanctionEntity {key}")
    for alias in record.iterfind("nameAlias"):
        _name(draft, alias)
    draft.promote_first()
    for regulation in record.iterfind("regulation"):
        draft.programme(regulation.get("programme", ""))
        draft.remark("Regulation", regulation.get("numberTitle", ""))
    draft.listed_on = draft.listed_on or iso(record.get("designationDate", ""))
    draft.remark("Designation", record.get("designationDetails", ""))
    draft.remark("UN reference", record.get("unitedNationId", ""))
    for citizenship in record.iterfind("citizenship"):
        _nation(draft, citizenship, "Citizenship")
    for born in record.iterfind("birthdate"):
        _born(draft, born)
    for number in record.iterfind("identification"):
        _number(draft, number)
    for address in record.iterfind("address"):
        _address(draft, address)
    for remark in record.iterfind("remark"):
        draft.remark("", remark.text or "")


def _name(draft: Draft, alias: Element) -> None:
    """The first name is the primary one; a quality is told in a remark, `strong` is always true in what is
    published."""
    remark = said(alias, "remark")
    weak = alias.get("strong") == "false" or bool(_WEAK.search(remark))
    kind = "weak_alias" if weak else "former" if _FORMER.search(remark) else "alias"
    text = alias.get("wholeName", "")
    if kind == "alias" and not draft.names:
        kind = "primary"
    draft.name(text, kind)
    draft.remark("Function", alias.get("function", ""))
    if remark and not weak:
        draft.remark(f"Name {text}", remark)


def _nation(draft: Draft, element: Element, label: str) -> None:
    code, name = element.get("countryIso2Code", ""), element.get("countryDescription", "")
    if code and code != _UNKNOWN:
        draft.nation(code if country(code) else name, label)


def _born(draft: Draft, born: Element) -> None:
    """A day, a month, a year or a span of years. A date of another calendar than the Gregorian stays text."""
    year, month, day = (born.get(part, "") for part in ("year", "monthOfYear", "dayOfMonth"))
    text = born.get("birthdate", "") or "-".join(filter(None, (year, month, day if month else "")))
    first, last = born.get("yearRangeFrom", ""), born.get("yearRangeTo", "")
    if not text and first and last:
        text = f"{first} to {last}"
    text = text or first or last
    if born.get("calendarType", "GREGORIAN") != "GREGORIAN":
        draft.remark(f"Date of birth ({born.get('calendarType')})", text)
    elif text:
        draft.born(f"circa {text}" if born.get("circa") == "true" else text)
    parts = (born.get(part, "") for part in ("place", "city", "region"))
    nation = born.get("countryDescription", "")
    where = ", ".join(filter(None, (*parts, "" if nation == "UNKNOWN" else nation)))
    draft.remark("Place of birth", where)
    draft.remark("Birth", said(born, "remark"))


def _number(draft: Draft, number: Element) -> None:
    kind = _KINDS.get(number.get("identificationTypeCode", ""), "other")
    value, code = number.get("number", ""), number.get("countryIso2Code", "")
    draft.ident(kind, value, "" if code == _UNKNOWN else code)
    flags = [
        word for word in ("knownExpired", "knownFalse", "reportedLost", "revokedByIssuer") if number.get(word) == "true"
    ]
    more = ", ".join(filter(None, (*flags, number.get("nameOnDocument", ""), said(number, "remark"))))
    draft.remark(f"{number.get('identificationTypeDescription', 'Number')} {value}", more)


def _address(draft: Draft, address: Element) -> None:
    nation = address.get("countryDescription", "")
    parts = ("street", "poBox", "place", "zipCode", "city", "region")
    draft.address(*(address.get(part, "") for part in parts), "" if nation == "UNKNOWN" else nation)
    _nation(draft, address, "Country")
    draft.remark("Address", said(address, "remark"))

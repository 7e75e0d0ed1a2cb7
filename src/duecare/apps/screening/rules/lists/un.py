"""UN Security Council consolidated list (XML).

The key is the DATAID. VERSIONNUM stands still between editions, and LAST_DAY_UPDATED moves without the content, so
neither is read: amendments are found by content.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .records import all_said, each_record, said, stated_day

NAME = "UN Security Council XML"
LIST = "un_sc"
_SCHEMAS = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITIES = {"Low": "weak_alias", "f.k.a.": "former"}
_PASSPORT = ("passport", "passeport", "pasaporte")


def accepts(member: Member) -> bool:
    """By the outermost element."""
    return member.root == "CONSOLIDATED_LIST"


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    each_record(member, _SCHEMAS, lambda record, line: _party(edition, record, line))
    return edition.publication(stated_day(member, "dateGenerated"))


def _party(edition: Edition, record: Element, line: int) -> None:
    key = said(record, "DATAID")
    draft = edition.open(key, _SCHEMAS[record.tag], f"{record.tag} {key}", line=line)
    name = " ".join(filter(None, (said(record, part) for part in _NAMES)))
    draft.name(name, "primary")
    if " ; " in name:  # "COMPAGNIE AERIENNE DES GRANDS LACS (CAGL) ; GREAT LAKES BUSINESS COMPANY (GLBC)"
        for part in name.split(" ; "):
            draft.name(part)
    draft.name(said(record, "NAME_ORIGINAL_SCRIPT"), "original_script")
    for alias in record.iterfind(f"{record.tag}_ALIAS"):
        _alias(draft, alias)
    draft.programme(said(record, "UN_LIST_TYPE"))
    draft.listed_on = iso(said(record, "LISTED_ON"))
    for nation in all_said(record, "NATIONALITY/VALUE"):
        draft.nation(nation, "Nationality")
    for born in record.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        _born(draft, born)
    for document in record.iterfind("INDIVIDUAL_DOCUMENT"):
        _document(draft, document)
    _places(draft, record)
    _remarks(draft, record)


def _alias(draft: Draft, alias: Element) -> None:
    draft.name(said(alias, "ALIAS_NAME"), _QUALITIES.get(said(alias, "QUALITY"), "alias"))
    if day := said(alias, "DATE_OF_BIRTH"):
        draft.born(day)
    note = said(alias, "NOTE")
    if note:
        draft.remark(f"Alias {said(alias, 'ALIAS_NAME')}", note)


def _born(draft: Draft, born: Element) -> None:
    """EXACT, APPROXIMATELY or BETWEEN, by day, year or span of years; some carry only a note."""
    span = "/".join(filter(None, (said(born, "FROM_YEAR"), said(born, "TO_YEAR"))))
    if span.count("/") == 1:
        draft.born(span.replace("/", " to "))
    elif text := said(born, "DATE") or said(born, "YEAR") or span:
        draft.born(text)
    if note := said(born, "NOTE"):
        draft.remark("Date of birth", note)
    if said(born, "TYPE_OF_DATE") == "APPROXIMATELY":
        draft.remark("Date of birth", "approximately")


def _document(draft: Draft, document: Element) -> None:
    type_ = " ".join(filter(None, (said(document, "TYPE_OF_DOCUMENT"), said(document, "TYPE_OF_DOCUMENT2"))))
    number = said(document, "NUMBER")
    if number:
        lower = type_.lower()
        kind = (
            "passport" if any(word in lower for word in _PASSPORT) else "national_id" if "identi" in lower else "other"
        )
        draft.ident(kind, number, said(document, "ISSUING_COUNTRY") or said(document, "COUNTRY_OF_ISSUE"))
    elif type_:
        draft.remark("Document", type_)
    for tag in ("DATE_OF_ISSUE", "CITY_OF_ISSUE", "NOTE"):
        if text := said(document, tag):
            draft.remark(f"{type_ or 'Document'} {number}".strip(), text)


def _places(draft: Draft, record: Element) -> None:
    parts = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
    for address in record.iterfind(f"{record.tag}_ADDRESS"):
        draft.address(*(said(address, part) for part in parts))
        draft.nation(said(address, "COUNTRY"))
        draft.remark("Address note", said(address, "NOTE"))
    for place in record.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
        born = ", ".join(filter(None, (said(place, part) for part in (*parts, "NOTE"))))
        draft.remark("Place of birth", born)


def _remarks(draft: Draft, record: Element) -> None:
    draft.remark("Reference", said(record, "REFERENCE_NUMBER"))
    for title in all_said(record, "TITLE/VALUE"):
        draft.remark("Title", title)
    for post in all_said(record, "DESIGNATION/VALUE"):
        draft.remark("Designation", post)
    draft.remark("Gender", said(record, "GENDER"))
    draft.remark("", said(record, "COMMENTS1"))

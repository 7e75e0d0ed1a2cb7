"""Canada, consolidated autonomous sanctions list (XML).

The field `Country` names the regulations, in English and French ("Belarus / Bélarus", "Justice for Victims of Corrupt
Foreign Officials Regulations (JVCFOR) / …"), and not where a party is from: Ukrainians stand under Russia. It is the
programme, as written, and no country of the party, which it might contradict. The key is regulations, schedule and
item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .records import each_record, said
from .refusal import refusal

NAME = "Canada autonomous sanctions XML"
LIST = "ca_sema"
_BETWEEN = re.compile(
    r"\s*[,;]\s*(?![^()]*\))(?!(?:Ltd|Limited|Inc|LLC|LLP|L\.?L\.?C|S\.?A|Co|Corp|JSC|PJSC|OJSC|OOO|PAO|AO)\b)"
)


def accepts(member: Member) -> bool:
    """By the outermost element and the first record's fields."""
    return member.root == "data-set" and b"<DateOfListing>" in member.data


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    each_record(member, ("record",), lambda record, line: _party(edition, record, line))
    return edition.publication()


def _party(edition: Edition, record: Element, line: int) -> None:
    regulations, item = said(record, "Country"), said(record, "Item")
    if not regulations or not item:
        raise refusal("a record names no regulations or no item", edition.file, line=line)
    english = regulations.partition(" / ")[0]
    key = "/".join((english, said(record, "Schedule"), item))
    person = ", ".join(filter(None, (said(record, "LastName"), said(record, "GivenName"))))
    imo, title = said(record, "ShipIMONumber"), said(record, "TitleOrShip")
    schema = "Person" if person else "Vessel" if imo else "Organization"
    draft = edition.open(key, schema, f"record {key}", line=line)
    draft.name(person or said(record, "EntityOrShip"), "primary")
    for alias in _BETWEEN.split(said(record, "Aliases")):
        draft.name(alias.removeprefix("or "))
    draft.spelled_out()
    draft.ident("imo", imo)
    draft.programme(regulations)
    draft.listed_on = iso(said(record, "DateOfListing"))
    draft.born(said(record, "DateOfBirthOrShipBuildDate"), "Date of build" if imo else "Date of birth")
    draft.remark("Type of ship" if imo else "Title", title)
    _schedule(draft, record)


def _schedule(draft: Draft, record: Element) -> None:
    draft.remark("Schedule", said(record, "Schedule"))
    draft.remark("Item", said(record, "Item"))

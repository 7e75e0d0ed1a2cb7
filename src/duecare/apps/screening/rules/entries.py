"""What a list says of one denied party, whoever publishes it.

The words are FollowTheMoney's (`Person`, `Company`, `Vessel`, …), so that a list read here and one
read elsewhere speak of the same thing. Countries are ISO 3166-1 alpha-3, dates ISO 8601 and as
partial as the publisher left them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duecare.kernel.canonical import JSON, digest

SCHEMAS = ("Person", "Organization", "Company", "PublicBody", "LegalEntity", "Vessel", "Airplane", "Vehicle", "Thing")
"""FollowTheMoney's schemata used here; `LegalEntity` when a list leaves open whether it means a person."""

NAME_KINDS = ("primary", "alias", "weak_alias", "former", "original_script")
"""`weak_alias`: so called by the publisher (OFAC "weak", UN "Low"); it supports a hit and makes none alone."""

ID_KINDS = ("passport", "national_id", "registration", "tax", "imo", "mmsi", "call_sign", "tail", "msn", "lei", "other")


@dataclass(frozen=True, slots=True)
class Name:
    """One name as the publisher wrote it."""

    text: str
    kind: str = "primary"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number given by an authority; `country` alpha-3 or ""."""

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed party.

    Attributes:
        key: the publisher's id, unique in the edition; may change between editions of some lists.
        list_code: which list, e.g. "ofac_sdn".
        schema: one of `SCHEMAS`.
        names: every name, the primary one first; never empty.
        countries: nationality, residence, registration or flag; alpha-3, sorted.
        births: dates of birth, build or incorporation: "1960", "1960-05", "1960-05-12", "1958/1962" for a range.
        ids: passports, registrations, IMO numbers.
        programmes: the regime under which it is listed, as the publisher writes it.
        listed_on: ISO date, or "".
        addresses: as written, one line each.
        remarks: what else the publisher says, one text.
        place: where in the publication it stands ("sdn.csv row 17", "INDIVIDUAL 6908555"); no part of the content.
    """

    key: str
    list_code: str
    schema: str
    names: tuple[Name, ...]
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    programmes: tuple[str, ...] = ()
    listed_on: str = ""
    addresses: tuple[str, ...] = ()
    remarks: str = ""
    place: str = ""

    def body(self) -> dict[str, JSON]:
        """The content as JSON without key and place; sets are sorted, so that a reshuffled file amends nothing."""
        return {
            "schema": self.schema,
            "names": [[name.kind, name.text] for name in sorted(self.names, key=lambda name: (name.kind, name.text))],
            "countries": sorted(self.countries),
            "births": sorted(self.births),
            "ids": sorted([item.kind, item.value, item.country] for item in self.ids),
            "programmes": sorted(self.programmes),
            "listed_on": self.listed_on,
            "addresses": sorted(self.addresses),
            "remarks": self.remarks,
        }

    def sha256(self) -> str:
        """Hash of the content: amendments are found by it where a publisher's version number stands still."""
        return digest(self.body())


@dataclass(frozen=True, slots=True)
class Publication:
    """One edition of one list, read whole.

    Attributes:
        list_code: which list.
        published: the publisher's own date of this edition, None where the file carries none.
        entries: at least one, keys unique, in the file's order.
        remarks: what a person should know of the reading (a country left open, a row merged), each once with a count.
    """

    list_code: str
    published: date | None
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = field(default=())

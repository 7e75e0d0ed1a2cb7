"""Key records: whose keys these are, for which office, from when to when. Two officers sign each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

from .reading import day, flag, hexed, packed, read, text, texts, unpacked

OPENING = 1216
SIGNING = 32
PERSON = 16


class Track(StrEnum):
    """Two channels with readers and texts of their own (2019/1937 art. 4 and what goes beyond it)."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Office(StrEnum):
    """What a key may be used for. A person may hold several, but for the ones that `ceremony` keeps apart."""

    INTAKE_INTERNAL = "intake-internal"
    INTAKE_EXTERNAL = "intake-external"
    CASE_HANDLER = "case-handler"
    CUSTODIAN = "custodian"
    """Holds the other half of identities; reads no report."""
    COMMITTEE = "committee"
    """Holds a share of recovery seeds."""
    OBSERVER = "observer"
    """A third party whom reporter and company agreed on: reads the report compartment of that case, writes nothing."""
    ADVISER = "adviser"
    """Somebody outside, in no case: reads what members chose for them (`briefs`), and answers in writing."""


INTAKE = {Track.INTERNAL: Office.INTAKE_INTERNAL, Track.EXTERNAL: Office.INTAKE_EXTERNAL}
READING = frozenset({*INTAKE.values(), Office.CASE_HANDLER})
"""Offices that may be granted compartments, and may grant them."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One person's public keys.

    Attributes:
        person: random id, 16 bytes.
        offices: see `Office`.
        independent: does not depend on the company (committee).
        sales: works in sales; the officers vouch that it is true when it says no.
        opening, signing: public keys, 1,216 and 32 bytes.
        begins, ends: first and last day.
    """

    person: bytes
    offices: frozenset[Office]
    independent: bool
    sales: bool
    opening: bytes
    signing: bytes
    begins: date
    ends: date

    def encoded(self) -> bytes:
        """Canonical JSON: what is signed and what stands in the key log."""
        body: dict[str, JSON] = {
            "begins": self.begins.isoformat(),
            "ends": self.ends.isoformat(),
            "independent": self.independent,
            "offices": sorted(office.value for office in self.offices),
            "opening": packed(self.opening),
            "person": self.person.hex(),
            "sales": self.sales,
            "signing": self.signing.hex(),
        }
        return canonical(body)


def decoded(data: bytes) -> KeyRecord:
    """The record again.

    Raises:
        ValueError: these bytes are none.
    """
    body = read(data)
    known = {"begins", "ends", "independent", "offices", "opening", "person", "sales", "signing"}
    if set(body) != known:
        raise ValueError("a key record has eight parts")
    return KeyRecord(
        hexed(body["person"], PERSON),
        frozenset(Office(one) for one in texts(body["offices"])),
        flag(body["independent"]),
        flag(body["sales"]),
        unpacked(body["opening"], OPENING),
        hexed(text(body["signing"]), SIGNING),
        day(body["begins"]),
        day(body["ends"]),
    )


def to_certify(installation: bytes, record: bytes) -> bytes:
    """What an officer signs to certify a record."""
    return framed("duecare/cert/1", installation, record)


def to_revoke(installation: bytes, fingerprint: bytes, begins: date) -> bytes:
    """What an officer signs to end a key from a day on."""
    return framed("duecare/revoke/1", installation, fingerprint, begins.isoformat())

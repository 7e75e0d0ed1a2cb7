"""Entries of a compartment: signed inside the seal, each naming the one before it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

from .reading import day, hexed, read, text

SIGNATURE = 64
FIRST = bytes(32)
"""What the first entry of a compartment names as the one before it."""


class Kind(StrEnum):
    """What an entry is. `HEADER`, `LINK` and `SLOTS` serve the case; people write the others."""

    HEADER = "header"
    LINK = "link"
    """First entry of every epoch but the first: the seed before it, and where that epoch ended."""
    SLOTS = "slots"
    """Seeds sealed to the recovery key."""
    REPORT = "report"
    MESSAGE = "message"
    NOTE = "note"
    IDENTITY = "identity"
    DECISION = "decision"
    SHEET = "sheet"
    """Of a letter, which is in no case."""
    FILE = "file"
    READING = "reading"
    """Of the read log, in a chain of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        author: fingerprint of the keys it is signed with.
        previous: `digest` of the entry before it in the same compartment, or `FIRST`.
        day: calendar day; no hour is kept.
    """

    kind: Kind
    author: bytes
    day: date
    previous: bytes
    body: JSON = field(repr=False)

    def plain(self) -> bytes:
        """Canonical JSON: what is hashed and signed."""
        return canonical(
            {
                "author": self.author.hex(),
                "body": self.body,
                "day": self.day.isoformat(),
                "kind": self.kind.value,
                "previous": self.previous.hex(),
            }
        )


def to_sign(aad: bytes, plain: bytes) -> bytes:
    """What the author signs: the place and the hash of the text. A text moved elsewhere is not signed there."""
    return framed("duecare/sig/1", aad, hashlib.sha256(plain).digest())


def digest(content: bytes) -> bytes:
    """The hash by which the next entry names this one: over signature and text."""
    return hashlib.sha256(content).digest()


def parted(content: bytes) -> tuple[bytes, bytes]:
    """(signature, plain) of an object's content."""
    if len(content) <= SIGNATURE:
        raise ValueError("too short for a signature")
    return content[:SIGNATURE], content[SIGNATURE:]


def decoded(plain: bytes) -> Entry:
    """The entry again.

    Raises:
        ValueError: these bytes are none.
    """
    body = read(plain)
    if set(body) != {"author", "body", "day", "kind", "previous"}:
        raise ValueError("an entry has five parts")
    return Entry(
        Kind(text(body["kind"])),
        hexed(body["author"], 32),
        day(body["day"]),
        hexed(body["previous"], 32),
        body["body"],
    )

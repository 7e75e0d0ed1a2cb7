"""Papers of the ceremony: what officers are asked to sign, on its way from the server to their machine and back.

One file travels. It holds nothing secret: the key record to certify or the key to end, and the signatures so far.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

from . import key_log
from .key_log import CERTIFIERS, SIGNATURE, fingerprint_of
from .reading import day, hexed, mapping, packed, read, text, unpacked
from .records import READING, KeyRecord, Office, decoded, to_certify, to_revoke

FORMAT = "duecare/key-paper/1"
LARGEST = 64 * 1024
"""Bytes that are read of a paper; a real one has about three thousand."""
GROUPS, DIGITS = 6, 5
"""Of the number that is compared aloud: 99 bits, so that nobody finds another paper with the same one."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A key that shall count no more from a day on."""

    fingerprint: bytes
    begins: date


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be signed, and by whom it was: hex public key of the officer -> signature (64 bytes)."""

    installation: bytes
    asks: KeyRecord | Ending
    signatures: Mapping[str, bytes]

    @property
    def message(self) -> bytes:
        """The bytes an officer signs."""
        if isinstance(self.asks, KeyRecord):
            return to_certify(self.installation, self.asks.encoded())
        return to_revoke(self.installation, self.asks.fingerprint, self.asks.begins)

    @property
    def fingerprint(self) -> bytes:
        """Name of the pair of keys it is about."""
        return fingerprint_of(self.asks) if isinstance(self.asks, KeyRecord) else self.asks.fingerprint

    @property
    def begins(self) -> date:
        """First day of what is asked for; officers have to be pinned on it."""
        return self.asks.begins

    @property
    def takes(self) -> int:
        """Officers who have to sign."""
        return CERTIFIERS if isinstance(self.asks, KeyRecord) else 1

    def signed(self, officer: str, signature: bytes) -> Paper:
        """The paper with one signature more."""
        return replace(self, signatures={**self.signatures, officer: signature})

    def entry(self) -> bytes:
        """Body of the entry in the key log."""
        if isinstance(self.asks, KeyRecord):
            return key_log.certifying(self.asks, self.signatures)
        return key_log.revoking(self.asks.fingerprint, self.asks.begins, self.signatures)

    def written(self) -> bytes:
        """The file: one line of canonical JSON."""
        asks: dict[str, JSON] = (
            {"certify": packed(self.asks.encoded())}
            if isinstance(self.asks, KeyRecord)
            else {"revoke": {"begins": self.asks.begins.isoformat(), "fingerprint": self.asks.fingerprint.hex()}}
        )
        signatures: dict[str, JSON] = {who: packed(one) for who, one in self.signatures.items()}
        told = {"format": FORMAT, "installation": self.installation.hex(), "signatures": signatures, **asks}
        return canonical(told) + b"\n"


def parsed(data: bytes) -> Paper:
    """The paper in a file.

    Raises:
        ValueError: the bytes are none, or not in the one form it is written in.
    """
    body = read(data.removesuffix(b"\n"))
    if body.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    asked = set(body) - {"format", "installation", "signatures"}
    signatures = {
        hexed(who, 32).hex(): unpacked(value, SIGNATURE) for who, value in mapping(body.get("signatures")).items()
    }
    asks: KeyRecord | Ending
    if asked == {"certify"}:
        asks = decoded(unpacked(body["certify"]))
    elif asked == {"revoke"}:
        told = mapping(body["revoke"])
        if set(told) != {"begins", "fingerprint"}:
            raise ValueError("the end of a key has a fingerprint and a day")
        asks = Ending(hexed(told["fingerprint"], 32), day(told["begins"]))
    else:
        raise ValueError("it asks for neither a certificate nor the end of a key")
    return Paper(hexed(text(body.get("installation")), 32), asks, signatures)


def aloud(paper: Paper) -> str:
    """Thirty digits in six groups, to be compared aloud: they are others when anything that is signed is."""
    number = int.from_bytes(hashlib.sha256(framed("duecare/aloud/1", paper.message)).digest(), "big")
    digits = str(number % 10 ** (GROUPS * DIGITS)).zfill(GROUPS * DIGITS)
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def unfit(offices: frozenset[Office], begins: date, ends: date, *, independent: bool, today: date) -> Iterator[str]:
    """Why no officer should certify such keys, one clause each; the value stands in it."""
    if not offices:
        yield "no office is named"
    if ends < begins:
        yield f"the last day {ends} lies before the first day {begins}"
    elif ends < today:
        yield f"it expired on {ends}, and today is {today}"
    if Office.CUSTODIAN in offices and (independent or offices & READING):
        yield "a custodian of identities may not read reports as well"
    if Office.ADVISER in offices and len(offices) > 1:
        yield "an outside adviser holds no other office"
    if independent and Office.COMMITTEE not in offices:
        yield "only a member of the committee is independent"


def unfit_paper(paper: Paper, today: date) -> Iterator[str]:
    """The same for a paper; a key may be ended from any day on."""
    one = paper.asks
    if isinstance(one, KeyRecord):
        yield from unfit(one.offices, one.begins, one.ends, independent=one.independent, today=today)

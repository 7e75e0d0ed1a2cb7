"""Proof of filing: what a reporter can show to a court or an ombudsperson (UNGP 31(e)).

The hash binds the report, the salt keeps others from trying out texts, the installation's signature binds the days.
Salt and text stay with the reporter. The installation signs what it finds when it is asked: `received` is the day in
the sealed report, `issued` the day of the signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

from . import reports
from .reading import day, hexed, mapping, text
from .reports import Report

FORMAT = "duecare/proof/1"
SALT = 32


@dataclass(frozen=True, slots=True)
class Proof:
    """What the file holds.

    Attributes:
        installation: 32 bytes.
        public, signature: Ed25519, of the installation; 32 and 64 bytes.
    """

    installation: bytes
    salt: bytes = field(repr=False)
    report: Report = field(repr=False)
    received: date
    issued: date
    public: bytes = b""
    signature: bytes = b""

    @property
    def hash(self) -> bytes:
        """SHA-256(salt ‖ canonical report)."""
        return hashlib.sha256(self.salt + canonical(self.report.plain())).digest()

    @property
    def message(self) -> bytes:
        """What the installation signs."""
        return framed(FORMAT, self.installation, self.hash, self.received.isoformat(), self.issued.isoformat())

    def plain(self) -> dict[str, JSON]:
        """As JSON."""
        return {
            "format": FORMAT, "hash": self.hash.hex(), "installation": self.installation.hex(),
            "issued": self.issued.isoformat(), "public_key": self.public.hex(), "received": self.received.isoformat(),
            "report": self.report.plain(), "salt": self.salt.hex(), "signature": self.signature.hex(),
        }  # fmt: skip


def decoded(data: bytes) -> Proof:
    """The proof in these bytes; whether its signature is good is another question.

    Raises:
        ValueError: no proof, or its hash is not that of its text.
    """
    found: JSON = json.loads(data)
    told: Mapping[str, JSON] = mapping(found)
    names = {"format", "hash", "installation", "issued", "public_key", "received", "report", "salt", "signature"}
    if set(told) != names or told["format"] != FORMAT:
        raise ValueError(f"this is no {FORMAT}")
    proof = Proof(
        hexed(told["installation"], 32), hexed(told["salt"], SALT), reports.report(told["report"]),
        day(told["received"]), day(told["issued"]), hexed(told["public_key"], 32), hexed(told["signature"], 64),
    )  # fmt: skip
    if text(told["hash"]) != proof.hash.hex():
        raise ValueError("the text or the salt is not the one that was filed")
    return proof

"""Agreed third parties: an observer whom the reporter and two members of the case signed for, over one text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from duecare.kernel.canonical import JSON
from duecare.kernel.framing import framed

from .compartments import Compartment
from .reading import hexed, mapping, packed, unpacked

SIGNERS = 2
"""Members of the case who sign beside the reporter."""
OPEN_TO_OBSERVERS = frozenset({Compartment.REPORT})
SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Agreement:
    """What makes somebody an observer.

    Attributes:
        text: SHA-256 of the text agreed on.
        reporter: the reporter's signature.
        members: those of members of the case, by fingerprint.
    """

    text: bytes
    reporter: bytes
    members: Mapping[bytes, bytes]

    def plain(self) -> dict[str, JSON]:
        """As JSON."""
        return {
            "members": {who.hex(): packed(one) for who, one in self.members.items()},
            "reporter": packed(self.reporter),
            "text": self.text.hex(),
        }


def decoded(body: JSON) -> Agreement:
    """The agreement again. Raises ValueError when this is none."""
    found = mapping(body)
    return Agreement(
        hexed(found.get("text"), 32),
        unpacked(found.get("reporter"), SIGNATURE),
        {bytes.fromhex(who): unpacked(one, SIGNATURE) for who, one in mapping(found.get("members")).items()},
    )


def text_hash(text: str) -> bytes:
    """What of the text is signed."""
    return hashlib.sha256(text.encode()).digest()


def to_agree(case: bytes, observer: bytes, text: bytes) -> bytes:
    """What each of them signs: this case, these keys, the hash of this text."""
    return framed("duecare/agree/1", case, observer, text)

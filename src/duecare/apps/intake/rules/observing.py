"""Agreeing on an observer inside the case, where reporter and members read it: proposed, signed, refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON
from duecare.kernel.framing import framed

from .agreements import SIGNATURE, SIGNERS, text_hash
from .entries import Entry
from .reading import hexed, mapping, packed, text, unpacked

FORMAT = "duecare/observer/1"


class Act(StrEnum):
    """What one of them does."""

    PROPOSE = "propose"
    """Also signs."""
    SIGN = "sign"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Agreeing:
    """One step. `signature` is under `agreements.to_agree`, empty where somebody refuses."""

    act: Act
    observer: bytes
    text: str = field(repr=False)
    signature: bytes = b""

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "act": self.act.value, "format": FORMAT, "observer": self.observer.hex(),
            "signature": packed(self.signature), "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """An observer with the text they are to be let in under.

    Attributes:
        author: whoever proposed it.
        signed: signatures by fingerprint, the reporter's among them.
        refused: fingerprint of whoever did; b"" while nobody has.
    """

    day: date
    author: bytes
    observer: bytes
    text: str = field(repr=False)
    signed: Mapping[bytes, bytes]
    refused: bytes = b""

    @property
    def mark(self) -> str:
        """What a page calls it by; it follows from keys and text and names no case."""
        return hashlib.sha256(framed("duecare/proposal/1", self.observer, text_hash(self.text))).hexdigest()[:16]

    def ready(self, reporter: bytes) -> bool:
        """Whether reporter and two more signed."""
        return not self.refused and reporter in self.signed and len(self.signed) > SIGNERS


def withdrawn(known: tuple[Proposal, ...], observer: bytes, text: bytes, reporter: bytes) -> bool:
    """Whether somebody took back what the observer was let in under; `text` is the hash in the header."""
    same = [one for one in known if one.observer == observer and text_hash(one.text) == text]
    return bool(same) and not same[-1].ready(reporter)


def agreeing(body: JSON) -> Agreeing | None:
    """The step again, or None when the body is of another format. Raises ValueError: malformed."""
    told = mapping(body)
    if told.get("format") != FORMAT:
        return None
    if set(told) != {"act", "format", "observer", "signature", "text"}:
        raise ValueError("no step of an agreement")
    act, signature = Act(text(told["act"])), unpacked(told["signature"])
    if len(signature) != (0 if act is Act.REFUSE else SIGNATURE):
        raise ValueError("who agrees signs")
    return Agreeing(act, hexed(told["observer"], 32), text(told["text"]), signature)


def after(known: tuple[Proposal, ...], entry: Entry, step: Agreeing) -> tuple[Proposal, ...]:
    """The proposals as they stand after a step. A refusal ends one; what comes to it later counts for nothing."""
    same = [at for at, one in enumerate(known) if (one.observer, one.text) == (step.observer, step.text)]
    live = [at for at in same if not known[at].refused]
    if step.act is Act.PROPOSE:
        new = Proposal(entry.day, entry.author, step.observer, step.text, {entry.author: step.signature})
        return known if live else (*known, new)
    if not live:
        return known
    one = known[live[-1]]
    changed = (
        replace(one, refused=entry.author)
        if step.act is Act.REFUSE
        else replace(one, signed={**one.signed, entry.author: step.signature})
    )
    return (*known[: live[-1]], changed, *known[live[-1] + 1 :])

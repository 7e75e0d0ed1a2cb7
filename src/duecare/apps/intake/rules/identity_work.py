"""What a case's own record keeps of a name that somebody wanted to read: who asked whom, why, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .reading import day, hexed, mapping, packed, text, unpacked

ASKED = "duecare/asked/1"
SETTLED = "duecare/settled/1"
TOLD = "duecare/told/1"
LETTER = 32
SIGNATURE = 64


class Outcome(StrEnum):
    """How a request ended."""

    READ = "read"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class Withheld:
    """The reporter is told later, since it would jeopardise the investigation now (art. 16(3)): until when, and why."""

    until: date
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A member asks a custodian.

    Attributes:
        letter: name of the group in which the request lies.
        reason: for the custodian.
        told: the same in words for the reporter.
        withheld: set when the reporter is to be told later; the custodian approves that as well.
    """

    letter: bytes
    custodian: bytes
    reason: str = field(repr=False)
    told: str = field(repr=False)
    language: str = "en"
    withheld: Withheld | None = None

    def plain(self) -> JSON:
        """As it is sealed."""
        held: JSON = (
            {"reason": self.withheld.reason, "until": self.withheld.until.isoformat()} if self.withheld else None
        )
        return {
            "custodian": self.custodian.hex(), "format": ASKED, "language": self.language, "letter": self.letter.hex(),
            "reason": self.reason, "told": self.told, "withheld": held,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it.

    Attributes:
        reason: the custodian's.
        proof: the custodian's signature under `identities.to_answer`, or empty where the request was taken back.
    """

    letter: bytes
    outcome: Outcome
    reason: str = field(default="", repr=False)
    proof: bytes = b""

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "format": SETTLED, "letter": self.letter.hex(), "outcome": self.outcome.value, "proof": packed(self.proof),
            "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The reporter was told of a reading that was held back."""

    letter: bytes

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": TOLD, "letter": self.letter.hex()}


@dataclass(frozen=True, slots=True)
class Asking:
    """One request from beginning to end."""

    day: date
    author: bytes
    asked: Asked
    settled: Settled | None = None
    told: bool = False

    @property
    def owed(self) -> date | None:
        """By when the reporter has to be told of what was read; None once they were, or when nothing was."""
        read = self.settled is not None and self.settled.outcome is Outcome.READ
        return self.asked.withheld.until if read and self.asked.withheld and not self.told else None


def about_identity(body: Mapping[str, JSON]) -> Asked | Settled | Told | None:
    """The body of an entry as one of these, or None when it is of another format. Raises ValueError: malformed."""
    form = body.get("format")
    if form == ASKED and set(body) == {"custodian", "format", "language", "letter", "reason", "told", "withheld"}:
        held = body["withheld"]
        late = (
            Withheld(day(mapping(held).get("until")), text(mapping(held).get("reason"))) if held is not None else None
        )
        return Asked(
            hexed(body["letter"], LETTER), hexed(body["custodian"], 32), text(body["reason"]), text(body["told"]),
            text(body["language"]), late,
        )  # fmt: skip
    if form == SETTLED and set(body) == {"format", "letter", "outcome", "proof", "reason"}:
        outcome, proof = Outcome(text(body["outcome"])), unpacked(body["proof"])
        if len(proof) != (0 if outcome is Outcome.TAKEN_BACK else SIGNATURE):
            raise ValueError("a custodian's answer is signed")
        return Settled(hexed(body["letter"], LETTER), outcome, text(body["reason"]), proof)
    if form == TOLD and set(body) == {"format", "letter"}:
        return Told(hexed(body["letter"], LETTER))
    return None

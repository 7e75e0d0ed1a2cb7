"""What is kept of a rehearsed recovery: the day, the log it was held under, who took part, and their signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

from .key_log import SIGNATURE, Directory, Verifies
from .reading import day, hexed, mapping, packed, read, text, unpacked, whole
from .records import Office

FORMAT = "duecare/drill/1"


@dataclass(frozen=True, slots=True)
class Drill:
    """One rehearsal.

    Attributes:
        threshold: shares that were needed and brought.
        log: key log as it stood, (entries, head).
        to: fingerprint of whoever the made-up case was recovered for.
        signatures: of the committee members who took part, by fingerprint.
    """

    day: date
    threshold: int
    log: tuple[int, str]
    to: bytes
    signatures: Mapping[bytes, bytes] = field(default_factory=dict)

    def message(self, installation: bytes) -> bytes:
        """What each of them signs."""
        return framed(FORMAT, installation, canonical(self._plain()))

    def signed(self, who: bytes, signature: bytes) -> Drill:
        """With one signature more."""
        return replace(self, signatures={**self.signatures, who: signature})

    def written(self) -> bytes:
        """The line."""
        signatures: dict[str, JSON] = {who.hex(): packed(one) for who, one in self.signatures.items()}
        return canonical({**self._plain(), "signatures": signatures})

    def _plain(self) -> dict[str, JSON]:
        return {
            "day": self.day.isoformat(), "format": FORMAT, "log": list(self.log), "threshold": self.threshold,
            "to": self.to.hex(),
        }  # fmt: skip


def parsed(line: bytes) -> Drill:
    """The rehearsal again. Raises ValueError: this line is none."""
    told = read(line)
    log = told.get("log")
    if told.get("format") != FORMAT or not isinstance(log, list) or len(log) != 2:
        raise ValueError(f"no {FORMAT}")
    found = Drill(
        day(told.get("day")), whole(told.get("threshold")), (whole(log[0]), text(log[1])), hexed(told.get("to"), 32),
        {bytes.fromhex(who): unpacked(one, SIGNATURE) for who, one in mapping(told.get("signatures")).items()},
    )  # fmt: skip
    if found.written() != line:
        raise ValueError("another form")
    return found


def holds(drill: Drill, directory: Directory, *, installation: bytes, verifies: Verifies) -> bool:
    """Whether as many of the committee as it took signed for it, each certified on its day, under this key log."""
    if not directory.continues(drill.log) or drill.threshold < 1:
        return False
    good = set()
    for who, signature in drill.signatures.items():
        record = directory.at(drill.log[0]).valid(who, drill.day, Office.COMMITTEE)
        if record is not None and verifies(record.signing, drill.message(installation), signature):
            good.add(record.person)
    return len(good) >= drill.threshold


def stale(drill: Drill, directory: Directory, on: date) -> bool:
    """Whether the committee is another one than it was then: a rehearsal says nothing of people who were not there."""
    then = {one.fingerprint for one in directory.at(drill.log[0]).holders(Office.COMMITTEE, drill.day)}
    return then != {one.fingerprint for one in directory.holders(Office.COMMITTEE, on)}

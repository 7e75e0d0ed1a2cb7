"""Reports told by telephone or in person (Directive 2019/1937 art. 18): what stands beside their minutes.

Minutes are the report's `what`. The code of such a report is made at the meeting and given to whoever told it; they
check the minutes in the mailbox, correct them, and sign them there.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum

from duecare.kernel.framing import framed

from .reading import packed, unpacked
from .reports import Door, Report

MET, CONSENT, TAKEN = "met", "consent", "taken"
"""Among the answers of such a report, and no questions: the day, what the person agreed to, who took it down."""
TOLD = frozenset({Door.ORAL, Door.IN_PERSON})
SIGNATURE = 64


class Consent(StrEnum):
    """What the person agreed to before anything was kept (art. 18(2) to (4))."""

    MINUTES = "minutes"
    """Minutes; nothing was recorded."""
    TRANSCRIPT = "transcript"
    """A recording, of which this is the transcript."""


def to_take(installation: bytes, mailbox: bytes, met: date, minutes: str) -> bytes:
    """What whoever took it down signs."""
    return framed(
        "duecare/oral/1", installation, mailbox, met.isoformat(), hashlib.sha256(minutes.encode()).digest()
    )  # fmt: skip


def taken(who: bytes, signature: bytes) -> str:
    """As it stands among the answers."""
    return f"{who.hex()} {packed(signature)}"


def taker(report: Report) -> tuple[bytes, bytes] | None:
    """(fingerprint, signature) of whoever took it down, or None. What it is worth asks whoever knows the keys."""
    who, _, signature = report.answers.get(TAKEN, "").partition(" ")
    try:
        return bytes.fromhex(who), unpacked(signature, SIGNATURE)
    except ValueError:
        return None

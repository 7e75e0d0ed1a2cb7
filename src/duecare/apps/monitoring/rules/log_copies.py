"""A copy of a usage log that was checked by the command, held against the request it was given upon. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from duecare.kernel.errors import BadInput, Conflict

SHOWN = 20
"""Faults that are kept in words; more are counted."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What the check found.

    Attributes:
        log: number of the log, 32 hex digits; "" where nothing in the file could be read.
        file: SHA-256 of the file, hex.
        entries: how many it has; sealed, head: number of the last one that is signed, and its hash.
        last: day (UTC) of its last entry.
        faults: each in words, with its line; more: so many besides.
        foreign: it names another key than was agreed.
    """

    log: str
    file: str
    entries: int
    sealed: int | None
    head: str
    last: date | None
    faults: tuple[str, ...] = field(default=(), repr=False)
    more: int = 0
    foreign: bool = False

    @property
    def result(self) -> str:
        """One of `log_requests.CHECKS`."""
        if not self.log or not self.entries:
            return "unreadable"
        return "faults" if self.faults or self.sealed is None else "sound"

    @property
    def note(self) -> str:
        """The faults, a line each."""
        lines = list(self.faults[:SHOWN])
        if (left := len(self.faults) - SHOWN + self.more) > 0:
            lines.append(f"and {left} more")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a log stood when it was checked before: `entries`, `sealed` and `head` as of `Copy`."""

    customer: UUID
    reference: str
    entries: int | None
    sealed: int | None
    head: str


def check_copy(copy: Copy, customer: UUID, sent_on: date, before: Sequence[Seen]) -> None:
    """Refuse a file that is not what was given upon this request.

    Args:
        sent_on: day of the request. before: earlier checks of the same log.

    Raises:
        BadInput: the check itself says less than it has to.
        Conflict: another customer's log, one under another key, or an older copy.
    """
    if copy.result != "sound" and not copy.note:
        raise BadInput("say what was found.", field="note")
    if copy.foreign:
        raise Conflict(
            "This log is signed with another key than was agreed.", "Nothing was recorded.",
            "Look at which file and which key; if it is what was given, record on its page that it is another log.",
        )  # fmt: skip
    if any(one.customer != customer for one in before):
        raise Conflict(
            "This log was given by another customer.", "Nothing was recorded.", "Look at which file and which request."
        )
    newest = max((one.entries or 0 for one in before), default=0)
    if copy.entries < newest:
        raise Conflict(
            "This copy ends before an earlier one did.", "Nothing was recorded.",
            "Check the copy that came upon this request; if it is this one, record on its page that the log was cut.",
        )  # fmt: skip
    if copy.last is not None and copy.last < sent_on:
        raise Conflict(
            "This copy ends before the day of the request.", "Nothing was recorded.",
            "Check the copy that came upon this request; if it is this one, record on its page that it is too old.",
        )  # fmt: skip

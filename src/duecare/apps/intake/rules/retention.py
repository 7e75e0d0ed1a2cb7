"""Until when what a reporter writes may not be shredded.

Long enough for the clocks of the case and the last question about retaliation a year after its close (2019/1937 art.
19); a hold is a later day. Only the month is told: a day would tell on which day something was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duecare.kernel.canonical import JSON

from .clocks import months_after
from .reading import day, text

MONTHS = 16
"""Three for feedback, twelve for the check-ins, and the month that is under way."""


HELD_BARE, HELD = "duecare/held/1", "duecare/held/2"
"""The first was a day without a reason; what was kept so is read as ever."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody keeps the case until a later day (legal hold), and says what for."""

    until: date
    reason: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": HELD, "reason": self.reason, "until": self.until.isoformat()}


def hold_of(body: Mapping[str, JSON]) -> Hold:
    """The entry again. Raises ValueError: this is none."""
    if body.get("format") == HELD_BARE and set(body) == {"format", "until"}:
        return Hold(day(body["until"]), "")
    if body.get("format") != HELD or set(body) != {"format", "reason", "until"}:
        raise ValueError("no hold")
    return Hold(day(body["until"]), text(body["reason"]))


def keep_until(written: date) -> date:
    """The first day of a month on which it may be shredded."""
    return months_after(written.replace(day=1), MONTHS)

"""How long a vault stays open, how often it may be tried, how much may be opened. Pure: moments are arguments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
HOUR = timedelta(hours=1)
WAITS = (0, 0, 5, 15, 60, 300, 900)
"""Seconds until the next try after so many wrong passphrases, the last for every further one: nobody guesses far, and
nobody who has the paper is kept out for longer than a quarter of an hour."""
SHOWN = timedelta(minutes=15)
"""How long a name stays open that two persons agreed to read; then it takes a new approval."""
GROUPS = 2_000
"""Groups that somebody may open in an hour."""
CASES = 60
"""Cases that somebody may read in an hour: a day's work, and no way to carry everything off at once."""


@dataclass(frozen=True, slots=True)
class Lease:
    """An open vault: since when, and when it was last used."""

    since: datetime
    last: datetime

    @property
    def until(self) -> datetime:
        """When it ends at the latest."""
        return self.since + LONGEST

    def over(self, now: datetime) -> bool:
        """True after 15 idle minutes or 8 hours."""
        return now - self.last >= IDLE or now >= self.until

    def used(self, now: datetime) -> Lease:
        """Used just now."""
        return replace(self, last=now)


@dataclass(slots=True)
class Patience:
    """Wrong passphrases of one vault since the last right one."""

    wrong: int = 0
    last: datetime | None = None

    def wait(self, now: datetime) -> int:
        """Whole seconds until it may be tried again; 0: now."""
        if self.last is None:
            return 0
        pause = timedelta(seconds=WAITS[min(self.wrong, len(WAITS)) - 1])
        return max(0, -(-(self.last + pause - now) // timedelta(seconds=1)))

    def failed(self, now: datetime) -> None:
        """One more."""
        self.wrong, self.last = self.wrong + 1, now


@dataclass(slots=True)
class Openings:
    """What was opened within the last hour; the same thing again costs nothing.

    Attributes:
        limit: things in an hour.
        earlier: when something was opened before this vault was unlocked anew.
    """

    limit: int
    earlier: list[datetime] = field(default_factory=list)
    names: dict[bytes, datetime] = field(default_factory=dict)

    def used(self, now: datetime) -> int:
        """How many were opened within the last hour."""
        return len(recent(self.earlier, now)) + len(recent(self.names.values(), now))

    def room(self, name: bytes, now: datetime) -> bool:
        """Whether it may be opened."""
        return name in self.names or self.used(now) < self.limit

    def take(self, name: bytes, now: datetime) -> bool | None:
        """True: something new was opened; False: known; None: too many."""
        self.earlier = recent(self.earlier, now)
        self.names = {one: when for one, when in self.names.items() if now - when < HOUR}
        if name in self.names:
            return False
        if len(self.earlier) + len(self.names) >= self.limit:
            return None
        self.names[name] = now
        return True


def recent(moments: Iterable[datetime], now: datetime) -> list[datetime]:
    """Those within the last hour."""
    return [one for one in moments if now - one < HOUR]

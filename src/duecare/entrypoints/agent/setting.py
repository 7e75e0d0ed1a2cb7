"""Where an agent works and what it goes by."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from duecare.adapters import clock
from duecare.apps.intake.queries.place import opened
from duecare.apps.intake.queries.site import Kept, Site
from duecare.apps.intake.rules.key_log import Officers


@dataclass(frozen=True, slots=True)
class Setting:
    """Home of the company, folders of the agent and of second bundles, pinned officers, time zone of days; `now` is a
    clock, `shares` how many recovery takes, `drafts` the folder of drawers as it was named."""

    home: Path
    agent: Path
    bundles: Path
    pins: Officers
    zone: str
    now: Callable[[], datetime] = clock.now
    shares: int = 2
    drafts: str = ""
    kept: Kept = field(default_factory=Kept, repr=False, compare=False)

    def site(self) -> AbstractContextManager[Site]:
        """The installation, today."""
        today = self.now().astimezone(ZoneInfo(self.zone)).date()
        return opened(self.home, self.pins, today, self.bundles, self.kept)


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody wants a vault opened.

    Attributes:
        person: whose vault it is.
        account, session: of the page that asks.
        bound: whether the vault is known as this account's.
        groups, cases: when this person opened some within the last hour.
    """

    person: bytes
    account: UUID
    session: str
    bound: bool
    groups: tuple[datetime, ...] = ()
    cases: tuple[datetime, ...] = ()

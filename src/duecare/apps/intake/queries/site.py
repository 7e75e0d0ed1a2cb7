"""What every step of sealed reporting needs to know of the place it happens in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from duecare.adapters.signing import verifies
from duecare.apps.intake.rules.entries import Entry
from duecare.apps.intake.rules.key_log import Directory
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """One installation on one day.

    Attributes:
        installation: 32 random bytes, made once, no secret.
        directory: the key log, checked just now.
        today: calendar day in the company's time zone.
    """

    installation: bytes
    store: Store
    directory: Directory
    today: date

    def at(self, log: tuple[int, str]) -> Site:
        """The installation with the key log as it stood."""
        return replace(self, directory=self.directory.at(log[0]))

    def signed_by_staff(self, entry: Entry, signed: bytes, signature: bytes, *offices: Office) -> bool:
        """True when the author was certified for one of the offices on the entry's day and signed it."""
        record = self.directory.valid(entry.author, entry.day, *offices)
        return record is not None and entry.day <= self.today and verifies(record.signing, signed, signature)

"""What every step of sealed reporting needs to know of the place it happens in."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import TypeVar, cast

from duecare.adapters.signing import verifies
from duecare.apps.intake.rules.entries import Entry
from duecare.apps.intake.rules.key_log import Directory
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Store

T = TypeVar("T")
LENGTHS = 32, 64
"""Bytes of an Ed25519 key, and of a signature."""
PROVED = 1 << 16
"""Signatures that are remembered: of some four hundred cases, in ten megabytes."""


class Kept:
    """What was read of the case that was read last, until anything is written anywhere or another case is read; and
    which signatures held, as long as the process lives.

    A page asks two or three questions of one case within a moment; each would open and prove every entry anew. Kept in
    the process of an open vault alone, which could open all of it at any time and ends with the vault. Whether a
    signature under these bytes and this key holds never changes: of those that did a hash is kept, and nothing of what
    was signed. Who may sign, and on which day, is asked each time.
    """

    def __init__(self) -> None:
        self._of: Hashable = None
        self._every: dict[Hashable, object] = {}
        self._proved: set[bytes] = set()

    def proves(self, public: bytes, signed: bytes, signature: bytes) -> bool:
        """`verifies`, once for each key, bytes and signature that hold."""
        if (len(public), len(signature)) != LENGTHS:
            return False  # with one length each, what is hashed below is read in one way
        mark = sha256(public + signature + signed).digest()
        if mark in self._proved:
            return True
        if not verifies(public, signed, signature):
            return False
        if len(self._proved) >= PROVED:
            self._proved.clear()
        self._proved.add(mark)
        return True

    def of(self, state: Hashable, what: Hashable, made: Callable[[], T]) -> T:
        """`made` once for each `what`, as long as `state` is the same."""
        if state != self._of:
            self._of, self._every = state, {}
        if what not in self._every:
            self._every[what] = made()
        return cast("T", self._every[what])


@dataclass(frozen=True, slots=True)
class Site:
    """One installation on one day.

    Attributes:
        installation: 32 random bytes, made once, no secret.
        directory: the key log, checked just now.
        today: calendar day in the company's time zone.
        kept: see `Kept`; None where nothing is.
    """

    installation: bytes
    store: Store
    directory: Directory
    today: date
    kept: Kept | None = field(default=None, repr=False, compare=False)

    def at(self, log: tuple[int, str]) -> Site:
        """The installation with the key log as it stood."""
        return replace(self, directory=self.directory.at(log[0]))

    def signed_by_staff(self, entry: Entry, signed: bytes, signature: bytes, *offices: Office) -> bool:
        """True when the author was certified for one of the offices on the entry's day and signed it."""
        record = self.directory.valid(entry.author, entry.day, *offices)
        return record is not None and entry.day <= self.today and self.proves(record.signing, signed, signature)

    def proves(self, public: bytes, signed: bytes, signature: bytes) -> bool:
        """Whether the signature holds; see `Kept.proves`."""
        return (self.kept.proves if self.kept else verifies)(public, signed, signature)

"""What sealed reporting asks of its storage: rows that say nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from datetime import date
from enum import StrEnum
from typing import Protocol


class Table(StrEnum):
    """Groups stand in two tables."""

    SUBMISSIONS = "submissions"
    """One row a case, found by the reporter's mailbox."""
    GRANTS = "grants"
    """Groups of staff and of recovery shares, under random names."""


class Store(Protocol):
    """Groups, objects, and the keys of the outer layer, which are kept apart.

    Every row carries the day before which it may not be shredded; a hold is a later day and nothing else. No row
    carries when it was made or which other it belongs to.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """All of it or nothing."""

    def together(self, act: Callable[[Store], None]) -> None:
        """What `act` writes to the store that it is given: all of it or nothing, with what others write at this moment.

        `act` writes there and does nothing else, for it may be done twice. What it raises is raised here.
        """

    def put_group(self, table: Table, name: bytes, row: bytes, keep_until: date) -> None:
        """Write a group; one under the same name is gone."""

    def group(self, table: Table, name: bytes) -> tuple[bytes, date] | None:
        """(row, day before which it may not be shredded), or None."""

    def groups(self, table: Table) -> Iterable[bytes]:
        """Names, in no order that means anything."""

    def delete_group(self, table: Table, name: bytes) -> None:
        """Nothing happens when there is none."""

    def put_object(self, name: bytes, box: bytes, keep_until: date) -> None:
        """Write an object.

        Raises:
            Conflict: one stands there; somebody else wrote first.
        """

    def object(self, name: bytes) -> bytes | None:
        """The box, or None."""

    def objects(self, names: Collection[bytes]) -> dict[bytes, bytes]:
        """The boxes under these names, of those that stand there."""

    def there(self, names: Collection[bytes]) -> set[bytes]:
        """Those of the names under which an object stands; nothing of it is read."""

    def moment(self) -> bytes:
        """Another one after each transaction that changed anything; b"" where that cannot be told."""

    def delete_object(self, name: bytes) -> None:
        """Nothing happens when there is none."""

    def put_ring(self, person: bytes, row: bytes) -> None:
        """Write somebody's key-ring; the one before it is gone."""

    def ring(self, person: bytes) -> bytes | None:
        """The row, or None."""

    def put_shred_key(self, name: bytes, key: bytes) -> None:
        """Write the key of an outer layer, of a group or a key-ring; the one before it is gone for good."""

    def shred_key(self, name: bytes) -> bytes | None:
        """The key, or None."""

    def delete_shred_key(self, name: bytes) -> None:
        """After this what lay under it is noise."""

    def put_gone(self, name: bytes) -> None:
        """That no outer key of this name may come back from an older copy."""

    def put_daily(self, name: str, row: bytes) -> None:
        """Write one of the two rows of the daily batch, "waiting" or "batch"; the one before it is gone."""

    def daily(self, name: str) -> bytes | None:
        """The row, or None before the first."""

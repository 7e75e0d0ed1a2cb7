"""What the disk or the database refuses, in three sentences.

SQLite, PostgreSQL and the operating system each say "full" in their own way. Every door asks here,
so that a full disk reads the same on a page, over the API and on the terminal.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error

from duecare.kernel.errors import Busy, DuecareError, NoRoom

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN})
_POSTGRES_FULL = ("53100", "58030")  # disk_full, io_error
_POSTGRES_BUSY = ("08", "57P", "53300", "55P03")  # no connection, shut down, too many, lock not available


@contextmanager
def told() -> Iterator[None]:
    """Say in our own words what the disk or the database refuses."""
    try:
        yield
    except (OSError, Error) as fault:
        if (ours := in_words(fault)) is not None:
            raise ours from fault
        raise


def in_words(fault: BaseException | None) -> DuecareError | None:
    """Our own error for a refusal of disk or database; None for anything else."""
    while fault is not None:
        if _full(fault):
            return NoRoom(
                "The disk is full or cannot be written, so this could not be stored.",
                "Nothing of it was kept, and nothing that was there before is lost.",
                "Ask the administrator to make room (`duecare check` says how much is left), then do it again.",
            )
        if _busy(fault):
            return Busy(
                "The database does not answer at the moment.",
                "Nothing was changed.",
                "Do it again in a minute; if it stays so, tell the administrator.",
            )
        fault = fault.__cause__
    return None


def _full(fault: BaseException) -> bool:
    if isinstance(fault, sqlite3.Error):
        return _sqlite(fault) in _SQLITE_FULL
    if isinstance(fault, OSError):
        return fault.errno in _FULL
    return str(getattr(fault, "sqlstate", "")).startswith(_POSTGRES_FULL)


def _busy(fault: BaseException) -> bool:
    if isinstance(fault, sqlite3.Error):
        return _sqlite(fault) in _SQLITE_BUSY
    return str(getattr(fault, "sqlstate", "")).startswith(_POSTGRES_BUSY)


def _sqlite(fault: sqlite3.Error) -> int:
    """SQLite's primary result code; its extended codes carry more in the upper bits."""
    return int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF

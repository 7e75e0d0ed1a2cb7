"""Both sealed files at one moment, while people work: one read transaction over the two, as they are written in one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from duecare.adapters.sealed.rows import INTAKE, SHRED, WAIT
from duecare.adapters.storage_faults import in_words
from duecare.kernel.errors import BadInput, DuecareError


def anything(home: Path) -> bool:
    """Whether the home keeps anything sealed."""
    return (home / INTAKE).exists()


def copy_both(home: Path, target: Path) -> bytes:
    """Copy `intake.sqlite` into the new file `target`; returns `shred.sqlite`, which touches no disk on its way.

    Copies are laid anew, so that neither tells by the place in the file what was written together. Writers wait
    meanwhile; who waits longer than `rows.WAIT` seconds is told to repeat the step.

    Raises:
        DuecareError: one of the two files is missing; a copy of the other one alone would look whole.
        Busy: somebody wrote all the time.
    """
    if not (home / SHRED).exists():
        raise DuecareError(
            "shred.sqlite is missing beside intake.sqlite, so nothing sealed opens.",
            "No backup was made: it would look whole and hold nothing that can be read.",
            "Restore both from the newest backup and its second bundle.",
        )
    with _said(), closing(_opened(home)) as source:
        source.execute("begin")
        for schema in ("main", "shred"):  # from here on both are read as they stand now
            source.execute(f"select count(*) from {schema}.sqlite_master").fetchone()
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, name="main")
            _laid_anew(copy)
        with closing(sqlite3.connect(":memory:")) as copy:
            source.backup(copy, name="shred")
            _laid_anew(copy)
            return bytes(copy.serialize())


def gone_in(shred: bytes, file: str) -> dict[bytes, date]:
    """The shred list inside a copy of `shred.sqlite`.

    Raises:
        BadInput: the bytes are no such file.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(shred)
            rows = copy.execute("select mark, day from gone").fetchall()
            return {bytes(mark): date.fromisoformat(day) for mark, day in rows}
    except (sqlite3.Error, ValueError) as fault:
        raise BadInput("this bundle holds no outer keys", file=file) from fault


def _opened(home: Path) -> sqlite3.Connection:
    found = sqlite3.connect(home / INTAKE, timeout=WAIT, isolation_level=None)
    found.execute("attach database ? as shred", (str(home / SHRED),))
    return found


def _laid_anew(copy: sqlite3.Connection) -> None:
    copy.execute("pragma temp_store = memory")
    copy.execute("vacuum")


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as fault:
        if (ours := in_words(fault)) is not None:
            raise ours from fault
        raise

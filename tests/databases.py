"""Each run has databases of its own, so that two runs on one machine never meet.

A run that was killed cannot clean up after itself: the next one removes what it left on
PostgreSQL. SQLite's file lies in memory-backed storage where there is some, because the tests
ask what is written, not what survives a power cut.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

PREFIX = "duecare_test"
SHARED = Path("/dev/shm")
OLD = 3 * 3600
"""Seconds after which a test database belongs to nobody."""


def run_id() -> str:
    """The same in every process of one run: when it began and the process that began it."""
    if (found := os.environ.get("_DUECARE_RUN")) is None:
        found = os.environ["_DUECARE_RUN"] = f"{int(time.time())}_{os.getpid()}"
    return found


def name_for(settings: dict[str, object], worker: str, folder: Path) -> str:
    """Name of the test database of one worker process."""
    if str(settings["ENGINE"]).endswith("sqlite3"):
        place = SHARED if os.access(SHARED, os.W_OK) else folder
        return str(place / f"{PREFIX}_{run_id()}_{worker}.sqlite3")
    return f"{PREFIX}_{run_id()}_{worker}"


def as_migrated(name: str | Path) -> Path:
    """Where a process keeps a copy of its SQLite file as it was before the first test: migrated and empty."""
    return Path(name).with_name(f"{Path(name).stem}_migrated.sqlite3")


def left_behind(name: str, now: float) -> bool:
    """True for a test database whose run began long ago."""
    found = re.fullmatch(rf"{PREFIX}_(\d+)_\d+_\w+(\.sqlite3(-wal|-shm)?)?", name)
    return bool(found) and now - int(found[1]) > OLD


def remove_files() -> None:
    """Remove this run's SQLite files, journal and all, and those that killed runs left."""
    for file in SHARED.glob(f"{PREFIX}_*"):
        if file.name.startswith(f"{PREFIX}_{run_id()}_") or left_behind(file.name, time.time()):
            file.unlink(missing_ok=True)


def remove_left_behind(url: str) -> tuple[str, ...]:
    """Drop what killed runs left on the server at `url`; returns the names."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        names = [row[0] for row in connection.execute("select datname from pg_database").fetchall()]
        gone = tuple(name for name in names if left_behind(name, time.time()))
        for name in gone:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
    return gone

"""Whole homes of SQLite on disk, to be crashed in: made once, copied for each crash.

They lie in memory-backed storage where there is some. A killed process loses nothing that it handed
to the kernel, so what a crash leaves is the same there; only power cuts differ, and for those the
crash at each `fsync` tears what was about to be flushed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from duecare.adapters.signing import create_key

FILE = "duecare.sqlite3"


@contextmanager
def inside(home: Path) -> Iterator[None]:
    """Work in this home: its database, its key, its files."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(home / FILE)
    try:
        with override_settings(DUECARE=replace(settings.DUECARE, home=home, env="test")):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def folder() -> Path:
    """A new folder in memory-backed storage, or wherever temporary files go."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="duecare_faults_", dir=shared if os.access(shared, os.W_OK) else None))


@dataclass
class Homes:
    """Homes brought as far as a stage, each made once."""

    root: Path
    builders: dict[str, tuple[str, Callable[..., object]]]
    """Stage -> (the stage it builds on, what is done there; called with that stage's value)."""
    migrated: Path
    """An SQLite file with every table and no row of ours; where it does not exist, the first home is migrated."""
    made: dict[str, tuple[Path, object]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def at(self, stage: str) -> tuple[Path, object]:
        """A fresh copy of the home at this stage, and what its builder returned."""
        if stage not in self.made:
            self.made[stage] = self._make(stage)
        home, value = self.made[stage]
        return self.copy(home), value

    def copy(self, home: Path) -> Path:
        """Everything in this home as a new home; no process may have it open."""
        new = self.root / f"home{next(self.numbers)}"
        shutil.copytree(home, new)
        return new

    def _make(self, stage: str) -> tuple[Path, object]:
        if stage == "empty":
            return self._empty(), None
        below, build = self.builders[stage]
        home, value = self.at(below)
        with inside(home):
            return home, build(value)

    def _empty(self) -> Path:
        home = self.root / "empty"
        create_key(home / "keys" / "signing.pem")
        if self.migrated.exists():
            shutil.copy(self.migrated, home / FILE)
        else:
            with inside(home):
                call_command("migrate", verbosity=0)
        return home


Rows = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a home holds: rows by table, and its files but the database and its keys."""

    rows: dict[str, Rows]
    files: dict[str, bytes]
    database: bytes = field(repr=False)
    """The database's own bytes once everything was brought into one file; empty where a process hindered that."""

    def counts(self) -> dict[str, int]:
        """Rows per table."""
        return {table: len(rows) for table, rows in self.rows.items()}


def content(home: Path, like: Content | None = None) -> Content:
    """Read a home after a crash; opening the database is what recovers it.

    Args:
        like: what another home held. Where this database has the same bytes, it holds the same rows, as sound.

    Raises:
        AssertionError: SQLite finds the file or a foreign key broken.
    """
    with closing(sqlite3.connect(home / FILE)) as base:
        (_busy, waiting, brought) = base.execute("pragma wal_checkpoint(passive)").fetchone()
        data = (home / FILE).read_bytes() if waiting == brought else b""
        rows = like.rows if like is not None and data and like.database == data else _rows(base)
    kept = (path for path in home.rglob("*") if path.is_file() and not path.name.startswith(FILE))
    files = {str(path.relative_to(home)): path.read_bytes() for path in kept if path.parent.name != "keys"}
    return Content(rows, files, data)


def _rows(base: sqlite3.Connection) -> dict[str, Rows]:
    told = [base.execute(f"pragma {one}_check").fetchall() for one in ("integrity", "foreign_key")]
    assert told == [[("ok",)], []], told
    made = dict(base.execute("select name, sql from sqlite_master where type = 'table' order by 1").fetchall())
    indexes = [name for name, text in made.items() if text.startswith("CREATE VIRTUAL TABLE")]
    for name in indexes:  # of words: no rows of its own, and laid out as it came about
        base.execute(f'insert into "{name}" ("{name}") values (\'integrity-check\')')
    base.rollback()
    tables = [name for name in made if not name.startswith(tuple(indexes))]
    return {table: tuple(base.execute(f'select * from "{table}" order by 1, 2')) for table in tables}

"""What a person is in the middle of, kept sealed for half an hour: a draft, or a mailbox that was opened.

One SQLite file in memory (tmpfs) where the machine has it. A row is found and opened by a random key that only the
browser's cookie holds: whoever copies the file has noise of one of few sizes and the minute at which it goes.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from duecare.adapters import clock
from duecare.adapters.sealed import objects
from duecare.adapters.sealed.keys import SEED, expand
from duecare.adapters.sealed.turns import Turns
from duecare.adapters.storage_faults import in_words
from duecare.kernel.errors import DuecareError
from duecare.kernel.framing import framed

LASTS = timedelta(minutes=30)
"""Since it was last put."""
MOST = 512 * 1024 * 1024
"""Bytes of the file: a flood of drafts fills neither memory nor disk, and is told that there is no room."""
MEMORY = Path("/dev/shm")
_TABLE = """create table if not exists drawers (
  name blob primary key check (length(name) = 32), box blob not null, until integer not null) without rowid"""
WAIT = 10
"""Seconds to wait for another writer."""
_SETTINGS = (
    "pragma journal_mode = truncate",
    "pragma secure_delete = on",
    "pragma temp_store = memory",
    "pragma synchronous = off",  # after the machine stopped everything goes (`empty`): nobody waits for a disk
)


class Drawers:
    """All drawers of an installation; one connection a thread.

    Raises:
        DuecareError: the folder is somebody else's.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise DuecareError(
                f"{folder} belongs to somebody else or is open to others.",
                "No draft can be kept, so nobody can report.",
                "Remove it, or name another folder with DUECARE_REPORTER_DRAFTS.",
            )
        self._file = folder / "drawers.sqlite"
        self._own = threading.local()
        self._turns = Turns()

    def put(self, key: bytes, content: bytes) -> None:
        """Keep `content` under a key of 32 random bytes, for another half hour.

        Raises:
            NoRoom, Busy: see `storage_faults`; what was kept before stays.
            ValueError: more than the largest step takes (256 KiB).
        """
        name = _name(key)
        size = next((step for step in objects.STEPS if step >= len(content) + objects.AROUND), None)
        if size is None:
            raise ValueError(f"a drawer takes {objects.STEPS[-1] - objects.AROUND} bytes, not {len(content)}")
        box = objects.boxed(expand(key, "drawer/box"), framed("duecare/drawer/1", name), content, size)
        until = _minute() + int(LASTS.total_seconds()) // 60
        with self._turn():
            self._do("insert or replace into drawers values (?, ?, ?)", (name, box, until))

    def get(self, key: bytes) -> bytes | None:
        """What is kept, or None: never was, its half hour is over, damaged."""
        name = _name(key)
        row = self._do("select box from drawers where name = ? and until > ?", (name, _minute()))
        return (
            objects.unboxed(expand(key, "drawer/box"), framed("duecare/drawer/1", name), bytes(row[0])) if row else None
        )

    def change(self, key: bytes, change: Callable[[bytes | None], bytes | None]) -> None:
        """Put what `change` makes of the content, for another half hour; nothing is put for None. Nobody else writes
        meanwhile, in whichever process.

        Raises:
            NoRoom, Busy, ValueError: as for `put`.
        """
        with self._alone():
            if (content := change(self.get(key))) is not None:
                self.put(key, content)

    def take(self, key: bytes) -> bytes | None:
        """What is kept, and out of the drawer with it: of two who ask at once, one gets it. Raises as `put`."""
        with self._alone():
            content = self.get(key)
            self.drop(key)
        return content

    def drop(self, key: bytes) -> None:
        """Its page is overwritten with zeros."""
        with self._turn():
            self._do("delete from drawers where name = ?", (_name(key),))

    def sweep(self) -> None:
        """Everything whose half hour is over goes. A constant tick calls this."""
        with self._turn():
            self._do("delete from drawers where until <= ?", (_minute(),))

    def empty(self) -> None:
        """Everything goes: at a start nobody is in the middle of anything."""
        for one in self._file.parent.glob(self._file.name + "*"):
            one.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile; all that is done inside is kept, or nothing."""
        with self._turn():
            self._do("begin immediate", ())
            try:
                yield
                self._do("commit", ())
            except BaseException:
                self._do("rollback", ())
                raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Threads of this process write in the order in which they came; one inside another is one."""
        if getattr(self._own, "turn", False):
            yield
            return
        with self._turns.turn(WAIT):
            self._own.turn = True
            try:
                yield
            finally:
                self._own.turn = False

    def _do(self, statement: str, values: tuple[bytes | int, ...]) -> tuple[bytes] | None:
        try:
            found: tuple[bytes] | None = self._sql().execute(statement, values).fetchone()
        except sqlite3.Error as fault:
            if (ours := in_words(fault)) is not None:
                raise ours from fault
            raise
        return found

    def _sql(self) -> sqlite3.Connection:
        if (sql := getattr(self._own, "sql", None)) is None:
            sql = sqlite3.connect(self._file, timeout=WAIT, isolation_level=None)
            for setting in _SETTINGS:
                sql.execute(setting)
            sql.execute(_TABLE)
            sql.execute(f"pragma max_page_count = {MOST // 4096}")
            self._file.chmod(0o600)
            self._own.sql = sql
        return sql


def folder(home: Path, named: str = "") -> Path:
    """Where the drawers of this home are: as named, else in memory, else among temporary files; never in the home."""
    if named:
        return Path(named)
    mark = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return (MEMORY if in_memory(MEMORY) else Path(tempfile.gettempdir())) / f"duecare-{os.getuid()}-{mark}"


def in_memory(place: Path) -> bool:
    """Whether the folder lies on a tmpfs of this machine."""
    try:
        with closing(Path("/proc/self/mounts").open(encoding="utf-8")) as mounts:
            kinds = {line.split()[1]: line.split()[2] for line in mounts}
    except OSError:
        return False
    return kinds.get(str(place)) == "tmpfs" and os.access(place, os.W_OK)


def _name(key: bytes) -> bytes:
    if len(key) != SEED:
        raise ValueError(f"a key has {SEED} bytes, not {len(key)}")
    return expand(key, "drawer/name")


def _minute() -> int:
    return int(clock.now().timestamp()) // 60

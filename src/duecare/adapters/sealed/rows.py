"""Sealed rows in two SQLite files of their own: `intake.sqlite`, and `shred.sqlite` with the keys of the outer layers.

Plain SQL on purpose. Django would log statements, keep a connection a thread, and count rows; here a row has a random
name, a content of one of few sizes, and the day before which it may not be shredded.

Both files are one transaction: with a rollback journal SQLite commits attached files together, which it does not with a
write-ahead log, and nothing deleted waits in a log for a checkpoint. Writers are few and short.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from zlib import crc32

from duecare.adapters import clock
from duecare.adapters.sealed import shred_list
from duecare.adapters.sealed.together import Together
from duecare.adapters.sealed.turns import Turns
from duecare.adapters.storage_faults import in_words
from duecare.kernel.errors import Conflict, DuecareError, NoRoom

_LOG = logging.getLogger(__name__)
INTAKE, SHRED = "intake.sqlite", "shred.sqlite"

WAIT = 10
"""Seconds to wait for another writer."""
ASKED = 500
"""Names in one question."""
GROUPS = ("submissions", "grants")
"""Tables of groups. Names of tables cannot be given to SQLite as values, so no other one is put into a statement."""
PLACED = (*GROUPS, "objects")
"""Tables of large rows, which lie under their `place`."""

_SETTINGS = (
    "pragma {0}.journal_mode = truncate",  # one journal for both files; a log of old pages is kept by neither
    "pragma {0}.synchronous = extra",
    "pragma {0}.secure_delete = on",
)


_TURNS = Turns()
"""Threads of one process write one after the other."""
_TOGETHER: dict[Path, Together[Rows]] = {}
"""For each file, threads of one process that write in one transaction."""


def place(name: bytes) -> int:
    """Where a large row lies: the beginning of its random name as a number, so that the number says nothing more.

    SQLite finds a large row by its number in a few steps. By a name alone the search leads past other large rows: four
    times as long for the entries of a case, twice as long for a report. Names that begin alike would be refused.
    """
    return int.from_bytes(name[:8], "big") - 2**63  # SQLite's whole numbers are signed; in the order of the names


class Rows:
    """One connection to both files, for one thread.

    Args:
        folder: holds both; made when it is missing.
        tables: statements that make the tables where they are missing (`apps/intake/models.py`).
        bundles: folder of the second bundles, where the shred list is kept; it is written anew after each step that
            shredded something. Without one the daily tick and each backup do it.
    """

    def __init__(self, folder: Path, tables: Iterable[str], bundles: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sql = sqlite3.connect(folder / INTAKE, timeout=WAIT, isolation_level=None)
        self._open, self._shredded, self._bundles = False, False, bundles
        self._file = folder / INTAKE
        self._sql.create_function("place", 1, place, deterministic=True)
        with self._said():
            self._sql.execute("attach database ? as shred", (str(folder / SHRED),))
            self._sql.execute("pragma temp_store = memory")
            for schema in ("main", "shred"):
                for setting in _SETTINGS:
                    self._sql.execute(setting.format(schema))
        for name in (INTAKE, SHRED):
            (folder / name).chmod(0o600)
        self._make(tuple(tables))

    def close(self) -> None:
        """Let go of both files."""
        self._sql.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing, in both files; an inner one belongs to the outer.

        Raises:
            Busy, NoRoom: see `storage_faults`; nothing was kept.
        """
        if self._open:
            yield
            return
        with self._said(), _TURNS.turn(WAIT):
            self._sql.execute("begin immediate")
            self._open, self._shredded = True, False
            try:
                yield
                self._sql.execute("commit")
            except BaseException:
                if self._sql.in_transaction:
                    self._sql.execute("rollback")
                raise
            finally:
                self._open = False
        if self._shredded and self._bundles is not None:
            self._tell(self._bundles)

    def together(self, act: Callable[[Rows], None]) -> None:
        """What `act` writes, all of it or nothing, in a transaction that it may share with acts of other threads.

        Args:
            act: writes to the rows that it is given and does nothing else: another thread may do it, and twice.

        Raises:
            Busy, NoRoom: as for `transaction`.
            Exception: what `act` ended with. The others are kept without it.
        """
        if self._open:
            act(self)
            return
        _TOGETHER.setdefault(self._file, Together()).do(act, self._written, WAIT)

    def put_group(self, table: str, name: bytes, row: bytes, keep_until: date) -> None:
        """Write a group; one under the same name is gone."""
        self._write(
            f"insert into main.{_known(table)} (place, name, row, keep_until) values (place(?1), ?1, ?2, ?3)"
            " on conflict (name) do update set row = excluded.row, keep_until = excluded.keep_until",
            (name, row, keep_until.isoformat()),
        )

    def group(self, table: str, name: bytes) -> tuple[bytes, date] | None:
        """(row, day before which it may not be shredded), or None."""
        found = self._one(f"select row, keep_until from main.{_known(table)} where name = ?", name)
        return (bytes(found[0]), date.fromisoformat(found[1])) if found else None

    def groups(self, table: str) -> Iterable[bytes]:
        """Names, in the order of their random bytes."""
        with self._said():
            return list(chain.from_iterable(self._sql.execute(f"select name from main.{_known(table)} order by name")))

    def delete_group(self, table: str, name: bytes) -> None:
        """Nothing happens when there is none."""
        self._write(f"delete from main.{_known(table)} where name = ?", (name,))

    def put_object(self, name: bytes, box: bytes, keep_until: date) -> None:
        """Write an object. Raises Conflict when one stands there."""
        try:
            self._write(
                "insert into main.objects (place, name, box, keep_until) values (place(?1), ?1, ?2, ?3)",
                (name, box, keep_until.isoformat()),
            )
        except sqlite3.IntegrityError as fault:
            if self.object(name) is None:
                raise
            raise Conflict(
                "Somebody else wrote at the same moment.", "Nothing was kept.", "Open it again and repeat the step."
            ) from fault

    def object(self, name: bytes) -> bytes | None:
        """The box, or None."""
        return self._blob("select box from main.objects where name = ?", name)

    def objects(self, names: Collection[bytes]) -> dict[bytes, bytes]:
        """The boxes under these names, of those that stand there."""
        every, found = sorted(names), dict[bytes, bytes]()
        with self._said():
            for at in range(0, len(every), ASKED):
                some = every[at : at + ASKED]
                places = ",".join("?" * len(some))
                rows = self._sql.execute(f"select name, box from main.objects where name in ({places})", some)
                found.update((bytes(one[0]), bytes(one[1])) for one in rows)
        return found

    def there(self, names: Collection[bytes]) -> set[bytes]:
        """Those of the names under which an object stands; no box is read."""
        every, found = sorted(names), set[bytes]()
        with self._said():
            for at in range(0, len(every), ASKED):
                some = every[at : at + ASKED]
                places = ",".join("?" * len(some))
                asked = f"select name from main.objects where name in ({places})"
                found.update(chain.from_iterable(self._sql.execute(asked, some)))
        return found

    def moment(self) -> bytes:
        """SQLite's own count of changes, in the head of the file (bytes 24 to 27): another after each that wrote.

        Inside a transaction of this connection it cannot be told: what was written there counts once it is kept.
        """
        if self._open:
            return b""
        with self._file.open("rb") as file:
            return file.read(28)[24:]

    def delete_object(self, name: bytes) -> None:
        """Nothing happens when there is none."""
        self._write("delete from main.objects where name = ?", (name,))

    def put_ring(self, person: bytes, row: bytes) -> None:
        """Write somebody's key-ring; the one before it is gone."""
        self._write("insert or replace into main.rings values (?, ?)", (person, row))

    def ring(self, person: bytes) -> bytes | None:
        """The row, or None."""
        return self._blob("select row from main.rings where person = ?", person)

    def put_shred_key(self, name: bytes, key: bytes) -> None:
        """Write the key of an outer layer; the one before it is overwritten."""
        self._write("insert or replace into shred.outer_keys values (?, ?)", (name, key))

    def shred_key(self, name: bytes) -> bytes | None:
        """The key, or None."""
        return self._blob("select key from shred.outer_keys where name = ?", name)

    def delete_shred_key(self, name: bytes) -> None:
        """Its page is overwritten with zeros."""
        self._write("delete from shred.outer_keys where name = ?", (name,))

    def put_gone(self, name: bytes) -> None:
        """The name of an outer key enters the shred list: it is deleted again wherever an older copy is restored."""
        with self.transaction():
            gone = (shred_list.mark(name), clock.today().isoformat())
            self._sql.execute("insert or ignore into shred.gone values (?, ?)", gone)
            self._shredded = True

    def gone(self) -> dict[bytes, date]:
        """The shred list of this file: `shred_list.mark` of each outer key that was shredded -> day (UTC)."""
        with self._said():
            found = self._sql.execute("select mark, day from shred.gone").fetchall()
        return {bytes(mark): date.fromisoformat(day) for mark, day in found}

    def shred_again(self, marks: dict[bytes, date]) -> int:
        """Delete every outer key that the list names, with the group under it; how many there were.

        Rings are told by their own name and written anew at each sign-in, so no list names one.
        """
        with self.transaction():
            names = [bytes(one[0]) for one in self._sql.execute("select name from shred.outer_keys")]
            found = [name for name in names if shred_list.mark(name) in marks]
            for name in found:
                self._sql.execute("delete from shred.outer_keys where name = ?", (name,))
                for table in GROUPS:
                    self._sql.execute(f"delete from main.{table} where name = ?", (name,))
            rows = [(mark, day.isoformat()) for mark, day in marks.items()]
            self._sql.executemany("insert or ignore into shred.gone values (?, ?)", rows)
        return len(found)

    def put_daily(self, name: str, row: bytes) -> None:
        """Write one of the two rows of the daily batch; the one before it is gone."""
        self._write("insert or replace into main.daily values (?, ?)", (name, row))

    def daily(self, name: str) -> bytes | None:
        """The row, or None."""
        with self._said():
            found = self._sql.execute("select row from main.daily where name = ?", (name,)).fetchone()
        return bytes(found[0]) if found else None

    def tidy(self) -> None:
        """Lay both files anew in the order of names.

        SQLite puts what is written together side by side, so a copy of the file tells which group came with which
        objects. Laid anew it does not. A constant daily tick calls this, whether or not anything was written.
        """
        with self._said():
            for schema in ("main", "shred"):
                self._sql.execute(f"vacuum {schema}")

    def _make(self, tables: tuple[str, ...]) -> None:
        """Make what is missing. Both files carry a mark of the statements by which they were made, or whoever only asks
        something would wait for everybody who writes."""
        made = crc32("\n".join(tables).encode()) & 0x7FFFFFFF  # SQLite keeps a signed number of 32 bits
        with self._said():
            marks = {self._sql.execute(f"pragma {one}.user_version").fetchone()[0] for one in ("main", "shred")}
        if marks == {made}:
            return
        with self.transaction():
            before = self._of_the_first_form()
            for table in before:
                self._sql.execute(f"alter table main.{table} rename to {table}_before")
            for statement in tables:
                self._sql.execute(statement)
            for table in before:
                self._sql.execute(f"insert into main.{table} select place(name), * from main.{table}_before")
                self._sql.execute(f"drop table main.{table}_before")
            for one in ("main", "shred"):
                self._sql.execute(f"pragma {one}.user_version = {made}")

    def _of_the_first_form(self) -> list[str]:
        """Tables that an earlier version made: their large rows lie under their names alone."""
        found = self._sql.execute("select name, sql from main.sqlite_master where type = 'table'").fetchall()
        return [name for name, sql in found if name in PLACED and "without rowid" in sql]

    def _written(self, acts: Iterator[Callable[[Rows], None]]) -> list[Exception | None]:
        """All of them in one transaction; where the disk has no room for all, each in one of its own."""
        begun, told = list[Callable[[Rows], None]](), list[Exception | None]()
        try:
            with self.transaction():
                for act in acts:
                    begun.append(act)
                    told.append(self._apart(act))
        except NoRoom:
            if len(begun) < 2:
                raise
            return [self._alone(act) for act in begun]
        return told

    def _apart(self, act: Callable[[Rows], None]) -> Exception | None:
        """One of several in a transaction; why nothing of it is kept, or None."""
        told: Exception | None = None
        self._sql.execute("savepoint apart")
        try:
            with self._said():
                act(self)
        except Exception as fault:
            if not self._sql.in_transaction:  # SQLite gave up all of it
                raise
            self._sql.execute("rollback to apart")
            told = fault
        self._sql.execute("release apart")
        return told

    def _alone(self, act: Callable[[Rows], None]) -> Exception | None:
        try:
            with self.transaction():
                act(self)
        except Exception as fault:
            return fault
        return None

    def _tell(self, bundles: Path) -> None:
        """What was shredded is shredded by now: a list that cannot be written must not say that it was not."""
        try:
            shred_list.add(bundles, self.gone())
        except (OSError, DuecareError):
            _LOG.error("shred-list-not-written")  # the daily tick writes it again

    def _write(self, statement: str, values: tuple[bytes | str, ...]) -> None:
        with self.transaction():
            self._sql.execute(statement, values)

    def _one(self, statement: str, name: bytes) -> tuple[bytes, str] | None:
        with self._said():
            found: tuple[bytes, str] | None = self._sql.execute(statement, (name,)).fetchone()
        return found

    def _blob(self, statement: str, name: bytes) -> bytes | None:
        found = self._one(statement, name)
        return bytes(found[0]) if found else None

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What SQLite refuses, in three sentences."""
        try:
            yield
        except sqlite3.OperationalError as fault:
            if (ours := in_words(fault)) is not None:
                raise ours from fault
            raise


def _known(table: str) -> str:
    if table not in GROUPS:
        raise ValueError(f"no table of groups is called {table}")
    return str(table)

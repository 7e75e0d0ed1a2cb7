"""Those who wait are written in one transaction, in the order in which they came; the fault of one is nobody else's."""

from __future__ import annotations

import resource
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from duecare.adapters.sealed import rows, together
from duecare.adapters.sealed.rows import INTAKE, Rows
from duecare.adapters.sealed.together import Acts, Together
from duecare.apps.intake.models import open_rows
from duecare.kernel.errors import Busy, Conflict, NoRoom

pytestmark = pytest.mark.once
LONG = 30.0
DAY = date(2027, 1, 1)
Write = Callable[[Rows], None]


class Writers:
    """Threads that write to the rows of a folder, each with a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, dict[int, Exception]()
        self.threads: list[threading.Thread] = []
        open_rows(folder).close()
        self.queue: Together[Rows] = rows._TOGETHER.setdefault(folder / INTAKE, Together())

    def come(self, *acts: Write) -> None:
        """One thread for each, one after the other."""
        for act in acts:
            number = len(self.threads)
            self.threads.append(threading.Thread(target=self._one, args=(number, act)))
            self.threads[-1].start()
            end = time.monotonic() + LONG
            while len(self.queue._waiting) + len(self.told) <= number:  # it waits, or was told already
                assert time.monotonic() < end
                time.sleep(0.001)

    def done(self) -> list[type[Exception] | None]:
        """What each was told."""
        for thread in self.threads:
            thread.join(LONG)
        return [type(self.told[one]) if one in self.told else None for one in range(len(self.threads))]

    def _one(self, number: int, act: Write) -> None:
        with closing(open_rows(self.folder)) as mine:
            try:
                mine.together(act)
            except Exception as fault:
                self.told[number] = fault

    @contextmanager
    def held(self) -> Iterator[int]:
        """Another process writes meanwhile; gives SQLite's count of transactions."""
        with closing(sqlite3.connect(self.folder / INTAKE, isolation_level=None)) as other:
            other.execute("begin immediate")
            yield self.transactions()
            other.execute("rollback")

    def transactions(self) -> int:
        with closing(open_rows(self.folder)) as mine:
            return int.from_bytes(mine.moment(), "big")


def put(number: int, size: int = 4096) -> Write:
    return lambda to: to.put_object(bytes([number]) * 16, secrets.token_bytes(size), DAY)


def there(folder: Path) -> list[int]:
    with closing(open_rows(folder)) as mine:
        return sorted(one[0] for one in mine.there([bytes([number]) * 16 for number in range(250)]))


def test_those_who_came_while_another_wrote_are_kept_in_one_transaction(tmp_path: Path) -> None:
    writers = Writers(tmp_path)
    with writers.held() as before:
        writers.come(*(put(one) for one in range(6)))
    assert writers.done() == [None] * 6 and there(tmp_path) == list(range(6))
    assert writers.transactions() == before + 1


def test_no_more_than_so_many_at_once_and_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    writers, order = Writers(tmp_path), list[int]()

    def noted(number: int) -> Write:
        def act(to: Rows) -> None:
            order.append(number)
            put(number)(to)

        return act

    with writers.held() as before:
        writers.come(*(noted(one) for one in range(20)))
    assert writers.done() == [None] * 20 and order == list(range(20))
    assert writers.transactions() == before + -(-20 // together.MOST)


def test_the_fault_of_one_keeps_nobody_elses_and_nothing_of_its_own(tmp_path: Path) -> None:
    writers = Writers(tmp_path)

    def broken(to: Rows) -> None:
        put(7)(to)
        raise RuntimeError

    def twice(to: Rows) -> None:
        put(8)(to)
        put(0)(to)

    with writers.held():
        writers.come(put(0), broken, put(1), twice, put(2))
    assert writers.done() == [None, RuntimeError, None, Conflict, None] and there(tmp_path) == [0, 1, 2]


def test_where_the_disk_takes_only_some_those_are_kept(tmp_path: Path) -> None:
    writers = Writers(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    room = (tmp_path / INTAKE).stat().st_size + 48 * 1024
    with writers.held():
        writers.come(put(0), put(1, 262_144), put(2))
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        told = writers.done()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert told == [None, NoRoom, None] and there(tmp_path) == [0, 2]


def test_who_waits_too_long_is_told_and_is_not_written_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "WAIT", 0.2)  # of the queue, of the turn, and of SQLite for another process
    writers = Writers(tmp_path)
    with writers.held():
        writers.come(put(0), put(1), put(2))
        assert writers.done() == [Busy] * 3
    assert there(tmp_path) == [] and not writers.queue._waiting
    with closing(open_rows(tmp_path)) as mine:
        mine.together(put(3))
    assert there(tmp_path) == [3]


def writing(done: list[int]) -> Callable[[Acts[list[int]]], list[Exception | None]]:
    """Writes to a list."""

    def write(acts: Acts[list[int]]) -> list[Exception | None]:
        every = list(acts)
        for act in every:
            act(done)
        return [None] * len(every)

    return write


def test_who_is_chosen_to_write_in_the_last_moment_writes() -> None:
    queue, done = Together[list[int]](most=1), list[int]()
    write = writing(done)
    mine = queue._come(lambda to: to.append(1))
    other = queue._come(lambda to: to.append(2))
    assert mine.leads and not other.leads
    queue._lead(write)
    assert queue._late(other), "chosen meanwhile"
    queue._lead(write)
    queue.do(lambda to: to.append(3), write, 0.0)
    assert done == [1, 2, 3]


def test_who_is_interrupted_lets_the_next_one_write() -> None:
    queue, done = Together[list[int]](), list[int]()
    write = writing(done)
    mine = queue._come(lambda to: to.append(1))
    other = queue._come(lambda to: to.append(2))
    queue._leave(mine)
    assert other.leads and other.woken.acquire(blocking=False)
    queue._leave(other)

    queue.do(lambda to: to.append(3), write, 0.0)
    assert done == [3]

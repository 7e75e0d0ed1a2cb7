"""Threads of one process that write in one transaction: whoever comes while another writes stands behind it, and the
first of those who wait writes for all of them.

What takes time in a transaction is the disk, which is waited for a dozen times, one after the other, however little is
written. With a transaction for each of fifty reports that come at once, the last would wait for fifty times as long.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from duecare.adapters.sealed.turns import too_many

T = TypeVar("T")
MOST = 8
"""In one transaction: what they write fits into SQLite's own memory, and nobody waits long for those who come behind
them. The disk is waited for an eighth as often, so more would gain little."""

Acts = Iterator[Callable[[T], None]]
Write = Callable[[Acts[T]], Sequence[Exception | None]]
"""Does the acts in one transaction, in their order, taking more of them as long as some come; for each that was done,
once it is kept or is not: None, or why it was not kept."""


@dataclass(slots=True, eq=False)
class _One(Generic[T]):
    """Somebody's act. They are woken once: to write, for themselves and others, or when all is done."""

    act: Callable[[T], None]
    woken: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    leads: bool = False
    fault: BaseException | None = None


class Together(Generic[T]):
    """The queue of those who wait.

    Args:
        most: acts in one transaction, one at least.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._waiting, self._led = most, deque[_One[T]](), False
        self._own = threading.Lock()

    def do(self, act: Callable[[T], None], write: Write[T], seconds: float) -> None:
        """`act`, in a transaction by `write`, of this thread or of another; returns when it is kept.

        Raises:
            Busy: its turn did not come within so many seconds; it was not begun.
            Exception: what `act` or the transaction ended with; nothing of it was kept.
        """
        mine = self._come(act)
        try:
            came = mine.woken.acquire(timeout=seconds)
        except BaseException:
            self._leave(mine)
            raise
        if not came and not self._late(mine):
            raise too_many()
        if mine.leads:
            self._lead(write)
        if mine.fault is not None:
            raise mine.fault

    def _come(self, act: Callable[[T], None]) -> _One[T]:
        mine = _One(act)
        with self._own:
            self._waiting.append(mine)
            if not self._led:
                self._next()
        return mine

    def _next(self) -> None:
        """Whoever waits longest writes next; nobody who comes now goes past them. Within the lock."""
        self._led = bool(self._waiting)
        if self._waiting:
            self._waiting[0].leads = True
            self._waiting[0].woken.release()

    def _leave(self, mine: _One[T]) -> None:
        """Whoever was interrupted writes for nobody; what another has begun for them goes on."""
        with self._own:
            if mine in self._waiting:
                self._waiting.remove(mine)
                if mine.leads:
                    self._next()

    def _late(self, mine: _One[T]) -> bool:
        """True when it was begun in the last moment: then it is waited for. Else it leaves the queue."""
        with self._own:
            if mine in self._waiting and not mine.leads:
                self._waiting.remove(mine)
                return False
        mine.woken.acquire()
        return True

    def _lead(self, write: Write[T]) -> None:
        done: list[_One[T]] = []
        try:
            told = write(self._taken(done))
            for one, fault in zip(done, told, strict=True):
                one.fault = fault
        except BaseException as fault:
            for one in done:
                one.fault = copy(fault) if isinstance(fault, Exception) else too_many()
            raise
        finally:
            with self._own:
                if self._waiting and self._waiting[0].leads:
                    done.append(self._waiting.popleft())  # its own, when the transaction did not even begin
                self._next()
            for one in done:
                one.woken.release()

    def _taken(self, done: list[_One[T]]) -> Acts[T]:
        for _ in range(self._most):
            with self._own:
                if not self._waiting:
                    return
                done.append(self._waiting.popleft())
            yield done[-1].act

"""Threads of one process that take turns, in the order in which they came.

A lock of the standard library lets whoever comes just now go past those who wait, and SQLite lets those who wait ask
again after longer and longer pauses: of fifty who send a report at once some would wait for seconds.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from duecare.kernel.errors import Busy


def too_many() -> Busy:
    """What whoever waited too long is told."""
    return Busy(
        "Too many others write at the moment.", "Nothing was changed.",
        "Do it again in a minute; if it stays so, tell the administrator.",
    )  # fmt: skip


class Turns:
    """So many at once; the others wait, and the longest waiting one is next. Who has a turn must not ask for another.

    Args:
        at_once: one at least.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._free, self._waiting = at_once, deque[threading.Semaphore]()
        self._own = threading.Lock()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """A turn for what is done inside.

        Raises:
            Busy: it did not come within so many seconds; nothing inside was done.
        """
        if not self._come(seconds):
            raise too_many()
        try:
            yield
        finally:
            self._go()

    def _come(self, seconds: float) -> bool:
        with self._own:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Semaphore(0)
            self._waiting.append(mine)
        try:
            came = mine.acquire(timeout=seconds)
        except BaseException:
            self._leave(mine)
            raise
        return came or self._late(mine)

    def _late(self, mine: threading.Semaphore) -> bool:
        """True when the turn came in the last moment."""
        with self._own:
            if mine not in self._waiting:
                return True
            self._waiting.remove(mine)
            return False

    def _leave(self, mine: threading.Semaphore) -> None:
        """Whoever was interrupted hands on the turn that had just come."""
        if self._late(mine):
            self._go()

    def _go(self) -> None:
        with self._own:
            if self._waiting:
                self._waiting.popleft().release()  # the turn is handed over: nobody who comes now goes past them
            else:
                self._free += 1

"""Processes beside an open vault that try new groups: sixteen envelopes take a core about a millisecond.

They hold the keys like the process that made them, are killed with it, and tell it one byte a group.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import dataclass

from duecare.adapters.agent.confined import end_with_parent, lock_memory

from .held import Held
from .setting import Setting
from .shelf import At, opens

SOME = 64
"""New groups from which on it is worth a process."""
BATCH = 256
"""Groups for one process: a second of work at most on a busy machine, and no long wait for what it finds."""
NOBODY = 255
GENTLE = 10
"""Niceness: pages of the same machine go first."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of them: what it tries, and where it tells."""

    pid: int
    told: int
    batch: tuple[At, ...]


class Trying:
    """At most one for each core."""

    def __init__(self, held: Held, setting: Setting, control: socket.socket) -> None:
        self._held, self._setting, self._control = held, setting, control
        self._working: dict[int, Attempt] = {}

    def told(self) -> list[int]:
        """File numbers at which something will be told."""
        return list(self._working)

    def start(self) -> bool:
        """As many as there is work for; False when there is none, or no process to be had."""
        began = False
        while self._held.shelf.plenty() >= SOME and len(self._working) < (os.cpu_count() or 1):
            batch = self._held.shelf.hand_out(BATCH)
            try:
                helper = self._begin(batch)
            except OSError:
                self._held.shelf.given_back(batch)
                return began
            self._working[helper.told] = helper
            began = True
        return began

    def hear(self, told: int) -> None:
        """What one of them found; it ends with it."""
        helper = self._working.pop(told)
        with os.fdopen(told, "rb") as pipe:
            found = pipe.read()
        with suppress(ChildProcessError):
            os.waitpid(helper.pid, 0)
        if len(found) != len(helper.batch):
            self._held.shelf.given_back(helper.batch)
            return
        pairs = (None if one == NOBODY else one for one in found)
        self._held.shelf.tried(zip(helper.batch, pairs, strict=True))

    def _begin(self, batch: tuple[At, ...]) -> Attempt:
        hears, tells = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            os.close(hears)
            os.close(tells)
            raise
        if pid == 0:
            self._become(tells, batch)
        os.close(tells)
        return Attempt(pid, hears, batch)

    def _become(self, tells: int, batch: tuple[At, ...]) -> None:
        """In the new process; never returns. Whatever goes wrong, fewer bytes than groups say so."""
        try:
            end_with_parent()
            self._control.close()
            os.nice(GENTLE)
            lock_memory()
            with self._setting.site() as site:
                found = bytes(
                    NOBODY if (pair := opens(site, self._held.pairs, at)) is None else pair for at in batch
                )  # fmt: skip
            os.write(tells, found)
        finally:
            os._exit(0)

"""Handing out a file: a process of its own opens it piece by piece, so that the vault goes on answering meanwhile."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

from duecare.adapters.agent import confined, line
from duecare.adapters.agent.client import PIECE_OF_FILE
from duecare.adapters.agent.frames import ANSWER
from duecare.adapters.agent.records import plain
from duecare.adapters.sealed.streams import Torn

from .opened import Opened

STALLED = 60.0
"""Seconds for the other end to take a piece; it is let go after that."""
AT_ONCE = 4
_handing: set[int] = set()


def hand_out(asking: socket.socket, home: Path, found: Opened) -> None:
    """Answer, then send the bytes; returns at once. The other end counts them: too few, and the file is not whole.

    The process ends with the vault's: it is its child, and has nothing that the vault's does not have.
    """
    _gather()
    pid = os.fork()
    if pid:
        _handing.add(pid)
        return
    code = 1
    try:
        confined.end_with_parent()
        asking.settimeout(STALLED)
        line.say(asking, {"answer": plain(found.told)}, ANSWER)
        with suppress(Torn, OSError):
            for piece in found.pieces(home):
                for at in range(0, len(piece), PIECE_OF_FILE):
                    asking.send(piece[at : at + PIECE_OF_FILE])
        code = 0
    finally:
        os._exit(code)


def _gather() -> None:
    """Take leave of those that ended; wait for one when too many are at it."""
    for pid in list(_handing):
        if os.waitpid(pid, os.WNOHANG if len(_handing) < AT_ONCE else 0)[0]:
            _handing.discard(pid)

"""Become another command once the web process answers: who waits for the first page does not wait for it too.

Run as `python -m duecare.adapters.waiting ADDRESS PORT WORD…`, the words being those after `duecare`. Loads nothing
of the product until then, and is the same process afterwards, so that whoever started it can stop it.
"""

from __future__ import annotations

import os
import socket
import sys
import time

_ASKED = b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_ANSWERED = b"HTTP/1."
PAUSE = 0.1
"""Seconds between two tries."""
QUIET = 1.0
"""Seconds after the first answer that belong to whoever waits for a page."""


def answers(address: str, port: int) -> bool:
    """Whether somebody answers there at all, whatever the answer says."""
    try:
        # By hand: five such processes start beside the web process, and a library for HTTP is most of what they load.
        with socket.create_connection((address, port), timeout=5) as asked:
            asked.sendall(_ASKED)
            return _first_bytes(asked) == _ANSWERED
    except OSError:
        return False


def _first_bytes(asked: socket.socket) -> bytes:
    """As many as tell an answer; fewer when the other side ends before."""
    read = b""
    while len(read) < len(_ANSWERED) and (more := asked.recv(len(_ANSWERED) - len(read))):
        read += more
    return read


def main(address: str, port: str, *words: str) -> None:
    """Wait, then become `duecare WORD…`."""
    while not answers(address, int(port)):
        time.sleep(PAUSE)
    time.sleep(QUIET)
    os.execv(sys.executable, [sys.executable, "-m", "duecare.entrypoints.cli.main", *words])


if __name__ == "__main__":
    main(*sys.argv[1:])

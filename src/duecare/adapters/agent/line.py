"""A Unix socket that keeps the bounds of what was sent, between processes of one unix user on one machine."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .frames import FRAME, Gathering, Malformed, Message, frames

FOLDER = "run"
"""In the agent's own folder: only its owner gets in."""
NAME = "agent.socket"
WAITING = 64
"""Connections that may wait to be taken."""
_PEER = struct.Struct("3i")


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for the socket that fits: an address of a socket has 107 bytes, a folder's may have more."""
    handle = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{path.name}"
    finally:
        os.close(handle)


def place(agent: Path) -> Path:
    """Where the socket of an agent with this folder is."""
    return agent / FOLDER / NAME


def listening(agent: Path) -> socket.socket | None:
    """The agent's socket, or None when another agent answers there already."""
    path = place(agent)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    if path.exists():
        try:
            connected(agent, 2.0).close()
        except OSError:
            path.unlink()  # left behind by one that was ended
        else:
            return None
    found = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with _short(path) as name:
        found.bind(name)
    path.chmod(0o600)
    found.listen(WAITING)
    return found


def connected(agent: Path, timeout: float) -> socket.socket:
    """A connection to the agent. Raises OSError: nobody answers."""
    found = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    found.settimeout(timeout)
    try:
        with _short(place(agent)) as name:
            found.connect(name)
    except OSError:
        found.close()
        raise
    return found


def peer(found: socket.socket) -> int:
    """The unix user at the other end, as the kernel says."""
    _pid, user, _group = _PEER.unpack(found.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return int(user)


def say(to: socket.socket, message: Message, limit: int) -> None:
    """Send a message, frame by frame."""
    for frame in frames(message, limit):
        to.send(frame)


def hear(by: socket.socket, limit: int) -> Message:
    """The next message.

    Raises:
        Malformed: what came is none.
        EOFError: the other end closed.
        TimeoutError: nothing came in the socket's time.
    """
    gathering = Gathering(limit)
    while True:
        frame = by.recv(FRAME + 1)
        if not frame:
            raise EOFError
        if len(frame) > FRAME:
            raise Malformed("a frame is longer than one may be")
        message = gathering.take(frame)
        if message is not None:
            return message

"""The server of attached files lets go of whoever sends nothing or too little, and of nobody else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from duecare.adapters.serving_uploads import Server

OVER = 0.4
"""Seconds in place of a minute."""
got: list[tuple[int, bool]] = []


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Reads everything and says how much it was."""
    size, body = 0, environ["wsgi.input"]
    try:
        while piece := body.read(64 * 1024):
            size += len(piece)
    except OSError:
        got.append((size, False))
        raise
    got.append((size, body.whole))
    start("200 OK", [("Content-Length", str(len(str(size))))])
    return [str(size).encode()]


@pytest.fixture
def port() -> Iterator[int]:
    got.clear()
    server = Server("127.0.0.1", 0, application, over=OVER)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.socket.getsockname()[1]
    server.shutdown()
    server.server_close()


def begun(port: int, size: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode())
    return made


def ended(one: socket.socket) -> bytes:
    """What comes until the other end lets go."""
    found = b""
    try:
        while piece := one.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def test_who_stalls_or_trickles_is_cut_and_others_are_served_meanwhile(port: int) -> None:
    stalled = [begun(port, 10_000_000) for _ in range(100)]
    trickling, until = begun(port, 10_000_000), time.monotonic() + 3 * OVER
    whole = begun(port, 3_000_000)
    whole.sendall(b"x" * 3_000_000)
    answer = ended(whole)
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"3000000") and b"Connection: close" in answer
    assert b"Server:" not in answer
    try:
        while time.monotonic() < until:
            trickling.sendall(b"x")
            time.sleep(0.05)
    except (BrokenPipeError, ConnectionResetError):
        pass
    for one in (*stalled, trickling):
        ended(one)
        one.close()
    whole.close()
    deadline = time.monotonic() + 5
    while len(got) < 102 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sorted(got)[:100] == [(0, False)] * 100 and got[0] == (3_000_000, True)
    assert len(got) == 102 and not any(was for size, was in got if size < 3_000_000)


def test_a_body_that_ends_early_is_not_whole(port: int) -> None:
    one = begun(port, 1000)
    one.sendall(b"x" * 10)
    one.shutdown(socket.SHUT_WR)
    ended(one)
    one.close()
    assert got == [(10, False)]

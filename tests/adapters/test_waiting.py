"""What starts beside the web process waits for an answer, whatever it says, and takes silence for none."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from duecare.adapters.waiting import answers


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ([b"HTTP/1.1 200 OK\r\n\r\n"], True),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], True),
        ([b"HT", b"TP/1.0 503 \r\n\r\n"], True),
        ([], False),
        ([b"HTTP"], False),
        ([b"SSH-2.0-none\r\n"], False),
    ],
)
def test_an_answer_is_told_from_silence(said: list[bytes], answered: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as other:
        asking = other.submit(answers, "127.0.0.1", server.getsockname()[1])
        called, _ = server.accept()
        with called:
            assert called.recv(1000).startswith(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n")
            for part in said:
                called.sendall(part)
        assert asking.result(20) is answered


def test_where_nobody_listens_nobody_answers() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listened on: nobody else gets it
        assert not answers("127.0.0.1", taken.getsockname()[1])

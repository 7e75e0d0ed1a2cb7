"""Attached files under load: a hundred senders at once, a report beside a hundred slow ones, 5 GiB there and back."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from .attachments_member import added
from .measuring import Figure
from .part import Order

SENDERS, EACH = 100, 100_000_000
LARGE = 5 * 1024**3
PIECE = b"\0" + os.urandom(1024 * 1024 - 1)
SLOW = 20.0
"""Seconds for which a hundred send 1 MB a second each."""


def attachments(order: Order) -> Sequence[Figure]:
    """Client and servers share this machine's processors, so true figures are better than these."""
    with _served(order) as (site, uploads):
        from tests.entrypoints.reporter.visitor import Visitor

        visitors = [Visitor(site.port) for _ in range(SENDERS)]
        for one in visitors:
            one.post("/form/external/what/", {"what": "x", "danger": "no"})
        slow = _beside_slow(site, uploads, visitors)
        took = _fast(uploads, visitors)
        peak = int(Path(f"/proc/{uploads.process.pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    part = "attachments"
    return [
        Figure(part, "a report beside 100 slow uploads, slowest", slow, 1.0, "s"),
        Figure(part, "100 uploads of 100 MB at once, together", SENDERS * EACH / 1e6 / took, 100, "MB/s", least=True),
        Figure(part, "memory of the process meanwhile, most", peak, 300, "MB"),
        _large(order),
        *added(order, LARGE, PIECE),
    ]


@contextmanager
def _served(order: Order) -> Iterator[tuple[Any, Any]]:
    from tests.entrypoints.reporter.conftest import Site, founded
    from tests.entrypoints.reporter.uploading import Uploads

    founded(order.home)
    (order.room / "tmp").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(order.home, order.room / "tmp" / "drafts", port, order.room / "log")
    site.start()
    try:
        uploads = Uploads(site)
        try:
            yield site, uploads
        finally:
            uploads.stop()
    finally:
        site.stop()


def _together(visitors: Sequence[Any], act: Callable[[Any], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=act, args=(one,)) for one in visitors]
    for one in threads:
        one.start()
    return threads


def _fast(uploads: Any, visitors: Sequence[Any]) -> float:
    from tests.entrypoints.reporter.uploading import around, one_file

    kept: list[int] = []

    def send(one: Any) -> None:
        count = EACH // len(PIECE)
        body = one_file("f", (PIECE for _ in range(count)))
        kept.append(uploads.stream(one, body, count * len(PIECE) + around("f")).status)

    began = time.perf_counter()
    for thread in _together(visitors, send):
        thread.join()
    if kept != [303] * SENDERS:
        raise RuntimeError(f"{kept.count(303)} of {SENDERS} were kept")
    return time.perf_counter() - began


def _beside_slow(site: Any, uploads: Any, visitors: Sequence[Any]) -> float:
    from tests.entrypoints.reporter.uploading import head

    until = time.monotonic() + SLOW

    def send(one: Any) -> None:
        connection = uploads.begin(one, 1_000_000_000)
        connection.send(head("slow"))
        with suppress(OSError):
            while time.monotonic() < until:
                connection.send(PIECE[:100_000])
                time.sleep(0.1)
        connection.close()

    threads, took = _together(visitors, send), []
    while time.monotonic() < until - 2:
        took.append(_submission(site.port))
    for thread in threads:
        thread.join()
    return max(took)


def _submission(port: int) -> float:
    """Seconds for the last step of a report: sealed, kept, answered."""
    from tests.entrypoints.reporter.visitor import FORM, HOST, Visitor, written

    one = Visitor(port)
    written(one)
    code = one.post("/form/external/check/").code
    asked = one.get("/form/external/retype/")
    told = {"csrfmiddlewaretoken": asked.fields()["csrfmiddlewaretoken"], **asked.retyped(code)}
    headers = {"Origin": f"http://{HOST}:{port}", "Content-Type": FORM}
    began = time.perf_counter()
    answer = one.ask("POST", "/form/external/retype/", urlencode(told).encode(), headers)
    if answer.status != 303:
        raise RuntimeError(f"the report was answered with {answer.status}")
    return time.perf_counter() - began


def _large(order: Order) -> Figure:
    from duecare.adapters.sealed.files import Files

    files, began = Files(order.home, bytes(32)), time.perf_counter()
    stored = files.seal(PIECE for _ in range(LARGE // len(PIECE)))
    size = sum(map(len, files.opened(stored.name, stored.lock, stored.size)))
    if size != LARGE:
        raise RuntimeError("5 GiB did not come back")
    return Figure("attachments", "5 GiB sealed to the disk and opened again", time.perf_counter() - began, None, "s")


PARTS = {"attachments": attachments}

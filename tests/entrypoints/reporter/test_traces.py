"""Not one byte of what a reporter writes lies anywhere readable: not on the way, not afterwards, not in open files."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from .conftest import Site
from .visitor import FORM, HOST, Visitor, sent, written

pytestmark = pytest.mark.once

CANARY = "canary-Żółw-ทดสอบ-7f3a"
NAME = "Invented Canary-Name"
SPELLED = tuple(
    one.encode(coding)
    for text in (CANARY, NAME)
    for one, coding in ((text, "utf-8"), (text, "utf-16-le"), (quote(text), "ascii"), (quote_plus(text), "ascii"))
)


def places(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file of the home, of temporary folders and of memory file systems, and whatever the processes hold open."""
    shared = [Path("/dev/shm"), Path("/tmp")]
    roots = [site.home, site.drafts.parent, *(found for root in shared for found in root.glob("duecare-*"))]
    for root in roots:
        for path in root.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()
    yield "log", site.log.read_bytes()
    for pid in site.pids():
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = str(handle.readlink())
                if (
                    target.startswith("/") and not target.startswith(("/dev/null", "/dev/pts", "/proc/"))
                ) or "memfd:" in target:
                    yield f"fd {target}", handle.read_bytes()
            except OSError:
                continue  # closed meanwhile, or no file
        yield f"cmdline {pid}", Path(f"/proc/{pid}/cmdline").read_bytes()
        yield f"environ {pid}", Path(f"/proc/{pid}/environ").read_bytes()


def seen(site: Site, *more: bytes) -> list[str]:
    """Where any spelling of the canary stands in clear."""
    return [where for where, data in places(site) if any(one in data for one in (*SPELLED, *more))]


def test_no_byte_of_a_report_is_readable_while_it_is_written_nor_afterwards(site: Site) -> None:
    visitor = Visitor(site.port)
    found: list[str] = []
    watching = threading.Event()

    def watch() -> None:
        while not watching.is_set():
            found.extend(seen(site))
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        written(visitor, text=CANARY * 50)
        visitor.post("/form/external/identity/", {"identity": NAME})
        assert CANARY in visitor.get("/form/external/check/").text, "the draft is there, sealed"
        code = visitor.post("/form/external/check/").code
        visitor.post("/form/external/retype/", visitor.get("/form/external/retype/").retyped(code))
        visitor.post("/mailbox/say/", {"text": CANARY})
        assert CANARY in Visitor(site.port).post("/mailbox/", {"code": code}).text
    finally:
        watching.set()
        watcher.join()
    assert not found
    cookies = [value.strip('"').encode() for name, value in visitor.jar.items() if name == "page"]
    codes = [code.encode(), code.replace(" ", "").encode(), *(one.encode() for one in [str(site.port) + code])]
    assert not seen(site, *codes, *cookies), "neither the code nor what is in the cookie lies anywhere"
    assert site.log.read_text().count("\n") == 1, "the start, and nothing else"


def test_a_process_that_crashes_leaves_no_copy_of_its_memory(site: Site) -> None:
    for pid in site.pids():
        (line,) = (one for one in Path(f"/proc/{pid}/limits").read_text().splitlines() if one.startswith("Max core"))
        assert line.split()[4:6] == ["0", "0"]


def test_a_body_on_its_way_is_in_no_file(site: Site) -> None:
    """Half a megabyte arrives and stops: what is there of it is in memory alone."""
    body = b"what=" + quote_plus(CANARY * 8000).encode()[: 500 * 1024]
    head = (
        f"POST /form/external/what/ HTTP/1.1\r\nHost: {HOST}:{site.port}\r\nOrigin: http://{HOST}:{site.port}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(body) + 100}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port)) as slow:
        slow.sendall(head.encode() + body)
        time.sleep(0.5)
        assert not seen(site)
        assert Visitor(site.port).get("/").status == 200, "others are served meanwhile"
    time.sleep(0.5)
    assert not seen(site)


def test_senders_who_stop_half_way_do_not_stop_others(site: Site) -> None:
    head = (
        f"POST /mailbox/ HTTP/1.1\r\nHost: {HOST}:{site.port}\r\nOrigin: http://{HOST}:{site.port}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: 1000\r\n\r\ncode="
    ).encode()
    stalled = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(12)]
    try:
        for one in stalled:
            one.sendall(head)
        began = time.monotonic()
        sent(Visitor(site.port))
        assert time.monotonic() - began < 10
    finally:
        for one in stalled:
            one.close()


def test_what_is_older_than_half_an_hour_opens_no_more_and_is_gone_with_the_next_start(site: Site) -> None:
    """The clock cannot be turned in another process, so the rows are made older instead."""
    import sqlite3

    visitor = Visitor(site.port)
    visitor.post("/form/external/what/", {"what": CANARY, "danger": "no"})
    file = site.drafts / "drawers.sqlite"
    with sqlite3.connect(file) as sql:
        assert sql.execute("select count(*) from drawers").fetchone() == (1,)
        sql.execute("update drawers set until = until - 31")
    assert visitor.get("/form/external/what/").fields()["what"] == ""
    site.stop()
    site.start()
    visitor.get("/")
    left = b"".join(one.read_bytes() for one in site.drafts.glob("*"))
    assert len(left) < 20_000 and sqlite3.connect(file).execute("select count(*) from drawers").fetchone() == (0,)

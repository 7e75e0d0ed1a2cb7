"""Reports sent through the reporter site as it is served: fifty people at once, and while floods go on beside them, of
wrong codes and of attempts to sign in.

Clients and server share the cores of this machine. What is measured is the last step, which seals: the pages before it
are filled in beforehand.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .measuring import Figure
from .part import Order

if TYPE_CHECKING:
    from tests.entrypoints.reporter.visitor import Visitor

PEOPLE = 50
EACH = 4
"""Reports of each of them."""
FLOODED = 20
"""Reports sent during the flood."""
FLOODERS = 6
ATTEMPTS = 300
"""To sign in, at least, while reports are sent."""
Ready = tuple["Visitor", bytes]


def measure(order: Order) -> Sequence[Figure]:
    """Reports a second and their slowest; then the same beside a flood of wrong codes."""
    with _served(order.room) as port, ThreadPoolExecutor(PEOPLE) as people:
        ready = [one for one in people.map(_written, [port] * PEOPLE * EACH) if one]
        begun = time.perf_counter()
        took = sorted(one for one in people.map(_sent, ready) if one is not None)
        rate = len(took) / (time.perf_counter() - begun)
        ready = [one for one in people.map(_written, [port] * FLOODED) if one]
        with _flood(port) as flood:
            flooded = [one for one in map(_sent, ready) if one is not None]
    signing = _beside_sign_in(order.room)
    if not took:
        raise SystemExit("no report was taken: nothing was measured")
    note = f"{len(took)} of {PEOPLE * EACH} reports, {PEOPLE} people at once"
    beside = f"{len(flood)} wrong codes meanwhile, {sum(one == 429 for one in flood)} of them told to wait"
    return [
        Figure(order.part, "reports a second", rate, 50.0, "", note, least=True),
        Figure(order.part, "sending, 99 of 100", took[int(len(took) * 0.99)], 1.0, "s", note),
        Figure(
            order.part, "reports taken beside a flood", len(flooded) / FLOODED * 100, 100.0, "%", beside, least=True
        ),
        Figure(order.part, "sending beside a flood, slowest", max(flooded, default=999.0), 5.0, "s", beside),
        Figure(order.part, "reports taken beside sign-in attempts", signing[0], 100.0, "%", signing[1], least=True),
    ]


def _beside_sign_in(room: Path) -> tuple[float, str]:
    """Percent of reports taken while people try to sign in and to open vaults, and how often they did."""
    from tests.entrypoints.cli.running import init
    from tests.entrypoints.reporter.staffed import flood, served

    def started(home: Path) -> None:
        if init(home).returncode:
            raise SystemExit("no company was started: nothing was measured")

    place = room / "staffed"
    place.mkdir()
    with served(place, started) as here, flood(here) as told:
        ready = [one for one in map(_written, [here.reporter_port] * FLOODED) if one]
        taken = [one for one in map(_sent, ready) if one is not None]
        while told.attempts < ATTEMPTS:
            time.sleep(1)
    slowest = max(taken, default=999.0)
    tried = f"{told.attempts} attempts to sign in, {told.knocks} to open a vault"
    return len(taken) / FLOODED * 100, f"{tried}; slowest report {slowest:.2f} s"


@contextmanager
def _served(room: Path) -> Iterator[int]:
    """The site by its own command."""
    from tests.entrypoints.reporter.conftest import founded

    home = founded(room / "site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    env = clean | {
        "DUECARE_HOME": str(home), "DUECARE_REPORTER_PORT": str(port), "DUECARE_REPORTER_DRAFTS": str(room / "drafts"),
    }  # fmt: skip
    command = [sys.executable, "-m", "duecare.entrypoints.cli.main", "serve-reporter"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        _until_it_answers(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    from tests.entrypoints.reporter.visitor import Visitor

    for _ in range(600):
        try:
            Visitor(port).get("/style.css")
        except (OSError, HTTPException):
            if server.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the site did not start")


def _written(port: int) -> Ready | None:
    """A report up to its last form, or None when there was no room for it."""
    from tests.entrypoints.reporter.visitor import Visitor, written

    visitor = Visitor(port)
    written(visitor)
    code = visitor.post("/form/external/check/").code
    groups = visitor.get("/form/external/retype/").retyped(code) if code else {}
    token = visitor.get("/mailbox/").fields().get("csrfmiddlewaretoken", "")
    return (visitor, urlencode({"csrfmiddlewaretoken": token, **groups}).encode()) if groups else None


def _sent(ready: Ready) -> float | None:
    """Seconds until the report was sealed, or None when it was not taken."""
    from tests.entrypoints.reporter.visitor import FORM, HOST

    visitor, body = ready
    own = {"Origin": f"http://{HOST}:{visitor.port}", "Content-Type": FORM}
    begun = time.perf_counter()
    answer = visitor.ask("POST", "/form/external/retype/", body, own)
    return time.perf_counter() - begun if answer.status == 303 else None


@contextmanager
def _flood(port: int) -> Iterator[list[int]]:
    """Wrong codes, as fast as they are answered; yields the statuses as they come in."""
    from tests.entrypoints.reporter.visitor import FORM, HOST, Visitor

    told: list[int] = []
    ends = threading.Event()

    def go() -> None:
        visitor = Visitor(port)
        token = visitor.get("/mailbox/").fields().get("csrfmiddlewaretoken", "")
        body = urlencode({"csrfmiddlewaretoken": token, "code": "12345 " * 8}).encode()
        own = {"Origin": f"http://{HOST}:{port}", "Content-Type": FORM}
        while not ends.is_set():
            try:
                told.append(visitor.ask("POST", "/mailbox/", body, own).status)
            except (OSError, HTTPException):
                told.append(0)

    threads = [threading.Thread(target=go) for _ in range(FLOODERS)]
    for one in threads:
        one.start()
    time.sleep(2)
    try:
        yield told
    finally:
        ends.set()
        for one in threads:
            one.join()


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"sealed-reports": measure}

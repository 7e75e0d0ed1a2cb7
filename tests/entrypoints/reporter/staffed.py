"""A company as it is served, staff and reporters on one machine, and a flood of attempts to sign in beside them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from duecare.adapters import clock
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.cli.demo_keys import make_keys
from duecare.kernel.errors import DuecareError
from tests.entrypoints.agent.running import House, Person
from tests.entrypoints.cli.running import free_port

from .visitor import FORM, Visitor

WRONG = "none of these words opens it"


@dataclass
class Served:
    """Ports and home of a company whose processes run."""

    house: House
    port: int
    reporter_port: int

    def attempt(self, number: int) -> int:
        """Somebody tries to sign in with a wrong password; the status of the answer."""
        host = f"localhost:{self.port}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", "/accounts/login/", headers={"Host": host})
            page = connection.getresponse()
            text, cookies = page.read().decode(), page.headers.get_all("Set-Cookie") or []
            (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[:1]
            told = {"csrfmiddlewaretoken": token, "login": f"person{number}@example.com", "password": "wrong, as ever"}
            own = {
                "Host": host, "Origin": f"http://{host}", "Content-Type": FORM,
                "Cookie": "; ".join(one.partition(";")[0] for one in cookies),
            }  # fmt: skip
            connection.request("POST", "/accounts/login/", urlencode(told), own)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def knock(self, person: bytes) -> str:
        """Somebody tries to open a vault with wrong words; how that was refused."""
        try:
            Person(self.house, person).unlock(WRONG)
        except DuecareError as fault:
            return fault.code
        return "opened"


@dataclass
class Flood:
    """What was tried, and what came of it."""

    signed: Counter[int] = field(default_factory=Counter)
    knocked: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        return sum(self.signed.values())

    @property
    def knocks(self) -> int:
        return sum(self.knocked.values())


@contextmanager
def served(room: Path, started: Callable[[Path], None]) -> Iterator[Served]:
    """Everything by one command; it ends with the block."""
    home, agent = room / "home", room / "agent"
    started(home)
    pins = make_keys(home, agent, clock.today())
    (room / "tmp").mkdir()
    found = Served(House(home, agent, pins), free_port(), free_port())
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    env = clean | {
        "DUECARE_HOME": str(home), "DUECARE_AGENT": str(agent), "DUECARE_OFFICERS": pins, "DUECARE_ENV": "test",
        "DUECARE_PORT": str(found.port), "DUECARE_BASE_URL": f"http://localhost:{found.port}",
        "DUECARE_REPORTER_PORT": str(found.reporter_port), "DUECARE_UPLOADS_PORT": str(free_port()),
        "DUECARE_REPORTER_URL": f"http://reporter.localhost:{found.reporter_port}",
        "DUECARE_REPORTER_DRAFTS": str(room / "tmp" / "drafts"), "TMPDIR": str(room / "tmp"),
    }  # fmt: skip
    command = [sys.executable, "-m", "duecare.entrypoints.cli.main", "serve", "--with-reporter", "--with-agent"]
    with (room / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        _until_both_answer(found, process, room / "log")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until_both_answer(found: Served, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            found.attempt(0)
            Visitor(found.reporter_port).get("/style.css")
            found.knock(found.house.holder(Office.INTAKE_EXTERNAL))
            return
        except (OSError, HTTPException, ValueError):
            time.sleep(0.2)
    raise AssertionError("it did not start: " + log.read_text())


@contextmanager
def flood(here: Served, *, signing: int = 6, knocking: int = 3) -> Iterator[Flood]:
    """As many as that at once try to sign in, and to open vaults, as fast as they are answered."""
    told, ends = Flood(), threading.Event()
    persons = [here.house.holder(Office.INTAKE_EXTERNAL), here.house.holder(Office.CASE_HANDLER)]

    def sign(at: int) -> None:
        number = at
        while not ends.is_set():
            try:
                told.signed[here.attempt(number)] += 1
            except (OSError, HTTPException, ValueError) as fault:
                told.broken.append(type(fault).__name__)
            number += signing

    def knock(at: int) -> None:
        while not ends.is_set():
            told.knocked[here.knock(persons[at % len(persons)])] += 1

    threads = [threading.Thread(target=sign, args=(at,)) for at in range(signing)]
    threads += [threading.Thread(target=knock, args=(at,)) for at in range(knocking)]
    for one in threads:
        one.start()
    try:
        yield told
    finally:
        ends.set()
        for one in threads:
            one.join()

"""A company with keys, a running agent, and reports, for the tests of the agent."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

from duecare.adapters import clock
from duecare.adapters.agent import client, line
from duecare.adapters.agent.client import Asker, Locked
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.sealed.officer_key import open_officer
from duecare.adapters.sealed.reporter import Reporter, reporter
from duecare.adapters.sealed.vault_place import new_vault
from duecare.adapters.signing import create_key
from duecare.apps.intake.actions.certifying import enter
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.queries.place import opened
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import desk, desk_case, desk_inbox
from duecare.apps.intake.rules.comparing import Question
from duecare.apps.intake.rules.key_log import Officers
from duecare.apps.intake.rules.papers import Paper
from duecare.apps.intake.rules.pinning import pinned
from duecare.apps.intake.rules.records import KeyRecord, Office, Track
from duecare.apps.intake.rules.reports import Report
from duecare.entrypoints.cli.demo_keys import CHEAP, LASTS, MARK, make_keys
from duecare.entrypoints.cli.main import main

from .clocked import main as served_by

T = TypeVar("T")
AGENT = (sys.executable, "-m", "duecare.entrypoints.cli.main", "agent")
"""The command itself, for tests that look at the process."""
TOLD = "The cameras were pointed at a union office."


UNNAMED = tuple(desk.Found(one.value, "unnamed", "It names nobody.") for one in Question)
"""A conflict check of a report that names nobody with whom to compare."""


@dataclass
class House:
    """A home with the demonstration's keys, and its agent's folder."""

    home: Path
    agent: Path
    pins: str
    persons: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def drafts(self) -> Path:
        """Where drawers are."""
        return self.home.with_name("tmp") / "drafts"

    @property
    def officers(self) -> Officers:
        return pinned(self.pins.replace(";", "\n"))

    @property
    def phrase(self) -> str:
        return (self.agent / MARK).read_text().rsplit(": ", 1)[1].strip()

    @contextmanager
    def site(self) -> Iterator[Site]:
        with opened(self.home, self.officers, clock.today()) as found:
            yield found

    def holder(self, office: Office, number: int = 0) -> bytes:
        """Person id of somebody with this office."""
        with self.site() as site:
            return site.directory.holders(office, site.today)[number].record.person

    def report(
        self, text: str = TOLD, track: Track = Track.EXTERNAL, kept: int = 30, without: str = "", identity: str = "",
        code: bytes = b"",
    ) -> Reporter:  # fmt: skip
        """Somebody reports; who they are, with their code."""
        with self.site() as site:
            by = reporter(site.installation, code or secrets.token_bytes(16))
            told = Report("external/1", "en", {"what": text} | ({"without": without} if without else {}))
            keep = site.today + timedelta(days=kept)
            submit(by=by, site=site, threshold=2, submission=Submission(track, told, identity), keep_until=keep)
        return by

    def certified(self, office: Office) -> bytes:
        """Somebody more gets keys of this office; their person id. Officers and vault as in the demonstration."""
        vault, keys = new_vault(self.agent, self.phrase, memory=CHEAP)
        place, today = KeyPlace(self.home / "sealed"), clock.today()
        offices = frozenset({office})
        record = KeyRecord(
            vault.person, offices, False, False, keys.opening.public, keys.signing.public, today, today + LASTS
        )  # fmt: skip
        paper = Paper(place.founded(), record, {})
        for name in ("one", "two"):
            officer = open_officer(self.agent / f"officer-{name}", self.phrase)
            paper = paper.signed(officer.public.hex(), officer.sign(paper.message))
        enter(place, paper, officers=self.officers, today=today, file="more")
        return vault.person

    def env(self) -> dict[str, str]:
        return {
            **os.environ, "DUECARE_HOME": str(self.home), "DUECARE_AGENT": str(self.agent), "DUECARE_ENV": "test",
            "DUECARE_OFFICERS": self.pins, "DUECARE_REPORTER_DRAFTS": str(self.drafts),
        }  # fmt: skip


def house(folder: Path) -> House:
    """A new one. The ceremony is held once a day and process: a copy of its folders is a company like another."""
    ceremony, pins = _ceremony(clock.today())
    home, agent = folder / "home", folder / "agent"
    (folder / "tmp").mkdir(parents=True)
    for made, copied in ((ceremony / "home", home), (ceremony / "agent", agent)):
        shutil.copytree(made, copied, dirs_exist_ok=True)
    create_key(home / "keys" / "signing.pem")
    return House(home, agent, pins)


@cache
def _ceremony(today: date) -> tuple[Path, str]:
    folder = Path(tempfile.mkdtemp(prefix="duecare_ceremony_"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, make_keys(folder / "home", folder / "agent", today)


class Forked:
    """The agent in a process that was forked from one which had read the program already; asked like `Popen`."""

    def __init__(self, env: dict[str, str], clocked: Path | None) -> None:
        self._process = _loaded().Process(target=_agent, args=(env, clocked), daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0
        self.terminate, self.kill = self._process.terminate, self._process.kill

    def poll(self) -> int | None:
        """How it ended, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float = 10) -> int:
        """Until it ended."""
        self._process.join(timeout)
        assert self._process.exitcode is not None, "it did not end"
        return self._process.exitcode


@cache
def _loaded() -> multiprocessing.context.ForkServerContext:
    """Whose processes begin with everything that the agent reads before its settings: a second's work, done once."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([__name__, "duecare.entrypoints.agent.command"])
    return made


def _agent(env: dict[str, str], clocked: Path | None) -> None:
    """`duecare agent` as its line on the command line calls it, or `clocked.py`."""
    os.environ.clear()
    os.environ.update(env)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    if clocked is not None:
        served_by(clocked)
    sys.argv = ["duecare", "agent"]
    main()


@contextmanager
def running(one: House, *command: str, clocked: Path | None = None) -> Iterator[subprocess.Popen[bytes] | Forked]:
    """The agent as `duecare agent` starts it, or as another command does: a process that begins with nothing.

    Args:
        clocked: a file with the seconds that its clock is ahead, moved by the test.
    """
    process: subprocess.Popen[bytes] | Forked
    if command:
        process = subprocess.Popen([*command], env=one.env(), stdout=subprocess.DEVNULL)
    else:
        process = Forked(one.env(), clocked)
    try:
        await_(lambda: answers(one))
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)


def answers(one: House) -> bool:
    """Whether somebody listens."""
    try:
        line.connected(one.agent, 2).close()
    except OSError:
        return False
    return True


def await_(true: object, seconds: float = 20) -> None:
    """Until it is true."""
    assert callable(true)
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.05)


@dataclass
class Person:
    """Somebody of the staff at a browser: account, session, cookie."""

    house: House
    person: bytes
    account: UUID = field(default_factory=uuid4)
    session: str = field(default_factory=lambda: secrets.token_hex(32))
    cookie: str = ""

    @property
    def asker(self) -> Asker:
        return Asker(self.house.agent, self.account, self.session, self.cookie)

    def unlock(self, phrase: str = "") -> Person:
        number = "" if client.known(self.asker) else self.person.hex()[:8]
        self.cookie = client.unlock(self.asker, number, phrase or self.house.phrase).cookie
        return self

    def lock(self) -> None:
        client.lock(self.asker)

    def ask(self, question: object, answer: type[T]) -> T:
        return client.ask(self.asker, question, answer)

    def do(self, question: object) -> None:
        self.ask(question, desk.Done)

    def cases(self) -> desk_inbox.Cases:
        return self.ask(desk_inbox.Inbox(), desk_inbox.Cases)

    def case(self, number: int = 0) -> desk_case.Sheet:
        return self.ask(desk_case.Look(self.cases().lines[number].reference), desk_case.Sheet)

    def locked(self) -> bool:
        try:
            self.cases()
        except Locked:
            return True
        return False

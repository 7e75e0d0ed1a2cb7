"""A company with keys, a running agent, and reports, for the tests of the agent."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
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
from duecare.apps.intake.rules.key_log import Officers
from duecare.apps.intake.rules.papers import Paper
from duecare.apps.intake.rules.pinning import pinned
from duecare.apps.intake.rules.records import KeyRecord, Office, Track
from duecare.apps.intake.rules.reports import Report
from duecare.entrypoints.cli.demo_keys import CHEAP, LASTS, MARK, make_keys

T = TypeVar("T")
TOLD = "The cameras were pointed at a union office."


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
    """A new one."""
    home, agent = folder / "home", folder / "agent"
    (folder / "tmp").mkdir(parents=True)
    create_key(home / "keys" / "signing.pem")
    return House(home, agent, make_keys(home, agent, clock.today()))


@contextmanager
def running(one: House, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """The agent as `duecare agent` starts it, or as another command does."""
    words = command or (sys.executable, "-m", "duecare.entrypoints.cli.main", "agent")
    process = subprocess.Popen([*words], env=one.env(), stdout=subprocess.DEVNULL)
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

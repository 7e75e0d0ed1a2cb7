"""A home with a made-up ceremony and nothing else, and the site served from it by its own command."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.entrypoints.cli.demo_keys import make_keys
from duecare.entrypoints.cli.founding import settings_file, write_keys, write_private

from .visitor import Visitor


@dataclass
class Site:
    """A home and the process that serves it."""

    home: Path
    drafts: Path
    port: int
    log: Path
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
        env = clean | {
            "DUECARE_HOME": str(self.home), "DUECARE_REPORTER_PORT": str(self.port), "TMPDIR": str(self.drafts.parent),
            "DUECARE_REPORTER_DRAFTS": str(self.drafts), **self.extra,
        }  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duecare.entrypoints.cli.main", "serve-reporter"],
                env=env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        for _ in range(300):
            try:
                Visitor(self.port).get("/style.css")
                return
            except (OSError, HTTPException):
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
        raise AssertionError("the site did not start: " + self.log.read_text())

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def kill(self) -> None:
        """SIGKILL to the supervisor and its workers, which are the only members of their session."""
        assert self.process is not None
        os.killpg(self.process.pid, 9)
        self.process.wait(timeout=20)

    def pids(self) -> list[int]:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]


def founded(home: Path) -> Path:
    """A home with keys and a complete ceremony of made-up people."""
    home.mkdir(mode=0o700)
    write_keys(home)
    pins = make_keys(home, home.with_name(f"{home.name}-agent"), clock.today())
    told: dict[str, str | int] = {"env": "demo", "company": "Northlight Systems (fiction)", "officers": pins}
    write_private(home / "duecare.toml", settings_file(told))
    return home


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home to be copied: the ceremony is held once."""
    return founded(tmp_path_factory.mktemp("ceremony") / "home")


def _place(pattern: Path, folder: Path, name: str, **extra: str) -> Site:
    """A home, and what is needed to serve it."""
    shutil.copytree(pattern, folder / name)
    shutil.copytree(pattern.with_name("home-agent"), folder / f"{name}-agent")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / f"{name}-tmp").mkdir()
    return Site(folder / name, folder / f"{name}-tmp" / "drafts", port, folder / f"{name}.log", extra)


@pytest.fixture
def placed(pattern: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes a home and what is needed to serve it; everything ends with the test."""
    every: list[Site] = []

    def place(**extra: str) -> Site:
        every.append(_place(pattern, tmp_path, f"home{len(every)}", **extra))
        return every[-1]

    yield place
    for site in every:
        site.stop()


@pytest.fixture
def site(placed: Callable[..., Site]) -> Site:
    """The site of a company that is open for reports."""
    found = placed()
    found.start()
    return found


@pytest.fixture(scope="module")
def visited(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One such site for all tests of a file that only visit it: to the next it is as if nobody had been there."""
    found = _place(pattern, tmp_path_factory.mktemp("visited"), "home")
    found.start()
    yield found
    found.stop()


@pytest.fixture
def visitor(request: pytest.FixtureRequest) -> Visitor:
    """Somebody who has never been there. A test that looks behind the site, or changes it, has one of its own."""
    own = "site" in request.fixturenames
    return Visitor(request.getfixturevalue("site" if own else "visited").port)

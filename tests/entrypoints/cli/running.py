"""Run the command line as a person does: another process, its own home."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.entrypoints.cli import warm

ANSWERS = {
    "--company": "Example AG",
    "--base-url": "http://localhost:8000",
    "--time-zone": "Europe/Berlin",
    "--languages": "en",
    "--mail": "",
    "--database": "",
    "--administrator": "Ada Example",
    "--email": "ada@example.com",
}


def duecare(
    home: Path | None, *arguments: str, answer: str = "", most_bytes: int = resource.RLIM_INFINITY, **env: str
) -> subprocess.CompletedProcess[str]:
    """`duecare ARGUMENTS` with DUECARE_HOME; no other DUECARE variable is handed on.

    The process has the libraries loaded when it begins (warm.py).

    Args:
        home: None where the arguments themselves name it.
        most_bytes: no file may become longer, as on a disk that is full.
    """
    return warm.run("main", arguments, _environment(home, env), answer, most_bytes)


def cold(home: Path | None, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The same as a person starts it: the interpreter and everything that a command needs begin from nothing."""
    return subprocess.run(
        [sys.executable, "-m", "duecare.entrypoints.cli.main", *arguments],
        env=_environment(home, env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _environment(home: Path | None, more: Mapping[str, str]) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
    return {**clean, **({"DUECARE_HOME": str(home)} if home else {}), **more}


def begun(*arguments: str, **env: str) -> str:
    """First line of a command that goes on until it is told to stop; it is told then, and has to."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
    command = [sys.executable, "-m", "duecare.entrypoints.cli.main", *arguments]
    with subprocess.Popen(command, env=clean | env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as one:
        assert one.stdout is not None
        try:
            return one.stdout.readline()
        finally:
            one.terminate()
            one.wait(30)


def free_port() -> int:
    """A port on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def init(home: Path, **other: str) -> subprocess.CompletedProcess[str]:
    """A real, empty company in `home`."""
    answers = ANSWERS | {f"--{key.replace('_', '-')}": value for key, value in other.items()}
    return duecare(home, "init", *(part for pair in answers.items() for part in pair))


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Puts an empty company into a new home: one `init` a run, copied. `test_company.py` asks the command itself."""
    base = tmp_path_factory.getbasetemp()
    pattern = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "started-company"

    def copied(home: Path) -> None:
        with pattern.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not pattern.exists():
                done = init(pattern)
                assert done.returncode == 0, done.stderr
        shutil.copytree(pattern, home)

    return copied

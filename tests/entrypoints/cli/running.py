"""Run the command line as a person does: another process, its own home."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

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

    Args:
        home: None where the arguments themselves name it.
        most_bytes: no file may become longer, as on a disk that is full.
    """
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
    return subprocess.run(
        [sys.executable, "-m", "duecare.entrypoints.cli.main", *arguments],
        env=clean | ({"DUECARE_HOME": str(home)} if home else {}) | env,
        input=answer,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=partial(_limit, most_bytes),
    )


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


def _limit(most_bytes: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def init(home: Path, **other: str) -> subprocess.CompletedProcess[str]:
    """A real, empty company in `home`."""
    answers = ANSWERS | {f"--{key.replace('_', '-')}": value for key, value in other.items()}
    return duecare(home, "init", *(part for pair in answers.items() for part in pair))

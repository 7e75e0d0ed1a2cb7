"""What the other tests start commands with: the same as from nothing, each a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.entrypoints.cli import warm
from tests.entrypoints.cli.ceremony import certify
from tests.entrypoints.cli.running import cold, duecare

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "words",
    [("--help",), ("keys", "request", "--help"), ("nothing-of-the-kind",), ("serve",), ("keys", "import", "no")],
)
def test_a_command_says_and_returns_what_it_does_from_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    one, other = duecare(tmp_path, *words), cold(tmp_path, *words)
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)
    assert one.stdout + one.stderr


def test_nothing_of_one_command_is_there_in_the_next(tmp_path: Path) -> None:
    """Neither its environment nor its limits, nor what it read: each is told of the folder that was its own."""
    for name in ("first", "second"):
        told = duecare(tmp_path / name, "check", DUECARE_COMPNY=name).stderr
        assert name in told and "no such setting" in told, told
    short = duecare(tmp_path / "short", "init", "--company", "A", "--administrator", "B", "--email", "c@example.com",
                    most_bytes=10)  # fmt: skip
    assert short.returncode == 2 and "disk is full" in short.stderr, short.stderr
    assert "no such setting" not in duecare(tmp_path / "third", "check").stderr
    assert os.environ.get("DUECARE_COMPNY") is None


def test_the_certifying_program_has_neither_django_nor_a_database() -> None:
    assert certify("--help")[0] == 0
    line, forking = warm._line("certifying")
    assert line.fileno() >= 0 and forking.poll() is None
    libraries = Path(f"/proc/{forking.pid}/maps").read_text()
    assert "_cffi_backend" in libraries and "_sqlite3" not in libraries and "psycopg" not in libraries


def test_what_forks_has_one_thread(tmp_path: Path) -> None:
    """A lock that another thread held would be held for ever in the command."""
    duecare(tmp_path, "--help")
    _line, forking = warm._line("main")
    assert len(list(Path(f"/proc/{forking.pid}/task").iterdir())) == 1

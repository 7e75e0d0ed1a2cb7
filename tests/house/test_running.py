"""The tests' own machinery: skips, databases, the order of what is given up."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import databases
from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once

SKIPPING = """
import pytest
def test_left_out():
    pytest.skip({reason!r})
def test_runs():
    pass
"""


def run(tmp_path: Path, reason: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A test run of its own in which one test is skipped."""
    (tmp_path / "test_it.py").write_text(SKIPPING.format(reason=reason))
    (tmp_path / "conftest.py").write_text(
        "from tests.reporting import Reporting\n"
        "def pytest_addoption(parser): parser.addoption('--outcomes', default='')\n"
        "def pytest_configure(config): config.pluginmanager.register(Reporting(config))\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", "-c", "/dev/null"]
    return subprocess.run(
        [*command, f"--rootdir={tmp_path}", *arguments, str(tmp_path)],
        env={"PATH": "", "PYTHONPATH": str(REPOSITORY)} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_skip_fails_in_ci(tmp_path: Path) -> None:
    done = run(tmp_path, "chromium is absent", CI="true")
    assert done.returncode == 1
    assert "FAILS IN CI  1 × chromium is absent → apt-get install chromium" in done.stdout


def test_elsewhere_a_skip_is_named_with_the_way_out(tmp_path: Path) -> None:
    done = run(tmp_path, "LibreOffice is absent")
    assert done.returncode == 0
    assert "1 × LibreOffice is absent → apt-get install libreoffice-calc-nogui" in done.stdout


def test_a_skip_with_an_accepted_reason_passes_in_ci(tmp_path: Path) -> None:
    assert run(tmp_path, "this test is about SQLite alone", CI="true").returncode == 0


def test_the_end_of_a_run_tells_what_each_process_did(tmp_path: Path) -> None:
    done = run(tmp_path, "LibreOffice is absent", "-n", "1")
    assert done.returncode == 0 and "gw0: " in done.stdout, done.stdout
    assert "it waited 0 s at the end for the last process" in done.stdout
    assert "Where the time went: test_it.py " in done.stdout
    assert "gw0: " not in run(tmp_path, "LibreOffice is absent").stdout


def test_what_failed_is_said_at_once_and_not_only_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "test_at_first.py").write_text("def test_that_fails():\n    assert 1 == 2, 'one is not two'\n")
    said = run(tmp_path, "LibreOffice is absent", "-n", "1").stdout
    at_once = said.index("test_at_first.py::test_that_fails failed (call): E   ")
    assert at_once < said.index("= FAILURES =")


def test_a_test_database_is_left_alone_while_its_run_may_live() -> None:
    mine = databases.name_for({"ENGINE": "django.db.backends.postgresql"}, "gw0", Path())
    began = int(mine.split("_")[2])
    assert not databases.left_behind(mine, began + databases.OLD)
    assert databases.left_behind(mine, began + databases.OLD + 1)
    assert not databases.left_behind("production", began + 10 * databases.OLD)


def test_every_dependency_carries_its_reason() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text()
    block = text.split("\ndependencies = [")[1].split("\n]")[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert len(lines) == len(tomllib.loads(text)["project"]["dependencies"])
    assert [line for line in lines if " # " not in line] == []


def test_requirements_are_pinned_and_hashed() -> None:
    for file in sorted((REPOSITORY / "requirements").glob("*.txt")):
        text = file.read_text()
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert pins and all("==" in pin for pin in pins), file.name
        assert text.count("==") <= text.count("--hash=sha256:"), file.name

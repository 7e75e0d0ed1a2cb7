"""What a start loads and how the fictional company is written: both are seconds that a newcomer waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once

LOADED = """
import duecare.config.wsgi, sys
from django.urls import get_resolver
assert get_resolver().url_patterns
print(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""
OPERATIONS = """
import sys, time
from wsgiref.util import setup_testing_defaults
from duecare.config import wsgi

def loaded():
    return "duecare.entrypoints.api.routes" in sys.modules

def status(path):
    said, asked = [], {"PATH_INFO": path, "HTTP_HOST": "localhost"}
    setup_testing_defaults(asked)
    b"".join(wsgi.application(asked, lambda line, headers: said.append(line[:3])))
    return said[0]

wsgi.QUIET = float(sys.argv[1])
print(status("/accounts/login/"), loaded())
end = time.monotonic() + 30
while sys.argv[1] == "0" and not loaded() and time.monotonic() < end:
    time.sleep(0.05)
print(loaded(), status("/api/v1/openapi.json"), status("/api/v1/customers"), status("/api/v1/nothing"))
"""
COMMANDS = """
import sys
import duecare.entrypoints.cli.main, duecare.entrypoints.cli.demo
print(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""
SYNCHRONOUS = """
from django.db import connection
from duecare.entrypoints.cli.tables import whole_or_thrown_away
def level():
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA synchronous").fetchone()[0]
with whole_or_thrown_away():
    before = level()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (it)")
print(before, level())
"""


def run(code: str, home: Path, *given: str) -> str:
    """What a fresh interpreter prints."""
    env = {"DUECARE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "duecare.config.settings", "PATH": ""}
    command = [sys.executable, "-c", code, *given]
    done = subprocess.run(command, env=env, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_server_loads_nothing_that_only_a_file_or_a_developer_needs(tmp_path: Path) -> None:
    assert run(LOADED, tmp_path, "openpyxl", "xlsxwriter", "numba", "playwright", "mkdocs", "pytest") == "[]"


def test_a_second_start_loads_no_framework_before_the_server_does(tmp_path: Path) -> None:
    theirs = ("django", "numpy", "openpyxl", "typst", "granian", "tqdm", "cryptography")
    assert run(COMMANDS, tmp_path, *theirs) == "[]"


def test_whoever_waits_for_the_first_page_does_not_wait_for_the_operations_of_the_api(tmp_path: Path) -> None:
    """They are loaded with a call, and of themselves a moment after the first answer, whatever comes first."""
    called = run(OPERATIONS, tmp_path, "3600").splitlines()
    assert called == ["200 False", "False 200 401 404"]
    waited = run(OPERATIONS, tmp_path, "0").splitlines()
    assert waited[0].startswith("200 ") and waited[1] == "True 200 401 404"


def test_a_company_that_is_being_built_waits_for_the_disk_once_at_its_end(tmp_path: Path) -> None:
    assert run(SYNCHRONOUS, tmp_path) == "0 2"
    wal = tmp_path / "duecare.sqlite3-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    assert (tmp_path / "duecare.sqlite3").stat().st_size > 4096

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
print(sorted({name.partition(".")[0] for name in sys.modules} & {"openpyxl", "playwright", "mkdocs", "pytest"}))
"""
COMMANDS = """
import sys
import duecare.entrypoints.cli.main, duecare.entrypoints.cli.demo
print(sorted({name.partition(".")[0] for name in sys.modules} & {"django", "numpy", "openpyxl", "typst", "granian"}))
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


def run(code: str, home: Path) -> str:
    """What a fresh interpreter prints."""
    env = {"DUECARE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "duecare.config.settings", "PATH": ""}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_server_loads_nothing_that_only_an_upload_or_a_developer_needs(tmp_path: Path) -> None:
    assert run(LOADED, tmp_path) == "[]"


def test_a_second_start_loads_no_framework_before_the_server_does(tmp_path: Path) -> None:
    assert run(COMMANDS, tmp_path) == "[]"


def test_a_company_that_is_being_built_waits_for_the_disk_once_at_its_end(tmp_path: Path) -> None:
    assert run(SYNCHRONOUS, tmp_path) == "0 2"
    wal = tmp_path / "duecare.sqlite3-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    assert (tmp_path / "duecare.sqlite3").stat().st_size > 4096

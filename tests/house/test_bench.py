"""The bench at a small size: it measures what it says, on rows as real ones, and tells what is over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.bench.__main__ import TOGETHER, alone, main
from scripts.bench.measuring import Figure, spread, table
from scripts.bench.part import COMPANY, MODULES
from tests.browser.fixtures import built
from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once
__all__ = ["built"]

SOUND = """
import sys
import django
django.setup()
from django.db import connection
from duecare.apps.parties.models import Customer
from duecare.apps.assessments.models import Opportunity
from scripts.bench import log_entries
from scripts.bench.loader import grow
before = Customer.objects.count()
grow(before * 42)
with connection.cursor() as cursor:
    broken = cursor.execute("pragma foreign_key_check").fetchall()
    ill = cursor.execute("pragma integrity_check").fetchall()
names = Customer.objects.values_list("name", flat=True)
found = Opportunity.objects.filter(folded__contains="harbour").exists()
print(Customer.objects.count() == before * 42, len(set(names)) == len(names), found)
print(broken, ill, list(log_entries.chain_holds()), Opportunity.objects.values("state").distinct().count() > 6)
"""


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`make bench`, with its words."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_TEST")}
    command = [sys.executable, "-m", "scripts.bench", *arguments]
    return subprocess.run(command, env=env, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)


def test_rows_made_many_hold_together_as_those_that_actions_wrote(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built, home)
    env = {
        "DUECARE_HOME": str(home), "DUECARE_ENV": "demo", "PATH": "",
        "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SOUND], env=env, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["True True True", "[] [('ok',)] [] True"], done.stderr


def test_pages_are_measured_and_a_try_is_no_figure(built: Path) -> None:
    done = bench("--company", str(built), "--customers", "100", "--requests", "2", "pages-sqlite")
    assert "customers searched, officer" in done.stdout and "opportunity, sales" in done.stdout, done.stderr
    assert "names of a conflict check compared" in done.stdout
    assert "With 100 customers instead of 100,000: a try, no figures." in done.stdout
    assert "not measured none" in done.stdout
    assert "processor" in done.stdout and "load after" in done.stdout


def test_a_part_that_failed_is_no_success(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = bench("--company", str(empty), "--customers", "100", "--requests", "1", "pages-sqlite")
    assert done.returncode == 1
    assert "not measured pages-sqlite" in done.stdout


@pytest.mark.parametrize(("then", "code"), [("exit 3", 3), ("sleep 300", None)])
def test_what_a_part_started_ends_with_it(tmp_path: Path, then: str, code: int | None) -> None:
    left = tmp_path / "pid"
    begun = time.monotonic()
    server = f"sleep 299 >/dev/null & echo $! > {left}; {then}"
    assert alone(["sh", "-c", server], 2)[0] == code
    assert time.monotonic() - begun < 60
    stat = Path(f"/proc/{left.read_text().strip()}/stat")
    for _ in range(100):
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("it goes on")


def test_what_is_over_its_limit_says_so() -> None:
    lines = table([Figure("pages", "list", 151.0, 150.0, "ms"), Figure("pages", "detail", 150.0, 150.0, "ms")])
    assert ["OVER" in line for line in lines.splitlines()] == [False, True, False]


def test_the_share_is_of_what_was_called_and_a_slow_page_does_not_last_for_ever() -> None:
    called: list[int] = []
    assert spread(called.append, 200, warm=3).times == 200
    assert len(called) == 203
    assert spread(lambda _: sum(range(200_000)), 10_000, longest=0.05).times < 10_000


def test_every_part_has_a_name_and_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    said = capsys.readouterr().err
    assert all(part in said for part in (*MODULES, *TOGETHER))
    assert set(COMPANY) <= set(MODULES) and {part for parts in TOGETHER.values() for part in parts} <= set(MODULES)

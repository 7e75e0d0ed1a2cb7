"""The fictional company, built once a run and copied for each test that opens it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread

from .examples import Example, awake, find

BUILD = "from duecare.entrypoints.cli.main import main; main()"


@dataclass(frozen=True)
class Site:
    """A copy of the fictional company, served.

    Attributes:
        url: where it is served.
        home: the copy's folder.
        examples: an address and a session for every page, by the route's name.
        missing: routes for which the company has nothing to show.
    """

    url: str
    home: Path
    examples: dict[str, Example]
    missing: dict[str, str]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the fictional company, built by the command people use; the first process builds."""
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if parallel else base) / "fictional-company"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "demo-ready").exists():
            clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
            command = [sys.executable, "-c", BUILD, "demo", "--no-serve"]
            done = subprocess.run(
                command, env={**clean, "DUECARE_HOME": str(home)}, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return home


def _point(home: Path, settings: Any, env: str) -> None:
    """Make this process read that home; new threads follow, because settings are shared."""
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = home / "duecare.sqlite3"
    settings.SECRET_KEY = (home / "keys" / "secret").read_text()  # which signs the sessions of its examples
    settings.DUECARE = replace(django_settings.DUECARE, home=home, env=env, company="Northlight Systems (fiction)")


@pytest.fixture(scope="session")
def found(built: Path, django_db_blocker: Any) -> Path:
    """The company once more, with an example for every page; kept in a file for the other processes."""
    home = built.with_name("fictional-company-found")
    with home.with_suffix(".lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "examples.json").exists():
            shutil.copytree(built, home, dirs_exist_ok=True)
            before, secret = django_settings.DUECARE, django_settings.SECRET_KEY
            name = connections["default"].settings_dict["NAME"]
            _point(home, django_settings, "demo")
            try:
                examples, missing = find()
            finally:
                connections["default"].close()
                connections["default"].settings_dict["NAME"] = name
                django_settings.DUECARE, django_settings.SECRET_KEY = before, secret
            rows = {key: [one.url, one.session, one.person, one.html] for key, one in examples.items()}
            (home / "examples.json").write_text(json.dumps([rows, missing]), encoding="utf-8")
    return home


@pytest.fixture
def company(found: Path, tmp_path: Path, settings: Any, duecare_home: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A copy of one's own, readable in this process; not served."""
    home = tmp_path / "company"
    shutil.copytree(found, home)
    rows, missing = json.loads((home / "examples.json").read_text(encoding="utf-8"))
    name = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        _point(home, settings, "demo")
        try:
            examples = {key: Example(*row) for key, row in rows.items()}
            awake(examples.values())
            yield Site("", home, examples, missing)
        finally:
            connections["default"].close()
            connections["default"].settings_dict["NAME"] = name


@pytest.fixture
def served(company: Site) -> Iterator[Site]:
    """The copy, served by a thread of this process."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    thread.daemon = True
    thread.start()
    assert thread.is_ready.wait(20) and thread.error is None, thread.error
    yield replace(company, url=f"http://127.0.0.1:{thread.port}")
    thread.terminate()


__all__ = ["Site", "built", "company", "found", "served"]

"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.management.commands import flush as flushing
from django.template import Context, Template
from django.test.signals import template_rendered
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from duecare.adapters import beside, clock
from duecare.adapters.signing import create_key, load_key
from duecare.kernel.actor import Actor, Kind, Role
from tests import databases
from tests.entrypoints.cli.running import started
from tests.reporting import ONCE, Reporting

__all__ = ["started"]

REPOSITORY = Path(__file__).resolve().parent.parent
_PEOPLE = UUID("5f0b8f9e-7a3c-4d7e-9b62-0f3a5a0c1d2e")

DATABASE = {"db", "transactional_db", "django_db_setup", "homes", "company", "found"}
"""Fixtures through which a test reaches the database without the mark."""

_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=_slow)
hypothesis_settings.register_profile("here", deadline=None, suppress_health_check=_slow)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to keep the outcomes of the run."""
    parser.addoption("--outcomes", default="", help="write the outcome of every test to this JSON file")


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process reports; every process knows the run's name."""
    databases.run_id()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporting(config))
        url = os.environ.get("DUECARE_DATABASE", "")
        if url:
            databases.remove_left_behind(url)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        databases.remove_files()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what runs once, and what asks no database: it ran in the first half.

    What runs once goes first: that is what takes long, and no process waits at the end for another's long file.
    """
    once = {item for item in items if any(item.get_closest_marker(mark) for mark in ONCE)}
    items.sort(key=lambda item: item not in once)
    if os.environ.get("DUECARE_DATABASE"):
        once |= {item for item in items if not asks(item)}
        config.hook.pytest_deselected(items=[item for item in items if item in once])
        items[:] = [item for item in items if item not in once]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """Garbage is looked for among what tests make, not each time again among all that was loaded before them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def asks(item: pytest.Item) -> bool:
    """True for a test that may ask the database. One that may not and does is refused by pytest-django, loudly."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give this process its own database."""
    from django.db import connections

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    for connection in connections.all():
        name = databases.name_for(connection.settings_dict, worker, tmp_path_factory.getbasetemp())
        connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def homes_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of the homes of this process. `mktemp` lists all that is there each time, which is thousands in the end."""
    folder = tmp_path_factory.mktemp("homes", numbered=False)
    create_key(folder / "signing.pem")
    return (folder / f"home{number}" for number in count())


@pytest.fixture(autouse=True)
def duecare_home(homes_of_tests: Iterator[Path], settings: object) -> Path:
    """An empty home with a signing key, for each test its own; the key is the same, made and flushed once."""
    home = next(homes_of_tests)
    (home / "keys").mkdir(parents=True, mode=0o700)
    shutil.copy(home.with_name("signing.pem"), home / "keys" / "signing.pem")
    load_key.cache_clear()
    settings.DUECARE = replace(settings.DUECARE, home=home, env="test")  # type: ignore[attr-defined]  # pytest-django's wrapper is untyped
    return home


@pytest.fixture(scope="session", autouse=True)
def files_found_once() -> Iterator[None]:
    """Every test client builds the whole stack anew, and WhiteNoise looks for the same files each time."""
    known: dict[str, dict[str, object]] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def once(stack: WhiteNoiseMiddleware) -> None:
        if not known:
            look(stack)
            known["files"] = dict(stack.files)
        stack.files.update(known["files"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


ALWAYS_ALIKE = {"django_content_type", "auth_permission"}
"""Tables of Django's own that a migration fills from the models and nobody writes to afterwards."""


@pytest.fixture(scope="session", autouse=True)
def emptied_row_by_row() -> Iterator[None]:
    """After a test that commits, PostgreSQL deletes rows: TRUNCATE makes hundreds of files anew for a few of them.

    Neither database loses what Django would write into it again at once, the same as before.
    """
    from django.db import connection

    operations = type(connection.ops)
    whole = operations.sql_flush

    def flush(self: Any, style: object, tables: Sequence[str], **more: Any) -> list[str]:
        ours = [table for table in tables if table not in ALWAYS_ALIKE]
        if connection.vendor != "postgresql":
            return list(whole(self, style, ours, **more))
        assert not more.get("reset_sequences"), "a test that wants numbers from 1 on needs TRUNCATE"
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in ours]  # keys are checked at COMMIT

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", flush)
        patch.setattr(flushing, "emit_post_migrate_signal", lambda *_asked: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_little() -> Iterator[None]:
    """Django's scrypt asks a fifth of a second for each, so that guessing is slow: nobody guesses those of a test.

    Commands in processes of their own ask all of it: tests/entrypoints/demo/test_company.py reads what one made.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScryptPasswordHasher, "work_factor", 2**4)
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_alone_are_recorded(django_test_environment: None) -> Iterator[None]:
    """Django's test client copies the context of every template: of a list of countries that is one for each option.

    `response.context` and `response.templates` still know the page itself, its form and each field.
    """

    def render(self: Template, context: Context) -> object:
        if context.template is self:  # not one that another template includes or extends
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """SQLite's file is kept as it was migrated. The process beside holds a connection; it ends before the database."""
    from django.db import connection

    # Where no test that is left asks for a database, Django has made none.
    if connection.vendor == "sqlite" and connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            kept = databases.as_migrated(connection.settings_dict["NAME"])
            cursor.execute("VACUUM INTO %s", [str(kept)])
        # A home's own file keeps a log ahead of it. Only the first process to open one may have to turn it to that:
        # of several at once, SQLite lets one and tells the others, without a wait, that it is busy.
        with closing(sqlite3.connect(kept)) as file:
            file.execute("pragma journal_mode = wal")
    yield
    beside.end()


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """The clock stands at a fixed moment."""
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with clock.at(moment):
        yield moment


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Publishers' original files; skipped with a reason where they are absent."""
    folder = Path(os.environ.get("DUECARE_DATA") or REPOSITORY.parent / "shared" / "data")
    if not (folder / "indices").is_dir():
        pytest.skip("publishers' files are absent: set DUECARE_DATA to the folder that holds indices/")
    return folder


def _program(*names: str, part: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"{part} is absent")
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's chromium; of the one without a window where it is installed.

    Since its version 132 `chromium --headless` draws windows with tabs for nobody to see, a quarter of all it costs.
    """
    return _program("chromium-headless-shell", "chromium", part="chromium")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's chromium, started once a process: playwright refuses a second loop in the same thread."""
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """Path of LibreOffice, a second opinion on workbooks."""
    return _program("soffice", "libreoffice", part="LibreOffice")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Path of poppler's pdftotext, a second opinion on PDF."""
    return _program("pdftotext", part="poppler")


def person(*roles: Role, name: str = "") -> Actor:
    """An actor with these roles; the same roles and name give the same id."""
    label = name or " ".join(sorted(roles)) or "nobody"
    return Actor(Kind.PERSON, uuid5(_PEOPLE, label), label.title(), frozenset(roles))

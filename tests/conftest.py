"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from whitenoise.middleware import WhiteNoiseMiddleware

from duecare.adapters import beside, clock
from duecare.adapters.signing import create_key
from duecare.kernel.actor import Actor, Kind, Role
from tests import databases
from tests.reporting import ONCE, Reporting

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
    """On PostgreSQL leave out what runs once, and what asks no database: it ran in the first half."""
    if os.environ.get("DUECARE_DATABASE"):
        once = {item for item in items if any(item.get_closest_marker(mark) for mark in ONCE) or not asks(item)}
        config.hook.pytest_deselected(items=[item for item in items if item in once])
        items[:] = [item for item in items if item not in once]


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


@pytest.fixture(autouse=True)
def duecare_home(tmp_path_factory: pytest.TempPathFactory, settings: object) -> Path:
    """An empty home with a signing key, for each test its own."""
    home = tmp_path_factory.mktemp("home")
    create_key(home / "keys" / "signing.pem")
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The process beside holds a connection; it ends before the database does."""
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
    """Path of Debian's chromium."""
    return _program("chromium", part="chromium")


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

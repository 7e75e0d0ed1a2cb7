"""Homes on disk for the tests of faults; they touch no other test's database."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.browser.fixtures import built, company, found

from .homes import Homes, folder
from .scenarios import BUILDERS

__all__ = ["built", "company", "found"]


@pytest.fixture(scope="session")
def homes(django_db_setup: None) -> Iterator[Homes]:
    """Stages made once per process, thrown away at its end. The first is the file that the process migrated anyway."""
    root = folder()
    gc.collect()
    gc.freeze()  # children share what is there already: nothing of it is copied only because it is counted
    yield Homes(root, dict(BUILDERS), databases.as_migrated(connection.settings_dict["NAME"]))
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def open_database(django_db_blocker: DjangoDbBlocker, frozen: datetime) -> Iterator[None]:
    """Let a test reach databases of its own, at a fixed moment."""
    with django_db_blocker.unblock():
        yield

"""Every action on PostgreSQL, refused by the database at each of its statements: nothing of it is left.

`test_crashes.py` kills the process before each statement, which SQLite's files show whole. Here the
server refuses one statement after the other, as it does when its disk is full or the connection
ends, and the action must neither go on nor leave a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction

from duecare.adapters import clock
from duecare.apps.audit.actions import REGISTERED
from duecare.kernel.errors import DuecareError

from .scenarios import BUILDERS, SCENARIOS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

STAGES = sorted({scenario.stage for scenario in SCENARIOS.values()})


class _Refusal:
    """Counts statements and refuses one of them; 0 refuses none."""

    def __init__(self, fatal: int = 0) -> None:
        self.fatal, self.seen = fatal, 0

    def __call__(self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if sql.startswith(("ROLLBACK", "RELEASE", "SAVEPOINT")):  # the way back itself
            return execute(sql, params, many, context)
        self.seen += 1
        if self.seen == self.fatal:
            raise OperationalError("the database refuses this statement")
        return execute(sql, params, many, context)


@pytest.mark.parametrize("stage", STAGES)
def test_an_action_refused_at_any_statement_leaves_nothing(stage: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("this test is about PostgreSQL alone: test_crashes.py kills every action on SQLite")
    value = _at(stage)
    for path in sorted(path for path, scenario in SCENARIOS.items() if scenario.stage == stage):
        with _undone():
            keywords = SCENARIOS[path].keywords(value)
            with clock.at(clock.now() + timedelta(days=SCENARIOS[path].days)):
                _refuse_everywhere(path, partial(REGISTERED[path], **keywords))


def _refuse_everywhere(path: str, act: Callable[[], object]) -> None:
    """Refuse each statement in turn; at last let all of them through, and something was done."""
    before, whole = _everything(), _Refusal()
    with _undone(), connection.execute_wrapper(whole):
        act()
    assert whole.seen > 3, path
    for fatal in range(1, whole.seen + 1):
        with pytest.raises((OperationalError, DuecareError)), connection.execute_wrapper(_Refusal(fatal)):
            act()
        assert _everything() == before, f"{path}: refused at statement {fatal}, it left something"
    with _undone():
        act()
        assert _everything() != before, path


def _everything() -> list[tuple[object, ...]]:
    """A hash of what every table of ours holds, in one statement."""
    tables = sorted(model._meta.db_table for model in apps.get_models() if model.__module__.startswith("duecare."))
    one = "select '{0}', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(one.format(table) for table in tables))
        return sorted(cursor.fetchall())


def _at(stage: str) -> object:
    """Bring the company to this stage; what its builder returned."""
    if stage == "empty":
        return None
    below, build = BUILDERS[stage]
    return build(_at(below))


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

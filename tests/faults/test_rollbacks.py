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
from duecare.apps.accounts.actions.signing_in import record_unknown_sign_in
from duecare.apps.audit.actions import REGISTERED
from duecare.kernel.actor import SYSTEM
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
    """Refuse each statement in turn; at last let all of them through, and something was done.

    After each, the tables are read that were written to, whatever became of it; at the end, all of them.
    """
    before, written, whole = _held(_tables()), _written(), _Refusal()
    with _undone(), connection.execute_wrapper(whole):
        act()
    assert whole.seen > 3, path
    for fatal in range(1, whole.seen + 1):
        with pytest.raises((OperationalError, DuecareError)), connection.execute_wrapper(_Refusal(fatal)):
            act()
        written, touched = _since(written)
        left = _held(touched)
        assert left == {table: before[table] for table in touched}, f"{path}: refused at {fatal}, it left something"
    assert _held(_tables()) == before, f"{path}: it left something"
    with _undone():
        act()
        assert _held(_tables()) != before, path


def _tables() -> list[str]:
    """Every table of ours."""
    return sorted(model._meta.db_table for model in apps.get_models() if model.__module__.startswith("duecare."))


def _held(tables: list[str]) -> dict[str, str]:
    """A hash of what each of these tables holds, in one statement."""
    one = "select '{0}', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from \"{0}\" t"
    if not tables:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(one.format(table) for table in tables))
        return dict(cursor.fetchall())


def _written() -> dict[str, int]:
    """How many rows this transaction has added, changed or removed in each table, those rolled back among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid) from pg_class where relkind = 'r' and relname = any(%s)",
            [_tables()],
        )
        return dict(cursor.fetchall())


def _since(written: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """What has been written by now, and the tables that were written to since then."""
    now = _written()
    return now, [table for table, count in now.items() if count != written[table]]


def _one_of_two() -> None:
    """Two transactions where one was promised."""
    record_unknown_sign_in(by=SYSTEM)
    record_unknown_sign_in(by=SYSTEM)


def _in_place() -> None:
    """As many rows as before, and one of them is another."""
    with connection.cursor() as cursor:
        cursor.execute("update audit_personalvalue set value = value || 'x'")
    record_unknown_sign_in(by=SYSTEM)


def _and_back() -> None:
    """A row that was added and removed again by the way, and one that is kept."""
    with connection.cursor() as cursor:
        cursor.execute("insert into audit_outbox values (gen_random_uuid(), 'planted', '{}', now(), null)")
        cursor.execute("delete from audit_outbox")
        cursor.execute("insert into audit_outbox values (gen_random_uuid(), 'planted', '{}', now(), null)")
    record_unknown_sign_in(by=SYSTEM)


@pytest.mark.parametrize("planted", [_one_of_two, _in_place, _and_back])
def test_an_action_that_leaves_something_is_found(planted: Callable[[], None]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("this test is about PostgreSQL alone: test_crashes.py kills every action on SQLite")
    record_unknown_sign_in(by=SYSTEM)
    with pytest.raises(AssertionError, match="it left something"):
        _refuse_everywhere("planted", planted)


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

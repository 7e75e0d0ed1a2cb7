"""The fictional company, made as large as asked for: for measuring only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from . import log_entries
from .multiplying import APPS, Copy, Ids, copies, known_ids, models, moved_id, multiply

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SEED = "seed"
BATCH = 2000


def grow(customers: int) -> tuple[list[Copy], Ids]:
    """Copy the company's rows until it has that many customers; returns the copies and the ids they came from."""
    from django.db import connection

    from duecare.apps.parties.models import Customer

    begun = time.perf_counter()
    built = Customer.objects.count()
    all_copies, ids = list(copies(-(-(customers - built) // built))), known_ids()
    with _unwatched(connection), _without_indexes(connection):
        multiply(connection, all_copies, ids)
        _tell(f"{Customer.objects.count()} customers", begun)
        entries = log_entries.repeat(connection, all_copies, ids)
        _tell(f"{entries} entries", begun)
    _tell("indexes", begun)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")
    _tell("analysed", begun)
    return all_copies, ids


def carry_over(file: Path) -> None:
    """Copy the rows of a company built on SQLite into this process's own, empty database."""
    from django.apps import apps
    from django.db import connections, transaction

    connections.databases[SEED] = {**connections.databases["default"], "ENGINE": "django.db.backends.sqlite3"}
    connections.databases[SEED] |= {"NAME": file, "OPTIONS": {}, "CONN_HEALTH_CHECKS": False}
    wanted = [
        model
        for app in (*APPS, "audit", "accounts", "risk", "account", "mfa")
        for model in apps.get_app_config(app).get_models()
    ]
    with transaction.atomic():
        for model in wanted:
            rows = model._default_manager.using(SEED).all().iterator(BATCH)
            while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
                model._default_manager.using("default").bulk_create(batch)
    connections[SEED].close()
    _continue_numbers(wanted)


def _continue_numbers(wanted: Sequence[type[Any]]) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), wanted):
            cursor.execute(statement)


@contextmanager
def _unwatched(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """One transaction in which the database neither checks keys row by row nor waits for the disk."""
    from django.db import transaction

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("pragma foreign_keys = off")
            cursor.execute("pragma synchronous = off")
            cursor.execute("pragma cache_size = -400000")
    with transaction.atomic():
        if not sqlite:
            _trust(connection)
        yield
    with connection.cursor() as cursor:
        cursor.execute("pragma foreign_keys = on" if sqlite else "set session_replication_role = default")
    connection.close()  # what follows measures with the product's own settings


def _trust(connection: BaseDatabaseWrapper) -> None:
    """Only a superuser may; others wait for the checks at the end."""
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
    except DatabaseError:
        print("not a superuser of the server: keys are checked, which takes minutes", file=sys.stderr)


@contextmanager
def _without_indexes(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Indexes that no constraint needs are made anew afterwards, which takes a fraction of the time."""
    tables = [model._meta.db_table for model in models("copied")] + ["audit_entry", "audit_personalvalue"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name, sql, tbl_name from sqlite_master where type = 'index' and sql is not null")
        else:
            cursor.execute(
                "select i.indexname, i.indexdef, i.tablename from pg_indexes i where schemaname = current_schema()"
                " and not exists (select 1 from pg_constraint c where c.conname = i.indexname)"
            )
        found = [(name, text) for name, text, table in cursor.fetchall() if table in tables]
        for name, _ in found:
            cursor.execute(f'drop index "{name}"')
    yield
    with connection.cursor() as cursor:
        for _, text in found:
            cursor.execute(text)


def moved(ids: Sequence[UUID], all_copies: Sequence[Copy], known: Ids) -> list[UUID]:
    """The copies of some ids, whole copies and thin ones in turn."""
    whole = [one for one in all_copies if one.whole] or list(all_copies)
    thin = [one for one in all_copies if not one.whole] or whole
    return [
        moved_id(one, known, (whole if place % 2 else thin)[place * 7 % len(whole if place % 2 else thin)])
        for place, one in enumerate(ids)
    ]


def _tell(what: str, begun: float) -> None:
    print(f"  {what} after {time.perf_counter() - begun:.0f} s", file=sys.stderr)

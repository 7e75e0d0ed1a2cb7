"""The tables of a home: making them, and whether they are this version's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from duecare.entrypoints.cli.starting import settled
from duecare.kernel.errors import Conflict


def make_tables() -> None:
    """Bring the tables up to date."""
    settled()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def whole_or_thrown_away() -> Iterator[None]:
    """SQLite does not wait for the disk at each of thousands of commits; at the end everything is on it.

    Only for a home that is removed unless what is done here comes to its end: a power cut on the way may
    leave a file that nobody can open.
    """
    settled()
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def refuse_used_database() -> None:
    """A new company gets a database of its own.

    Raises:
        Conflict: the database named already holds tables.
    """
    settled()
    from django.db import connection

    if tables := connection.introspection.table_names():
        raise Conflict(
            f"The database already holds {len(tables)} tables.",
            "Nothing was changed there.",
            "Name an empty database.",
        )


def pending() -> tuple[str, ...]:
    """Migrations of this version that the database lacks, as "app.name"."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def refuse_old_tables() -> None:
    """Never serve on tables of another version.

    Raises:
        Conflict: migrations wait.
    """
    if steps := pending():
        raise Conflict(
            f"The tables are of an older version ({len(steps)} steps behind).",
            "Nothing was started.",
            "Run `duecare upgrade --backup FILE`; it makes a backup first.",
        )

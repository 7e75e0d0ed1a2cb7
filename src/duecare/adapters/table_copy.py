"""All rows of the database, as files, at one moment; and back again.

SQLite: its own online backup into one file. PostgreSQL: one COPY a table inside a repeatable-read
transaction, so that no program of the server's version is needed on this machine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from duecare.kernel.errors import Conflict

SQLITE_FILE = "duecare.sqlite3"


def engine() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


def migrations() -> list[str]:
    """Applied migrations, sorted, as "app.name"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def copy_out(folder: Path) -> Mapping[str, Sequence[str]]:
    """Write the database into `folder`; returns columns by table (empty for SQLite)."""
    folder.mkdir(parents=True, exist_ok=True)
    if engine() == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / SQLITE_FILE) as target:
            connection.connection.backup(target)
        target.close()
        return {}
    return _copy_out_tables(folder)


def _copy_out_tables(folder: Path) -> Mapping[str, Sequence[str]]:
    columns: dict[str, Sequence[str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        for table in sorted(connection.introspection.table_names(cursor)):
            described = connection.introspection.get_table_description(cursor, table)
            computed = _computed(cursor, table)
            columns[table] = [column.name for column in described if column.name not in computed]
            with (
                (folder / f"{table}.copy").open("wb") as out,
                cursor.copy(_copy(table, columns[table], "to stdout")) as rows,
            ):
                for block in rows:
                    out.write(block)
    return columns


def _computed(cursor: CursorWrapper, table: str) -> frozenset[str]:
    """Columns that the server works out from the others: COPY takes none of them out or in."""
    cursor.execute(
        "select attname from pg_attribute where attrelid = to_regclass(%s) and attgenerated <> ''",
        [connection.ops.quote_name(table)],
    )
    return frozenset(name for (name,) in cursor.fetchall())


def copy_in(folder: Path, columns: Mapping[str, Sequence[str]], known: Sequence[str]) -> None:
    """Fill an empty PostgreSQL database; the tables are made first, by this version's migrations.

    Raises:
        Conflict: the database holds tables, or this version's tables are not those of the backup.
    """
    if connection.introspection.table_names():
        raise Conflict("The database is not empty.", "Nothing was restored.", "Name an empty one in DUECARE_DATABASE.")
    call_command("migrate", verbosity=0, interactive=False)
    if migrations() != list(known):
        raise Conflict(
            "The backup was made by another version of Duecare.",
            "Its rows were not restored.",
            "Restore into a new, empty database with the version named in the message above, then upgrade.",
        )
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sql.SQL(", ").join(sql.Identifier(table) for table in columns)
        cursor.execute(sql.SQL("truncate {}").format(tables))
        cursor.execute("set constraints all deferred")
        for table, names in columns.items():
            with (folder / f"{table}.copy").open("rb") as rows, cursor.copy(_copy(table, names, "from stdin")) as copy:
                while block := rows.read(1024 * 1024):
                    copy.write(block)
            _continue_numbers(cursor, table, names)


def _copy(table: str, columns: Sequence[str], direction: str) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    return sql.SQL("copy {} ({}) ").format(sql.Identifier(table), names) + sql.SQL(direction)


def _continue_numbers(cursor: object, table: str, columns: Sequence[str]) -> None:
    """A sequence goes on after the highest number restored."""
    execute, fetchone = cursor.execute, cursor.fetchone  # type: ignore[attr-defined]  # Django's cursor wrapper is untyped
    if "id" not in columns:
        return
    execute("select pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
    if sequence := fetchone()[0]:
        execute(
            sql.SQL("select setval(%s, coalesce(max(id), 1), max(id) is not null) from {}").format(
                sql.Identifier(table)
            ),
            [sequence],
        )

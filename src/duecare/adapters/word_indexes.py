"""Indexes of PostgreSQL over every three letters of a text, for words anywhere in it. For SQLite's see `letters`.

They need `pg_trgm`, which comes with PostgreSQL and which whoever owns the database may add. Where it is missing
nothing changes but how long a search takes.
"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.adapters.statements import Statements


def word_index(name: str, table: str, column: str = "folded") -> Statements:
    """The step of a migration that makes one."""

    def make(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql" and _can(editor):
            editor.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" USING gin ("{column}" gin_trgm_ops)')

    def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP INDEX IF EXISTS "{name}"')

    return Statements(make, drop)


def _can(editor: BaseDatabaseSchemaEditor) -> bool:
    """Whether the extension is there, added now if it may be."""
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return False
    return True

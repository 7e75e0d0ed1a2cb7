"""Indexes of SQLite over every three letters of a text, for words anywhere in it; see docs/adr/0017.

Such an index only names rows that may hold some words: whoever asks compares the text itself all the same. It is kept
by triggers, so that whatever writes a row keeps it. They go with their table: a migration that has SQLite make the
table anew ends with `letter_index` again, and where a trigger is missing nothing asks the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.adapters.statements import Statements

LEAST = 3
"""Letters of a word that the index can find."""
MOST = 24
"""So many first letters of a word are looked up, a whole reference: more cost time and leave hardly a row out."""
TRIGGERS = ("inserted", "changed", "removed")
"""What each of a table's triggers answers."""


def letter_index(table: str) -> Statements:
    """The step of a migration that makes the index of a table's `folded` anew. Another database has nothing to do."""

    def make(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for statement in _gone(table):
                editor.execute(statement)
            if _can(editor, table):
                for statement in _made(table):
                    editor.execute(statement)

    def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for statement in _gone(table):
                editor.execute(statement)

    return Statements(make, drop)


@dataclass(frozen=True, slots=True)
class Named:
    """Rows among which is every one whose text holds some words.

    Attributes:
        numbers: the statement that gives their numbers, `most` at most: as many say that there may be more.
        given: what it asks for.
        ids: the statement that gives their ids, of a table `named` of these numbers.
    """

    numbers: str
    given: tuple[str, ...]
    ids: str


def named(table: str, words: Sequence[str], most: int) -> Named | None:
    """What the index of a table names; None where it cannot tell, so that all rows may hold these words."""
    if connection.vendor != "sqlite" or any("\0" in word for word in words):  # there a text ends
        return None
    found = [_quoted(word[:MOST]) for word in words if len(word) >= LEAST]
    if not found or not _kept(str(connection.settings_dict["NAME"]), table):
        return None
    letters = f'"{table}_letters"'
    numbers = f"SELECT rowid AS number FROM {letters} WHERE {letters} MATCH %s LIMIT {most}"
    return Named(numbers, (" AND ".join(found),), f'SELECT id FROM "{table}_numbers" JOIN named USING (number)')


@cache
def _kept(_database: str, table: str) -> bool:
    """Whether the index is there, and whatever changes the table is told to it; looked up once a process."""
    connection.ensure_connection()
    marks = ", ".join("?" * len(TRIGGERS))
    rows = connection.connection.execute(
        f"SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name IN ({marks})",
        [table, *(f"{table}_{one}" for one in TRIGGERS)],
    )
    return bool(rows.fetchone()[0] == len(TRIGGERS))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _can(editor: BaseDatabaseSchemaEditor, table: str) -> bool:
    """Make the empty index; False where this SQLite was built without it, or is older than 3.34."""
    try:
        with transaction.atomic(using=editor.connection.alias):
            # No text of its own. Numbers are not the table's row numbers, which VACUUM may give out anew.
            editor.execute(
                f"CREATE VIRTUAL TABLE \"{table}_letters\" USING fts5(folded, content='', tokenize='trigram')"
            )
    except DatabaseError:
        return False
    return True


def _made(table: str) -> Iterator[str]:
    letters, numbers = f'"{table}_letters"', f'"{table}_numbers"'
    # What is taken out has to be told with the text that was put in: the index keeps none.
    remove = f"""INSERT INTO {letters} ({letters}, rowid, folded)
        SELECT 'delete', number, old.folded FROM {numbers} WHERE id = old.id"""
    add = f"INSERT INTO {letters} (rowid, folded) SELECT number, new.folded FROM {numbers} WHERE id = new.id"
    yield f"CREATE TABLE {numbers} (number INTEGER PRIMARY KEY, id char(32) NOT NULL UNIQUE)"
    yield f'INSERT INTO {numbers} (id) SELECT id FROM "{table}" ORDER BY id'
    yield f"""INSERT INTO {letters} (rowid, folded)
        SELECT n.number, t.folded FROM {numbers} n JOIN "{table}" t ON t.id = n.id ORDER BY n.number"""
    yield f"INSERT INTO {letters} ({letters}) VALUES ('optimize')"
    differs = "WHEN old.folded <> new.folded OR old.id <> new.id"
    for name, event, acts in (
        ("inserted", f'INSERT ON "{table}"', f"INSERT INTO {numbers} (id) VALUES (new.id); {add}"),
        (
            "changed",
            f'UPDATE OF id, folded ON "{table}" {differs}',
            f"{remove}; UPDATE {numbers} SET id = new.id WHERE id = old.id; {add}",
        ),
        ("removed", f'DELETE ON "{table}"', f"{remove}; DELETE FROM {numbers} WHERE id = old.id"),
    ):
        yield f'CREATE TRIGGER "{table}_{name}" AFTER {event} BEGIN {acts}; END'


def _gone(table: str) -> Iterator[str]:
    for name in TRIGGERS:
        yield f'DROP TRIGGER IF EXISTS "{table}_{name}"'
    for name in ("letters", "numbers"):
        yield f'DROP TABLE IF EXISTS "{table}_{name}"'

"""Tens of thousands of rows of one table, written without an object for each on SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Model

Plain = str | int | float | None
"""What a driver takes as it stands."""

AT_ONCE = 200
"""Rows of one statement on SQLite: as many as Django would put into one, and somebody who waits can be told."""


def insert(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Plain, ...]], always: Mapping[str, object]
) -> None:
    """Write these rows; all or none is for the transaction around it.

    Django makes an object of each row and asks every field for every value, four fifths of the work. PostgreSQL's rows
    still go that way: there the server's work is the larger part.

    Args:
        columns: names of the model's fields that the rows hold, in order; each is named, none has a default here.
        always: fields that are the same in every row, such as the key of what they belong to.

    Raises:
        IntegrityError: a constraint of the table does not hold.
    """
    if connection.vendor != "sqlite":
        model._default_manager.bulk_create(model(**always, **dict(zip(columns, row, strict=True))) for row in rows)
        return
    known = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    fields = [known[name] for name in (*always, *columns)]
    assert {*fields} == {one for one in model._meta.concrete_fields if not one.primary_key}, "every column has a value"
    same = tuple(
        field.get_db_prep_save(value, connection) for field, value in zip(fields, always.values(), strict=False)
    )
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            cursor.executemany(sql, [(*same, *row) for row in rows[start : start + AT_ONCE]])

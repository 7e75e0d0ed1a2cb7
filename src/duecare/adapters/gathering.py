"""Rows of several tables in one statement.

A page that shows a due-diligence file needs rows of twenty small tables. Asking for each of them is
twenty journeys to the database, and most of the time is spent on the way. `gather` asks once: every
table contributes its rows to one union, and they come back as ordinary model rows, equal to those
that the tables' own queries give. SQLite, where a column holds values of any kind, gives the columns
as they are, filled up with NULL to the widest table's number; PostgreSQL gives a JSON array a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    JSONField,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Within:
    """A detour over another table: the ids stand in its column `where`, and it names ours in its column `gives`."""

    model: type[Model]
    where: str
    gives: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table.

    Attributes:
        where: the column that holds the ids asked for, e.g. "opportunity_id"; "" for every row of a small table.
        within: where the ids lead to this table over another one only.
        order: columns to sort by, all of them known in every row.
        without: columns left out because they are large; they are read when somebody touches them.
    """

    model: type[Model]
    where: str = ""
    within: Within | None = None
    order: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def gather(ids: Iterable[UUID], *wanted: Rows) -> list[list[Any]]:
    """The rows of each table that belong to these ids: one statement whatever their number, none without an id."""
    keys = sorted(set(ids))
    found: list[list[Any]] = [[] for _ in wanted]
    if not keys and all(one.where for one in wanted):
        return found
    vendor = connection.vendor
    parts: list[list[Sequence[Any]]] = [[] for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_statement(vendor, wanted, len(keys)), _given(vendor, keys))
        for row in cursor.fetchall():
            parts[row[-1]].append(row)
    alias = connection.alias
    same: dict[str, Any] = {}
    for rows, one, met in zip(found, wanted, parts, strict=True):
        if met:
            values = json.loads(f"[{','.join(row[0] for row in met)}]") if vendor == "postgresql" else met
            rows.extend(_rows(_shape(vendor, one.model, one.without), values, alias, same))
            if one.order:
                rows.sort(key=attrgetter(*one.order))
    return found


def count_each(*wanted: QuerySet[Any], most: int) -> list[int]:
    """How many rows each of these has, in one statement. The database stops counting at `most`."""
    return counting(*wanted, most=most).answers()


ASKING = UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")
"""Stands for whoever asks, in questions that are composed once and asked by many; nobody's id."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The statement of `count_each`, composed: to put several questions into words takes ten times as long as to answer
    them, and the same ones are asked on every page."""

    sql: str
    given: tuple[Any, ...]

    def answers(self, asking: UUID = ASKING) -> list[int]:
        """How many rows each question has, where `asking` stands in the place of ASKING."""
        field = UUIDField()
        blank, value = (field.get_db_prep_value(one, connection) for one in (ASKING, asking))
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [value if one == blank else one for one in self.given])
            return [int(number) for number in cursor.fetchone()]


def counting(*wanted: QuerySet[Any], most: int) -> Counting:
    """What `count_each` asks. Kept, it holds all that the questions were made of, such as the day, but ASKING."""
    parts: list[str] = []
    given: list[Any] = []
    for rows in wanted:
        try:
            sql, params = rows.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:  # known to be empty before anybody is asked
            parts.append("0")
        else:
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
            given += params
    return Counting(f"SELECT {', '.join(parts)}" if parts else "", tuple(given))


def _rows(shape: Shape, values: Sequence[Sequence[Any]], alias: str, same: dict[str, Any]) -> Iterable[Model]:
    """Rows of one table, made as the ORM makes them but without the signals that nobody hears.

    Args:
        values: of each row, in the order of the shape; what stands behind them is not of the table.
        same: ids and JSON met so far. A file names its opportunity, the same few persons and the same parts of
            the deal in every row; rows that say alike share one value, which is to be read and never changed.
    """
    names, readers, model = shape
    columns: list[Sequence[Any]] = list(islice(zip(*values, strict=True), len(names)))
    for at, read, shared in readers:
        if shared:
            for value in set(columns[at]).difference(same, (None,)):
                same[value] = read(value)
            columns[at] = [None if value is None else same[value] for value in columns[at]]
        else:
            columns[at] = [None if value is None else read(value) for value in columns[at]]
    for row in zip(*columns, strict=True):
        made = model.__new__(model)
        made.__dict__.update(zip(names, row, strict=True))
        state = ModelState()
        state.adding, state.db = False, alias
        made._state = state
        yield made


Shape = tuple[tuple[str, ...], tuple[tuple[int, Callable[[Any], Any], bool], ...], type[Model]]
"""Names of the columns; where a value has to be read, how, and whether many rows say it alike; the model."""


def _given(vendor: str, keys: Sequence[UUID]) -> dict[str, Any]:
    """The ids by name: each is handed over once, however many tables are asked for it."""
    if vendor == "postgresql":
        return {"ids": f"{{{','.join(key.hex for key in keys)}}}"}
    return {f"id{at}": key.hex for at, key in enumerate(keys)}


@lru_cache(maxsize=256)
def _statement(vendor: str, wanted: tuple[Rows, ...], count: int) -> str:
    """The statement for so many ids."""
    postgresql = vendor == "postgresql"
    among = "= ANY(%(ids)s::uuid[])" if postgresql else f"IN ({', '.join(f'%(id{at})s' for at in range(count))})"
    parts = []
    widest = max(len(_fields(one.model, one.without)) for one in wanted)
    if not postgresql:  # no row, but it says that no column has a type, lest each be read by the first table's types
        parts.append(f"SELECT {'NULL, ' * widest}NULL WHERE 0")
    for at, one in enumerate(wanted):
        if one.where and not count:  # nothing is asked of this table, and PostgreSQL knows no empty list
            continue
        columns = [_column(vendor, field) for field in _fields(one.model, one.without)]
        filled = ", ".join(columns + ["NULL"] * (widest - len(columns)))
        row = f"json_build_array({', '.join(columns)})::text" if postgresql else filled
        part = f"SELECT {row}, {at} FROM {_quoted(one.model._meta.db_table)}"
        if one.where:
            held = among
            if one.within is not None:
                via = one.within
                inner = (
                    f"SELECT {_named(via.model, via.gives)} FROM {_quoted(via.model._meta.db_table)}"
                    f" WHERE {_named(via.model, via.where)} {among}"
                )
                # PostgreSQL would join the detour with every row that names the same product; an array is made first.
                held = f"= ANY(ARRAY({inner}))" if postgresql else f"IN ({inner})"
            part += f" WHERE {_named(one.model, one.where)} {held}"
        parts.append(part)
    return " UNION ALL ".join(parts)


@lru_cache(maxsize=256)
def _shape(vendor: str, model: type[Model], without: tuple[str, ...]) -> Shape:
    fields = _fields(model, without)
    found = [(at, _reader(vendor, field)) for at, field in enumerate(fields)]
    readers = tuple((at, read, read in (UUID, _id, json.loads)) for at, read in found if read is not None)
    return tuple(field.attname for field in fields), readers, model


def _fields(model: type[Model], without: tuple[str, ...]) -> Sequence[Field[Any, Any]]:
    """Columns in the order of the table. Bytes are no JSON: they stay unread until somebody touches them."""
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, BinaryField) and field.name not in without
    ]


def _quoted(*names: str) -> str:
    return ".".join(connection.ops.quote_name(name) for name in names)


def _named(model: type[Model], attname: str) -> str:
    """A column with its table: SQLite takes a quoted name that it does not know for a text."""
    column = next(field.column for field in model._meta.concrete_fields if field.attname == attname)
    return _quoted(model._meta.db_table, str(column))


def _column(vendor: str, field: Field[Any, Any]) -> str:
    name = _named(field.model, field.attname)
    if isinstance(field, DecimalField):
        return f"CAST({name} AS TEXT)"
    # As text: what many rows say alike is then understood once.
    return f"{name}::text" if vendor != "sqlite" and isinstance(field, JSONField) else name


def _reader(vendor: str, field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How what the database gives becomes the column's own; None where it is that already."""
    kind = field.target_field if field.is_relation else field  # type: ignore[attr-defined]  # foreign keys alone are relations here
    if isinstance(kind, DecimalField):
        step = Decimal(1).scaleb(-kind.decimal_places)
        return lambda value: Decimal(value).quantize(step)
    if isinstance(kind, UUIDField) and vendor != "postgresql":
        return _id
    for known, read in _READERS:
        if isinstance(kind, known):
            return read
    return None


def _id(value: str) -> UUID:
    return UUID(int=int(value, 16))  # 32 digits as SQLite holds them: half the time of taking them for any spelling


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value if value[-6] in "+-" else f"{value}+00:00")  # SQLite says no zone: it is UTC


_READERS: tuple[tuple[type[Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (UUIDField, UUID),
    (JSONField, json.loads),
    (DateTimeField, _moment),
    (DateField, date.fromisoformat),
    (BooleanField, bool),
)

"""Hits of a search in order, a few of many rows, on a database whose planner has to be told.

An index in the order shown gives the first hits at once when hits are many, and is walked to its end when they are
few or stand together at its end. PostgreSQL guesses which from how often the words occur, and takes hits for spread
evenly: the names of one script stand together. What can be known is therefore decided here.

Each has an index over every three letters of a text, which tells at once that hits are few and which they may be
(`word_indexes`; `letters`, which SQLite has to be asked for by name).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Model, OrderBy, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from .letters import Named, named

M = TypeVar("M", bound=Model)
NEAR = 2000
"""Rows looked at in the order of an index before all hits are put in order: hits that are many are among them."""
FEW = 3000
"""Up to this many hits are looked up one by one and put in order; more are read in the order of an index."""
NAMED = 500
"""Up to this many rows that an index of SQLite names are looked at; of more the first hits in order come soon."""


def holding(rows: QuerySet[M], wanted: Sequence[str], *, few: bool = False) -> QuerySet[M]:
    """Of these rows those whose folded text holds every word: for counting and for whole lists; `few` as in `first`."""
    most = NAMED if few else FEW  # every hit is counted: only what one person has in hand is sooner looked through
    found = named(rows.model._meta.db_table, wanted, most + 1)
    if found is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({found.numbers})", found.given)
            if cursor.fetchone()[0] <= most:
                ids = RawSQL(f"WITH named AS ({found.numbers}) {found.ids}", found.given)
                rows = _first_among(rows, ids)
    return _each(rows, wanted)


def listed(rows: QuerySet[M], hits: int, order: Sequence[str], end: int, *, few: bool | None) -> QuerySet[M]:
    """The rows of a list in this order, as far as its page reaches.

    Args:
        hits: how many there are.
        end: place of the last row that is read.
        few: whether the rows are what one person has in hand; None: filters alone and no words chose them.
    """
    if few and connection.vendor == "postgresql":
        return rows.order_by(*_by_value(order))
    if few is not None and connection.vendor == "postgresql":
        rows = rows.model._default_manager.filter(pk__in=first(rows, order, end, few=few))
    elif hits <= FEW:  # read the few hits from the covering index, then only those rows
        rows = rows.model._default_manager.filter(reference__in=rows.values("reference"))
    return rows.order_by(*order)


def first(
    rows: QuerySet[M],
    order: Sequence[str],
    limit: int,
    *,
    wanted: Sequence[str] = (),
    few: bool = False,
    near: int | None = None,
) -> RawSQL | QuerySet[M, Any]:
    """Ids of the first `limit` of these hits, for another query to ask for; `order` ends with what no two share.

    Args:
        wanted: words that the folded text of each must hold.
        few: the rows are what one person has in hand: to look at each of them is never far.
        near: instead of `NEAR`, where more is asked of hits than their words: then the first ones may be far.
    """
    most = FEW if near else NAMED
    found = named(rows.model._meta.db_table, wanted, most + 1)
    held = _each(rows, wanted)
    try:
        if found is not None:
            return _named(rows, order, limit, wanted, found, most)
        if connection.vendor == "postgresql":
            return _near(held, order, limit, few=few, beyond=near or NEAR)
    except EmptyResultSet:  # whoever asks sees none
        held = rows.none()
    return held.order_by(*order).values("pk")[:limit]


def _near(rows: QuerySet[M], order: Sequence[str], limit: int, *, few: bool, beyond: int) -> RawSQL | QuerySet[M, Any]:
    """`first` on PostgreSQL: among the first rows of the order, and if hits are too few there, among all."""
    by_value = rows.order_by(*_by_value(order))
    column, before = order[0].removeprefix("-"), "gt" if order[0].startswith("-") else "lt"
    if few or rows.model._meta.get_field(column).null:  # what has no value is in no range, and may come first
        return by_value.values("pk")[:limit]
    border = rows.model._default_manager.order_by(*order).values(column)[beyond : beyond + 1]
    soon, soon_given = _sql(rows.filter(**{f"{column}__{before}": Subquery(border)}).order_by(*order), limit)
    too_few = RawSQL("(SELECT COUNT(*) FROM near) < %s", [limit], output_field=BooleanField())
    far, far_given = _sql(by_value.filter(too_few), limit)
    # Nothing of the second part is looked at when the first has found enough.
    both = f"WITH near AS MATERIALIZED ({soon}) SELECT * FROM near UNION ALL SELECT * FROM ({far}) AS far"
    return RawSQL(both, [*soon_given, *far_given])


def _each(rows: QuerySet[M], wanted: Sequence[str]) -> QuerySet[M]:
    for word in wanted:
        rows = rows.filter(folded__contains=word)
    return rows


def _first_among(rows: QuerySet[M], ids: RawSQL) -> QuerySet[M]:
    """Of these ids the rows. They stand first in the statement: of two lists of ids SQLite walks through the first."""
    return rows.model._default_manager.filter(pk__in=ids) & rows


def _named(
    rows: QuerySet[M], order: Sequence[str], limit: int, wanted: Sequence[str], found: Named, most: int
) -> RawSQL:
    """`first` on SQLite, in one statement: among the rows that an index names, or among all where it names many."""
    many = f"(SELECT COUNT(*) FROM named) > {most}"
    among = _first_among(rows, RawSQL(found.ids, ()))
    soon, soon_given = _each(among, wanted).order_by(*order).values("pk").query.sql_with_params()
    walk, walk_given = _each(rows, wanted).order_by(*order).values("pk").query.sql_with_params()
    # A limit of none ends a part before it looks at anything.
    parts = f"""SELECT * FROM ({soon} LIMIT CASE WHEN {many} THEN 0 ELSE {limit} END)
        UNION ALL SELECT * FROM ({walk} LIMIT CASE WHEN {many} THEN {limit} ELSE 0 END)"""
    return RawSQL(f"WITH named AS ({found.numbers}) {parts}", [*found.given, *soon_given, *walk_given])


def _by_value(order: Sequence[str]) -> Iterator[OrderBy]:
    """The same order, for which PostgreSQL has no index to walk."""
    for one in order:
        name = one.removeprefix("-")
        yield OrderBy(Coalesce(F(name), F(name)), descending=one.startswith("-"))


def _sql(rows: QuerySet[Any, Any], limit: int) -> tuple[str, tuple[Any, ...]]:
    return rows.values("pk")[:limit].query.sql_with_params()

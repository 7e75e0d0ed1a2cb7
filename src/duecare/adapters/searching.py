"""Hits of a search in order, a few of many rows, on a database whose planner has to be told.

An index in the order shown gives the first hits at once when hits are many, and is walked to its end when they are
few or stand together at its end. PostgreSQL guesses which from how often the words occur, and takes hits for spread
evenly: the names of one script stand together. What can be known is therefore decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Model, OrderBy, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

M = TypeVar("M", bound=Model)
NEAR = 2000
"""Rows looked at in the order of an index before all hits are put in order: hits that are many are among them."""
FEW = 3000
"""Up to this many hits are looked up one by one and put in order; more are read in the order of an index."""


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
    rows: QuerySet[M], order: Sequence[str], limit: int, *, few: bool = False, near: int | None = None
) -> RawSQL | QuerySet[M, Any]:
    """Ids of the first `limit` of these hits, for another query to ask for; `order` ends with what no two share.

    Args:
        few: the rows are what one person has in hand: to look at each of them is never far.
        near: instead of `NEAR`, where more is asked of hits than their words.
    """
    if connection.vendor != "postgresql":
        return rows.order_by(*order).values("pk")[:limit]
    by_value = rows.order_by(*_by_value(order))
    column, before = order[0].removeprefix("-"), "gt" if order[0].startswith("-") else "lt"
    if few or rows.model._meta.get_field(column).null:  # what has no value is in no range, and may come first
        return by_value.values("pk")[:limit]
    beyond = near or NEAR
    border = rows.model._default_manager.order_by(*order).values(column)[beyond : beyond + 1]
    soon, soon_given = _sql(rows.filter(**{f"{column}__{before}": Subquery(border)}).order_by(*order), limit)
    too_few = RawSQL("(SELECT COUNT(*) FROM near) < %s", [limit], output_field=BooleanField())
    far, far_given = _sql(by_value.filter(too_few), limit)
    # Nothing of the second part is looked at when the first has found enough.
    both = f"WITH near AS MATERIALIZED ({soon}) SELECT * FROM near UNION ALL SELECT * FROM ({far}) AS far"
    return RawSQL(both, [*soon_given, *far_given])


def _by_value(order: Sequence[str]) -> Iterator[OrderBy]:
    """The same order, for which PostgreSQL has no index to walk."""
    for one in order:
        name = one.removeprefix("-")
        yield OrderBy(Coalesce(F(name), F(name)), descending=one.startswith("-"))


def _sql(rows: QuerySet[Any, Any], limit: int) -> tuple[str, tuple[Any, ...]]:
    return rows.values("pk")[:limit].query.sql_with_params()

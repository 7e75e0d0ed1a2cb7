"""Many rows at once are what an object for each would have written, on both databases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from duecare.adapters import clock, many_rows
from duecare.apps.risk.models import Edition, IndexValue
from duecare.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db

COLUMNS = ("series", "place", "year", "value", "error", "row", "sheet")
ROWS: list[tuple[many_rows.Plain, ...]] = [
    ("rule", "THA", 2024, 0.1 + 0.2, None, 1, ""),
    ("rule", "NOR", 2024, 3, 1e-300, 2, "Données %s ?"),
    ("rule", "XKX", 2023, None, None, 3, "sheet"),
    *(("other", "THA", 1000 + number, number / 7, number / 3, number, "") for number in range(2 * many_rows.AT_ONCE)),
]


def edition(sha256: str) -> Edition:
    return Edition.objects.create(
        index="wgi", layout="long", label="2024", file_name="made.csv", sha256=sha256, first_year=2023, last_year=2024,
        rows=3, values_count=3, published=clock.today(), imported_at=clock.now(), imported_by=SYSTEM.id,
    )  # fmt: skip


def held(key: UUID) -> list[tuple[Any, ...]]:
    return list(IndexValue.objects.filter(edition_id=key).order_by("id").values_list(*COLUMNS))


def types(key: UUID) -> list[tuple[Any, ...]]:
    """How SQLite keeps each value: what was no text, no whole number and no fraction before would be seen."""
    columns = ", ".join(f'typeof("{name}")' for name in (*COLUMNS, "edition_id"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {columns} from risk_indexvalue where edition_id = %s order by id",
            [IndexValue._meta.get_field("edition").get_db_prep_value(key, connection)],
        )
        return list(cursor.fetchall())


def test_they_are_what_an_object_for_each_would_have_written() -> None:
    one, other = edition("a" * 64), edition("b" * 64)
    many_rows.insert(IndexValue, COLUMNS, ROWS, {"edition_id": one.id})
    IndexValue.objects.bulk_create(IndexValue(edition=other, **dict(zip(COLUMNS, row, strict=True))) for row in ROWS)
    assert len(held(one.id)) == len(ROWS) and held(one.id) == held(other.id)
    if connection.vendor == "sqlite":
        assert types(one.id) == types(other.id)


def test_what_the_table_does_not_allow_is_refused_and_nothing_stays() -> None:
    one = edition("a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        many_rows.insert(IndexValue, COLUMNS, [*ROWS, ROWS[0]], {"edition_id": one.id})
    assert held(one.id) == []


def test_a_column_left_out_is_an_error_of_the_program() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this test is about SQLite alone: PostgreSQL's rows are objects, whose fields have defaults")
    with pytest.raises(AssertionError, match="every column"):
        many_rows.insert(IndexValue, COLUMNS[:-1], [row[:-1] for row in ROWS], {"edition_id": edition("a" * 64).id})

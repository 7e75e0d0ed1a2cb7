"""The shipped figures of every country, held as importing their files leaves them, without the seconds that takes.

Importing is tested where it is the subject (`test_import.py`, the journeys). Elsewhere the same rows are put in by
one statement, under ids of their own that never change, so that what was computed from them once is found again.
"""

from __future__ import annotations

from functools import cache
from uuid import UUID, uuid5

from django.db import connection, transaction

from duecare.adapters import clock
from duecare.adapters.home import editions as edition_files
from duecare.adapters.library import LIBRARY
from duecare.apps.risk import queries
from duecare.apps.risk.models import Edition, IndexValue
from duecare.apps.risk.rules.indices.reading import Observation, Reading
from duecare.apps.risk.rules.joining import kept_of
from duecare.kernel.actor import SYSTEM

_EDITIONS = UUID("0d0f5a5e-2b0c-4c65-9a3b-0f6f7d8f3c11")
_COLUMNS = ("edition", "series", "place", "year", "value", "error", "row", "sheet")


def held_world() -> None:
    """Hold every shipped file, oldest file name first."""
    for name, data, reading in _shipped():
        edition_files().put([data])
        spec = queries.index_specs()[reading.index]
        edition = Edition.objects.create(
            id=uuid5(_EDITIONS, reading.sha256),
            index=reading.index,
            layout=reading.layout,
            label=reading.edition,
            file_name=name,
            sha256=reading.sha256,
            first_year=min(reading.years),
            last_year=max(reading.years),
            rows=reading.rows,
            values_count=len(kept_of(reading)) - len(reading.not_covered),
            published=spec.publication.published(max(reading.years)),
            imported_at=clock.now(),
            imported_by=SYSTEM.id,
        )
        _insert(edition, _rows(reading.sha256))


@cache
def _shipped() -> tuple[tuple[str, bytes, Reading], ...]:
    files = sorted((LIBRARY / "figures").glob("*.csv"))
    return tuple((file.name, file.read_bytes(), queries.parsed(file.read_bytes(), file.name)) for file in files)


@cache
def _rows(sha256: str) -> list[tuple[object, ...]]:
    """Everything of a row but its edition."""
    reading = next(one for _, _, one in _shipped() if one.sha256 == sha256)
    return [
        (one.series, one.place, one.year, one.value, one.error, one.row, one.sheet)
        if isinstance(one, Observation)
        else (one.series, one.place, one.year, None, None, one.row, one.sheet)
        for one in kept_of(reading)
    ]


def _insert(edition: Edition, rows: list[tuple[object, ...]]) -> None:
    fields = [IndexValue._meta.get_field(name) for name in _COLUMNS]
    table, names = IndexValue._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    key = fields[0].get_db_prep_value(edition.pk, connection)
    # Of a test that commits, each row would be a transaction of its own.
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((key, *row))
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", [(key, *row) for row in rows])

"""What editions are held, and what each says of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.risk.models import Edition, IndexValue


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition as listed."""

    id: UUID
    index: str
    label: str
    layout: str
    file_name: str
    sha256: str
    first_year: int
    last_year: int
    values: int
    published: date
    imported_at: datetime
    imported_by: UUID


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One published value of a place, with where it stands; no value means "not covered", in the publisher's words."""

    index: str
    edition: str
    series: str
    year: int
    value: float | None
    error: float | None
    row: int
    sheet: str


def editions(index: str | None = None) -> tuple[EditionRow, ...]:
    """Editions held, newest publication first."""
    rows = Edition.objects.order_by("index", "-published", "-imported_at")
    if index is not None:
        rows = rows.filter(index=index)
    return tuple(
        EditionRow(
            edition.id,
            edition.index,
            edition.label,
            edition.layout,
            edition.file_name,
            edition.sha256,
            edition.first_year,
            edition.last_year,
            edition.values_count,
            edition.published,
            edition.imported_at,
            edition.imported_by,
        )
        for edition in rows
    )


def edition_by_hash(index: str, sha256: str) -> Edition | None:
    """The edition read from a file with this hash, if it is held."""
    return Edition.objects.filter(index=index, sha256=sha256).first()


def missing_publishers(wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Titles of those indices (id → title) of which no edition is held."""
    held = set(Edition.objects.values_list("index", flat=True).distinct())
    return tuple(title for index, title in wanted.items() if index not in held)


def values_of(place: str) -> tuple[ValueRow, ...]:
    """Every value held of one place, by series, year and edition."""
    rows = IndexValue.objects.filter(place=place).select_related("edition").order_by("series", "year", "edition_id")
    return tuple(
        ValueRow(row.edition.index, row.edition.label, row.series, row.year, row.value, row.error, row.row, row.sheet)
        for row in rows
    )

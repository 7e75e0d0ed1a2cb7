"""Pages of what grows: editions, their changes, runs."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.screening.models import AskedImport, EntryChange, ListEdition, ScreeningRun

from .asked_imports import AskedRow, asked_row
from .lists import ChangeRow, EditionRow, change_rows, edition, edition_rows
from .runs import RunRow, run_row


def edition_page(list_code: str, state: str, limit: int, offset: int) -> tuple[tuple[EditionRow, ...], int]:
    """Editions by list and newest first, and how many there are; "" means any."""
    rows = ListEdition.objects.order_by("list_id", "-number")
    if list_code:
        rows = rows.filter(list_id=list_code)
    if state:
        rows = rows.filter(state=state)
    return edition_rows(rows[offset : offset + limit]), rows.count()


def change_page(edition_id: UUID, kind: str, limit: int, offset: int) -> tuple[tuple[ChangeRow, ...], int]:
    """What an edition changed, by kind and key, and how many changes there are. Raises NotFound."""
    edition(edition_id)
    rows = EntryChange.objects.filter(edition_id=edition_id).select_related("before", "after").order_by("kind", "key")
    if kind:
        rows = rows.filter(kind=kind)
    return change_rows(rows[offset : offset + limit]), rows.count()


def run_page(limit: int, offset: int) -> tuple[tuple[RunRow, ...], int]:
    """Runs, the newest first, and how many there are."""
    rows = ScreeningRun.objects.order_by("-asked_at", "-id")
    return tuple(run_row(row) for row in rows[offset : offset + limit]), rows.count()


def asked_page(limit: int, offset: int) -> tuple[tuple[AskedRow, ...], int]:
    """Uploads, the newest first, and how many there are."""
    rows = AskedImport.objects.order_by("-asked_at", "-id").prefetch_related("files")
    return tuple(asked_row(row) for row in rows[offset : offset + limit]), rows.count()

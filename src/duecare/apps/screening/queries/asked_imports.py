"""Uploads, how far each is, and the files they brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.adapters.home import editions as edition_files
from duecare.apps.screening.models import AskedFile, AskedImport
from duecare.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One upload; `state` waiting, done or failed, `doing` "" (waits for the worker), reading or writing.

    `new` False on one that is done: exactly these bytes were imported before.
    """

    id: UUID
    asked_by: UUID
    asked_at: datetime
    state: str
    doing: str
    entries: int
    import_id: UUID | None
    new: bool
    finished_at: datetime | None
    fault: str
    files: tuple[str, ...]


def asked_import(asked_id: UUID) -> AskedRow:
    """One upload. Raises NotFound."""
    row = AskedImport.objects.filter(id=asked_id).prefetch_related("files").first()
    if row is None:
        raise NotFound("import")
    return asked_row(row)


def asked_imports(limit: int = 10) -> tuple[AskedRow, ...]:
    """The newest uploads first."""
    rows = AskedImport.objects.order_by("-asked_at", "-id").prefetch_related("files")
    return tuple(asked_row(row) for row in rows[:limit])


def asked_files(asked_id: UUID) -> Mapping[str, bytes]:
    """The files of an upload as they came. Raises NotFound when one is gone or altered."""
    rows = AskedFile.objects.filter(asked_id=asked_id).order_by("position")
    return {row.name: edition_files().open(row.sha256) for row in rows}


def asked_row(row: AskedImport) -> AskedRow:
    """An upload as a row."""
    files = sorted(row.files.all(), key=lambda one: one.position)
    return AskedRow(
        row.id, row.asked_by, row.asked_at, row.state, row.doing, row.entries, row.taken_in_id, row.new,
        row.finished_at, row.fault, tuple(one.name for one in files),
    )  # fmt: skip

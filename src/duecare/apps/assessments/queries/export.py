"""Export-control records of a deployment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localtime

from duecare.apps.assessments.models import ExportRecord
from duecare.apps.assessments.rules.export import ExportEntry


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One record as shown."""

    id: UUID
    deployment_id: UUID
    kind: str
    outcome: str
    category: str
    reason: str
    by_whom: str
    number: str
    conditions: str
    dated: date
    expires_on: date | None
    recorded_by: UUID
    recorded_at: datetime
    retain_until: date


def export_rows(deployment_ids: Iterable[UUID]) -> tuple[ExportRow, ...]:
    """Every record, newest first: nothing is ever replaced."""
    return exports_from(ExportRecord.objects.filter(deployment_id__in=set(deployment_ids)))


def exports_from(rows: Iterable[ExportRecord]) -> tuple[ExportRow, ...]:
    """As `export_rows`, of rows already read, in whatever order."""
    newest = sorted(rows, key=lambda row: (-row.recorded_at.timestamp(), row.kind, -row.turn))
    return tuple(ExportRow(*(getattr(row, name) for name in ExportRow.__dataclass_fields__)) for row in newest)


def export_entries(deployment_ids: Iterable[UUID], as_of: date) -> Mapping[UUID, Mapping[str, ExportEntry]]:
    """The newest record of each kind for each deployment, as of a day."""
    rows = ExportRecord.objects.filter(deployment_id__in=set(deployment_ids))
    return entries_from(rows.order_by("turn"), as_of)


def entries_from(rows: Iterable[ExportRecord], as_of: date) -> Mapping[UUID, Mapping[str, ExportEntry]]:
    """As `export_entries`, of rows already read, oldest first."""
    found: dict[UUID, dict[str, ExportEntry]] = defaultdict(dict)
    for row in rows:
        if localtime(row.recorded_at).date() > as_of:
            continue
        found[row.deployment_id][row.kind] = ExportEntry(
            row.kind, row.outcome, row.by_whom, row.dated, row.expires_on, row.basis
        )
    return found

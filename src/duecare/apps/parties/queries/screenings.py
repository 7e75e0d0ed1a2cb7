"""Where parties stand with the lists."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.adapters.home import audit_key
from duecare.apps.parties.models import ManualScreening
from duecare.apps.parties.rules.screening import signed_body
from duecare.kernel.canonical import canonical

from .known import Known, known, record


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """One record; `current` False when the body changed since."""

    id: UUID
    body_id: UUID
    content_sha256: str
    tool: str
    list_date: date
    result: str
    evidence_sha256: str
    note: str
    recorded_by: UUID
    recorded_at: datetime
    second_person: UUID | None
    confirmed_at: datetime | None
    current: bool


def screenings(body_id: UUID) -> tuple[ScreeningRow, ...]:
    """Every record of a body, newest first."""
    return screenings_in(known((body_id,)), body_id)


def screenings_in(held: Known, body_id: UUID) -> tuple[ScreeningRow, ...]:
    """As `screenings`, of what was already read about the body."""
    return tuple(
        ScreeningRow(
            row.id, row.body_id, row.content_sha256, row.tool, row.list_date, row.result, row.evidence_sha256, row.note,
            row.recorded_by, row.recorded_at, row.second_person, row.confirmed_at,
            held.bodies[body_id].content_sha256 == row.content_sha256,
        )
        for row in reversed(held.records(body_id))
    )  # fmt: skip


def screening_verifies(screening_id: UUID) -> bool:
    """True when the stored record is still the one that was signed."""
    row = ManualScreening.objects.filter(id=screening_id).first()
    if row is None or row.second_person is None:
        return False
    signed = signed_body(
        screening_id=row.id, body_id=row.body_id, record=record(row), evidence=row.evidence_sha256, note=row.note,
        by=row.recorded_by, second=row.second_person,
    )  # fmt: skip
    return audit_key().verifies(canonical(signed), base64.b64decode(row.signature))

"""Consultations of a file, as pages and the API show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.apps.assessments.models import Consultation
from duecare.apps.assessments.rules.dependencies import stale
from duecare.kernel.canonical import JSON


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """One consultation; `stale` names what is different in the deal since."""

    id: UUID
    number: int
    reference: str
    standing: str
    groups: tuple[str, ...]
    held_on: date
    who: str
    reason: str
    heard: str
    effect: str
    safety_plan: str
    recorded_by: UUID
    stale: tuple[str, ...]


def consultations(opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[ConsultationRow, ...]:
    """Every consultation of a file, oldest first."""
    rows = Consultation.objects.filter(opportunity_id=opportunity_id).order_by("number")
    return consultations_from(rows, deal)


def consultations_from(rows: Iterable[Consultation], deal: Mapping[str, JSON]) -> tuple[ConsultationRow, ...]:
    """As `consultations`, of rows already read."""
    return tuple(
        ConsultationRow(
            row.id, row.number, str(row), row.standing, tuple(row.groups), row.held_on, row.who, row.reason, row.heard,
            row.effect, row.safety_plan, row.recorded_by, stale("consultation", row.basis, deal),
        )
        for row in rows
    )  # fmt: skip

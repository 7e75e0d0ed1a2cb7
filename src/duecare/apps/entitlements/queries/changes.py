"""What waits for the daily run, and what was done on one. Neither shows who asked, nor when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from duecare.apps.assessments.queries import customer_ids_of
from duecare.apps.entitlements.models import Change
from duecare.apps.entitlements.rules.changing import ALONE
from duecare.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change. `day`: of the run it waits for, or was carried out on.

    `needs_second`: nobody agreed yet. `own`: whoever reads asked for it, and so cannot agree.
    """

    id: UUID
    entitlement_id: UUID
    reference: str
    customer_name: str
    change: str
    code: str
    state: str
    day: date
    needs_second: bool
    own: bool


def run_queue(by: Actor) -> tuple[ChangeRow, ...]:
    """What waits for a run, by the run's day and the reference: the order says nothing of when it was asked for."""
    rows = Change.objects.filter(state="waiting").select_related("entitlement")
    if (only := customer_ids_of(by)) is not None:
        rows = rows.filter(entitlement__customer_id__in=only)
    return _rows(by, rows.order_by("due_on", "entitlement__reference"))


def changes_of(by: Actor, entitlement_id: UUID) -> tuple[ChangeRow, ...]:
    """What waits and what was done of one entitlement, the latest run first; the caller saw to it that it is open."""
    rows = Change.objects.filter(entitlement_id=entitlement_id).exclude(state="taken_back")
    return _rows(by, rows.select_related("entitlement").order_by("-due_on", "id"))


def due_changes(day: date) -> tuple[UUID, ...]:
    """Ids of what the run of a day carries out, by the entitlement's reference."""
    ready = Q(change__in=sorted(ALONE)) | Q(agreed_by__isnull=False)
    rows = Change.objects.filter(ready, state="waiting", due_on__lte=day).order_by("entitlement__reference")
    return tuple(rows.values_list("id", flat=True))


def _rows(by: Actor, rows: Iterable[Change]) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            row.id, row.entitlement_id, row.entitlement.reference, row.entitlement.customer_name, row.change, row.code,
            row.state, row.done_on or row.due_on,
            row.state == "waiting" and row.change not in ALONE and row.agreed_by is None, row.asked_by == by.id,
        )
        for row in rows
    )  # fmt: skip

"""Withdrawals of lists: those that wait for a second person, and those that were answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.screening.models import Hit, ListedEntry, ListWithdrawal
from duecare.kernel.errors import NotFound

from .hit_list import HitListQuery, hit_list


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """One withdrawal of a list: waiting, done or returned; `number` is the edition that was in force."""

    id: UUID
    list_code: str
    number: int
    reason: str
    asked_by: UUID
    asked_at: datetime
    state: str
    second_person: UUID | None
    second_at: datetime | None
    second_reason: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What the withdrawal of a list would touch: its entries, the hits met on them, and those of them confirmed."""

    entries: int
    hits: int
    confirmed: int


def withdrawals(
    list_code: str = "", state: str = "", limit: int = 25, offset: int = 0
) -> tuple[tuple[WithdrawalRow, ...], int]:
    """Withdrawals, the newest first, and how many there are; "" means any."""
    rows = ListWithdrawal.objects.order_by("-asked_at", "-id")
    if list_code:
        rows = rows.filter(list_id=list_code)
    if state:
        rows = rows.filter(state=state)
    return _rows(rows[offset : offset + limit]), rows.count()


def withdrawal(withdrawal_id: UUID) -> WithdrawalRow:
    """One withdrawal. Raises NotFound."""
    found = _rows(ListWithdrawal.objects.filter(id=withdrawal_id))
    if not found:
        raise NotFound("withdrawal")
    return found[0]


def reach(list_code: str) -> Reach:
    """What its withdrawal would touch today."""
    entries = ListedEntry.objects.filter(list_id=list_code, ended=None).count()
    return Reach(entries, Hit.objects.filter(list_code=list_code, gone_because="").count(), confirmed_on(list_code))


def confirmed_on(list_code: str) -> int:
    """How many hits of a list stand confirmed."""
    return hit_list(HitListQuery(state="confirmed", list_code=list_code, size=1)).total


def _rows(rows: Iterable[ListWithdrawal]) -> tuple[WithdrawalRow, ...]:
    return tuple(
        WithdrawalRow(
            row.id, row.list_id, row.number, row.reason, row.asked_by, row.asked_at, row.state, row.second_person,
            row.second_at, row.second_reason,
        )
        for row in rows
    )  # fmt: skip

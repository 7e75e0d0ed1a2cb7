"""The register of proposed changes: one, and the list, what is owed first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from duecare.apps.accounts.queries import names, people
from duecare.apps.assessments.queries import today
from duecare.apps.monitoring.models import ProposedChange
from duecare.apps.monitoring.rules.changes import OPEN
from duecare.kernel.errors import NotFound
from duecare.kernel.folding import words

from .reports import READERS


@dataclass(frozen=True, slots=True)
class ProposedChangeRow:
    """One proposed change; `overdue`: its day passed and it is open."""

    id: UUID
    reference: str
    against: str
    title: str
    text: str
    owner_id: UUID
    owner: str
    due_on: date
    overdue: bool
    state: str
    draft_id: UUID | None
    taken_by: UUID | None
    taker: str
    taken_on: date | None
    note: str
    settler: str
    settled_on: date | None
    proposer: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """What to list; "" means any."""

    q: str = ""
    state: str = ""
    against: str = ""
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page, how many are open, and how many of these are past their day, whatever the filter."""

    rows: tuple[ProposedChangeRow, ...]
    total: int
    open: int
    overdue: int


def proposed_changes(wanted: ChangeQuery) -> ChangePage:
    """What is open first, by its day; then the rest, the newest first."""
    owed = ProposedChange.objects.filter(state__in=OPEN)
    rows = ProposedChange.objects.all()
    for word in words(wanted.q):
        rows = rows.filter(folded__contains=word)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.against:
        rows = rows.filter(against=wanted.against)
    place = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    page = rows.annotate(place=place).order_by("place", "due_on", "reference")
    return ChangePage(
        _shown(page[wanted.offset : wanted.offset + wanted.size]), rows.count(), owed.count(),
        owed.filter(due_on__lt=today()).count(),
    )  # fmt: skip


def proposed_change(change_id: UUID) -> ProposedChangeRow:
    """One change. Raises NotFound."""
    row = ProposedChange.objects.filter(id=change_id).first()
    if row is None:
        raise NotFound("proposed change")
    return _shown([row])[0]


def people_who_own() -> tuple[tuple[UUID, str], ...]:
    """(id, name) of everybody who may own a proposed change."""
    return tuple((one.id, one.name) for one in people() if READERS.intersection(one.roles))


def _shown(given: Iterable[ProposedChange]) -> tuple[ProposedChangeRow, ...]:
    rows, on = list(given), today()
    called = names(
        {key for row in rows for key in (row.owner_id, row.taken_by, row.settled_by, row.proposed_by) if key}
    )

    def name(key: UUID | None) -> str:
        return called.get(key, "") if key else ""

    return tuple(
        ProposedChangeRow(
            row.id, row.reference, row.against, row.title, row.text, row.owner_id, name(row.owner_id), row.due_on,
            row.state in OPEN and row.due_on < on, row.state, row.draft_id, row.taken_by, name(row.taken_by),
            row.taken_on, row.note, name(row.settled_by), row.settled_on, name(row.proposed_by), row.proposed_on,
        )
        for row in rows
    )  # fmt: skip

"""The no-go register as pages and the API show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from duecare.apps.accounts.queries import names
from duecare.apps.parties.models import NoGo
from duecare.apps.parties.rules.no_go import Entry
from duecare.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class NoGoRow:
    """One entry with who entered it and who lifted it. `state`: stands, lifting_proposed or lifted."""

    id: UUID
    reference: str
    country: str
    body_id: UUID | None
    name: str
    reason: str
    state: str
    entered_by: UUID
    enterer: str
    entered_at: datetime
    lifting_by: UUID | None
    proposer: str
    lifting_reason: str
    lifting_at: datetime | None
    lifted_by: UUID | None
    lifter: str
    lifted_because: str
    lifted_at: datetime | None


def no_go_register() -> tuple[NoGoRow, ...]:
    """Every entry, those that stand first, then the newest first."""
    rows = list(NoGo.objects.all())
    rows.sort(key=lambda row: row.reference, reverse=True)
    rows.sort(key=lambda row: row.lifted_at is not None)
    return _shown(rows)


def no_go(no_go_id: UUID) -> NoGoRow:
    """One entry. Raises NotFound."""
    found = _shown(NoGo.objects.filter(id=no_go_id))
    if not found:
        raise NotFound("no-go entry")
    return found[0]


def no_go_of_country(code: str) -> NoGoRow | None:
    """The entry that stands about a country, or None."""
    return next(iter(_shown(NoGo.objects.filter(country=code, lifted_at=None))), None)


def entry(row: NoGo) -> Entry:
    """A row as the rules read it."""
    until = localtime(row.lifted_at).date() if row.lifted_at else None
    return Entry(
        row.id, row.reference, row.country, row.body_id, row.name, row.reason, localtime(row.entered_at).date(), until
    )


def _shown(given: Iterable[NoGo]) -> tuple[NoGoRow, ...]:
    rows = list(given)
    people = names({who for row in rows for who in (row.entered_by, row.lifting_by, row.lifted_by) if who})
    return tuple(
        NoGoRow(
            row.id, row.reference, row.country, row.body_id, row.name, row.reason,
            "lifted" if row.lifted_at else "lifting_proposed" if row.lifting_by else "stands",
            row.entered_by, people.get(row.entered_by, ""), row.entered_at,
            row.lifting_by, people.get(row.lifting_by, "") if row.lifting_by else "", row.lifting_reason,
            row.lifting_at, row.lifted_by, people.get(row.lifted_by, "") if row.lifted_by else "", row.lifted_because,
            row.lifted_at,
        )
        for row in rows
    )  # fmt: skip

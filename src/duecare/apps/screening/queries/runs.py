"""Runs, which parties are due, and what was entered or corrected since the log was last read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from duecare.apps.audit import queries as audit
from duecare.apps.parties import queries as parties
from duecare.apps.screening.models import Followed, ScreenedParty, ScreeningRun
from duecare.apps.screening.rules.editions import set_sha256
from duecare.kernel.errors import NotFound

from .lists import in_force

FOLLOWED = frozenset({"body.enter", "body.correct"})
"""Acts after which a party is to be compared again."""

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run with how far it is."""

    id: UUID
    why: str
    state: str
    asked_by: UUID
    asked_at: datetime
    done: int
    total: int
    hits: int
    finished_at: datetime | None
    fault: str


@dataclass(frozen=True, slots=True)
class Due:
    """A party to be compared: with everything (`since` None), or with what changed since these editions."""

    body_id: UUID
    content_sha256: str
    since: Mapping[str, int] | None


def run(run_id: UUID) -> RunRow:
    """One run. Raises NotFound."""
    row = ScreeningRun.objects.filter(id=run_id).first()
    if row is None:
        raise NotFound("screening")
    return run_row(row)


def runs(limit: int = 20) -> tuple[RunRow, ...]:
    """The newest runs first."""
    return tuple(run_row(row) for row in ScreeningRun.objects.order_by("-asked_at", "-id")[:limit])


def waiting_run() -> RunRow | None:
    """The run that waits or goes on, if there is one."""
    row = ScreeningRun.objects.filter(state="waiting").first()
    return run_row(row) if row else None


def due(after: UUID | None, limit: int) -> tuple[Due, ...]:
    """Parties to be compared, by id after `after`."""
    rows = _due().order_by("body_id").select_related("editions")
    if after is not None:
        rows = rows.filter(body_id__gt=after)
    return tuple(
        Due(row.body_id, row.content_sha256, row.editions.numbers if row.editions and not row.due else None)
        for row in rows[:limit]
    )


def due_count() -> int:
    """How many parties are to be compared; 0 while no list is in force."""
    return _due().count()


def screened_count() -> int:
    """How many parties were ever taken up for screening."""
    return ScreenedParty.objects.count()


def never_taken_up() -> tuple[UUID, ...]:
    """Bodies that no screening knows of yet."""
    held = set(ScreenedParty.objects.values_list("body_id", flat=True))
    return tuple(one for one in parties.body_ids() if one not in held)


def followed() -> int:
    """The last entry of the log that was read for parties entered or corrected."""
    return Followed.objects.filter(id=1).values_list("seq", flat=True).first() or 0


def changed_parties() -> tuple[int, frozenset[UUID]]:
    """The last entry read, and the parties that were entered or corrected since the one read before."""
    seq = followed()
    found: set[UUID] = set()
    while rows := audit.feed(seq, FOLLOWED, _PAGE):
        found.update(row.about_id for row in rows)
        seq = rows[-1].seq
    return seq, frozenset(found)


def anything_changed(after: int) -> tuple[bool, int]:
    """Whether a party was entered or corrected after this entry of the log, and where the log ends now.

    Asked every second by the worker: one row of the log's end, and its new entries when there are any.
    """
    end = audit.head()
    if end is None or end[0] <= after:
        return False, after
    rows = audit.feed(max(after, followed()), FOLLOWED, 1)
    return bool(rows) and bool(in_force().numbers), end[0]


def _due() -> QuerySet[ScreenedParty]:
    return due_parties(in_force().numbers)


def due_parties(numbers: Mapping[str, int]) -> QuerySet[ScreenedParty]:
    """Parties to be compared, given the editions in force; none while there are none."""
    if not numbers:
        return ScreenedParty.objects.none()
    return ScreenedParty.objects.filter(Q(due=True) | Q(editions=None) | ~Q(editions=set_sha256(numbers)))


def run_row(row: ScreeningRun) -> RunRow:
    """A run as a row."""
    return RunRow(
        row.id, row.why, row.state, row.asked_by, row.asked_at, row.done, row.total, row.hits, row.finished_at,
        row.fault,
    )  # fmt: skip

"""Log requests and their programmes. Nothing here reads what is put down for the next runs: it has no readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.accounts.queries import names
from duecare.apps.engagement.queries import letter_references
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from duecare.apps.monitoring.models import LogProgramme, LogRequest
from duecare.apps.monitoring.rules.log_copies import Seen
from duecare.kernel.errors import NotFound
from duecare.kernel.folding import words

ORDER = ("place", "-day", "-reference")


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme; `answerer` "" while it waits for a second person."""

    id: UUID
    per_year: int
    days: int
    channel: str
    text: str
    former_months: int
    state: str
    proposed_by: UUID
    proposer: str
    proposed_at: datetime
    answerer: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class LogRequestRow:
    """One request. `check_*` say what was found in the log given; `suspension`: see `rules.log_requests`."""

    id: UUID
    reference: str
    customer_id: UUID
    customer_name: str
    day: date
    due_on: date
    state: str
    letter_id: UUID | None
    letter: str
    answered_on: date | None
    answered_by: UUID | None
    answerer: str
    note: str
    check_result: str
    check_head: str
    check_entries: int | None
    check_note: str
    check_log: str
    check_file: str
    checker: str
    checked_on: date | None
    suspension: str
    decider: str
    decided_on: date | None
    decided_because: str


@dataclass(frozen=True, slots=True)
class LogRequestQuery:
    """What to list; "" means any. `state` may also be "proposed": a suspension is, and nobody decided."""

    q: str = ""
    state: str = ""
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class LogRequestPage:
    """A page, and how many wait for an answer and for a decision, whatever the filter."""

    rows: tuple[LogRequestRow, ...]
    total: int
    waiting: int
    proposed: int


def log_requests(wanted: LogRequestQuery) -> LogRequestPage:
    """Proposals to decide on first, then what is owed, by its day; then the rest, the newest first."""
    every = LogRequest.objects.all()
    waiting, proposed = every.filter(state="sent").count(), every.filter(suspension="proposed").count()
    rows = every
    for word in words(wanted.q):
        rows = rows.filter(folded__contains=word)
    if wanted.state == "proposed":
        rows = rows.filter(suspension="proposed")
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    total = rows.count()
    # Found among ids alone, which an index covers in this order; only what is shown is read from the table.
    ids = rows.order_by(*ORDER).values("id")[wanted.offset : wanted.offset + wanted.size]
    page = LogRequest.objects.filter(id__in=ids).order_by(*ORDER) if total else ()
    return LogRequestPage(_shown(page), total, waiting, proposed)


def log_request(request_id: UUID) -> LogRequestRow:
    """One request. Raises NotFound."""
    row = LogRequest.objects.filter(id=request_id).first()
    if row is None:
        raise NotFound("log request")
    return _shown([row])[0]


def log_request_called(reference: str) -> LogRequestRow:
    """One request by its reference. Raises NotFound."""
    row = LogRequest.objects.filter(reference=reference.strip().upper()).first()
    if row is None:
        raise NotFound("log request")
    return _shown([row])[0]


def seen_of(log: str) -> tuple[Seen, ...]:
    """Where a log stood at each check that the command recorded, by its number; none for ""."""
    rows = LogRequest.objects.filter(check_log=log).exclude(check_log="").order_by("reference")
    return tuple(
        Seen(row.customer_id, row.reference, row.check_entries, row.check_sealed, row.check_head) for row in rows
    )


def programmes() -> tuple[ProgrammeRow, ...]:
    """Every programme, the newest first."""
    return _programmes(LogProgramme.objects.order_by("-proposed_at", "id"))


def programme(programme_id: UUID) -> ProgrammeRow:
    """One programme. Raises NotFound."""
    found = _programmes(LogProgramme.objects.filter(id=programme_id))
    if not found:
        raise NotFound("programme")
    return found[0]


def to_send() -> tuple[UUID, ...]:
    """Ids of requests that were drawn and have no letter yet, by reference."""
    return tuple(LogRequest.objects.filter(state="drawn").order_by("reference").values_list("id", flat=True))


def past_their_day(day: date) -> tuple[UUID, ...]:
    """Ids of requests whose day passed without an answer, by reference."""
    rows = LogRequest.objects.filter(state="sent", due_on__lt=day).order_by("reference")
    return tuple(rows.values_list("id", flat=True))


def _programmes(given: Iterable[LogProgramme]) -> tuple[ProgrammeRow, ...]:
    rows = list(given)
    called = names({key for row in rows for key in (row.proposed_by, row.answered_by) if key})
    return tuple(
        ProgrammeRow(
            row.id, row.per_year, row.days, row.channel, row.text, row.former_months, row.state, row.proposed_by,
            called.get(row.proposed_by, ""), row.proposed_at,
            called.get(row.answered_by, "") if row.answered_by else "", row.answered_at, row.answer,
        )
        for row in rows
    )  # fmt: skip


def _shown(given: Iterable[LogRequest]) -> tuple[LogRequestRow, ...]:
    rows = list(given)
    called = names({key for row in rows for key in (row.answered_by, row.checked_by, row.decided_by) if key})
    letters = letter_references(row.letter_id for row in rows if row.letter_id)

    def name(key: UUID | None) -> str:
        return called.get(key, "") if key else ""

    return tuple(
        LogRequestRow(
            row.id, row.reference, row.customer_id, row.customer_name, row.day, row.due_on, row.state, row.letter_id,
            letters.get(row.letter_id, "") if row.letter_id else "", row.answered_on, row.answered_by,
            COMMITTEE_OFFICE.name if row.state == "silent" else name(row.answered_by), row.note, row.check_result,
            row.check_head, row.check_entries, row.check_note, row.check_log, row.check_file,
            name(row.checked_by), row.checked_on, row.suspension,
            name(row.decided_by), row.decided_on, row.decided_because,
        )
        for row in rows
    )  # fmt: skip

"""Letters: one with its documents and what answers it, and the register, what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, DateField, F, IntegerField, Q, Value, When

from duecare.adapters import clock
from duecare.apps.accounts.queries import names, people
from duecare.apps.engagement.models import Letter, LetterDocument
from duecare.apps.engagement.rules.letters import UNSETTLED, age, overdue
from duecare.kernel.actor import Role
from duecare.kernel.errors import NotFound
from duecare.kernel.folding import words

READERS = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR}
"""Roles that read letters, and may be asked to answer one."""


@dataclass(frozen=True, slots=True)
class LetterDocumentRow:
    """A document of a letter."""

    id: UUID
    sha256: str
    name: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter. `age`: days since it was written while it waits, and days until it was settled.

    `replies`: (id, reference) of letters that answer it; `documents` only where one letter is read.
    """

    id: UUID
    reference: str
    direction: str
    day: date
    other: str
    channel: str
    subject: str
    state: str
    overdue: bool
    age: int
    owner_id: UUID | None
    owner: str
    due_on: date | None
    reason: str
    settled_on: date | None
    settler_id: UUID | None
    settler: str
    seconder: str
    answers_id: UUID | None
    answers: str
    replies: tuple[tuple[UUID, str], ...]
    recorder: str
    recorded_at: datetime
    documents: tuple[LetterDocumentRow, ...]


@dataclass(frozen=True, slots=True)
class LetterQuery:
    """What to list; "" means any. `state` may also be "overdue"."""

    q: str = ""
    direction: str = ""
    state: str = ""
    channel: str = ""
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A page of the register, with what waits and what of it is overdue, whatever the filter."""

    rows: tuple[LetterRow, ...]
    total: int
    waiting: int
    overdue: int


def today() -> date:
    """Today in the company's own calendar."""
    return clock.now().astimezone(ZoneInfo(settings.DUECARE.time_zone)).date()


def letter_list(wanted: LetterQuery) -> LetterPage:
    """The register: what waits longest over its day first, then what waits, then the rest, the newest first."""
    on, every = today(), Letter.objects.all()
    waiting = every.filter(state__in=UNSETTLED).count()
    late = every.filter(state__in=UNSETTLED, due_on__lt=on).count()
    rows = every
    for word in words(wanted.q):
        rows = rows.filter(folded__contains=word)
    if wanted.direction:
        rows = rows.filter(direction=wanted.direction)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.state == "overdue":
        rows = rows.filter(state__in=UNSETTLED, due_on__lt=on)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    total = rows.count()
    ordered = rows.annotate(
        place=Case(When(state__in=UNSETTLED, then=Value(0)), default=Value(1), output_field=IntegerField()),
        until=Case(When(state__in=UNSETTLED, then=F("due_on")), default=None, output_field=DateField()),
    ).order_by("place", F("until").asc(nulls_last=True), "-day", "-reference")
    page = ordered.select_related("answers")[wanted.offset : wanted.offset + wanted.size]
    return LetterPage(_shown(page, on), total, waiting, late)


def letter(letter_id: UUID) -> LetterRow:
    """One letter with its documents. Raises NotFound."""
    row = Letter.objects.select_related("answers").filter(id=letter_id).first()
    if row is None:
        raise NotFound("letter")
    documents = LetterDocument.objects.filter(letter=row).order_by("added_at", "id")
    return _shown([row], today(), tuple(_document(one) for one in documents))[0]


def letter_references(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """References of letters by id."""
    return dict(Letter.objects.filter(id__in=set(ids)).values_list("id", "reference"))


def letter_document(document_id: UUID) -> LetterDocumentRow:
    """One document of a letter. Raises NotFound."""
    row = LetterDocument.objects.filter(id=document_id).first()
    if row is None:
        raise NotFound("document")
    return _document(row)


def open_letters(direction: str, limit: int = 200) -> tuple[tuple[UUID, str], ...]:
    """(id, words) of letters of one direction that nothing answers yet, the newest first."""
    rows = Letter.objects.filter(~Q(state="answered"), direction=direction).order_by("-day", "-reference")[:limit]
    return tuple((row.id, f"{row.reference} · {row.other} · {row.subject}") for row in rows)


def people_who_answer() -> tuple[tuple[UUID, str], ...]:
    """(id, name) of everybody who may be asked to answer a letter."""
    return tuple((one.id, one.name) for one in people() if READERS.intersection(one.roles))


def _document(row: LetterDocument) -> LetterDocumentRow:
    return LetterDocumentRow(row.id, row.sha256, row.name, row.size, row.added_at)


def _shown(given: Iterable[Letter], on: date, documents: tuple[LetterDocumentRow, ...] = ()) -> tuple[LetterRow, ...]:
    rows = list(given)
    called = names(
        {key for row in rows for key in (row.owner_id, row.settled_by, row.agreed_by, row.recorded_by) if key}
    )
    replies: dict[UUID, list[tuple[UUID, str]]] = {}
    of = Letter.objects.filter(answers__in=[row.id for row in rows]).order_by("day", "reference")
    for key, code, to in of.values_list("id", "reference", "answers_id"):
        replies.setdefault(to, []).append((key, code))
    return tuple(
        LetterRow(
            row.id, row.reference, row.direction, row.day, row.other, row.channel, row.subject, row.state,
            overdue(row.state, row.due_on, on), age(row.state, row.day, row.settled_on, on), row.owner_id,
            called.get(row.owner_id, "") if row.owner_id else "", row.due_on, row.reason, row.settled_on,
            row.settled_by, called.get(row.settled_by, "") if row.settled_by else "",
            called.get(row.agreed_by, "") if row.agreed_by else "", row.answers_id,
            row.answers.reference if row.answers else "", tuple(replies.get(row.id, ())),
            called.get(row.recorded_by, ""), row.recorded_at, documents,
        )
        for row in rows
    )  # fmt: skip

"""Committees, who sits on them, and what they have declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from duecare.apps.accounts.queries import names
from duecare.apps.governance.models import Committee, ConflictDeclaration, Meeting, Membership
from duecare.apps.governance.rules.conflicts import Declared
from duecare.apps.governance.rules.quorum import Member
from duecare.kernel.errors import NotFound

from .days import today


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat with its holder's name."""

    id: UUID
    person_id: UUID
    name: str
    title: str
    chair: bool
    independent: bool
    votes: bool
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A standing declaration with the holder's name."""

    id: UUID
    person_id: UUID
    name: str
    kind: str
    ref: str
    label: str
    reason: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list."""

    id: UUID
    reference: str
    held_on: date
    place: str
    minuted: bool
    past: bool


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """A committee with the seats held today."""

    id: UUID
    name: str
    kind: str
    seats: tuple[SeatRow, ...]

    @property
    def independents(self) -> int:
        """How many independent members vote."""
        return sum(seat.independent and seat.votes for seat in self.seats)


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """A committee with its past seats, declarations and meetings."""

    committee: CommitteeRow
    former: tuple[SeatRow, ...]
    conflicts: tuple[ConflictRow, ...]
    meetings: tuple[MeetingLine, ...]


ERASED = "an erased person"


def seated(on: date) -> Q:
    """Seats held on a day."""
    return Q(start__lte=on) & (Q(end=None) | Q(end__gt=on))


def members_of(committee_id: UUID, on: date) -> tuple[Member, ...]:
    """Who sits on a committee on a day, in the form the rules read."""
    rows = Membership.objects.filter(seated(on), committee_id=committee_id).order_by("start", "id")
    return tuple(Member(row.person_id, row.independent, row.chair, row.votes) for row in rows)


def declared(person_ids: frozenset[UUID]) -> tuple[Declared, ...]:
    """Every declaration of these persons, standing or not; the rules ask for the day."""
    rows = ConflictDeclaration.objects.filter(person_id__in=person_ids).order_by("start", "id")
    return tuple(Declared(row.person_id, row.kind, row.ref, row.reason, row.start, row.until) for row in rows)


def committees() -> tuple[CommitteeRow, ...]:
    """All committees by name, with the seats held today."""
    seats = list(Membership.objects.filter(seated(today())).order_by("-chair", "-independent", "start", "id"))
    known = names({seat.person_id for seat in seats})
    return tuple(
        CommitteeRow(row.id, row.name, row.kind, tuple(_seat(s, known) for s in seats if s.committee_id == row.id))
        for row in Committee.objects.order_by("name")
    )


def committee_names() -> tuple[tuple[UUID, str], ...]:
    """Id and name of every committee by name, for choosing one."""
    return tuple(Committee.objects.order_by("name").values_list("id", "name"))


def committee(committee_id: UUID) -> CommitteePage:
    """One committee.

    Raises:
        NotFound: there is none.
    """
    row = Committee.objects.filter(id=committee_id).first()
    if row is None:
        raise NotFound("committee")
    seats = list(Membership.objects.filter(committee=row).order_by("-chair", "-independent", "start", "id"))
    people = frozenset(seat.person_id for seat in seats)
    known, on = names(people), today()
    current = tuple(_seat(s, known) for s in seats if s.start <= on and (s.end is None or on < s.end))
    others = tuple(_seat(s, known) for s in seats if not (s.start <= on and (s.end is None or on < s.end)))
    conflicts = tuple(
        ConflictRow(
            c.id, c.person_id, known.get(c.person_id, ERASED), c.kind, c.ref, c.label, c.reason, c.start, c.until
        )
        for c in ConflictDeclaration.objects.filter(person_id__in=people).order_by("-start", "id")
    )
    meetings = tuple(
        MeetingLine(m.id, m.reference, m.held_on, m.place, bool(m.minutes), m.held_on < on)
        for m in Meeting.objects.filter(committee=row).order_by("-held_on", "-reference")[:50]
    )
    return CommitteePage(CommitteeRow(row.id, row.name, row.kind, current), others, conflicts, meetings)


def _seat(seat: Membership, known: Mapping[UUID, str]) -> SeatRow:
    return SeatRow(
        id=seat.id,
        person_id=seat.person_id,
        name=known.get(seat.person_id, ERASED),
        title=seat.title,
        chair=seat.chair,
        independent=seat.independent,
        votes=seat.votes,
        start=seat.start,
        end=seat.end,
    )

"""Everything held about some bodies, in one statement: particulars, profile, owners, screenings, no-go register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils.timezone import localtime

from duecare.adapters import clock
from duecare.adapters.gathering import Rows, gather
from duecare.apps.parties.models import Body, Customer, ManualScreening, NoGo, Ownership, ProfileAnswer
from duecare.apps.parties.rules.no_go import Entry, met
from duecare.apps.parties.rules.profile import ITEMS, ProfileValue, standing
from duecare.apps.parties.rules.screening import Record, ScreeningState, screening_state

from .bodies import BodyRow, row_of
from .no_go import entry
from .over import Walked, above, over, speaking, walked

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds how much of a body, ended holdings among them."""

    id: UUID
    owner_id: UUID
    owned_id: UUID
    share: Decimal | None
    control: str
    start: date
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The newest screening that a second person confirmed, whether or not it still counts."""

    tool: str
    list_date: date
    result: str
    evidence_sha256: str
    content_sha256: str
    recorded_by: UUID
    second_person: UUID | None


@dataclass(frozen=True, slots=True)
class Known:
    """What was read about bodies; each question is answered from it as of a day.

    Attributes:
        over: for each body all that stand above it or hold half of it or more; asked only while the no-go register
            names a body.
        suspended: those of the bodies that are customers to which something supplied is suspended.
        beside: rows that somebody above asked for with the same statement.
    """

    bodies: Mapping[UUID, BodyRow]
    _profiles: Mapping[UUID, Sequence[ProfileAnswer]]
    _holdings: Mapping[UUID, Sequence[Ownership]]
    _screenings: Mapping[UUID, Sequence[ManualScreening]]
    entries: tuple[Entry, ...]
    over: Mapping[UUID, frozenset[UUID]]
    suspended: frozenset[UUID] = frozenset()
    beside: Sequence[list[Any]] = ()
    _walked: Walked | None = None

    def above(self, on: date) -> Mapping[UUID, frozenset[UUID]]:
        """For each body all that stand above it or hold any share of it on a day, however small, and so on upwards."""
        return self.around(on)[0]

    def around(self, on: date) -> tuple[Mapping[UUID, frozenset[UUID]], Mapping[UUID, frozenset[UUID]]]:
        """As `above`, and for each body met on the way upwards the persons who speak for it."""
        rows = self._walked if self._walked is not None else walked(self.bodies)
        return above(self.bodies, on, rows), speaking(on, rows)

    def profile(self, body_id: UUID, as_of: date) -> Mapping[str, ProfileValue]:
        """Every item of the agency's profile as it counts on `as_of`; never without an item."""
        found = {item: ProfileValue(item) for item in ITEMS}
        for row in self._profiles.get(body_id, ()):
            if _day(row.answered_at) <= as_of:
                found[row.item] = standing(
                    row.item, row.value, row.gap, row.reason, row.source, row.answered_at.date(), as_of
                )
        return found

    def profile_said(self, body_id: UUID) -> Mapping[str, ProfileValue]:
        """The last answer to each item that was answered at all, whatever it is worth today."""
        return {row.item: said(row) for row in self._profiles.get(body_id, ())}

    def holdings(self, body_id: UUID) -> tuple[Holding, ...]:
        """Every holding in a body, of whatever day."""
        return tuple(_holding(row) for row in self._holdings.get(body_id, ()))

    def screening(self, body_ids: Iterable[UUID], as_of: date) -> Mapping[UUID, ScreeningState]:
        """The state of each body on `as_of`; a body without a record is unknown, never missing."""
        return {key: self._state(self.bodies[key], as_of) for key in body_ids if key in self.bodies}

    def no_go(self, places: Collection[str], body_ids: Iterable[UUID], on: date) -> tuple[Entry, ...]:
        """The entries of the no-go register that speak of these places or bodies on a day."""
        asked = frozenset(body_ids)
        return met(self.entries, places, asked.union(*(self.over.get(one, frozenset()) for one in asked)), on)

    def records(self, body_id: UUID) -> Sequence[ManualScreening]:
        """Every record of a screening of a body, oldest first."""
        return self._screenings.get(body_id, ())

    def confirmed(self, body_id: UUID) -> Confirmed | None:
        """The newest confirmed screening of a body, or None."""
        rows = [row for row in self._screenings.get(body_id, ()) if row.confirmed_at is not None]
        last = max(rows, key=lambda row: row.turn, default=None)
        if last is None:
            return None
        return Confirmed(
            last.tool, last.list_date, last.result, last.evidence_sha256, last.content_sha256, last.recorded_by,
            last.second_person,
        )  # fmt: skip

    def _state(self, body: BodyRow, as_of: date) -> ScreeningState:
        rows = [row for row in self._screenings.get(body.id, ()) if _day(row.recorded_at) <= as_of]
        # Confirmed ones in the order of their second person's word, then those that wait for one.
        rows.sort(key=lambda row: (row.confirmed_at is None, row.confirmed_at or row.recorded_at, row.turn))
        return screening_state([record(row) for row in rows], body.content_sha256, as_of)


def known(ids: Iterable[UUID], *beside: Rows) -> Known:
    """Everything held about these bodies, in one statement.

    Args:
        beside: rows of tables above that belong to the same bodies; they come back as `Known.beside`.
    """
    rows = gather(
        ids,
        Rows(Body, "id"),
        Rows(ProfileAnswer, "body_id", order=("turn",)),
        Rows(Ownership, "owned_id", order=("id",)),
        Rows(ManualScreening, "body_id", order=("turn",)),
        Rows(NoGo, order=("reference",)),
        Rows(Customer, "body_id"),
        *beside,
    )
    found, profiles, holdings, screenings, no_goes, customers, *others = rows
    named = any(row.body_id is not None for row in no_goes)
    steps = walked(body.id for body in found) if named else None
    return Known(
        {body.id: row_of(body) for body in found},
        _split(profiles, "body_id"), _split(holdings, "owned_id"), _split(screenings, "body_id"),
        tuple(entry(row) for row in no_goes),
        over((body.id for body in found), clock.today(), steps) if steps is not None else {},
        frozenset(row.body_id for row in customers if row.suspended), others, steps,
    )  # fmt: skip


def holdings_in(ids: Iterable[UUID]) -> tuple[Holding, ...]:
    """Every holding in these bodies, of whatever day."""
    rows = Ownership.objects.filter(owned_id__in=set(ids)).order_by("id")
    return tuple(_holding(row) for row in rows)


def profile(body_id: UUID, as_of: date) -> Mapping[str, ProfileValue]:
    """Every item of the agency's profile as it counts on `as_of`; never without an item."""
    return known((body_id,)).profile(body_id, as_of)


def profile_said(body_id: UUID) -> Mapping[str, ProfileValue]:
    """The last answer to each item that was answered at all, whatever it is worth today."""
    return known((body_id,)).profile_said(body_id)


def screening_of(body_ids: Iterable[UUID], as_of: date) -> Mapping[UUID, ScreeningState]:
    """The state of each body on `as_of`; a body without a record is unknown, never missing."""
    wanted = set(body_ids)
    return known(wanted).screening(wanted, as_of)


def said(row: ProfileAnswer) -> ProfileValue:
    """An answer as it was given, whatever it is worth today."""
    return ProfileValue(row.item, row.value, row.gap or None, row.reason, row.source, row.answered_at.date())


def record(row: ManualScreening) -> Record:
    """A screening as the rule reads it."""
    day = row.confirmed_at.date() if row.confirmed_at else None
    return Record(row.content_sha256, row.tool, row.list_date, row.result, row.second_person is not None, day)


def _holding(row: Ownership) -> Holding:
    return Holding(row.id, row.owner_id, row.owned_id, row.share, row.control, row.start, row.until, row.source)


def _split(rows: Iterable[M], by: str) -> Mapping[UUID, Sequence[M]]:
    found: dict[UUID, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def _day(moment: datetime) -> date:
    return localtime(moment).date()

"""Who speaks or signs for bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from duecare.apps.parties.models import Official

from .bodies import BodyRow, row_of


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """A function of a person in a body; `until` is the first day without it."""

    id: UUID
    person: BodyRow
    body_id: UUID
    function: str
    signs: bool
    start: date
    until: date | None
    source: str


def officials_of(body_id: UUID, on: date | None = None) -> tuple[OfficialRow, ...]:
    """Officials and signatories of a body, the newest first; `on` leaves out functions of other days."""
    rows = Official.objects.filter(body_id=body_id).select_related("person").order_by("-start", "id")
    return _rows(rows.filter(Q(until=None) | Q(until__gt=on), start__lte=on) if on is not None else rows)


def officials_in(ids: Iterable[UUID], on: date) -> tuple[OfficialRow, ...]:
    """Everybody whose function in one of these bodies has not ended, by body and id."""
    rows = Official.objects.filter(Q(until=None) | Q(until__gt=on), body_id__in=set(ids))
    return _rows(rows.select_related("person").order_by("body_id", "id"))


def _rows(rows: Iterable[Official]) -> tuple[OfficialRow, ...]:
    return tuple(
        OfficialRow(row.id, row_of(row.person), row.body_id, row.function, row.signs, row.start, row.until, row.source)
        for row in rows
    )


def speaking_for(ids: Iterable[UUID], on: date) -> Mapping[UUID, frozenset[UUID]]:
    """For each body the persons whose function in it has not ended; a body without any is missing."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Official.objects.filter(Q(until=None) | Q(until__gt=on), body_id__in=set(ids))
    for body_id, person_id in rows.values_list("body_id", "person_id"):
        found[body_id].add(person_id)
    return {body_id: frozenset(persons) for body_id, persons in found.items()}

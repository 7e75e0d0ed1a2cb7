"""Decisions whose consequences nobody has drawn yet, and decisions whose file has changed."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.governance import queries as governance
from duecare.apps.governance.rules.states import REOPENABLE, STANDING
from duecare.apps.mitigation.models import Plan
from duecare.apps.mitigation.rules.following import following_move

from .days import today
from .papers import bound_of
from .reading import Reading, read, read_many


def unsettled(opportunity_id: UUID) -> bool:
    """Whether the last decision asks for a move of the opportunity, or its conditions stand nowhere yet."""
    return unsettled_in(read(opportunity_id, today()))


def unsettled_in(found: Reading) -> bool:
    """As `unsettled`, of an opportunity already read."""
    latest = found.file.said.latest(found.deal.id)
    if latest is None or found.plan is None:
        return False
    if following_move(latest.state, found.deal.state):
        return True
    return latest.state in STANDING and found.plan.decision_id != latest.id and not bound_of(found).changed


def to_compare() -> tuple[UUID, ...]:
    """Opportunities with a plan whose last decision is open or in force: a change of their file matters."""
    found = tuple(Plan.objects.order_by("reference").values_list("opportunity_id", flat=True))
    said = governance.bearing(found, "decision", today())
    return tuple(one for one in found if (row := said.latest(one)) and row.state in REOPENABLE)


def to_settle() -> tuple[UUID, ...]:
    """Opportunities whose last decision was not followed yet."""
    found = tuple(Plan.objects.order_by("reference").values_list("opportunity_id", flat=True))
    read_ones = read_many(found, today())
    return tuple(one for one in found if one in read_ones and unsettled_in(read_ones[one]))

"""Who sees to the conditions of a decision and by when: the measures they became."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.apps.accounts.queries import names
from duecare.apps.governance.queries.decision_rows import ConditionRow
from duecare.apps.mitigation.models import Measure
from duecare.apps.mitigation.rules import progress
from duecare.apps.mitigation.rules.catalogue import Due

from .days import today
from .rows import due_of, standing


@dataclass(frozen=True, slots=True)
class Carried:
    """The measure that carries a condition out; `owner` "" while nobody is named."""

    id: UUID
    code: str
    owner_role: str
    owner: str
    due: Due
    next_due: date | None
    state: str
    overdue: bool
    met: bool


def carried(
    opportunity_id: UUID, reference: str, conditions: Sequence[ConditionRow]
) -> tuple[tuple[ConditionRow, Carried | None], ...]:
    """Each condition of a decision with its measure; None while it has none, or where the paper has no plan.

    A condition of the plan is the plan's own measure. What those who decide ask for becomes a measure when it is
    decided, numbered by its place among the conditions that bind.
    """
    rows = {row.code: row for row in Measure.objects.select_related("plan").filter(plan__opportunity=opportunity_id)}
    known = names({row.owner_id for row in rows.values() if row.owner_id})
    on = today()

    def of(code: str) -> Carried | None:
        row = rows.get(code)
        if row is None:
            return None
        how = standing(row, row.plan.decided_on)
        due = progress.next_due(how)
        return Carried(
            id=row.id,
            code=row.code,
            owner_role=row.owner_role,
            owner=known.get(row.owner_id, "") if row.owner_id else "",
            due=due_of(row),
            next_due=due,
            state=row.state,
            overdue=progress.overdue(due, on),
            met=progress.met(how, on),
        )

    return tuple(
        (one, of(own) or (None if one.by else of(one.measure))) for one, own in _numbered(reference, conditions)
    )


def _numbered(reference: str, conditions: Sequence[ConditionRow]) -> Iterator[tuple[ConditionRow, str]]:
    """Each with the code that its own measure has, "" where it does not bind."""
    place = 0
    for one in conditions:
        place += one.adopted
        yield one, f"{reference}/{place}" if one.adopted else ""

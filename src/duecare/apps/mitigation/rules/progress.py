"""When a measure is due, overdue, and met. Missing is never fine: nothing is met before somebody verified it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .catalogue import Due, DueKind, due_date


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands.

    Attributes:
        state: see `rules.states.MEASURE`.
        due: the term, as the catalogue or a person gave it.
        due_on: a calendar day set by a person, which counts before the term; None for none.
        decided_on: day of the decision, None while there is none.
        verified_on: the last day on which evidence was given that somebody then verified.
    """

    state: str
    due: Due
    due_on: date | None = None
    decided_on: date | None = None
    verified_on: date | None = None

    @property
    def recurs(self) -> bool:
        """Whether it falls due again after it was verified."""
        return self.due.kind is DueKind.RECURRING


def next_due(standing: Standing) -> date | None:
    """The day it is next due; None when it never is again, or is tied to the delivery alone."""
    if standing.state == "waived":
        return None
    if standing.verified_on is not None:
        return due_date(standing.due, standing.verified_on, standing.verified_on) if standing.recurs else None
    if standing.due_on is not None:
        return standing.due_on
    return due_date(standing.due, standing.decided_on) if standing.decided_on else None


def overdue(due: date | None, today: date) -> bool:
    """Late from the day after it was due."""
    return due is not None and due < today


def met(standing: Standing, today: date) -> bool:
    """Verified and, where it recurs, not overdue; or waived by a decision.

    Fresh evidence for what recurs does not undo the verification before it.
    """
    if standing.state == "waived":
        return True
    return standing.verified_on is not None and not overdue(next_due(standing), today)

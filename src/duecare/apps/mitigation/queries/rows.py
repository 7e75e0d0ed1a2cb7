"""Plans and measures as pages read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.mitigation.models import Measure
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.rules.progress import Standing


def due_of(row: Measure) -> Due:
    """The term of a measure."""
    return Due(DueKind(row.due_kind), row.due_days, row.due_months)


def standing(row: Measure, decided_on: date | None) -> Standing:
    """How a measure stands."""
    return Standing(row.state, due_of(row), row.due_on, decided_on, row.verified_on)


@dataclass(frozen=True, slots=True)
class ProofRow:
    """Evidence given once, with what somebody else made of it; `outcome` "" while nobody has looked."""

    id: UUID
    number: int
    sha256: str
    file_name: str
    note: str
    given_by: str
    given_at: datetime
    outcome: str
    judged_by: str
    judged_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class May:
    """What this reader may do with a measure now; the actions check again."""

    assign: bool = False
    set_due: bool = False
    drop: bool = False
    evidence: bool = False
    judge: bool = False
    waive: bool = False


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure. `overdue` is derived from the day; `met` is what the gate counts."""

    id: UUID
    plan_id: UUID
    opportunity_id: UUID
    reference: str
    code: str
    title: str
    what: str
    why: tuple[str, ...]
    origin: str
    decision_id: UUID | None
    owner_role: str
    verifier_role: str
    owner_id: UUID | None
    owner: str
    due: Due
    due_on: date | None
    next_due: date | None
    condition_precedent: bool
    evidence_wanted: tuple[str, ...]
    state: str
    overdue: bool
    met: bool
    verified_on: date | None
    verified_by: str
    waiver_id: UUID | None
    waiver_reason: str
    proofs: tuple[ProofRow, ...]
    may: May


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with its measures, conditions before delivery first.

    Attributes:
        missing: what the class of today asks for and the plan lacks, with what else is in the way of adopting it.
        changed: what differs from the paper that was frozen.
    """

    id: UUID
    opportunity_id: UUID
    customer_id: UUID | None
    reference: str
    title: str
    risk_class: str
    state: str
    version: int
    drafted_by: str
    drafted_at: datetime
    adopted_by: str
    adopted_at: datetime | None
    decided_on: date | None
    decision_id: UUID | None
    decision: str
    decision_state: str
    measures: tuple[MeasureRow, ...]
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    may_draft: bool
    may_adopt: bool
    may_redraft: bool
    may_submit: bool

    @property
    def may_assign(self) -> bool:
        """Whether this person may name the owner of any of its measures."""
        return any(measure.may.assign for measure in self.measures)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list, with how many of its measures are done, overdue, and before delivery still open."""

    id: UUID
    opportunity_id: UUID
    reference: str
    title: str
    risk_class: str
    state: str
    measures: int
    done: int
    overdue: int
    next_due: date | None
    conditions_open: int


@dataclass(frozen=True, slots=True)
class PlanQuery:
    """What to list: part of a reference or title, a class, a state ("draft", "adopted", "overdue"), a page.

    Attributes:
        count_to: overdue plans are counted no further; 0 for all. Where a number is only shown, not paged through.
    """

    text: str = ""
    risk_class: str = ""
    state: str = ""
    offset: int = 0
    size: int = 25
    count_to: int = 0


@dataclass(frozen=True, slots=True)
class PlanList:
    """One page of plans and how many there are in all."""

    rows: tuple[PlanRow, ...]
    total: int

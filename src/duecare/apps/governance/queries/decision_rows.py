"""What a decision's page shows, as frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from duecare.apps.governance.rules.authority import Level
from duecare.apps.governance.rules.voting import Outcome
from duecare.kernel.canonical import JSON

from .decisions import last_moment


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote on the page."""

    person_id: UUID
    name: str
    title: str
    independent: bool
    chair: bool
    choice: str
    reason: str
    at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a person on a decision: a recusal's reason or a dissent."""

    person_id: UUID
    name: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition; `by` names the voter, "" when the plan asks for it."""

    text: str
    measure: str
    precedent: bool
    adopted: bool
    by: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for reconsideration."""

    id: UUID
    new_facts: tuple[str, ...]
    name: str
    requested_by: UUID
    at: datetime
    admitted: bool | None
    answer: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A signed version of the record."""

    number: int
    occasion: str
    sha256: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class May:
    """What this reader may do now; the actions check again."""

    vote: bool = False
    close: bool = False
    ratify: bool = False
    object: bool = False
    recuse: bool = False
    dissent: bool = False
    withdraw: bool = False
    reconsider: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision as its page shows it. `waiting` names those who may vote and have not."""

    id: UUID
    reference: str
    state: str
    live: bool
    procedure: str
    committee_id: UUID | None
    committee: str
    kind: str
    subject_id: UUID
    customer_id: UUID | None
    paper_reference: str
    title: str
    sentence: str
    class_reasons: tuple[str, ...]
    payload: Mapping[str, JSON]
    sha256: str
    risk_class: str
    value_eur: Decimal | None
    requester: str
    opened_by: str
    opened_at: datetime
    closes_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    ratify_by: datetime | None
    urgency: str
    objection: str
    reasons: tuple[str, ...]
    changed: tuple[str, ...]
    new_sha256: str
    level: Level
    authority: str
    outcome: Outcome
    quorum: int
    votes: tuple[VoteRow, ...]
    total_votes: int
    waiting: tuple[str, ...]
    aside: tuple[Said, ...]
    dissents: tuple[Said, ...]
    conditions: tuple[ConditionRow, ...]
    requests: tuple[RequestRow, ...]
    records: tuple[RecordRow, ...]
    previous: tuple[UUID, str] | None
    later: tuple[tuple[UUID, str], ...]
    meetings: tuple[tuple[UUID, str], ...]
    may: May

    @property
    def closes_on(self) -> datetime | None:
        """A moment on the closing day itself."""
        return last_moment(self.closes_at)

    @property
    def ratify_until(self) -> datetime | None:
        """A moment on the last day for ratification."""
        return last_moment(self.ratify_by)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """What whoever asked may read: the outcome and its conditions, never who voted how."""

    id: UUID
    reference: str
    state: str
    subject_id: UUID
    title: str
    paper_reference: str
    risk_class: str
    decides: str
    opened_at: datetime
    decide_by: datetime
    decided_at: datetime | None
    conditions: tuple[ConditionRow, ...]
    changed: tuple[str, ...]
    requests: tuple[RequestRow, ...]
    may_reconsider: bool

"""What governance says of some things at one moment, in one statement: overrides in force and decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.gathering import Rows, Within, gather
from duecare.apps.governance.models import Committee, Condition, Decision, Override, Vote
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.governance.rules.states import REOPENABLE
from duecare.kernel.canonical import JSON

from .decisions import DecisionRow, InForce, row_of
from .registers import OverrideInForce, override_of

_OF_DECISIONS = Within(Decision, "subject_id", "id")


@dataclass(frozen=True, slots=True)
class Bearing:
    """What was read.

    Attributes:
        overrides: the override of its kind that counts on the day, for each thing that has one.
    """

    overrides: Mapping[UUID, OverrideInForce]
    _decisions: tuple[Decision, ...]
    _conditions: tuple[Condition, ...]
    _votes: Mapping[UUID, int]
    _committees: Mapping[UUID, str]

    def said_on_reopening(self, subject_id: UUID) -> tuple[str, ...]:
        """What the record says of why the last decision was reopened."""
        row = self._last(subject_id)
        return tuple(row.changed) if row is not None else ()

    def latest(self, subject_id: UUID) -> DecisionRow | None:
        """The last decision on a thing, whatever its state."""
        row = self._last(subject_id)
        if row is None:
            return None
        committee = self._committees.get(row.committee_id, "") if row.committee_id else ""
        return row_of(row, self._votes.get(row.id, 0), mine=False, committee=committee)

    def to_reopen(self, subject_id: UUID, new_sha256: str) -> bool:
        """Whether a decision that is open or stands is bound to another content."""
        return any(row.state in REOPENABLE and content_of(row) != new_sha256 for row in self._of(subject_id))

    def in_force(self, subject_id: UUID, sha256: str) -> InForce | None:
        """The decision that approves exactly this file, or None; `sha256` is of what is decided on.

        A decision in haste counts until its last day for ratification and not a moment longer, whether or
        not the job that lets it lapse has run.
        """
        now = clock.now()
        standing = [
            (row.decided_at, row)
            for row in self._of(subject_id)
            if content_of(row) == sha256 and row.decided_at is not None
            and (
                row.state in ("approved", "approved_with_conditions")
                or (row.state == "awaiting_ratification" and row.ratify_by is not None and row.ratify_by > now)
            )
        ]  # fmt: skip
        if not standing:
            return None
        decided_at, row = max(standing, key=lambda pair: pair[0])
        return InForce(
            decision_id=row.id,
            reference=row.reference,
            state=row.state,
            decided_at=decided_at,
            provisional=row.state == "awaiting_ratification",
            ratify_by=row.ratify_by,
            conditions=tuple(
                ProposedCondition(one.text, one.measure, one.precedent)
                for one in self._conditions
                if one.decision_id == row.id and one.adopted
            ),
        )

    def _last(self, subject_id: UUID) -> Decision | None:
        return max(self._of(subject_id), key=lambda one: (one.opened_at, one.reference), default=None)

    def _of(self, subject_id: UUID) -> tuple[Decision, ...]:
        return tuple(row for row in self._decisions if row.subject_id == subject_id)


def content_of(row: Decision) -> str:
    """Hash of what a decision is about; of an older row, which holds nothing beside it, that of the paper."""
    return row.content_sha256 or row.sha256


def bearing(subject_ids: Iterable[UUID], kind: str, on: date) -> Bearing:
    """Overrides of a kind in force on a day, and decisions, on any of these things; the papers stay unread."""
    overrides, decisions, conditions, votes, committees = gather(
        subject_ids,
        Rows(Override, "subject_id"),
        Rows(Decision, "subject_id", without=("payload",)),
        Rows(Condition, "decision_id", _OF_DECISIONS, order=("position",)),
        Rows(Vote, "decision_id", _OF_DECISIONS),
        Rows(Committee, "id", Within(Decision, "subject_id", "committee_id")),
    )
    counted = [
        row
        for row in overrides
        if row.kind == kind and row.state == "confirmed" and row.answered_at is not None and row.expires_on > on
    ]
    cast: dict[UUID, int] = {}
    for vote in votes:
        cast[vote.decision_id] = cast.get(vote.decision_id, 0) + 1
    return Bearing(
        # Of several the one confirmed last counts.
        {row.subject_id: override_of(row) for row in sorted(counted, key=lambda row: (row.answered_at, row.id))},
        tuple(decisions),
        tuple(conditions),
        cast,
        {row.id: row.name for row in committees},
    )


def latest_for(subject_id: UUID) -> DecisionRow | None:
    """The last decision on a thing, whatever its state. For apps above; pages ask `decision`."""
    return bearing((subject_id,), "decision", clock.today()).latest(subject_id)


def decision_in_force(subject_id: UUID, sha256: str) -> InForce | None:
    """The decision that approves exactly this file, or None."""
    return bearing((subject_id,), "decision", clock.today()).in_force(subject_id, sha256)


def to_reopen(subject_id: UUID, new_sha256: str) -> bool:
    """Whether a decision that is open or stands is bound to another content."""
    return bearing((subject_id,), "decision", clock.today()).to_reopen(subject_id, new_sha256)


def frozen_payload(decision_id: UUID) -> Mapping[str, JSON]:
    """The paper a decision is bound to, as it was frozen; empty when there is no such decision."""
    found = Decision.objects.filter(id=decision_id).values_list("payload", flat=True).first()
    paper = json.loads(found) if found else {}
    return paper if isinstance(paper, dict) else {}

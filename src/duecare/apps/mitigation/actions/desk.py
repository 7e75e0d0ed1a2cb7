"""The desk of those who decide: what is voted on and closed here is compared with the file at that moment.

Plain functions over the actions of governance. A paper whose file has changed is reopened first, in a
transaction of its own, and the vote is refused: nobody decides on what is no longer true.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from duecare.apps.governance import actions as governance_actions
from duecare.apps.governance import queries as governance
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation.queries.papers import changed_since_decision
from duecare.apps.mitigation.queries.plans import plan_id_of
from duecare.apps.mitigation.rules.papers import KIND
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.errors import Conflict

from .papers import reopen_changed, settle


def vote(
    *,
    by: Actor,
    decision_id: UUID,
    choice: str,
    reason: str,
    seen_sha256: str,
    conditions: tuple[ProposedCondition, ...] = (),
) -> UUID:
    """Vote on the paper, if its file is still what was frozen. Raises as `governance.actions.cast_vote`, and
    Conflict when the file changed."""
    _compare(by, decision_id)
    return governance_actions.cast_vote(
        by=by, decision_id=decision_id, choice=choice, reason=reason, seen_sha256=seen_sha256, conditions=conditions
    )


def close(*, by: Actor, decision_id: UUID, seen_votes: int) -> str:
    """Count, close, and draw the consequences, all or nothing. Raises as `governance.actions.close_decision`."""
    subject = _compare(by, decision_id)
    with transaction.atomic():
        state = governance_actions.close_decision(by=by, decision_id=decision_id, seen_votes=seen_votes)
        _follow(by, subject)
    return state


def ratify(*, by: Actor, decision_id: UUID, seen_votes: int) -> str:
    """Ratify, and draw the consequences. Raises as `governance.actions.ratify`."""
    subject = _compare(by, decision_id)
    with transaction.atomic():
        state = governance_actions.ratify(by=by, decision_id=decision_id, seen_votes=seen_votes)
        _follow(by, subject)
    return state


def withdraw(*, by: Actor, decision_id: UUID, reason: str) -> None:
    """Take a paper back; the opportunity goes back to the file. Raises as `governance.actions.withdraw`."""
    subject = _subject(by, decision_id)
    with transaction.atomic():
        governance_actions.withdraw(by=by, decision_id=decision_id, reason=reason)
        _follow(by, subject)


def _subject(by: Actor, decision_id: UUID) -> UUID | None:
    """The opportunity decided on; None for a paper that was not made of a file and a plan."""
    page = governance.decision(by, decision_id)
    return page.subject_id if page.kind == KIND and plan_id_of(page.subject_id) else None


def _compare(by: Actor, decision_id: UUID) -> UUID | None:
    subject = _subject(by, decision_id)
    if subject is not None and (said := changed_since_decision(subject)):
        reopen_changed(by=SYSTEM, opportunity_id=subject)
        raise Conflict(
            f"The file changed after this paper was frozen: {' '.join(said)}",
            "Nothing was voted on or closed; the decision is reopened.",
            "It comes back with the file as it is now.",
        )
    return subject


def _follow(by: Actor, subject: UUID | None) -> None:
    if subject is not None:
        settle(by=by, opportunity_id=subject)

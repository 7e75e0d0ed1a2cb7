"""Votes, recusals, objections and dissents. A vote is given once, on the paper that was read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.governance.models import Condition, Decision, Dissent, Recusal, Vote
from duecare.apps.governance.queries.bench import Table, table_of
from duecare.apps.governance.queries.days import today
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.governance.rules.procedures import (
    MEETING,
    SINGLE,
    URGENT,
    URGENT_DECIDERS,
    WRITTEN,
    check_voting_open,
)
from duecare.apps.governance.rules.states import LIVE
from duecare.apps.governance.rules.voting import CHOICES
from duecare.kernel.actor import Actor, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied

from .committees import seat_of
from .opening import about, check_not_interested, lock
from .records import issue

DISSENT_DAYS = 14
"""Days after a decision in which an outvoted member may still put a dissent on record."""


@action(acts.DECISION_VOTE)
def cast_vote(
    *,
    by: Actor,
    decision_id: UUID,
    choice: str,
    reason: str,
    seen_sha256: str,
    conditions: tuple[ProposedCondition, ...] = (),
) -> Recorded[UUID]:
    """Vote, once. There is no change of vote: an open vote that can be changed invites pressure.

    Args:
        choice: one of `rules.voting.CHOICES`; "defer" says that something is missing.
        seen_sha256: hash of the paper the voter read.
        conditions: with "for_with_conditions", at least one; all bind if it is approved.

    Raises:
        BadInput: unknown choice, no reason, conditions missing or not asked for.
        Conflict: closed, another paper, already voted. Denied: may not vote on this.
    """
    _check_vote(choice, reason, conditions)
    row = lock(decision_id)
    if row.state not in LIVE:
        raise Conflict(f"{row.reference} is {row.state.replace('_', ' ')}.", "Your vote was not counted.")
    if seen_sha256 != row.sha256:
        raise Conflict(
            "The paper you read is not the one being decided.",
            "Your vote was not counted.",
            "Read the paper and vote again.",
        )
    table = table_of(row, also=by.id if row.procedure == SINGLE else None)
    _check_may_vote(row, table, by)
    seat = seat_of(row.committee_id, by.id, today())
    vote = Vote.objects.create(
        decision=row,
        position=table.total + 1,
        person_id=by.id,
        choice=choice,
        reason=reason.strip(),
        title=seat.title if seat else "",
        independent=bool(seat and seat.independent),
        chair=bool(seat and seat.chair),
        seen_sha256=seen_sha256,
        at=clock.now(),
    )
    first = Condition.objects.filter(decision=row).count() + 1
    Condition.objects.bulk_create(
        Condition(
            decision=row, vote=vote, position=place, text=one.text.strip(), measure=one.measure, precedent=one.precedent
        )
        for place, one in enumerate(conditions, start=first)
    )
    facts: dict[str, JSON] = {
        "choice": choice,
        "seen_sha256": seen_sha256,
        "conditions": len(conditions),
        "vote": str(vote.id),
    }
    return Recorded(vote.id, about(row), facts, {"reason": reason.strip()})


def _check_vote(choice: str, reason: str, conditions: tuple[ProposedCondition, ...]) -> None:
    if choice not in CHOICES:
        raise BadInput("there is no such vote", field="choice", value=choice)
    if not reason.strip():
        raise BadInput(
            "a vote carries its reason", field="reason", todo="A sentence is enough; it is kept in the record."
        )
    if choice == "for_with_conditions" and not conditions:
        raise BadInput("name the conditions", field="conditions")
    if choice != "for_with_conditions" and conditions:
        raise BadInput("only a conditional vote carries conditions", field="conditions")
    if any(not one.text.strip() for one in conditions):
        raise BadInput("a condition needs its words", field="conditions")


def _check_may_vote(row: Decision, table: Table, by: Actor) -> None:
    if Vote.objects.filter(decision=row, person_id=by.id).exists():
        raise Conflict(
            "You have voted already.",
            "The first vote stands.",
            "A vote cannot be changed; put a dissent on record instead.",
        )
    check_not_interested(row, by)
    if row.procedure == SINGLE and not by.has(Role.COMPLIANCE_OFFICER):
        raise Denied("A compliance officer decides this.", "Your vote was not counted.")
    if table.bench.member(by.id) is None:
        why = table.bench.excluded.get(by.id)
        raise Denied(
            f"You do not vote on this: you {why}."
            if why in _OWN
            else f"You do not vote on this: {why}."
            if why
            else "You have no seat where this is decided.",
            "Your vote was not counted.",
        )
    check_voting_open(table.standing)
    if row.state == "open" and row.procedure == URGENT and table.standing.votes >= URGENT_DECIDERS:
        raise Conflict("Two persons have voted.", "Your vote was not counted.", "Close it; the others vote to ratify.")
    if row.ratify_by is not None and table.standing.now >= row.ratify_by:
        raise Conflict(
            "The days for ratification have passed.", "Your vote was not counted.", "It has lapsed; open it anew."
        )


_OWN = frozenset({"sits without a vote"})


@action(acts.DECISION_RECUSE)
def recuse(*, by: Actor, decision_id: UUID, reason: str) -> Recorded[None]:
    """Stand aside from this paper. A vote already given stays on record and no longer counts.

    Raises:
        BadInput: no reason. Denied: no seat. Conflict: closed, or already aside.
    """
    row = lock(decision_id)
    if not reason.strip():
        raise BadInput("say why you stand aside", field="reason")
    if row.state not in LIVE:
        raise Conflict(f"{row.reference} is {row.state.replace('_', ' ')}.", "Nothing was changed.")
    if seat_of(row.committee_id, by.id, today()) is None:
        raise Denied("You have no seat where this is decided.", "Nothing was changed.")
    if Recusal.objects.filter(decision=row, person_id=by.id).exists():
        raise Conflict("You stand aside already.", "Nothing was changed.")
    Recusal.objects.create(decision=row, person_id=by.id, reason=reason.strip(), standing=False, at=clock.now())
    return Recorded(None, about(row), personal={"reason": reason.strip()})


@action(acts.DECISION_OBJECT)
def object_to_written(*, by: Actor, decision_id: UUID, reason: str) -> Recorded[None]:
    """Ask for a meeting: any member who may vote can end a written procedure so.

    Raises:
        BadInput: no reason. Conflict: not a written procedure, or closed. Denied: may not vote on this.
    """
    row = lock(decision_id)
    if not reason.strip():
        raise BadInput("say what needs discussion", field="reason")
    if row.state != "open" or row.procedure != WRITTEN:
        raise Conflict("This is not in a written procedure.", "Nothing was changed.")
    table = table_of(row)
    if table.bench.member(by.id) is None:
        raise Denied("You do not vote on this.", "Nothing was changed.")
    check_voting_open(table.standing)
    row.procedure, row.closes_at, row.objection = MEETING, None, reason.strip()
    row.save(update_fields=["procedure", "closes_at", "objection"])
    return Recorded(None, about(row), personal={"reason": reason.strip()})


@action(acts.DECISION_DISSENT)
def write_dissent(*, by: Actor, decision_id: UUID, text: str) -> Recorded[None]:
    """Put a dissent on record, word for word; possible until two weeks after the decision.

    Raises:
        BadInput: nothing written. Denied: did not vote on this. Conflict: too late, or already written.
    """
    row = lock(decision_id)
    if not text.strip():
        raise BadInput("a dissent needs its words", field="text")
    if not Vote.objects.filter(decision=row, person_id=by.id).exists():
        raise Denied("A dissent is written by those who voted.", "Nothing was changed.", "Vote first.")
    if row.decided_at is not None and clock.now() > row.decided_at + timedelta(days=DISSENT_DAYS):
        raise Conflict(f"The {DISSENT_DAYS} days for a dissent have passed.", "Nothing was changed.")
    if Dissent.objects.filter(decision=row, person_id=by.id).exists():
        raise Conflict("Your dissent is on record.", "Nothing was changed.")
    Dissent.objects.create(decision=row, person_id=by.id, text=text.strip(), at=clock.now())
    if row.state not in LIVE:
        issue(row, "dissent")
    return Recorded(None, about(row), {"after_closing": row.state not in LIVE}, {"text": text.strip()})

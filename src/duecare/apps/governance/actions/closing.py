"""Close the vote, ratify, let lapse. Two people at once: the second one is told."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.governance.models import Condition, Decision, Recusal
from duecare.apps.governance.queries.bench import Table, table_of
from duecare.apps.governance.queries.days import today, zone
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.procedures import MEETING, URGENT, WRITTEN, check_closable, ratify_by
from duecare.apps.governance.rules.quorum import ADVISER
from duecare.apps.governance.rules.states import VERB_OF, check_move
from duecare.apps.governance.rules.voting import APPROVALS, OPEN, Outcome, urgent_agreement
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict, Denied

from .committees import seat_of
from .opening import about, check_not_interested, lock
from .records import issue


@action(acts.DECISION_CLOSE)
def close_decision(*, by: Actor, decision_id: UUID, seen_votes: int) -> Recorded[str]:
    """Count and close. The outcome follows from the votes; nobody chooses it.

    Args:
        seen_votes: how many votes the closer saw; a vote that came meanwhile stops the closing.

    Returns:
        The new state; "open" when it goes to a meeting instead (no quorum by the closing day, or two who disagree).

    Raises:
        Conflict: closed by somebody else, a new vote, too early, no quorum. Denied: an interested person, no seat.
    """
    row = lock(decision_id)
    check_move(row.state, "decide_in_haste", by)
    _check_closer(row, by)
    table = table_of(row)
    _check_seen(table, seen_votes)
    check_closable(table.standing, table.bench)
    if row.procedure == URGENT:
        agreed, why = urgent_agreement(table.bench, table.level, table.votes)
        return _hasten(row, by, table, why) if agreed else _to_meeting(row, why)
    if table.outcome.state == OPEN:
        if row.procedure == WRITTEN:
            return _to_meeting(row, table.outcome.reasons[-1])
        raise Conflict(table.outcome.reasons[-1], "Nothing was changed.", "Wait for the missing votes.")
    return _decide(row, by, table, "closed")


@action(acts.DECISION_RATIFY)
def ratify(*, by: Actor, decision_id: UUID, seen_votes: int) -> Recorded[str]:
    """Close the committee's vote on what two persons decided in haste.

    Raises:
        Conflict: nothing to ratify, too late, a new vote, no quorum. Denied: see `close_decision`.
    """
    row = lock(decision_id)
    if row.state != "awaiting_ratification":
        raise Conflict(f"{row.reference} is {row.state.replace('_', ' ')}.", "There is nothing to ratify.")
    _check_closer(row, by)
    table = table_of(row)
    _check_seen(table, seen_votes)
    if row.ratify_by is None or table.standing.now >= row.ratify_by:
        raise Conflict("The days for ratification have passed.", "Nothing was changed.", "It has lapsed; open it anew.")
    if table.outcome.state == OPEN:
        raise Conflict(table.outcome.reasons[-1], "Nothing was changed.", "Wait for the missing votes.")
    return _decide(row, by, table, "ratified")


@action(acts.DECISION_LAPSE)
def lapse(*, by: Actor, decision_id: UUID) -> Recorded[None]:
    """Let an urgent decision lapse that nobody ratified in time.

    Raises:
        Conflict: ratified meanwhile, or the days have not passed.
    """
    row = lock(decision_id)
    target = check_move(row.state, "lapse", by).target
    if row.ratify_by is None or clock.now() < row.ratify_by:
        raise Conflict("It may still be ratified.", "Nothing was changed.")
    row.state = target
    row.reasons = [*row.reasons, "Nobody ratified it in time."]
    row.save(update_fields=["state", "reasons"])
    Condition.objects.filter(decision=row).update(adopted=False)
    issue(row, "lapsed")
    return Recorded(None, about(row), {"ratify_by": row.ratify_by.isoformat()})


def _check_closer(row: Decision, by: Actor) -> None:
    """The chair of the committee or a compliance officer; never somebody interested."""
    check_not_interested(row, by)
    seat = seat_of(row.committee_id, by.id, today()) if row.committee_id else None
    if by.kind is Kind.PERSON and (by.has(Role.COMPLIANCE_OFFICER) or (seat is not None and seat.chair)):
        return
    raise Denied("The chair or a compliance officer closes the vote.", "Nothing was changed.", "Ask one of them.")


def _check_seen(table: Table, seen_votes: int) -> None:
    if table.total != seen_votes:
        raise Conflict(
            f"You saw {seen_votes} votes; there are {table.total}.",
            "Nothing was closed.",
            "Reload the page and read the new vote before you close.",
        )


def _decide(row: Decision, by: Actor, table: Table, occasion: str) -> Recorded[str]:
    outcome = table.outcome
    row.state = check_move(row.state, VERB_OF[outcome.state], by).target
    row.decided_at, row.decided_by, row.reasons = clock.now(), by.id, [*row.reasons, *outcome.reasons]
    row.save(update_fields=["state", "decided_at", "decided_by", "reasons"])
    _keep(row, table, adopted=outcome.state in APPROVALS)
    issue(row, occasion, outcome)
    return Recorded(row.state, about(row), _facts(row, outcome))


def _hasten(row: Decision, by: Actor, table: Table, why: str) -> Recorded[str]:
    row.state = check_move(row.state, VERB_OF["awaiting_ratification"], by).target
    row.decided_at, row.decided_by, row.reasons = clock.now(), by.id, [why]
    row.ratify_by = ratify_by(today(), int(row.authority["ratify_within_days"]), zone())
    row.save(update_fields=["state", "decided_at", "decided_by", "reasons", "ratify_by"])
    _keep(row, table, adopted=True)
    issue(row, "closed", table.outcome)
    return Recorded(row.state, about(row), _facts(row, table.outcome))


def _to_meeting(row: Decision, why: str) -> Recorded[str]:
    row.procedure, row.closes_at, row.objection = MEETING, None, why
    row.save(update_fields=["procedure", "closes_at", "objection"])
    return Recorded(row.state, about(row), {"state": "open, referred to a meeting", "why": why})


def _keep(row: Decision, table: Table, *, adopted: bool) -> None:
    """Freeze who stood aside by declarations that came after the opening, and which conditions bind."""
    known = set(Recusal.objects.filter(decision=row).values_list("person_id", flat=True))
    Recusal.objects.bulk_create(
        Recusal(decision=row, person_id=person, reason=why, standing=True, at=clock.now())
        for person, why in table.bench.excluded.items()
        if person not in known and why != ADVISER
    )
    counted = [vote.person_id for vote in table.votes if table.bench.member(vote.person_id) is not None]
    conditions = Condition.objects.filter(decision=row)
    conditions.update(adopted=False)
    if adopted:
        (conditions.filter(vote=None) | conditions.filter(vote__person_id__in=counted)).update(adopted=True)


def _facts(row: Decision, outcome: Outcome) -> dict[str, JSON]:
    return {
        "state": row.state,
        "sha256": row.sha256,
        "for": outcome.ayes,
        "against": outcome.noes,
        "defer": outcome.deferrals,
        "abstain": outcome.abstentions,
        "quorum": outcome.quorum,
    }

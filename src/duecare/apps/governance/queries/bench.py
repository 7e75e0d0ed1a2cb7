"""Who may vote on a decision now, how it stands, and what its votes say: read by pages and actions alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.gathering import Rows, Within, gather
from duecare.apps.governance.models import AgendaItem, Condition, Decision, Meeting, Membership, Recusal, Vote
from duecare.apps.governance.rules import conflicts, quorum, voting
from duecare.apps.governance.rules.authority import Level, level_of
from duecare.apps.governance.rules.conflicts import Declared
from duecare.apps.governance.rules.papers import FrozenPaper
from duecare.apps.governance.rules.procedures import SINGLE, Standing
from duecare.apps.governance.rules.quorum import Bench, Member
from duecare.apps.governance.rules.states import LIVE
from duecare.apps.governance.rules.voting import Cast, Outcome

from .committees import declared
from .days import today


@dataclass(frozen=True, slots=True)
class Table:
    """A decision as it lies on the table now."""

    level: Level
    bench: Bench
    standing: Standing
    outcome: Outcome
    votes: tuple[Cast, ...]
    total: int


def level_for(decision: Decision) -> Level:
    """The row of the matrix frozen with the decision."""
    return level_of(decision.authority["row"])


def paper_of(decision: Decision) -> FrozenPaper:
    """The paper's address as the conflict rules read it; the payload stays in the row."""
    return FrozenPaper(
        kind=decision.kind,
        subject_id=decision.subject_id,
        customer_id=decision.customer_id,
        reference=decision.paper_reference,
        title=decision.title,
        payload={},
        sha256=decision.sha256,
        risk_class=decision.risk_class,
        value_eur=decision.value_eur,
        requester_id=decision.requester_id,
        account_team=tuple(UUID(one) for one in decision.account_team),
        countries=tuple(decision.countries),
        parties=tuple(UUID(one) for one in decision.parties),
    )


def bench_of(
    decision: Decision,
    members: Iterable[Member],
    recused: Iterable[tuple[UUID, str]],
    declared: Iterable[Declared],
) -> Bench:
    """Who may vote: seats held today minus the requester, the account team and everybody recused."""
    paper = paper_of(decision)
    return quorum.bench(
        tuple(members),
        level_for(decision),
        requester_id=paper.requester_id,
        account_team=paper.account_team,
        recused={**conflicts.recusals(declared, paper, today()), **dict(recused)},
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows a decision's state follows from, read once."""

    votes: tuple[Vote, ...]
    recusals: tuple[Recusal, ...]
    seats: tuple[Membership, ...]
    conditions: tuple[Condition, ...]
    agenda: tuple[tuple[date, UUID, str], ...]
    declared: tuple[Declared, ...]


def load(decision: Decision) -> Loaded:
    """Read them; conflicts only while votes may be cast, because afterwards the recusals are kept."""
    votes, recusals, conditions, items, meetings, held = gather(
        (decision.id,),
        Rows(Vote, "decision_id", order=("position",)),
        Rows(Recusal, "decision_id", order=("at", "id")),
        Rows(Condition, "decision_id", order=("position",)),
        Rows(AgendaItem, "decision_id"),
        Rows(Meeting, "id", Within(AgendaItem, "decision_id", "meeting_id")),
        Rows(Membership, "committee_id", Within(Decision, "id", "committee_id"), order=("start", "id")),
    )
    on = today()
    seats = tuple(seat for seat in held if seat.start <= on and (seat.end is None or seat.end > on))
    on_agenda = {item.meeting_id for item in items}
    agenda = sorted((one for one in meetings if one.id in on_agenda), key=lambda one: one.held_on, reverse=True)
    live = decision.state in LIVE and bool(seats)
    return Loaded(
        votes=tuple(votes),
        recusals=tuple(recusals),
        seats=seats,
        conditions=tuple(conditions),
        agenda=tuple((one.held_on, one.id, one.reference) for one in agenda),
        declared=declared(frozenset(seat.person_id for seat in seats)) if live else (),
    )


def table_of(decision: Decision, *, also: UUID | None = None, loaded: Loaded | None = None) -> Table:
    """How the decision stands now.

    Args:
        also: a compliance officer about to decide alone, who has no seat.
        loaded: its rows where the caller has read them already.
    """
    rows = loaded or load(decision)
    votes = tuple(Cast(vote.person_id, vote.choice) for vote in rows.votes)
    recused = tuple((one.person_id, one.reason) for one in rows.recusals)
    bench = bench_of(decision, _members(decision, rows, also), recused, rows.declared)
    level = level_for(decision)
    plan = any(one.vote_id is None for one in rows.conditions)
    outcome = voting.outcome(bench, level, votes, conditions=plan)
    held = rows.agenda[0][0] if rows.agenda else None
    standing = Standing(decision.procedure, clock.now(), decision.closes_at, held, today(), outcome.votes)
    return Table(level, bench, standing, outcome, votes, len(votes))


def _members(decision: Decision, rows: Loaded, also: UUID | None) -> tuple[Member, ...]:
    if decision.procedure != SINGLE:
        return tuple(Member(seat.person_id, seat.independent, seat.chair, seat.votes) for seat in rows.seats)
    alone = {vote.person_id: Member(vote.person_id) for vote in rows.votes}
    if also is not None:
        alone.setdefault(also, Member(also))
    return tuple(alone.values())

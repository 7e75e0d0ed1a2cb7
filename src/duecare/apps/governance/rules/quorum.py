"""Who may vote on a paper, and how many must: members minus the recused, never fewer than the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from .authority import Level


@dataclass(frozen=True, slots=True)
class Member:
    """A seat as held on the day the decision is taken."""

    person_id: UUID
    independent: bool = False
    chair: bool = False
    votes: bool = True


@dataclass(frozen=True, slots=True)
class Bench:
    """Those who may vote, and those who may not with the reason.

    Attributes:
        may_vote: members who may vote.
        excluded: person → why not.
        quorum: how many of `may_vote` must vote.
        reachable: False when too few are left, or no independent one where one is needed.
    """

    may_vote: tuple[Member, ...]
    excluded: Mapping[UUID, str]
    quorum: int
    reachable: bool

    def member(self, person_id: UUID) -> Member | None:
        """The seat of somebody who may vote, or None."""
        return next((member for member in self.may_vote if member.person_id == person_id), None)


REQUESTER = "asked for this decision"
ACCOUNT_TEAM = "belongs to the account team"
ADVISER = "sits without a vote"


def bench(
    members: tuple[Member, ...],
    level: Level,
    *,
    requester_id: UUID,
    account_team: tuple[UUID, ...],
    recused: Mapping[UUID, str],
) -> Bench:
    """Who decides this paper.

    The quorum is a majority of those who may vote, and never below the level's floor: recusals
    must not make a committee of one.
    """
    excluded: dict[UUID, str] = {}
    for member in members:
        if member.person_id == requester_id:
            excluded[member.person_id] = REQUESTER
        elif member.person_id in account_team:
            excluded[member.person_id] = ACCOUNT_TEAM
        elif member.person_id in recused:
            excluded[member.person_id] = recused[member.person_id]
        elif not member.votes:
            excluded[member.person_id] = ADVISER
    may_vote = tuple(member for member in members if member.person_id not in excluded)
    quorum = max(level.quorum_at_least, len(may_vote) // 2 + 1)
    independent = any(member.independent for member in may_vote)
    reachable = len(may_vote) >= quorum and (independent or not level.independent_required)
    return Bench(may_vote, excluded, quorum, reachable)

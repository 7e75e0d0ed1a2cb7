"""From votes to an outcome, with the reasons in sentences.

What decides: votes for against votes that are not for. Abstentions count for the quorum only. A
conditional vote counts as for, together with its conditions. The chair's vote is cast a second
time on a tie and only then. Nothing here can approve without quorum, without an independent
member's vote where one is required, against an independent veto, or at a prohibited class.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .authority import Level
from .quorum import Bench

CHOICES = ("for", "for_with_conditions", "against", "defer", "abstain")
FOR = frozenset({"for", "for_with_conditions"})

OPEN = "open"
APPROVED = "approved"
APPROVED_WITH_CONDITIONS = "approved_with_conditions"
DEFERRED = "deferred"
REJECTED = "rejected"
APPROVALS = frozenset({APPROVED, APPROVED_WITH_CONDITIONS})


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote as cast."""

    person_id: UUID
    choice: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the votes say.

    Attributes:
        state: a state of the decision; `OPEN` when it cannot be closed yet.
        reasons: why, in order, one sentence each.
        ayes, noes, deferrals, abstentions: votes that counted.
        quorum: votes needed.
        independent_voted: an independent member voted.
    """

    state: str
    reasons: tuple[str, ...]
    ayes: int
    noes: int
    deferrals: int
    abstentions: int
    quorum: int
    independent_voted: bool

    @property
    def votes(self) -> int:
        """Votes that counted for the quorum."""
        return self.ayes + self.noes + self.deferrals + self.abstentions


def outcome(bench: Bench, level: Level, votes: tuple[Cast, ...], *, conditions: bool) -> Outcome:
    """What these votes decide.

    Args:
        bench: who may vote; a vote of anybody else is not counted.
        level: the row of the authority matrix frozen with the paper.
        votes: as cast, one a person.
        conditions: True when the paper itself carries conditions.
    """
    counted = tuple(vote for vote in votes if bench.member(vote.person_id) is not None)
    ayes = sum(vote.choice in FOR for vote in counted)
    noes = sum(vote.choice == "against" for vote in counted)
    deferrals = sum(vote.choice == "defer" for vote in counted)
    independents = [vote.choice for vote in counted if _independent(bench, vote)]
    state, reasons = _decide(bench, level, counted, independents)
    if state == APPROVED and (conditions or any(vote.choice == "for_with_conditions" for vote in counted)):
        state = APPROVED_WITH_CONDITIONS
        reasons = (*reasons, "The conditions of the plan and of every conditional vote bind.")
    return Outcome(
        state=state,
        reasons=reasons,
        ayes=ayes,
        noes=noes,
        deferrals=deferrals,
        abstentions=len(counted) - ayes - noes - deferrals,
        quorum=bench.quorum,
        independent_voted=bool(independents),
    )


def urgent_agreement(bench: Bench, level: Level, votes: tuple[Cast, ...]) -> tuple[bool, str]:
    """Whether two persons may act at once, subject to ratification: both for, one independent where one is required."""
    counted = tuple(vote for vote in votes if bench.member(vote.person_id) is not None)
    if len(counted) < 2 or any(vote.choice not in FOR for vote in counted):
        return False, "The two did not agree, so the committee decides in a meeting."
    if level.independent_required and not any(_independent(bench, vote) for vote in counted):
        return False, "Neither of the two is independent, and at this class one must be; the committee decides."
    if not level.may_approve:
        return False, "This class cannot be approved; the committee decides."
    return True, f"{len(counted)} persons voted for in haste; it lapses unless the committee ratifies it in time."


def _independent(bench: Bench, vote: Cast) -> bool:
    member = bench.member(vote.person_id)
    return member is not None and member.independent


def _decide(
    bench: Bench, level: Level, counted: tuple[Cast, ...], independents: list[str]
) -> tuple[str, tuple[str, ...]]:
    if len(counted) < bench.quorum:
        return OPEN, (f"The quorum is not reached: {len(counted)} of {bench.quorum} votes.",)
    quorate = f"The quorum is reached: {len(counted)} votes, {bench.quorum} needed."
    if level.independent_required and not independents:
        return OPEN, (quorate, "No independent member has voted, and at this class one must.")
    if level.independent_veto and "against" in independents:
        return REJECTED, (quorate, "An independent member voted against, which at this class ends it.")
    state, why = _majority(bench, counted)
    if state == APPROVED and not level.may_approve:
        return REJECTED, (quorate, why, "This class cannot be approved; only new facts or a new method change it.")
    return state, (quorate, why)


def _majority(bench: Bench, counted: tuple[Cast, ...]) -> tuple[str, str]:
    ayes = sum(vote.choice in FOR for vote in counted)
    noes = sum(vote.choice == "against" for vote in counted)
    later = sum(vote.choice == "defer" for vote in counted)
    tally = f"{ayes} for, {noes} against, {later} to defer"
    if ayes > noes + later:
        return APPROVED, f"A majority is for: {tally}."
    if noes > ayes + later:
        return REJECTED, f"A majority is against: {tally}."
    chair = _chairs_choice(bench, counted)
    if ayes == noes + later and ayes and chair in FOR:
        return APPROVED, f"A tie, {tally}; the chair's casting vote is for."
    if noes == ayes + later and noes and chair == "against":
        return REJECTED, f"A tie, {tally}; the chair's casting vote is against."
    return DEFERRED, f"No side has a majority: {tally}."


def _chairs_choice(bench: Bench, counted: tuple[Cast, ...]) -> str:
    for vote in counted:
        member = bench.member(vote.person_id)
        if member is not None and member.chair:
            return vote.choice
    return ""

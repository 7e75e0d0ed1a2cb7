"""The states of a decision as one table."""

from __future__ import annotations

from dataclasses import replace

from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.states import Move, StateTable, roles, sources

_CLOSERS = roles(Role.COMMITTEE_MEMBER, Role.COMPLIANCE_OFFICER)
_SYSTEM = frozenset({"reopen", "lapse"})

DECISION = StateTable(
    name="decision",
    initial="open",
    states=(
        ("open", "Votes may be cast."),
        ("awaiting_ratification", "Approved by two persons in haste; lapses unless the committee ratifies in time."),
        ("approved", "Approved, bound to the hash of the paper."),
        ("approved_with_conditions", "Approved, with conditions that bind."),
        ("deferred", "Not decided: something is missing; a fuller paper may come."),
        ("rejected", "Refused; only new facts bring it back."),
        ("withdrawn", "Taken back before it was decided."),
        ("reopened", "The file changed after the paper was frozen, so this decision no longer stands."),
        ("lapsed", "Approved in haste and not ratified in time, so it never counted."),
    ),
    moves=(
        Move("approve", sources("open", "awaiting_ratification"), "approved", _CLOSERS, ("quorum", "majority for")),
        Move(
            "approve_with_conditions",
            sources("open", "awaiting_ratification"),
            "approved_with_conditions",
            _CLOSERS,
            ("quorum", "majority for", "conditions named"),
        ),
        Move("defer", sources("open", "awaiting_ratification"), "deferred", _CLOSERS, ("quorum",)),
        Move("reject", sources("open", "awaiting_ratification"), "rejected", _CLOSERS, ("quorum",)),
        Move("decide_in_haste", sources("open"), "awaiting_ratification", _CLOSERS, ("two votes for",), persons=2),
        Move(
            "lapse", sources("awaiting_ratification"), "lapsed", _CLOSERS, ("the last day for ratification has passed",)
        ),
        Move(
            "withdraw",
            sources("open", "awaiting_ratification"),
            "withdrawn",
            roles(Role.COMPLIANCE_OFFICER),
            reason_required=True,
        ),
        Move(
            "reopen",
            sources("open", "awaiting_ratification", "approved", "approved_with_conditions"),
            "reopened",
            roles(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL),
            ("the file's hash differs from the paper's",),
        ),
    ),
)

VERB_OF = {
    "approved": "approve",
    "approved_with_conditions": "approve_with_conditions",
    "deferred": "defer",
    "rejected": "reject",
    "awaiting_ratification": "decide_in_haste",
}
"""Outcome of the votes → the move it makes."""

LIVE = frozenset({"open", "awaiting_ratification"})
"""Votes may still be cast."""
STANDING = frozenset({"awaiting_ratification", "approved", "approved_with_conditions"})
"""May be in force."""
REOPENABLE = LIVE | STANDING


def check_move(state: str, verb: str, by: Actor, reason: str = "") -> Move:
    """`DECISION.check`, with the few moves that the system makes by itself.

    Raises:
        Conflict, Denied: see `StateTable.check`.
    """
    if by.kind is Kind.SYSTEM and verb in _SYSTEM:
        return DECISION.check(state, verb, replace(by, roles=frozenset(Role)), reason)
    return DECISION.check(state, verb, by, reason)

"""What a decision means for the opportunity it was taken on. Pure."""

from __future__ import annotations

_AIM = {
    "approved": "approved",
    "approved_with_conditions": "approved",
    "awaiting_ratification": "approved",
    "rejected": "rejected",
    "deferred": "filed",
    "withdrawn": "filed",
    "lapsed": "filed",
    "reopened": "filed",
}
_VERB = {
    ("submitted", "approved"): "approve",
    ("submitted", "rejected"): "reject",
    ("approved", "filed"): "reopen",
    ("live", "filed"): "reopen",
}


def following_move(decision: str, opportunity: str) -> str:
    """The verb that brings the opportunity to where the decision leaves it; "" when it is there already.

    What was withdrawn or ended stays so; a filed opportunity is never moved by an old decision.
    """
    aim = _AIM.get(decision, "")
    if (opportunity, aim) == ("submitted", "filed"):
        return "defer" if decision == "deferred" else "take_back"
    return _VERB.get((opportunity, aim), "")

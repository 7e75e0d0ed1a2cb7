"""The life of an entitlement as one table. That its days are over is no move: the clock says it."""

from __future__ import annotations

from datetime import date

from duecare.kernel.actor import Role
from duecare.kernel.states import Move, StateTable, roles, sources

_SUPPLY = roles(Role.COMPLIANCE_OFFICER, Role.PRODUCT_SECURITY)
_AGREE = roles(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)
_ASK = roles(Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY)

ENTITLEMENT = StateTable(
    name="entitlement",
    initial="proposed",
    states=(
        ("proposed", "Waits for a second person; the product does nothing with it."),
        ("in_force", "The product may do what it says, from its first day to its last."),
        ("suspended", "The product stops; nothing new is sold to the customer."),
        ("replaced", "A later entitlement of the same deployment took its place."),
        ("refused", "A second person refused it."),
        ("ended", "Nothing is supplied under it any more."),
    ),
    moves=(
        Move("issue", sources("proposed"), "in_force", _AGREE, ("nothing that blocks the deal",), persons=2),
        Move("refuse", sources("proposed"), "refused", _AGREE, reason_required=True),
        Move("suspend", sources("in_force"), "suspended", _ASK, ("the daily run",)),
        Move("reinstate", sources("suspended"), "in_force", _AGREE, ("the daily run",), persons=2),
        Move("end", sources("in_force"), "ended", _AGREE, ("the daily run",), persons=2),
        Move("replace", sources("in_force"), "replaced", _SUPPLY, ("a renewal that was issued",)),
    ),
)

STANDING = ("in_force", "suspended")
"""States in which a deployment has an entitlement; at most one each."""
SHOWN = (*(code for code, _ in ENTITLEMENT.states), "not_yet", "expired")
"""What `shown` may say."""


def shown(state: str, starts_on: date, ends_on: date, on: date) -> str:
    """The state on a day. A suspended one stays suspended when its days are over, so that nobody waits it out."""
    if state != "in_force":
        return state
    return "not_yet" if on < starts_on else "expired" if on > ends_on else "in_force"

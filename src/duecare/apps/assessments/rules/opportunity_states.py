"""The life of an opportunity as one table."""

from __future__ import annotations

from duecare.kernel.actor import Role
from duecare.kernel.states import Move, StateTable, roles, sources

_FILE = roles(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
_OFFICER = roles(Role.COMPLIANCE_OFFICER)

OPPORTUNITY = StateTable(
    name="opportunity",
    initial="draft",
    states=(
        ("draft", "Being written by sales; gaps are allowed."),
        ("filed", "Complete as far as sales knows; the due-diligence file is being worked."),
        ("submitted", "Frozen and before the body that decides."),
        ("approved", "Decided for; conditions before delivery may be open."),
        ("rejected", "Decided against; the same deal comes back with new facts only."),
        ("live", "Delivered and in use; watched until it ends."),
        ("ended", "No longer in use; past use stays in scope of investigations."),
        ("withdrawn", "Given up by those who filed it."),
    ),
    moves=(
        Move(
            "file", sources("draft"), "filed", roles(Role.SALES, Role.COMPLIANCE_OFFICER), ("the intake is complete",)
        ),
        Move("submit", sources("filed"), "submitted", _FILE, ("a confirmed class", "a mitigation plan")),
        Move("take_back", sources("submitted"), "filed", _OFFICER, reason_required=True),
        Move(
            "approve",
            sources("submitted"),
            "approved",
            roles(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER),
            ("a decision in force on the frozen file",),
        ),
        Move(
            "reject",
            sources("submitted"),
            "rejected",
            roles(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER),
            ("a decision on the frozen file",),
        ),
        Move("defer", sources("submitted"), "filed", roles(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)),
        Move(
            "reopen", sources("approved", "live", "rejected"), "filed", _FILE, ("what changed",), reason_required=True
        ),
        Move("go_live", sources("approved"), "live", _OFFICER, ("the gate permits delivery",)),
        Move("end", sources("live", "approved"), "ended", _OFFICER, reason_required=True),
        Move(
            "withdraw",
            sources("draft", "filed", "submitted"),
            "withdrawn",
            roles(Role.SALES, Role.COMPLIANCE_OFFICER),
            reason_required=True,
        ),
    ),
)

CHANGEABLE = frozenset({"draft", "filed"})
"""States in which the deal itself may be changed; later the decision is bound to what was frozen."""
OVER = frozenset({"rejected", "ended", "withdrawn"})

"""The life of a plan and of a measure, each as one table."""

from __future__ import annotations

from duecare.kernel.actor import Role
from duecare.kernel.states import Move, StateTable, roles, sources

_OFFICER = roles(Role.COMPLIANCE_OFFICER)
_DRAFTERS = roles(Role.COMPLIANCE_OFFICER, Role.ANALYST)
_WORKERS = roles(
    Role.SALES, Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.PRODUCT_SECURITY, Role.COMMITTEE_MEMBER
)
# The auditor verifies the work of others; saying so is the one thing an auditor writes in a plan.
_VERIFIERS = roles(
    Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.PRODUCT_SECURITY, Role.COMMITTEE_MEMBER, Role.AUDITOR
)

PLAN = StateTable(
    name="plan",
    initial="draft",
    states=(
        ("draft", "Being written; every measure gets an owner and a date."),
        ("adopted", "In force: it holds every required measure, each with an owner and a date."),
    ),
    moves=(
        Move(
            "adopt", sources("draft"), "adopted", _OFFICER, ("every required measure", "an owner and a date for each")
        ),
        Move("redraft", sources("adopted"), "draft", _DRAFTERS, reason_required=True),
    ),
)

MEASURE = StateTable(
    name="measure",
    initial="open",
    states=(
        ("open", "To be done; overdue once its date has passed."),
        ("evidence_given", "Its owner says it is done and shows how; somebody else has to look."),
        ("verified", "Somebody other than its owner saw the evidence; what recurs falls due again."),
        ("waived", "A decision on this very measure excused from it."),
    ),
    moves=(
        Move(
            "give_evidence",
            sources("open", "verified"),
            "evidence_given",
            _WORKERS,
            ("the plan is adopted", "from verified only what recurs"),
        ),
        Move(
            "verify",
            sources("evidence_given"),
            "verified",
            _VERIFIERS,
            ("the measure's verifier role", "neither its owner nor who gave the evidence"),
            persons=2,
        ),
        Move("send_back", sources("evidence_given"), "open", _VERIFIERS, ("as for verify",), reason_required=True),
        Move("waive", sources("open", "evidence_given"), "waived", _OFFICER, ("a decision in force on the waiver",)),
    ),
)

VERIFIER_ROLES = tuple(sorted(_VERIFIERS))
OWNER_ROLES = tuple(sorted(_WORKERS))
ORIGINS = ("required", "added", "committee")
"""From the class and its rules; added by people; asked for by those who decided."""

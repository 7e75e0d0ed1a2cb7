"""Public reports to start from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.monitoring import actions
from duecare.apps.monitoring.queries import public_report
from duecare.apps.monitoring.rules.reports import Reported
from duecare.kernel.actor import Role
from tests.conftest import person

ANALYST = person(Role.ANALYST, name="ann analyst")
OFFICER = person(Role.COMPLIANCE_OFFICER, name="olga officer")


def published(**more: Any) -> Reported:
    """A report of today, unless told otherwise."""
    told = {
        "publisher": "The Invented Post", "title": "Phones of reporters were unlocked", "day": clock.today(),
        "link": "https://post.example/7", "says": "A unit of Examplia unlocked the phones of two reporters.",
        "countries": ("THA",),
    }  # fmt: skip
    return Reported(**(told | more))


def recorded(**more: Any) -> UUID:
    """Recorded, and new."""
    return actions.record_report(by=ANALYST, given=published(**more))


def assessed(report: UUID | None = None, credibility: str = "credible", outcome: str = "acted_on") -> UUID:
    """Assessed by one person."""
    made = report or recorded()
    actions.assess_report(
        by=ANALYST, report_id=made, seen_version=public_report(made).version, credibility=credibility,
        outcome=outcome, reason="Two courts say so",
    )  # fmt: skip
    return made


def copied(report: UUID) -> UUID:
    """A kept copy."""
    sha256, size = evidence().put([f"page {report}".encode()])
    return actions.keep_copy(by=ANALYST, report_id=report, sha256=sha256, name="page.txt", size=size)

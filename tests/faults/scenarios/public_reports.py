"""Scenarios of public reports."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from duecare.adapters.home import evidence
from duecare.apps.assessments import queries as files
from tests.apps.monitoring.published import ANALYST, OFFICER, assessed, published, recorded

from .stages import Scenario

VERDICT = {"seen_version": 1, "credibility": "credible", "outcome": "acted_on", "reason": "Two courts say so"}


def _named(made: UUID) -> UUID:
    return recorded(customer_ids=(files.deal(made).customer_id,))


def _copied(_: object) -> Mapping[str, object]:
    sha256, size = evidence().put([b"page"])
    return {"by": ANALYST, "report_id": recorded(), "sha256": sha256, "name": "page.txt", "size": size}


SCENARIOS: dict[str, Scenario] = {
    "recording.record_report": Scenario("empty", lambda _: {"by": ANALYST, "given": published()}),
    "recording.correct_report": Scenario(
        "empty",
        lambda _: {"by": ANALYST, "report_id": recorded(), "seen_version": 1, "given": published(title="Corrected")},
    ),
    "recording.keep_copy": Scenario("empty", _copied),
    "assessing.assess_report": Scenario("filed", lambda made: {"by": ANALYST, "report_id": _named(made), **VERDICT}),
    "assessing.confirm_report": Scenario("filed", lambda made: {"by": OFFICER, "report_id": assessed(_named(made))}),
    "assessing.return_report": Scenario(
        "empty", lambda _: {"by": OFFICER, "report_id": assessed(), "answer": "Read the second page"}
    ),
}

"""Scenarios of outside experts and of classes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Given, Opinion
from duecare.apps.assessments.models import Classification
from duecare.kernel.actor import SYSTEM
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER
from tests.apps.assessments.file import filled, outdated

from .stages import Scenario


def _expert(made: UUID) -> Mapping[str, object]:
    return {"by": filled.invited(made, "3.1", "3.4")[2]}


def _answering(made: UUID) -> Mapping[str, object]:
    return {**_expert(made), "given": (Given("3.1", "answered", "yes"), Given("3.4", "answered", "judge"))}


def _signing(made: UUID) -> Mapping[str, object]:
    asked = _answering(made)
    expert = asked["by"]
    actions.state_conflicts(by=expert, none=True, text="", signed_name="A. Exemple")  # type: ignore[arg-type]  # the actor
    actions.expert_answers(**asked)  # type: ignore[arg-type]  # keywords as the action takes them
    opinion = Opinion(filled.stored(b"%PDF opinion"), "opinion.pdf", 12, "application/pdf")
    return {"by": expert, "summary": "An order is needed.", "signed_name": "A. Exemple", "opinion": opinion}


def _proposed(made: UUID) -> tuple[UUID, str]:
    proposed = actions.propose_class(by=ANALYST, deployment_id=filled.deployment(made), reasons="As of today")
    row = queries.class_of(filled.deployment(made), DAY)
    assert row is not None
    return proposed, row.facts_sha256


def _confirming(_: object) -> Mapping[str, object]:
    proposed, seen = _proposed(deals.filed())
    return {"by": OFFICER, "classification_id": proposed, "seen_sha256": seen, "reasons": "Agrees with the file"}


def _outdated(_: object) -> Mapping[str, object]:
    made = outdated.confirmed(deals.filed())
    Classification.objects.filter(id=made.id).update(figures_sha256="0" * 64)
    return {"by": SYSTEM, "classification_id": made.id}


def _keeping(_: object) -> Mapping[str, object]:
    waiting = queries.reassessment(OFFICER, outdated.queued(deals.filed()))
    return {
        "by": OFFICER, "reassessment_id": waiting.id, "seen_sha256": waiting.figures_sha256,
        "reason": "High before and after",
    }  # fmt: skip


def _named(_: object) -> Mapping[str, object]:
    found = outdated.confirmed(deals.filed())
    report = {"id": str(found.id), "reference": "P-2026-001", "title": "Phones", "publisher": "A paper"}
    return {"by": SYSTEM, "classification_id": found.id, "report": report | {"day": DAY.isoformat()}}


SCENARIOS: dict[str, Scenario] = {
    "experts.invite_expert": Scenario(
        "filed",
        lambda made: {"by": COUNSEL, "opportunity_id": made, "name": "Avocat Exemple", "email": "a@example.test",
                      "country": "THA", "qualification": "Twenty years at the bar, invented", "questions": ("3.1",),
                      "expires_on": DAY + timedelta(days=30)},
    ),
    "experts.revoke_engagement": Scenario(
        "filed",
        lambda made: {"by": COUNSEL, "engagement_id": filled.invited(made)[0], "reason": "Wrong address"},
    ),
    "experts.state_conflicts": Scenario(
        "filed", lambda made: {**_expert(made), "none": True, "text": "", "signed_name": "A. Exemple"}
    ),
    "experts.expert_answers": Scenario("filed", _answering),
    "experts.sign_opinion": Scenario("filed", _signing),
    "overriding.follow_class": Scenario(
        "classified", lambda made: {"by": SYSTEM, "deployment_id": filled.deployment(made)}
    ),
    "reassessment.queue_reassessment": Scenario("rated", _outdated),
    "reassessment.queue_for_report": Scenario("rated", _named),
    "reassessment.keep_class": Scenario("rated", _keeping),
    "classification.propose_class": Scenario(
        "rated", lambda _: {"by": ANALYST, "deployment_id": filled.deployment(deals.filed()), "reasons": "As of today"}
    ),
    "classification.confirm_class": Scenario("rated", _confirming),
    "classification.return_class": Scenario(
        "rated",
        lambda _: {"by": OFFICER, "classification_id": _proposed(deals.filed())[0], "reasons": "A fact is missing"},
    ),
    "classification.view_counterfactuals": Scenario(
        "rated", lambda _: {"by": OFFICER, "deployment_id": filled.deployment(deals.filed())}
    ),
}  # fmt: skip

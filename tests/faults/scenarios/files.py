"""Scenarios of the due-diligence file: answers, dossier, documents, sources."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from duecare.apps.assessments import actions, queries
from duecare.kernel.actor import Role
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER
from tests.apps.assessments.file import filled
from tests.apps.governance.people import known

from .stages import Scenario


def _answer(made: UUID) -> Mapping[str, object]:
    return {
        "by": COUNSEL, "opportunity_id": made, "question": "1.2", "state": "answered", "value": "yes",
        "source": "Gazette",
    }  # fmt: skip


def _privileged_answer(made: UUID) -> UUID:
    return actions.answer_question(**_answer(made), privileged=True)  # type: ignore[arg-type]  # keywords as the action takes them


def _finding(made: UUID) -> Mapping[str, object]:
    return {
        "by": ANALYST, "opportunity_id": made, "what": "Telephones were searched without an order",
        "source": "Report of an invented institute", "about": "agency", "happened_on": DAY,
    }  # fmt: skip


def _found(made: UUID) -> UUID:
    return actions.record_finding(**_finding(made))  # type: ignore[arg-type]  # keywords as the action takes them


def _graded(made: UUID) -> UUID:
    finding = _found(made)
    actions.grade_content(by=ANALYST, finding_id=finding, value=5, grounds="One voice")
    return finding


def _document(made: UUID) -> Mapping[str, object]:
    text = b"minutes of a meeting"
    return {
        "by": COUNSEL, "opportunity_id": made, "sha256": filled.stored(text), "name": "minutes.txt",
        "size": len(text), "media_type": "text/plain",
    }  # fmt: skip


def _source(made: UUID) -> Mapping[str, object]:
    return {
        "by": ANALYST, "opportunity_id": made, "knows_of": "both", "kind": "lawyer", "heard_on": DAY,
        "summary": "Orders are asked for", "safety_plan": "Met elsewhere", "identity": "Somebody Invented",
    }  # fmt: skip


def _heard(made: UUID) -> UUID:
    return actions.record_source(**_source(made))  # type: ignore[arg-type]  # keywords as the action takes them


def _harm(made: UUID) -> Mapping[str, object]:
    return {
        "by": ANALYST, "opportunity_id": made, "right": "privacy", "scale": 2, "scope": 2, "remedy": 2,
        "likelihood": 2, "threatens_life_or_body": False, "reasoning": "One laboratory",
    }  # fmt: skip


def _rated(made: UUID) -> Mapping[str, object]:
    actions.rate_harm(**_harm(made))  # type: ignore[arg-type]  # keywords as the action takes them
    return {"by": ANALYST, "opportunity_id": made, "right": "privacy", "reasoning": "Entered twice"}


def _on_file(**more: object) -> Scenario:
    return Scenario("filed", lambda made: {"opportunity_id": made, **more})


SCENARIOS: dict[str, Scenario] = {
    "answers.answer_question": Scenario("filed", _answer),
    "answers.release_answer": Scenario(
        "filed", lambda made: {"by": COUNSEL, "answer_id": _privileged_answer(made), "reason": "Public law"}
    ),
    "answers.assess_flag": Scenario(
        "filed",
        lambda made: {"by": OFFICER, "opportunity_id": made, "code": queries.red_flags()[0].code, "state": "open",
                      "note": "Read in the tender"},
    ),
    "answers.assess_group": Scenario(
        "filed",
        lambda made: {"by": ANALYST, "opportunity_id": made, "group": queries.groups()[0].code,
                      "state": "likely_target", "reasoning": "Named in the purpose"},
    ),
    "answers.rate_harm": Scenario("filed", _harm),
    "answers.withdraw_harm": Scenario("filed", _rated),
    "dossier.record_finding": Scenario("filed", _finding),
    "dossier.grade_source": Scenario(
        "filed", lambda made: {"by": ANALYST, "finding_id": _found(made), "value": "B", "grounds": "Known for care"}
    ),
    "dossier.grade_content": Scenario(
        "filed", lambda made: {"by": ANALYST, "finding_id": _found(made), "value": 2, "grounds": "Two agree"}
    ),
    "dossier.second_reading": Scenario(
        "filed", lambda made: {"by": OFFICER, "finding_id": _graded(made), "grounds": "I agree"}
    ),
    "dossier.record_reply": Scenario(
        "filed", lambda made: {"by": ANALYST, "finding_id": _found(made), "reply": "received", "text": "Not so"}
    ),
    "dossier.record_search": _on_file(by=ANALYST, on=DAY, places=("press",), languages=("en",)),
    "dossier.check_regime": _on_file(by=COUNSEL, regime="United Nations", embargo=False, on=DAY, evidence="The list"),
    "consultations.record_consultation": _on_file(
        by=ANALYST, standing="not_possible", groups=("journalists",), held_on=DAY, reason="Nobody dares to speak"
    ),
    "evidence.add_document": Scenario("filed", _document),
    "evidence.name_reader": Scenario(
        "filed",
        lambda made: {"by": COUNSEL, "document_id": filled.document(made, privileged=True),
                      "person_id": known(Role.COMPLIANCE_OFFICER, name="reader").id},
    ),
    "evidence.release_fact": Scenario(
        "filed",
        lambda made: {"by": COUNSEL, "document_id": filled.document(made, privileged=True), "text": "An order."},
    ),
    "interviews.record_source": Scenario("filed", _source),
    "interviews.read_identity": Scenario("filed", lambda made: {"by": ANALYST, "source_id": _heard(made)}),
}  # fmt: skip

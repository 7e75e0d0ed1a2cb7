"""Examples of the due-diligence file's addresses: a file that the one who asks may open, and what is in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from duecare.adapters.home import evidence
from duecare.apps.assessments import actions, queries
from duecare.kernel.actor import Actor, Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated
from tests.conftest import person

ANALYST, COUNSEL = person(Role.ANALYST, name="anna analyst"), person(Role.COUNSEL, name="cora counsel")


def _file(actor: Actor | None) -> UUID:
    by = actor if actor and actor.has(Role.SALES) else deals.SALES
    unit, sold = deals.body(), deals.product(f"NL-{secrets.token_hex(4)}")
    return actions.open_opportunity(by=by, intake=deals.intake(unit, sold))


def _deployment(actor: Actor | None) -> UUID:
    return queries.deal(_file(actor)).deployments[0].id


def _proposed(actor: Actor | None) -> UUID:
    one = _deployment(actor)
    actions.propose_class(by=ANALYST, deployment_id=one, reasons="facts of the day")
    return one


def _advice(actor: Actor | None) -> UUID:
    return actions.answer_question(
        by=COUNSEL, opportunity_id=_file(actor), question="1.2", state="answered", value="yes", privileged=True
    )


def _invited(actor: Actor | None) -> actions.Invited:
    return actions.invite_expert(
        by=COUNSEL, opportunity_id=_file(actor), name="Avocat Exemple", email="", country="THA", qualification="Bar",
        questions=("3.1",), expires_on=queries.today() + timedelta(days=9),
    )  # fmt: skip


def _source(actor: Actor | None) -> UUID:
    by = actor if actor and actor.has(Role.ANALYST, Role.COUNSEL) else ANALYST
    return actions.record_source(
        by=by, opportunity_id=_file(actor), knows_of="both", kind="lawyer", heard_on=queries.today(), summary="s",
        safety_plan="p", identity="Nobody Invented",
    )  # fmt: skip


def _document(actor: Actor | None) -> UUID:
    sha256, size = evidence().put([b"minutes"])
    return actions.add_document(
        by=COUNSEL, opportunity_id=_file(actor), sha256=sha256, name="minutes.txt", size=size, media_type="text/plain"
    )


def _reassessment(actor: Actor | None) -> object:
    return outdated.queued(_file(actor))


MAKERS: dict[str, Callable[[Actor | None], object]] = {
    "reassessment_id": _reassessment,
    "file.opportunity_id": _file,
    "file_section.opportunity_id": _file,
    "file_section.section": lambda actor: "legal",
    "file_history.opportunity_id": _file,
    "file_history.kind": lambda actor: "answer",
    "file_history.item": lambda actor: "1.2",
    "file_entry.opportunity_id": _file,
    "file_entry.kind": lambda actor: "answer",
    "file_entry.item": lambda actor: "1.2",
    "file_release.opportunity_id": _file,
    "file_release.answer_id": _advice,
    "expert_invite.opportunity_id": _file,
    "expert_revoke.engagement_id": lambda actor: _invited(actor).engagement_id,
    "source_identity.source_id": _source,
    "class_override.deployment_id": _deployment,
    "class_propose.deployment_id": _deployment,
    "class_confirm.deployment_id": _proposed,
    "class_ahead.deployment_id": _deployment,
    "class_sheet.deployment_id": _deployment,
    "class_sheet_pdf.deployment_id": _deployment,
    "class_sheet_json.deployment_id": _deployment,
    "evidence.document_id": _document,
    "expert.token": lambda actor: _invited(actor).token,
    "expert_workbook.token": lambda actor: _invited(actor).token,
}

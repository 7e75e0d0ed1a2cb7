"""Operations: the class of each deployment, with its trace."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import JsonValue

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import ClassRow
from duecare.apps.assessments.rules import file_acts as acts
from duecare.apps.risk.rules.explanation import Explanation
from duecare.apps.risk.rules.facts import Unknown, Value
from duecare.kernel.errors import NotFound

from .door import acting, opens_to
from .files import FILE
from .shapes import Given, Made, Sha256, Words

router = Router(tags=["class"])


class Class(Schema):
    """A recorded class. `cls` is what counts, `method_cls` what the method gave; `stale`: the facts moved on."""

    id: UUID
    deployment_id: UUID
    number: int
    state: str
    cls: str
    method_cls: str
    known_cls: str
    provisional: bool
    points: int
    floor_by: list[str]
    blocks: list[str]
    required_measures: list[str]
    method_urn: str
    method_sha256: str
    as_of: date
    place: str
    facts_sha256: str
    reasons: str
    proposed_by: UUID
    proposed_at: datetime
    answered_by: UUID | None
    answered_at: datetime | None
    answer_reasons: str
    stale: bool
    override_until: date | None
    trace: dict[str, JsonValue]


class Computed(Schema):
    """The class today's facts give; `complete` False while the file has gaps."""

    cls: str
    provisional: bool
    complete: bool
    place: str
    facts_sha256: str
    explanation: Explanation


class ClassStanding(Schema):
    """What is recorded, if anything, and what today's facts give."""

    recorded: Class | None
    today: Computed


class ClassReasons(Given):
    """Why this class."""

    reasons: Words


class ClassConfirmed(Given):
    """The hash of the facts that were read, and the second person's reasons."""

    seen_sha256: Sha256
    reasons: Words


class WhatIf(Schema):
    """One fact changed, all others as they are; `steps` up is worse, down is better."""

    code: str
    held: JsonValue
    would_be: JsonValue
    cls: str
    points: int
    steps: int
    lifts: list[str]
    sets: list[str]


@router.get("/opportunities/{opportunity_id}/classes", response=list[Class], auth=opens_to(*FILE))
def list_classes(request: HttpRequest, opportunity_id: UUID) -> list[ClassRow]:
    """The recorded class of each deployment; a deployment without one is not listed."""
    queries.opportunity(acting(request), opportunity_id)
    return list(queries.classes_of(opportunity_id, queries.today()).values())


@router.get("/deployments/{deployment_id}/class", response=ClassStanding, auth=opens_to(*FILE))
def read_class(request: HttpRequest, deployment_id: UUID) -> dict[str, object]:
    """The class of a deployment: as recorded, and as today's facts give it, with every rule."""
    found = queries.file_overview(acting(request), queries.opportunity_of(deployment_id), queries.today())
    for key, recorded, computed in found.classes:
        if key == deployment_id:
            today = {
                "cls": computed.result.cls,
                "provisional": computed.result.provisional,
                "complete": computed.complete,
                "place": computed.place,
                "facts_sha256": computed.facts_sha256,
                "explanation": computed.explanation,
            }
            return {"recorded": recorded, "today": today}
    raise NotFound("deployment")


@router.post("/deployments/{deployment_id}/class", response={201: Made}, auth=opens_to(*acts.CLASS_PROPOSE.roles))
def propose_class(request: HttpRequest, deployment_id: UUID, given: ClassReasons) -> Status[Made]:
    """Propose the class that today's facts give."""
    return Status(
        201, Made(id=actions.propose_class(by=acting(request), deployment_id=deployment_id, reasons=given.reasons))
    )


@router.post("/classes/{class_id}/confirm", response={204: None}, auth=opens_to(*acts.CLASS_CONFIRM.roles))
def confirm_class(request: HttpRequest, class_id: UUID, given: ClassConfirmed) -> Status[None]:
    """Confirm a proposed class as the second person."""
    actions.confirm_class(
        by=acting(request), classification_id=class_id, seen_sha256=given.seen_sha256, reasons=given.reasons
    )
    return Status(204, None)


@router.post("/classes/{class_id}/return", response={204: None}, auth=opens_to(*acts.CLASS_RETURN.roles))
def return_class(request: HttpRequest, class_id: UUID, given: ClassReasons) -> Status[None]:
    """Send a proposed class back."""
    actions.return_class(by=acting(request), classification_id=class_id, reasons=given.reasons)
    return Status(204, None)


@router.post(
    "/deployments/{deployment_id}/look-ahead", response=list[WhatIf], auth=opens_to(*acts.CLASS_LOOK_AHEAD.roles)
)
def look_ahead(request: HttpRequest, deployment_id: UUID) -> list[dict[str, object]]:
    """What would change the class. The look itself is on record, so that nobody answers towards a class unseen."""
    by = acting(request)
    found = queries.file_overview(by, queries.opportunity_of(deployment_id), queries.today())
    computed = next(one for key, _, one in found.classes if key == deployment_id)
    actions.view_counterfactuals(by=by, deployment_id=deployment_id)
    return [
        {**{key: getattr(one, key) for key in WhatIf.model_fields}, "held": _held(one.held)}
        for one in queries.what_would_change(computed)
    ]


def _held(value: Value | Unknown) -> Value:
    """A value of the file; of an unknown one, its kind."""
    return value.kind.value if isinstance(value, Unknown) else value

"""Operations: mitigation plans, their measures, and the step before those who decide."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.queries import PlanPage, PlanQuery, PlanRow, QueueItem
from duecare.apps.mitigation.queries.rows import ProofRow
from duecare.apps.mitigation.rules import acts
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.rules.states import OWNER_ROLES, VERIFIER_ROLES

from .door import EVERYONE, READ, acting, opens_to
from .evidence import BINARY, saved
from .shapes import (
    WHOLE,
    Choice,
    Code,
    Count,
    Day,
    Flag,
    Given,
    Limit,
    Line,
    Made,
    Offset,
    Page,
    Reason,
    Sha256,
    Text,
    Words,
)

router = Router(tags=["plans"])
Months = Annotated[int, Field(ge=0, le=1200), WHOLE]


class MeasureShown(Schema):
    """A measure: what, why, who owns and who verifies it, until when, and the evidence so far."""

    id: UUID
    plan_id: UUID
    opportunity_id: UUID
    reference: str
    code: str
    title: str
    what: str
    why: list[str]
    origin: str
    owner_role: str
    verifier_role: str
    owner_id: UUID | None
    owner: str
    due: Due
    due_on: date | None
    next_due: date | None
    condition_precedent: bool
    evidence_wanted: list[str]
    state: str
    overdue: bool
    met: bool
    verified_on: date | None
    verified_by: str
    waiver_id: UUID | None
    waiver_reason: str
    proofs: list[ProofRow]


class Plan(Schema):
    """A plan with its measures. `missing`: what stands in the way of its adoption; `changed`: since the decision."""

    id: UUID
    opportunity_id: UUID
    customer_id: UUID | None
    reference: str
    title: str
    risk_class: str
    state: str
    version: int
    drafted_by: str
    drafted_at: datetime
    adopted_by: str
    adopted_at: datetime | None
    decided_on: date | None
    decision_id: UUID | None
    decision: str
    decision_state: str
    measures: list[MeasureShown]
    missing: list[str]
    changed: list[str]


class DueGiven(Given):
    """When: before delivery, so many days after the decision, or every so many months."""

    kind: DueKind
    days: Count = 0
    months: Months = 0


class MeasureGiven(Given):
    """A measure of the catalogue by `code`, or one's own with title and text."""

    reason: Words
    code: Code = ""
    title: Line = ""
    what: Text = ""
    owner_role: Annotated[str, Choice(OWNER_ROLES, empty=True)] = ""
    verifier_role: Annotated[str, Choice(VERIFIER_ROLES, empty=True)] = ""
    due: DueGiven | None = None
    condition_precedent: Flag = True


class Adopted(Given):
    """The version that was read."""

    seen_version: Count


class OwnerGiven(Given):
    """Whose it is."""

    person_id: UUID


class DueOn(Given):
    """The day; null for none."""

    due_on: Day | None


class EvidenceGiven(Given):
    """What was done; `sha256` of a document in the file."""

    note: Words
    sha256: Sha256 | None = None


class Verified(Given):
    """The evidence that was looked at."""

    proof_id: UUID
    remark: Text = ""


class SentBack(Given):
    """The evidence that does not show it, and why."""

    proof_id: UUID
    reason: Words


class Submitted(Given):
    """How it is to be decided; `committee_id` null for the one that the matrix names."""

    procedure: Literal["meeting", "written", "urgent", "single"] = "meeting"
    committee_id: UUID | None = None
    closes_on: Day | None = None
    urgency: Text = ""


class WaiverGiven(Given):
    """Why it may be left undone, and how that is to be decided."""

    reason: Words
    procedure: Literal["meeting", "written"] = "meeting"
    committee_id: UUID | None = None
    closes_on: Day | None = None


@router.get("/plans", response=Page[PlanRow], auth=opens_to(*READ))
def list_plans(
    request: HttpRequest, q: Line = "", level: Code = "", state: Code = "", limit: Limit = 25, offset: Offset = 0
) -> dict[str, object]:
    """Plans one may see, overdue first."""
    wanted = PlanQuery(text=q, risk_class=level, state=state, offset=offset, size=limit)
    found = queries.plans(acting(request), wanted)
    return {"rows": found.rows, "total": found.total}


@router.get("/queue", response=list[QueueItem], auth=opens_to(*EVERYONE))
def list_queue(request: HttpRequest) -> list[QueueItem]:
    """What waits for whoever asks."""
    return list(queries.queue(acting(request)))


@router.get("/opportunities/{opportunity_id}/plan", response=Plan, auth=opens_to(*READ))
def read_plan(request: HttpRequest, opportunity_id: UUID) -> PlanPage:
    """The plan of an opportunity."""
    return queries.plan(acting(request), opportunity_id)


@router.post("/opportunities/{opportunity_id}/plan", response={201: Made}, auth=opens_to(*acts.PLAN_DRAFT.roles))
def draft_plan(request: HttpRequest, opportunity_id: UUID) -> Status[Made]:
    """Draw the plan up from the class, or bring it up to the class of today."""
    return Status(201, Made(id=actions.draft_plan(by=acting(request), opportunity_id=opportunity_id)))


@router.post("/plans/{plan_id}/adopt", response={204: None}, auth=opens_to(*acts.PLAN_ADOPT.roles))
def adopt_plan(request: HttpRequest, plan_id: UUID, given: Adopted) -> Status[None]:
    """Put the plan in force as it was read."""
    actions.adopt_plan(by=acting(request), plan_id=plan_id, seen_version=given.seen_version)
    return Status(204, None)


@router.post("/plans/{plan_id}/redraft", response={204: None}, auth=opens_to(*acts.PLAN_REDRAFT.roles))
def redraft_plan(request: HttpRequest, plan_id: UUID, given: Reason) -> Status[None]:
    """Open an adopted plan for changes."""
    actions.redraft_plan(by=acting(request), plan_id=plan_id, reason=given.reason)
    return Status(204, None)


@router.post(
    "/opportunities/{opportunity_id}/submit",
    response={201: Made},
    auth=opens_to(*acts.PLAN_SUBMIT.roles, fresh=True),
)
def submit(request: HttpRequest, opportunity_id: UUID, given: Submitted) -> Status[Made]:
    """Freeze file and plan and put them before those who decide. Answers with the decision's id."""
    made = actions.submit_to_committee(by=acting(request), opportunity_id=opportunity_id, **given.model_dump())
    return Status(201, Made(id=made))


@router.post("/opportunities/{opportunity_id}/measures", response={201: Made}, auth=opens_to(*acts.MEASURE_ADD.roles))
def add_measure(request: HttpRequest, opportunity_id: UUID, given: MeasureGiven) -> Status[Made]:
    """Add a measure to a plan in draft."""
    told = given.model_dump(exclude={"due"})
    due = Due(given.due.kind, given.due.days, given.due.months) if given.due else None
    return Status(201, Made(id=actions.add_measure(by=acting(request), opportunity_id=opportunity_id, due=due, **told)))


@router.get("/measures/{measure_id}", response=MeasureShown, auth=opens_to(*READ))
def read_measure(request: HttpRequest, measure_id: UUID) -> queries.MeasureRow:
    """One measure with its evidence."""
    return queries.measure(acting(request), measure_id)


@router.post("/measures/{measure_id}/drop", response={204: None}, auth=opens_to(*acts.MEASURE_DROP.roles))
def drop_measure(request: HttpRequest, measure_id: UUID, given: Reason) -> Status[None]:
    """Take an added measure out; a required one stays."""
    actions.drop_measure(by=acting(request), measure_id=measure_id, reason=given.reason)
    return Status(204, None)


@router.put("/measures/{measure_id}/owner", response={204: None}, auth=opens_to(*acts.MEASURE_ASSIGN.roles))
def assign_owner(request: HttpRequest, measure_id: UUID, given: OwnerGiven) -> Status[None]:
    """Say whose it is."""
    actions.assign_owner(by=acting(request), measure_id=measure_id, person_id=given.person_id)
    return Status(204, None)


@router.put("/measures/{measure_id}/due", response={204: None}, auth=opens_to(*acts.MEASURE_DUE.roles))
def set_due(request: HttpRequest, measure_id: UUID, given: DueOn) -> Status[None]:
    """Set the day it is due."""
    actions.set_due(by=acting(request), measure_id=measure_id, due_on=given.due_on)
    return Status(204, None)


@router.post("/measures/{measure_id}/evidence", response={201: Made}, auth=opens_to(*acts.MEASURE_EVIDENCE.roles))
def give_evidence(request: HttpRequest, measure_id: UUID, given: EvidenceGiven) -> Status[Made]:
    """Say what was done, with a document where there is one."""
    made = actions.give_evidence(by=acting(request), measure_id=measure_id, note=given.note, sha256=given.sha256 or "")
    return Status(201, Made(id=made))


@router.post("/measures/{measure_id}/verify", response={204: None}, auth=opens_to(*acts.MEASURE_VERIFY.roles))
def verify_measure(request: HttpRequest, measure_id: UUID, given: Verified) -> Status[None]:
    """Verify it, as somebody who neither owns it nor gave the evidence."""
    actions.verify_measure(by=acting(request), measure_id=measure_id, proof_id=given.proof_id, remark=given.remark)
    return Status(204, None)


@router.post("/measures/{measure_id}/send-back", response={204: None}, auth=opens_to(*acts.MEASURE_BACK.roles))
def send_back(request: HttpRequest, measure_id: UUID, given: SentBack) -> Status[None]:
    """Say that the evidence does not show it."""
    actions.send_back(by=acting(request), measure_id=measure_id, proof_id=given.proof_id, reason=given.reason)
    return Status(204, None)


@router.post("/measures/{measure_id}/waiver", response={201: Made}, auth=opens_to(*acts.WAIVER_ASK.roles))
def ask_waiver(request: HttpRequest, measure_id: UUID, given: WaiverGiven) -> Status[Made]:
    """Put it to decision whether a measure may be left undone. Answers with the decision's id."""
    return Status(201, Made(id=actions.ask_waiver(by=acting(request), measure_id=measure_id, **given.model_dump())))


@router.post("/measures/{measure_id}/waived", response={204: None}, auth=opens_to(*acts.WAIVER_TAKE.roles))
def take_up_waiver(request: HttpRequest, measure_id: UUID) -> Status[None]:
    """Mark a measure as waived by the decision in force that waives it."""
    actions.take_up_waiver(by=acting(request), measure_id=measure_id)
    return Status(204, None)


@router.get("/proofs/{proof_id}/content", auth=opens_to(*READ), openapi_extra=BINARY)
def read_proof(request: HttpRequest, proof_id: UUID) -> FileResponse:
    """A document given as evidence for a measure; always to save, never to show."""
    sha256, name = queries.proof(acting(request), proof_id)
    return saved(sha256, name)

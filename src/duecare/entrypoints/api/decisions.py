"""Operations: decisions, votes and signed records. Voting takes a person who is there, never a token."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field, JsonValue

from duecare.apps.governance import actions, queries
from duecare.apps.governance.queries import DecisionPage, DecisionRow, OwnRequest, SignedRecord
from duecare.apps.governance.queries.decision_rows import ConditionRow, RecordRow, RequestRow, Said, VoteRow
from duecare.apps.governance.rules import acts
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation import actions as desk
from duecare.entrypoints.drawing.records import record_pdf
from duecare.kernel.actor import Role
from duecare.kernel.errors import NotFound

from .door import acting, opens_to
from .shapes import Code, Count, Flag, Given, Limit, Line, Made, Many, Offset, Page, Reason, Sha256, Words

router = Router(tags=["decisions"])
READ = tuple(sorted(queries.READERS))
PDF = {"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string"}}}}}}


class Authority(Schema):
    """The line of the matrix that says who decides; `up_to_eur` null for any value."""

    risk_class: str
    up_to_eur: int | None
    decides: str
    independent_required: bool
    independent_veto: bool
    quorum_at_least: int
    written: bool
    urgent: bool
    may_approve: bool
    decide_within_days: int
    because: str


class Decision(Schema):
    """A decision: the frozen paper, who decides, the votes and what came of them."""

    id: UUID
    reference: str
    state: str
    procedure: str
    committee_id: UUID | None
    committee: str
    kind: str
    subject_id: UUID
    customer_id: UUID | None
    paper_reference: str
    title: str
    sentence: str
    class_reasons: list[str]
    payload: dict[str, JsonValue]
    sha256: str
    risk_class: str
    value_eur: Decimal | None
    requester: str
    opened_by: str
    opened_at: datetime
    closes_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    ratify_by: datetime | None
    urgency: str
    objection: str
    reasons: list[str]
    changed: list[str]
    new_sha256: str
    level: Authority
    authority: str
    quorum: int
    votes: list[VoteRow]
    total_votes: int
    waiting: list[str]
    aside: list[Said]
    dissents: list[Said]
    conditions: list[ConditionRow]
    requests: list[RequestRow]
    records: list[RecordRow]


class ConditionGiven(Given):
    """What has to be done; `precedent`: before delivery."""

    text: Words
    measure: Code = ""
    precedent: Flag = True


class VoteGiven(Given):
    """A vote on the paper with this hash."""

    choice: Literal["for", "for_with_conditions", "against", "defer", "abstain"]
    reason: Words
    seen_sha256: Sha256
    conditions: Many[ConditionGiven] = []


class SeenVotes(Given):
    """How many votes were there when it was closed."""

    seen_votes: Count


class Settled(Schema):
    """The state afterwards."""

    state: str


class DissentGiven(Given):
    """Kept word for word under one's name."""

    text: Words


class NewFacts(Given):
    """What was not known when it was decided."""

    new_facts: Annotated[list[Words], Field(min_length=1, max_length=100)]


class Admitted(Given):
    """Whether it is decided again, and why."""

    admit: Flag
    reason: Words


class Record(Schema):
    """A signed record. `body` is the canonical JSON that `signature` (hex) is over, by the key in hex."""

    reference: str
    number: int
    occasion: str
    body: str
    content: dict[str, JsonValue]
    sha256: str
    signature: str
    key: str
    issued_at: datetime


@router.get("/decisions", response=Page[DecisionRow], auth=opens_to(*READ, Role.SALES))
def list_decisions(
    request: HttpRequest,
    which: Literal["all", "mine", "open", "decided"] = "all",
    q: Line = "",
    level: Code = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Decisions; sales sees those on its own opportunities."""
    by = acting(request)
    rows = queries.decisions(by, which=which, text=q, risk_class=level, limit=limit, offset=offset)
    return {"rows": rows, "total": queries.count(by, which=which, text=q, risk_class=level)}


@router.get("/decisions/{decision_id}", response=Decision, auth=opens_to(*READ))
def read_decision(request: HttpRequest, decision_id: UUID) -> DecisionPage:
    """One decision with paper, votes and records."""
    return queries.decision(acting(request), decision_id)


@router.get("/decisions/{decision_id}/outcome", response=OwnRequest, auth=opens_to(Role.SALES, *READ))
def read_outcome(request: HttpRequest, decision_id: UUID) -> OwnRequest:
    """What became of one's own request: state and conditions, no votes."""
    return queries.own_request(acting(request), decision_id)


@router.get("/decisions/{decision_id}/records", response=list[Record], auth=opens_to(*READ))
def list_records(request: HttpRequest, decision_id: UUID) -> list[dict[str, object]]:
    """Every signed version of its record."""
    queries.decision(acting(request), decision_id)
    return [_record(one) for one in queries.records(decision_id)]


@router.get("/decisions/{decision_id}/record.pdf", auth=opens_to(*READ), openapi_extra=PDF)
def read_pdf(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The latest version of the record as PDF/UA."""
    found, versions = queries.decision(acting(request), decision_id), queries.records(decision_id)
    if not versions:
        raise NotFound("record")
    response = HttpResponse(record_pdf(found, versions[-1]), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{versions[-1].reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@router.post(
    "/decisions/{decision_id}/votes", response={201: Made}, auth=opens_to(*acts.DECISION_VOTE.roles, fresh=True)
)
def cast_vote(request: HttpRequest, decision_id: UUID, given: VoteGiven) -> Status[Made]:
    """Vote once, on the paper that was read."""
    conditions = tuple(ProposedCondition(one.text, one.measure, one.precedent) for one in given.conditions)
    made = desk.vote(
        by=acting(request),
        decision_id=decision_id,
        choice=given.choice,
        reason=given.reason,
        seen_sha256=given.seen_sha256,
        conditions=conditions,
    )
    return Status(201, Made(id=made))


@router.post("/decisions/{decision_id}/recuse", response={204: None}, auth=opens_to(*acts.DECISION_RECUSE.roles))
def recuse(request: HttpRequest, decision_id: UUID, given: Reason) -> Status[None]:
    """Stand aside."""
    actions.recuse(by=acting(request), decision_id=decision_id, reason=given.reason)
    return Status(204, None)


@router.post("/decisions/{decision_id}/object", response={204: None}, auth=opens_to(*acts.DECISION_OBJECT.roles))
def object_to_written(request: HttpRequest, decision_id: UUID, given: Reason) -> Status[None]:
    """Ask that it be decided in a meeting."""
    actions.object_to_written(by=acting(request), decision_id=decision_id, reason=given.reason)
    return Status(204, None)


@router.post("/decisions/{decision_id}/dissent", response={204: None}, auth=opens_to(*acts.DECISION_DISSENT.roles))
def write_dissent(request: HttpRequest, decision_id: UUID, given: DissentGiven) -> Status[None]:
    """Put a dissent on record."""
    actions.write_dissent(by=acting(request), decision_id=decision_id, text=given.text)
    return Status(204, None)


@router.post("/decisions/{decision_id}/close", response=Settled, auth=opens_to(*acts.DECISION_CLOSE.roles, fresh=True))
def close_decision(request: HttpRequest, decision_id: UUID, given: SeenVotes) -> Settled:
    """Close it with the votes that were seen; the record is signed."""
    return Settled(state=desk.close(by=acting(request), decision_id=decision_id, seen_votes=given.seen_votes))


@router.post(
    "/decisions/{decision_id}/ratify", response=Settled, auth=opens_to(*acts.DECISION_RATIFY.roles, fresh=True)
)
def ratify(request: HttpRequest, decision_id: UUID, given: SeenVotes) -> Settled:
    """Close the ratification of an urgent decision."""
    return Settled(state=desk.ratify(by=acting(request), decision_id=decision_id, seen_votes=given.seen_votes))


@router.post("/decisions/{decision_id}/withdraw", response={204: None}, auth=opens_to(*acts.DECISION_WITHDRAW.roles))
def withdraw(request: HttpRequest, decision_id: UUID, given: Reason) -> Status[None]:
    """Take the paper back."""
    desk.withdraw(by=acting(request), decision_id=decision_id, reason=given.reason)
    return Status(204, None)


@router.post(
    "/decisions/{decision_id}/reconsideration",
    response={201: Made},
    auth=opens_to(*acts.RECONSIDERATION_REQUEST.roles),
)
def request_reconsideration(request: HttpRequest, decision_id: UUID, given: NewFacts) -> Status[Made]:
    """Ask to decide again, with facts that are new."""
    facts = tuple(given.new_facts)
    return Status(
        201, Made(id=actions.request_reconsideration(by=acting(request), decision_id=decision_id, new_facts=facts))
    )


@router.post(
    "/reconsiderations/{request_id}/answer", response={204: None}, auth=opens_to(*acts.RECONSIDERATION_ANSWER.roles)
)
def answer_reconsideration(request: HttpRequest, request_id: UUID, given: Admitted) -> Status[None]:
    """Answer a request to decide again."""
    actions.answer_reconsideration(by=acting(request), request_id=request_id, **given.model_dump())
    return Status(204, None)


def _record(one: SignedRecord) -> dict[str, object]:
    told = {key: getattr(one, key) for key in Record.model_fields if key != "content"}
    return {**told, "content": json.loads(one.body)}

"""Operations: who must decide what, the override register, refused deals, and what does not fit together."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments import queries as deals
from duecare.apps.assessments.queries import Inconsistency
from duecare.apps.assessments.rules.gate import CLASSES
from duecare.apps.governance import actions, queries
from duecare.apps.governance.queries import OverrideRow, Rejected
from duecare.apps.governance.rules import acts
from duecare.apps.mitigation.queries import consistency
from duecare.apps.mitigation.rules.consistency import Pair

from .decisions import Authority
from .door import READ as EVERYBODY_BUT_ADMINISTRATORS
from .door import acting, opens_to
from .files import FILE
from .shapes import Choice, Code, Day, Given, Limit, Made, Offset, Page, Words, cut

router = Router(tags=["registers"])
READ = tuple(sorted(queries.READERS))
Class = Annotated[str, Choice(CLASSES)]


class Matrix(Schema):
    """The authority matrix of a day; `adopted` False while the shipped one serves."""

    code: str
    title: str
    version: str
    sha256: str
    adopted: bool
    levels: list[Authority]


class Edition(Schema):
    """A matrix that the company may adopt."""

    code: str
    title: str
    version: str
    sha256: str


class MatrixAdopted(Given):
    """The matrix, and from which day on."""

    code: Code
    start: Day


class OverrideGiven(Given):
    """The class that is to count instead of the method's, why, and until when."""

    to_value: Class
    reason: Words
    expires_on: Day


class OverrideAnswered(Given):
    """The second person's answer."""

    answer: Literal["confirm", "refuse"]
    reason: Words


class Outcome(Given):
    """What happened since, good or bad; written once."""

    outcome: Words


class Side(Schema):
    """One decision of a pair."""

    decision_id: UUID
    reference: str
    title: str
    decided_on: date
    risk_class: str
    outcome: str
    procedure: str
    method_urn: str


class PairShown(Schema):
    """Two like files with unlike decisions: `likeness` 0 to 1, and the codes of rules that speak in both or in one."""

    first: Side
    second: Side
    likeness: float
    gap: int
    same_class: bool
    same_method: bool
    days_apart: int
    both: list[str]
    only_first: list[str]
    only_second: list[str]
    only_conditions_first: list[str]
    only_conditions_second: list[str]


@router.get("/authority", response=Matrix, auth=opens_to(*EVERYBODY_BUT_ADMINISTRATORS))
def read_authority(request: HttpRequest) -> dict[str, object]:
    """Who must decide, by class and value, with which safeguards and by when."""
    today = queries.today()
    found = queries.matrix(today)
    told = {key: getattr(found, key) for key in ("code", "title", "version", "sha256")}
    return {**told, "levels": found.rows, "adopted": queries.adopted(today)}


@router.get("/authority/editions", response=list[Edition], auth=opens_to(*EVERYBODY_BUT_ADMINISTRATORS))
def list_editions(request: HttpRequest) -> list[dict[str, object]]:
    """Every matrix of the library."""
    told = ("code", "title", "version", "sha256")
    return [{key: getattr(one, key) for key in told} for one in queries.editions()]


@router.post("/authority", response={201: Made}, auth=opens_to(*acts.AUTHORITY_ADOPT.roles))
def adopt_authority(request: HttpRequest, given: MatrixAdopted) -> Status[Made]:
    """Adopt a matrix from a day on; decisions already open keep theirs."""
    return Status(201, Made(id=actions.adopt_authority(by=acting(request), code=given.code, start=given.start)))


@router.get("/overrides", response=Page[OverrideRow], auth=opens_to(*READ))
def list_overrides(
    request: HttpRequest,
    state: Literal["", "proposed", "confirmed", "refused"] = "",
    customer_id: UUID | None = None,
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """The override register, the newest first, with how each turned out."""
    rows = [row for row in queries.overrides(customer_id=customer_id) if not state or row.state == state]
    return cut(rows, limit, offset)


@router.post(
    "/deployments/{deployment_id}/overrides", response={201: Made}, auth=opens_to(*acts.OVERRIDE_PROPOSE.roles)
)
def propose_override(request: HttpRequest, deployment_id: UUID, given: OverrideGiven) -> Status[Made]:
    """Propose to depart from the method's class for a time; it counts once a second person confirms."""
    made = assessments.propose_class_override(by=acting(request), deployment_id=deployment_id, **given.model_dump())
    return Status(201, Made(id=made))


@router.post("/overrides/{override_id}/answer", response={204: None}, auth=opens_to(*acts.OVERRIDE_CONFIRM.roles))
def answer_override(request: HttpRequest, override_id: UUID, given: OverrideAnswered) -> Status[None]:
    """Confirm or refuse an override as the second person."""
    answer = assessments.confirm_override if given.answer == "confirm" else actions.refuse_override
    answer(by=acting(request), override_id=override_id, reason=given.reason)
    return Status(204, None)


@router.post("/overrides/{override_id}/outcome", response={204: None}, auth=opens_to(*acts.OVERRIDE_OUTCOME.roles))
def record_outcome(request: HttpRequest, override_id: UUID, given: Outcome) -> Status[None]:
    """Say how an override turned out."""
    actions.record_outcome(by=acting(request), override_id=override_id, outcome=given.outcome)
    return Status(204, None)


@router.get("/decisions/rejected", response=Page[Rejected], auth=opens_to(*READ))
def list_rejected(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """The ledger of what was rejected, with reasons; an unknown value is null, never zero."""
    return cut(queries.rejected(), limit, offset)


@router.get("/checks", response=Page[Inconsistency], auth=opens_to(*FILE))
def list_checks(request: HttpRequest, code: Code = "", limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """What does not fit together in the files one may see, each with the section in which it is mended."""
    rows = [row for row in deals.inconsistencies(acting(request)) if code in ("", row.code)]
    return cut(rows, limit, offset)


@router.get("/consistency", response=Page[PairShown], auth=opens_to(*READ))
def list_pairs(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Like files with unlike decisions, the widest gap first, each with what could explain it."""
    rows: list[Pair] = list(consistency(acting(request)).pairs)
    return cut(rows, limit, offset)


@router.get("/decisions/{decision_id}/neighbours", response=list[PairShown], auth=opens_to(*READ))
def list_neighbours(request: HttpRequest, decision_id: UUID) -> list[Pair]:
    """What was decided on the files most like this one's, the most alike first."""
    return list(consistency(acting(request), decision_id).pairs)

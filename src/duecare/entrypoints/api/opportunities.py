"""Operations: products, opportunities, their parties, deployments and export control."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import DeploymentInput, Intake
from duecare.apps.assessments.actions.resubmission import VERDICTS
from duecare.apps.assessments.queries import (
    AssessmentRow,
    Deal,
    ExportRow,
    ListedOpportunity,
    OpportunityQuery,
    ProductRow,
    SimilarRow,
)
from duecare.apps.assessments.queries.products import history
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.export import OUTCOMES
from duecare.apps.assessments.rules.intake import ROLES
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.mitigation import queries as whole
from duecare.apps.parties.rules.folding import fold, words

from .door import READ, acting, opens_to
from .shapes import (
    SAID,
    WHOLE,
    Anywhere,
    Choice,
    Count,
    Currency,
    Day,
    Flag,
    Given,
    Level,
    Limit,
    Line,
    Made,
    Money,
    Name,
    Offset,
    Page,
    Reason,
    Said,
    Text,
    Title,
    Words,
    cut,
)

router = Router(tags=["opportunities"])
Months = Annotated[int, Field(ge=1, le=600), WHOLE]
Version = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")]
Seats = Annotated[int, Field(ge=1, le=999_999), WHOLE]


class ProductGiven(Given):
    """A product to add."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")]
    name: Name
    description: Text = ""


class ProductSensitivity(Given):
    """What a product can do. `auditable`: yes, partly or no."""

    intrusive: Flag
    covert: Flag
    mass: Flag
    auditable: Literal["yes", "partly", "no"]
    export_category: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=SAID)]
    reason: Words


class IntakeGiven(Given):
    """What is known of the deal; everything but the title may be missing in a draft.

    `value` in `currency` (ISO 4217); `term_months` in months; `intermediary` null: not answered.
    """

    title: Title
    purpose: Text = ""
    scope: Text = ""
    term_months: Months | None = None
    value: Money | None = None
    currency: Currency = "EUR"
    value_eur: Money | None = None
    intermediary: Flag | None = None
    contracting_id: UUID | None = None
    paying_id: UUID | None = None
    using_id: UUID | None = None
    product_id: UUID | None = None
    seats: Seats | None = None
    place_of_use: Anywhere = ""
    effective_authority: Anywhere = ""
    legal_basis: Text = ""


class IntakeChanged(Given):
    """The whole intake anew, and the version that was read."""

    seen_version: Count
    intake: IntakeGiven


class Reopened(Schema):
    """Stages that are open again because they rest on what changed."""

    reopened: list[str]


class Filed(Given):
    """The version that was read; `new_facts` when the same deal was decided before."""

    seen_version: Count
    new_facts: Text = ""


class HandedOver(Given):
    """To whom, and why."""

    to: UUID
    reason: Words


class PartyGiven(Given):
    """`role`: contracting, paying, using, intermediary, owner, end_user or consignee."""

    body_id: UUID
    role: Annotated[str, Choice(ROLES)]


class DeploymentGiven(Given):
    """One product at one using body in one place."""

    product_id: UUID | None = None
    product_version: Version = ""
    using_body_id: UUID | None = None
    seats: Seats | None = None
    place_of_use: Anywhere = ""
    effective_authority: Anywhere = ""
    legal_basis: Text = ""


class DeploymentChanged(Given):
    """The whole deployment anew, and the opportunity's version that was read."""

    seen_version: Count
    deployment: DeploymentGiven


class ExportGiven(Given):
    """`kind`: classification, licence or awareness, with the outcome and who stated it on which day."""

    kind: Annotated[str, Choice(tuple(OUTCOMES))]
    outcome: Annotated[str, Choice(tuple(dict.fromkeys(one for some in OUTCOMES.values() for one in some)))]
    reason: Words
    by_whom: Said
    dated: Day
    category: Line = ""
    number: Line = ""
    conditions: Text = ""
    expires_on: Day | None = None


class Judged(Given):
    """What a resemblance to an earlier deal is, and why."""

    verdict: Annotated[str, Choice(VERDICTS)]
    reason: Words


@router.get("/products", response=Page[ProductRow], auth=opens_to(*READ), tags=["products"])
def list_products(request: HttpRequest, q: Line = "", limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Products by code, each with its confirmed and its proposed assessment; accents do not matter."""
    found = (row for row in queries.products() if all(word in fold(f"{row.code} {row.name}") for word in words(q)))
    return cut(found, limit, offset)


@router.post("/products", response={201: Made}, auth=opens_to(*acts.PRODUCT_ADD.roles), tags=["products"])
def add_product(request: HttpRequest, given: ProductGiven) -> Status[Made]:
    """Add a product."""
    return Status(201, Made(id=actions.add_product(by=acting(request), **given.model_dump())))


@router.get("/products/{product_id}", response=ProductRow, auth=opens_to(*READ), tags=["products"])
def read_product(request: HttpRequest, product_id: UUID) -> ProductRow:
    """One product."""
    return queries.product(product_id)


@router.get("/products/{product_id}/assessments", response=list[AssessmentRow], auth=opens_to(*READ), tags=["products"])
def list_assessments(request: HttpRequest, product_id: UUID) -> list[AssessmentRow]:
    """Every confirmed assessment of a product, the newest first."""
    return list(history(queries.product(product_id).id))


@router.post(
    "/products/{product_id}/assessments",
    response={201: Made},
    auth=opens_to(*acts.PRODUCT_ASSESS.roles),
    tags=["products"],
)
def assess_product(request: HttpRequest, product_id: UUID, given: ProductSensitivity) -> Status[Made]:
    """Say what a product can do; it counts once a second person has confirmed it."""
    return Status(201, Made(id=actions.assess_product(by=acting(request), product_id=product_id, **given.model_dump())))


@router.post(
    "/product-assessments/{assessment_id}/confirm",
    response={204: None},
    auth=opens_to(*acts.PRODUCT_CONFIRM.roles),
    tags=["products"],
)
def confirm_product(request: HttpRequest, assessment_id: UUID) -> Status[None]:
    """Confirm an assessment as the second person."""
    actions.confirm_product(by=acting(request), assessment_id=assessment_id)
    return Status(204, None)


@router.get("/opportunities", response=Page[ListedOpportunity], auth=opens_to(*READ))
def list_opportunities(
    request: HttpRequest,
    q: Line = "",
    state: Annotated[str, Choice([code for code, _ in OPPORTUNITY.states], empty=True)] = "",
    level: Level = "",
    country: Anywhere = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Opportunities one may see, the newest first."""
    wanted = OpportunityQuery(q=q, state=state, level=level, country=country, offset=offset, size=limit)
    found = queries.opportunity_list(acting(request), wanted)
    return {"rows": found.rows, "total": found.total}


@router.post("/opportunities", response={201: Made}, auth=opens_to(*acts.OPEN.roles))
def open_opportunity(request: HttpRequest, given: IntakeGiven) -> Status[Made]:
    """Begin an opportunity as a draft; whoever begins it is its requester and never approves it."""
    return Status(201, Made(id=actions.open_opportunity(by=acting(request), intake=Intake(**given.model_dump()))))


@router.get("/opportunities/{opportunity_id}", response=Deal, auth=opens_to(*READ))
def read_opportunity(request: HttpRequest, opportunity_id: UUID) -> Deal:
    """One opportunity with its parties and deployments."""
    return queries.opportunity(acting(request), opportunity_id)


@router.put("/opportunities/{opportunity_id}", response=Reopened, auth=opens_to(*acts.CHANGE.roles))
def change_opportunity(request: HttpRequest, opportunity_id: UUID, given: IntakeChanged) -> Reopened:
    """Change the deal; only what depends on the change opens again."""
    again = actions.change_opportunity(
        by=acting(request),
        opportunity_id=opportunity_id,
        seen_version=given.seen_version,
        intake=Intake(**given.intake.model_dump()),
    )
    return Reopened(reopened=list(again))


@router.post("/opportunities/{opportunity_id}/file", response=Made, auth=opens_to(*acts.FILE.roles))
def file_opportunity(request: HttpRequest, opportunity_id: UUID, given: Filed) -> Made:
    """File a draft: it gets a customer and goes to due diligence. Answers with the customer's id."""
    return Made(id=actions.file_opportunity(by=acting(request), opportunity_id=opportunity_id, **given.model_dump()))


@router.post("/opportunities/{opportunity_id}/withdraw", response={204: None}, auth=opens_to(*acts.WITHDRAW.roles))
def withdraw_opportunity(request: HttpRequest, opportunity_id: UUID, given: Reason) -> Status[None]:
    """Give it up; the record stays."""
    actions.withdraw_opportunity(by=acting(request), opportunity_id=opportunity_id, reason=given.reason)
    return Status(204, None)


@router.post("/opportunities/{opportunity_id}/hand-over", response={204: None}, auth=opens_to(*acts.HAND_OVER.roles))
def hand_over(request: HttpRequest, opportunity_id: UUID, given: HandedOver) -> Status[None]:
    """Hand it over to somebody else."""
    actions.hand_over(by=acting(request), opportunity_id=opportunity_id, to=given.to, reason=given.reason)
    return Status(204, None)


@router.post("/opportunities/{opportunity_id}/live", response={204: None}, auth=opens_to(*acts.GO_LIVE.roles))
def go_live(request: HttpRequest, opportunity_id: UUID) -> Status[None]:
    """Record that it went live; the gate must permit delivery and use."""
    gate = whole.gate_for(acting(request), opportunity_id)
    actions.go_live(by=acting(request), opportunity_id=opportunity_id, gate=gate)
    return Status(204, None)


@router.post("/opportunities/{opportunity_id}/parties", response={201: Made}, auth=opens_to(*acts.PARTY_ADD.roles))
def add_party(request: HttpRequest, opportunity_id: UUID, given: PartyGiven) -> Status[Made]:
    """Name a party; it has to be screened."""
    made = actions.add_party(by=acting(request), opportunity_id=opportunity_id, **given.model_dump())
    return Status(201, Made(id=made))


@router.post(
    "/opportunities/{opportunity_id}/parties/{party_id}/remove",
    response={204: None},
    auth=opens_to(*acts.PARTY_REMOVE.roles),
)
def remove_party(request: HttpRequest, opportunity_id: UUID, party_id: UUID, given: Reason) -> Status[None]:
    """Take a party out, with a reason."""
    actions.remove_party(by=acting(request), opportunity_id=opportunity_id, party_id=party_id, reason=given.reason)
    return Status(204, None)


@router.post("/opportunities/{opportunity_id}/deployments", response={201: Made}, auth=opens_to(*acts.DEPLOY.roles))
def add_deployment(request: HttpRequest, opportunity_id: UUID, given: DeploymentGiven) -> Status[Made]:
    """Add a deployment; each gets a class of its own."""
    deployment = DeploymentInput(**given.model_dump())
    made = actions.add_deployment(by=acting(request), opportunity_id=opportunity_id, given=deployment)
    return Status(201, Made(id=made))


@router.put("/deployments/{deployment_id}", response=Reopened, auth=opens_to(*acts.DEPLOY_CHANGE.roles))
def change_deployment(request: HttpRequest, deployment_id: UUID, given: DeploymentChanged) -> Reopened:
    """Change a deployment; only what depends on the change opens again."""
    again = actions.change_deployment(
        by=acting(request),
        deployment_id=deployment_id,
        seen_version=given.seen_version,
        given=DeploymentInput(**given.deployment.model_dump()),
    )
    return Reopened(reopened=list(again))


@router.get("/opportunities/{opportunity_id}/export", response=list[ExportRow], auth=opens_to(*READ))
def list_export(request: HttpRequest, opportunity_id: UUID) -> list[ExportRow]:
    """Export control of its deployments: classification, licence, awareness."""
    found = queries.opportunity(acting(request), opportunity_id)
    return list(queries.export_rows(one.id for one in found.deployments))


@router.post("/deployments/{deployment_id}/export", response={201: Made}, auth=opens_to(*acts.EXPORT.roles))
def record_export(request: HttpRequest, deployment_id: UUID, given: ExportGiven) -> Status[Made]:
    """Record one outcome of export control."""
    return Status(
        201, Made(id=actions.record_export(by=acting(request), deployment_id=deployment_id, **given.model_dump()))
    )


@router.get("/opportunities/{opportunity_id}/resemblances", response=list[SimilarRow], auth=opens_to(*READ))
def list_resemblances(request: HttpRequest, opportunity_id: UUID) -> list[SimilarRow]:
    """Earlier deals that this one resembles."""
    return list(queries.resemblances_of(queries.opportunity(acting(request), opportunity_id).id))


@router.post("/resemblances/{resemblance_id}/judge", response={204: None}, auth=opens_to(*acts.JUDGE_LIKENESS.roles))
def judge_resemblance(request: HttpRequest, resemblance_id: UUID, given: Judged) -> Status[None]:
    """Say whether it is the same deal again."""
    actions.judge_resemblance(by=acting(request), resemblance_id=resemblance_id, **given.model_dump())
    return Status(204, None)

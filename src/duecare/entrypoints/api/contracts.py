"""Operations: contracts of a customer, and the deployments that stand under them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import ContractRow, Sold
from duecare.apps.assessments.rules import acts
from duecare.apps.mitigation import queries as whole

from .door import READ, acting, opens_to
from .shapes import SAID, Count, Day, Given, Made, Title, Words

router = Router(tags=["contracts"])
Number = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=SAID)]


class ContractGiven(Given):
    """A contract as it was signed; `ends_on` null when it has no end."""

    number: Number
    title: Title
    signed_on: Day
    starts_on: Day
    ends_on: Day | None = None


class AmendmentGiven(Given):
    """What was changed, and the end agreed from now on; `seen_version` is the version that was read."""

    seen_version: Count
    signed_on: Day
    what: Words
    ends_on: Day | None


class ContractEnded(Given):
    """The day from which nothing under it is used any more, and why."""

    seen_version: Count
    ended_on: Day
    reason: Words


class TakenOn(Given):
    """The contract under which a deployment stands from now on, and why."""

    contract_id: UUID
    reason: Words


class Amended(Schema):
    """The number of the amendment."""

    number: int


@router.get("/customers/{customer_id}/contracts", response=Sold, auth=opens_to(*READ))
def list_contracts(request: HttpRequest, customer_id: UUID) -> Sold:
    """What a customer has: contracts with their deployments, and deployments without a contract yet."""
    return queries.sold_to(acting(request), customer_id)


@router.get("/contracts/{contract_id}", response=ContractRow, auth=opens_to(*READ))
def read_contract(request: HttpRequest, contract_id: UUID) -> ContractRow:
    """One contract with its amendments and deployments."""
    return queries.contract(acting(request), contract_id)


@router.post(
    "/opportunities/{opportunity_id}/contracts", response={201: Made}, auth=opens_to(*acts.CONTRACT_SIGN.roles)
)
def sign_contract(request: HttpRequest, opportunity_id: UUID, given: ContractGiven) -> Status[Made]:
    """Record the contract signed for an opportunity; the gate must permit the sale."""
    by = acting(request)
    gate = whole.gate_for(by, opportunity_id)
    return Status(
        201, Made(id=actions.sign_contract(by=by, opportunity_id=opportunity_id, gate=gate, **given.model_dump()))
    )


@router.post("/contracts/{contract_id}/amendments", response={201: Amended}, auth=opens_to(*acts.CONTRACT_AMEND.roles))
def amend_contract(request: HttpRequest, contract_id: UUID, given: AmendmentGiven) -> Status[Amended]:
    """Record an amendment."""
    made = actions.amend_contract(by=acting(request), contract_id=contract_id, **given.model_dump())
    return Status(201, Amended(number=made))


@router.post("/contracts/{contract_id}/end", response={204: None}, auth=opens_to(*acts.CONTRACT_END.roles))
def end_contract(request: HttpRequest, contract_id: UUID, given: ContractEnded) -> Status[None]:
    """Record that a contract ended; what stood under it no longer counts for the customer's class."""
    actions.end_contract(by=acting(request), contract_id=contract_id, **given.model_dump())
    return Status(204, None)


@router.put("/deployments/{deployment_id}/contract", response={204: None}, auth=opens_to(*acts.CONTRACT_MOVE.roles))
def move_deployment(request: HttpRequest, deployment_id: UUID, given: TakenOn) -> Status[None]:
    """Put a deployment under another contract of the same customer."""
    by = acting(request)
    gate = whole.gate_for(by, queries.opportunity_of(deployment_id))
    actions.move_deployment(by=by, deployment_id=deployment_id, gate=gate, **given.model_dump())
    return Status(204, None)

"""Contracts, products and deployments of a customer, as far as one may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.apps.assessments.models import Amendment, Contract, Deployment
from duecare.apps.assessments.rules.contracts import state_of
from duecare.apps.assessments.rules.opportunity_states import OVER
from duecare.kernel.actor import Actor
from duecare.kernel.errors import NotFound

from .days import today
from .deals import visible
from .opportunities import may_see_customer


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """What was changed, when it was signed, and the end agreed by it."""

    number: int
    signed_on: date
    what: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class UsedRow:
    """One product in use or to be used. `counts`: it weighs in the class that the customer shows."""

    id: UUID
    opportunity_id: UUID
    opportunity: str
    opportunity_state: str
    position: int
    product_id: UUID | None
    product: str
    product_version: str
    using_body: str
    place_of_use: str
    seats: int | None
    risk_class: str
    class_provisional: bool
    contract_id: UUID | None
    contract: str
    counts: bool


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract with its amendments and what stands under it. `state`: see `rules.contracts.state_of`."""

    id: UUID
    customer_id: UUID
    number: str
    title: str
    signed_on: date
    starts_on: date
    ends_on: date | None
    ended_on: date | None
    ended_because: str
    state: str
    version: int
    amendments: tuple[AmendmentRow, ...]
    deployments: tuple[UsedRow, ...]


@dataclass(frozen=True, slots=True)
class Sold:
    """What a customer has: its contracts, and the deployments that stand under none yet."""

    contracts: tuple[ContractRow, ...]
    without: tuple[UsedRow, ...]


def sold_to(by: Actor, customer_id: UUID) -> Sold:
    """Contracts and deployments of a customer, in four statements however many there are. Raises NotFound."""
    if not may_see_customer(by, customer_id):
        raise NotFound("customer")
    used = _used(by, customer_id)
    rows = _contracts(Contract.objects.filter(customer_id=customer_id).order_by("-starts_on", "number"), used)
    return Sold(rows, tuple(one for one in used if one.contract_id is None))


def contract(by: Actor, contract_id: UUID) -> ContractRow:
    """One contract. Raises NotFound when it does not exist or its customer is not open to `by`."""
    held = Contract.objects.filter(id=contract_id).first()
    if held is None or not may_see_customer(by, held.customer_id):
        raise NotFound("contract")
    return _contracts([held], _used(by, held.customer_id))[0]


def _contracts(rows: Iterable[Contract], used: tuple[UsedRow, ...]) -> tuple[ContractRow, ...]:
    found, on = list(rows), today()
    later = list(Amendment.objects.filter(contract__in=found).order_by("number"))
    return tuple(
        ContractRow(
            held.id, held.customer_id, held.number, held.title, held.signed_on, held.starts_on, held.ends_on,
            held.ended_on, held.ended_because, state_of(held.starts_on, held.ends_on, held.ended_on, on), held.version,
            tuple(
                AmendmentRow(a.number, a.signed_on, a.what, a.ends_on) for a in later if a.contract_id == held.id
            ),
            tuple(one for one in used if one.contract_id == held.id),
        )
        for held in found
    )  # fmt: skip


def _used(by: Actor, customer_id: UUID) -> tuple[UsedRow, ...]:
    rows = Deployment.objects.filter(opportunity__in=visible(by).filter(customer_id=customer_id))
    rows = rows.select_related("opportunity", "product", "using_body", "contract")
    return tuple(
        UsedRow(
            id=one.id,
            opportunity_id=one.opportunity_id,
            opportunity=one.opportunity.reference,
            opportunity_state=one.opportunity.state,
            position=one.position,
            product_id=one.product_id,
            product=f"{one.product.code} {one.product.name}" if one.product else "",
            product_version=one.product_version,
            using_body=one.using_body.name if one.using_body else "",
            place_of_use=one.place_of_use,
            seats=one.seats,
            risk_class=one.risk_class,
            class_provisional=one.class_provisional,
            contract_id=one.contract_id,
            contract=one.contract.number if one.contract else "",
            counts=one.opportunity.state not in OVER and not (one.contract and one.contract.ended_on),
        )
        for one in rows.order_by("opportunity__created_at", "opportunity_id", "position")
    )

"""Registering customers and keeping what lists show of them."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties.models import Customer, Numbering
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.folding import fold
from duecare.apps.parties.rules.vocabulary import LEVELS, STATUSES
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, NotFound
from duecare.kernel.ids import reference

from .bodies import locked_body

UNRATED = 9
"""Rank of a customer without a class: listed beside the worst, because unknown is never low."""


@action(acts.REGISTER)
def register_customer(*, by: Actor, body_id: UUID) -> Recorded[UUID]:
    """Give a body a customer's reference; a body that is a customer already keeps its own.

    Raises:
        NotFound: no such body.
    """
    body = locked_body(body_id)  # two people registering the same body wait for each other here
    held = Customer.objects.filter(body_id=body.id).first()
    if held is not None:
        return Recorded(held.id, _subject(held), {"already": True})
    now = clock.now()
    code = reference("C", now.year, next_number("C", now.year))
    customer = Customer.objects.create(
        reference=code, body=body, registered_by=by.id, registered_at=now, class_rank=UNRATED,
        name=body.name, country=body.country, kind=body.kind, folded=f"{fold(code)} {body.folded}",
    )  # fmt: skip
    return Recorded(customer.id, _subject(customer), {"body": str(body.id)})


@action(acts.MARK)
def mark_customer(*, by: Actor, customer_id: UUID, status: str, reason: str) -> Recorded[None]:
    """Say where the relationship stands; former customers stay in scope of investigations.

    Raises:
        BadInput: an unknown status or no reason.
    """
    if status not in STATUSES:
        raise BadInput("there is no such status.", field="status", value=status)
    if not reason.strip():
        raise BadInput("say why.", field="reason", todo="A sentence is enough; it is kept in the record.")
    customer = _locked(customer_id)
    before, customer.status = customer.status, status
    customer.save()
    return Recorded(None, _subject(customer), {"status": status, "before": before, "reason": reason.strip()})


@action(acts.SHOW_CLASS)
def show_class(*, by: Actor, customer_id: UUID, cls: str, provisional: bool) -> Recorded[None]:
    """Store the copy of the worst class that lists show; "" while no deployment has one."""
    if cls and cls not in LEVELS:
        raise BadInput("there is no such class.", field="class", value=cls)
    customer = _locked(customer_id)
    customer.worst_class, customer.provisional = cls, provisional
    customer.class_rank = LEVELS.index(cls) if cls else UNRATED
    customer.save()
    return Recorded(None, _subject(customer), {"class": cls or "none", "provisional": provisional})


@action(acts.SHOW_SUSPENSION)
def show_suspension(*, by: Actor, customer_id: UUID, suspended: bool) -> Recorded[None]:
    """Store the copy that gate and pages read: whether anything supplied to the customer is suspended, and no more.

    Raises:
        NotFound.
    """
    customer = _locked(customer_id)
    customer.suspended = suspended
    customer.save()
    return Recorded(None, _subject(customer), {"shown": "suspended" if suspended else "not suspended"})


def next_number(prefix: str, year: int) -> int:
    """The next number of a series; whoever asks at the same moment waits until the transaction ends."""
    Numbering.objects.get_or_create(prefix=prefix, year=year)
    row = Numbering.objects.select_for_update().get(prefix=prefix, year=year)
    row.last += 1
    row.save()
    return row.last


def _subject(customer: Customer) -> Subject:
    return Subject("customer", customer.id, customer.reference, customer.id)


def _locked(customer_id: UUID) -> Customer:
    customer = Customer.objects.select_for_update().filter(id=customer_id).first()
    if customer is None:
        raise NotFound("customer")
    return customer

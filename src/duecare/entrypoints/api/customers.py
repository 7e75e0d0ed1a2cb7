"""Operations: customers, their opportunities, what was recorded about them and what is new to whoever asks."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from duecare.apps.assessments import queries as deals
from duecare.apps.assessments.queries import ListedOpportunity
from duecare.apps.audit import actions as log
from duecare.apps.audit.queries import Filter, entries, head, since_last_look
from duecare.apps.parties import actions, queries
from duecare.apps.parties.queries import CustomerQuery, CustomerRow
from duecare.apps.parties.queries.customers import ListedCustomer
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.vocabulary import STATUSES
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, NotFound

from .audit_log import Entry, Seq, told
from .door import READ, acting, opens_to
from .files import FILE
from .shapes import WHOLE, Anywhere, Choice, Given, Level, Limit, Line, Made, Offset, Page, Words

router = Router(tags=["customers"])


class Registered(Given):
    """The body that becomes a customer."""

    body_id: UUID


class Marked(Given):
    """`status`: prospect, active, suspended or former."""

    status: Annotated[str, Choice(STATUSES)]
    reason: Words


class New(Schema):
    """What others did since one last looked; `seq` goes back as seen, so that nothing newer is skipped."""

    seq: int
    rows: list[Entry]
    more: bool
    first_time: bool


class Looked(Given):
    """The number of the last entry that was shown."""

    seq: Annotated[int, Field(ge=0, le=2**53), WHOLE]


@router.get("/customers", response=Page[ListedCustomer], auth=opens_to(*READ))
def list_customers(
    request: HttpRequest,
    q: Line = "",
    status: Annotated[str, Choice(STATUSES, empty=True)] = "",
    level: Level = "",
    country: Anywhere = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Customers one may see; sales sees those of its own opportunities."""
    only = deals.customer_ids_of(acting(request))
    wanted = CustomerQuery(q=q, status=status, level=level, country=country, offset=offset, size=limit, only=only)
    found = queries.customer_list(wanted)
    return {"rows": found.rows, "total": found.total}


@router.post("/customers", response={201: Made}, auth=opens_to(*acts.REGISTER.roles))
def register_customer(request: HttpRequest, given: Registered) -> Status[Made]:
    """Register a body as a customer; the same body gives the same customer."""
    return Status(201, Made(id=actions.register_customer(by=acting(request), body_id=given.body_id)))


@router.get("/customers/{customer_id}", response=CustomerRow, auth=opens_to(*READ))
def read_customer(request: HttpRequest, customer_id: UUID) -> CustomerRow:
    """One customer with the worst class of its deployments."""
    return _customer(acting(request), customer_id)


@router.post("/customers/{customer_id}/status", response={204: None}, auth=opens_to(*acts.MARK.roles))
def mark_customer(request: HttpRequest, customer_id: UUID, given: Marked) -> Status[None]:
    """Mark a customer as prospect, active, suspended or former."""
    actions.mark_customer(by=acting(request), customer_id=customer_id, status=given.status, reason=given.reason)
    return Status(204, None)


@router.get("/customers/{customer_id}/opportunities", response=list[ListedOpportunity], auth=opens_to(*READ))
def list_opportunities_of(request: HttpRequest, customer_id: UUID, limit: Limit = 100) -> list[ListedOpportunity]:
    """What one may see of a customer's opportunities, the newest first."""
    by = acting(request)
    return list(deals.customer_opportunities(by, _customer(by, customer_id).id, limit))


@router.get("/customers/{customer_id}/timeline", response=list[Entry], auth=opens_to(*FILE))
def read_timeline(
    request: HttpRequest, customer_id: UUID, before: Seq | None = None, limit: Limit = 50
) -> list[dict[str, object]]:
    """Everything recorded about a customer, the newest first; go on with `before`."""
    found = _customer(acting(request), customer_id)
    return told(entries(Filter(customer_id=found.id, before_seq=before), limit))


@router.get("/customers/{customer_id}/changes", response=New, auth=opens_to(*READ))
def read_changes(request: HttpRequest, customer_id: UUID, limit: Limit = 20) -> dict[str, object]:
    """What others did about a customer since one last looked."""
    by = acting(request)
    found = since_last_look(by.id, _customer(by, customer_id).id, customer=True, limit=limit)
    return {"seq": found.seq, "rows": told(found.rows), "more": found.more, "first_time": found.first_time}


@router.post("/customers/{customer_id}/seen", response={204: None}, auth=opens_to(*READ))
def mark_seen(request: HttpRequest, customer_id: UUID, given: Looked) -> Status[None]:
    """Move one's own bookmark up to the entry that was shown. Nothing to prove, so nothing is recorded."""
    by, end = acting(request), head()
    if given.seq > (end[0] if end else 0):
        raise BadInput("this is not an entry of the log", field="seq", value=given.seq)
    log.look(by=by, about_id=_customer(by, customer_id).id, seq=given.seq)
    return Status(204, None)


def _customer(by: Actor, customer_id: UUID) -> CustomerRow:
    """The customer; one answer for missing and not open. Raises NotFound."""
    if not deals.may_see_customer(by, customer_id):
        raise NotFound("customer")
    return queries.customer(customer_id)

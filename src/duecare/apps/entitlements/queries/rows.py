"""Entitlements as pages and the API show them, as far as their customers are open to the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from duecare.apps.accounts.queries import names
from duecare.apps.assessments.queries import Deal, DeploymentRow, customer_ids_of, may_see_customer, today
from duecare.apps.entitlements.models import Entitlement
from duecare.apps.entitlements.rules.states import STANDING, shown
from duecare.kernel.actor import Actor
from duecare.kernel.errors import NotFound
from duecare.kernel.folding import words


@dataclass(frozen=True, slots=True)
class EntitlementRow:
    """One entitlement; `state` as of today (`rules.states.shown`), `stored` as it was last changed.

    `decision`: the decision it follows; "" where a second person issued it.
    """

    id: UUID
    reference: str
    customer_id: UUID
    customer_name: str
    deployment_id: UUID
    product: str
    product_version: str
    functions: tuple[str, ...]
    numbers: int
    places: tuple[str, ...]
    starts_on: date
    ends_on: date
    state: str
    stored: str
    code: str
    since: date
    serial: int
    renews_id: UUID | None
    decision: str
    proposed_by: UUID
    proposer: str
    proposed_at: datetime
    answerer: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class EntitlementQuery:
    """What to list; "" means any. `state` is one of `rules.states.SHOWN`."""

    q: str = ""
    state: str = ""
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class EntitlementPage:
    """A page; `states` counts each stored state, the search applied."""

    rows: tuple[EntitlementRow, ...]
    total: int
    states: Mapping[str, int] = field(default_factory=dict)


def entitlement_list(by: Actor, wanted: EntitlementQuery) -> EntitlementPage:
    """Entitlements open to this person: what ends next first."""
    rows, on = _open_to(by), today()
    for word in words(wanted.q):
        rows = rows.filter(folded__contains=word)
    states = dict(rows.values_list("state").annotate(n=Count("*")).order_by())
    if wanted.state:
        rows = rows.filter(_in_state(wanted.state, on))
    total = rows.count()
    page = rows.order_by("ends_on", "reference")[wanted.offset : wanted.offset + wanted.size]
    return EntitlementPage(_shown(page), total, states)


def entitlement(by: Actor, entitlement_id: UUID) -> EntitlementRow:
    """One entitlement. Raises NotFound when it does not exist or its customer is not open to `by`."""
    row = Entitlement.objects.filter(id=entitlement_id).first()
    if row is None or not may_see_customer(by, row.customer_id):
        raise NotFound("entitlement")
    return _shown([row])[0]


def entitlements_of(by: Actor, customer_id: UUID) -> tuple[EntitlementRow, ...]:
    """Every entitlement of a customer, the newest first. Raises NotFound when it is not open to `by`."""
    if not may_see_customer(by, customer_id):
        raise NotFound("customer")
    return _shown(Entitlement.objects.filter(customer_id=customer_id).order_by("-proposed_at", "-reference"))


def to_entitle(deals: Iterable[Deal]) -> tuple[DeploymentRow, ...]:
    """Deployments of these deals that name a product and have no entitlement, nor wait for one."""
    found = [one for deal in deals for one in deal.deployments if one.product is not None]
    held = Entitlement.objects.filter(deployment_id__in=[one.id for one in found], state__in=(*STANDING, "proposed"))
    taken = set(held.values_list("deployment_id", flat=True))
    return tuple(one for one in found if one.id not in taken)


def _open_to(by: Actor) -> QuerySet[Entitlement]:
    only = customer_ids_of(by)
    return Entitlement.objects.all() if only is None else Entitlement.objects.filter(customer_id__in=only)


def _in_state(state: str, on: date) -> Q:
    match state:
        case "expired":
            return Q(state="in_force", ends_on__lt=on)
        case "not_yet":
            return Q(state="in_force", starts_on__gt=on)
        case "in_force":
            return Q(state="in_force", starts_on__lte=on, ends_on__gte=on)
    return Q(state=state)


def _shown(given: Iterable[Entitlement]) -> tuple[EntitlementRow, ...]:
    rows, on = list(given), today()
    called = names({key for row in rows for key in (row.proposed_by, row.answered_by) if key})
    return tuple(
        EntitlementRow(
            row.id, row.reference, row.customer_id, row.customer_name, row.deployment_id, row.product,
            row.product_version, tuple(row.functions), row.numbers, tuple(row.places), row.starts_on, row.ends_on,
            shown(row.state, row.starts_on, row.ends_on, on), row.state, row.code, row.since, row.serial, row.renews_id,
            row.decision, row.proposed_by, called.get(row.proposed_by, ""), row.proposed_at,
            called.get(row.answered_by, "") if row.answered_by else "", row.answered_at, row.answer,
        )
        for row in rows
    )  # fmt: skip

"""A deal as a whole: opportunity, parties, deployments, products. What stages and rules read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from duecare.apps.assessments.models import (
    Classification,
    Deployment,
    Opportunity,
    OpportunityParty,
    Product,
    ProductAssessment,
    Responsible,
)
from duecare.apps.assessments.rules.disputed import Standing
from duecare.apps.assessments.rules.intake import gaps
from duecare.apps.assessments.rules.overriding import counted
from duecare.apps.governance import queries as governance
from duecare.apps.governance.queries import OverrideInForce
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .days import today
from .kept import Kept, kept_deals
from .products import ProductRow, product_rows

READERS = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR}
"""Roles that read every open opportunity. Sales reads its own; an administrator opens no file."""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A body in its role."""

    id: UUID
    body: BodyRow
    role: str


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """One product in one body's hands at one place.

    Attributes:
        risk_class: the class that counts on the day it is read, an override in force applied; "" while it has none.
        override: the override in force on that day, whether or not it speaks of this class.
    """

    id: UUID
    opportunity_id: UUID
    position: int
    product: ProductRow | None
    using_body: BodyRow | None
    seats: int | None
    place_of_use: str
    effective_authority: str
    legal_basis: str
    risk_class: str
    class_provisional: bool
    product_version: str
    override: OverrideInForce | None


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """An earlier deal that this one resembles; `verdict` "" until somebody judged it."""

    id: UUID
    other_id: UUID
    other: str
    kind: str
    points: int
    reasons: tuple[str, ...]
    verdict: str
    judged_because: str


@dataclass(frozen=True, slots=True)
class Deal:
    """Everything that was said of an opportunity. `intermediary` None: not said, which is not "no".

    `account_team` is everybody who has or had it in hand: none of them votes on it.
    """

    id: UUID
    reference: str
    customer_id: UUID | None
    requester_id: UUID
    owner_id: UUID
    title: str
    purpose: str
    scope: str
    term_months: int | None
    value: Decimal | None
    currency: str
    value_eur: Decimal | None
    intermediary: bool | None
    state: str
    version: int
    created_at: datetime
    filed_at: datetime | None
    rejected_on: date | None
    risk_class: str
    class_provisional: bool
    parties: tuple[PartyRow, ...]
    deployments: tuple[DeploymentRow, ...]
    account_team: tuple[UUID, ...]

    def bodies(self, *roles: str) -> tuple[BodyRow, ...]:
        """Bodies in these roles (all roles when none is named), each once."""
        found = {party.body.id: party.body for party in self.parties if not roles or party.role in roles}
        return tuple(found.values())

    def party(self, role: str) -> BodyRow | None:
        """The first body in a role, or None."""
        return next((party.body for party in self.parties if party.role == role), None)

    def fields(self, deployment_id: UUID | None = None) -> dict[str, JSON]:
        """The values that stages rest on (`rules.dependencies.FIELDS`): of one deployment, or of all."""
        chosen = [d for d in self.deployments if deployment_id in (None, d.id)]
        said: dict[str, JSON] = {
            field: sorted(str(body.id) for body in self.bodies(role)) for role, field in _LISTED.items()
        }
        using = {body.id: body for body in self.bodies("using")} if deployment_id is None else {}
        using |= {d.using_body.id: d.using_body for d in chosen if d.using_body}
        return {
            "title": self.title,
            "purpose": self.purpose,
            "scope": self.scope,
            "term_months": self.term_months,
            "value": f"{self.value:.2f} {self.currency}" if self.value is not None else None,
            "value_eur": f"{self.value_eur:.2f}" if self.value_eur is not None else None,
            "seats": [d.seats for d in chosen],
            "product": sorted(str(d.product.id) for d in chosen if d.product),
            "product_version": [d.product_version for d in chosen if d.product_version],
            "product_sensitivity": [
                d.product.assessment.sensitivity() if d.product and d.product.assessment else None for d in chosen
            ],
            "place_of_use": sorted({d.place_of_use for d in chosen if d.place_of_use}),
            "effective_authority": sorted({d.effective_authority for d in chosen if d.effective_authority}),
            "using": sorted(f"{key} {body.country} {body.effective_authority}".strip() for key, body in using.items()),
            "intermediary": self.intermediary,
            **said,
        }

    def gaps(self) -> tuple[tuple[str, str], ...]:
        """What is missing before it can be filed: of the deal, and of each deployment."""
        found = dict(gaps(self.fields()))
        for one in self.deployments or (None,):
            for field, what in gaps(self.fields(one.id)) if one else ():
                found.setdefault(field, what)
        return tuple(found.items())

    def standings(self, deployment_id: UUID | None = None) -> tuple[Standing, ...]:
        """Every place whose score applies (`rules.disputed.applicable`)."""
        found: list[Standing] = []
        for one in self.deployments:
            if deployment_id in (None, one.id):
                body = one.using_body
                place = body.country if body else ""
                found.append(
                    Standing("the deployment", place, one.effective_authority, one.place_of_use, one.legal_basis)
                )
                if body:
                    found.append(_standing(body))
        return (*found, *(_standing(body) for body in self.bodies("contracting", "paying", "using", "end_user")))


_LISTED = {
    "contracting": "contracting", "paying": "paying", "end_user": "end_user", "consignee": "consignee",
    "intermediary": "intermediaries", "owner": "owners",
}  # fmt: skip


def visible(by: Actor) -> QuerySet[Opportunity]:
    """Opportunities this person may see. Sales: those they have or had in hand, nobody else's."""
    rows = Opportunity.objects.all()
    if by.kind is Kind.SYSTEM or by.has(*READERS):
        return rows
    if by.has(Role.SALES):
        return rows.filter(id__in=Responsible.objects.filter(person_id=by.id).values("opportunity_id"))
    return rows.none()


def open_to(by: Actor, kept: Kept) -> bool:
    """As `visible`, for an opportunity already read."""
    if by.kind is Kind.SYSTEM or by.has(*READERS):
        return True
    return by.has(Role.SALES) and any(row.person_id == by.id for row in kept.of(Responsible))


def deal(opportunity_id: UUID, on: date | None = None) -> Deal:
    """One deal as of `on` (today), whoever asks; entry points go through `queries.opportunity`. Raises NotFound."""
    found = kept_deals((opportunity_id,)).get(opportunity_id)
    if found is None:
        raise NotFound("opportunity")
    return deal_from(found, on)


def deal_of(row: Opportunity, on: date | None = None) -> Deal:
    """The deal of a row in hand, its values as they are in the row."""
    return deal_from(kept_deals((row.id,))[row.id], on, row)


def deal_from(kept: Kept, on: date | None = None, row: Opportunity | None = None) -> Deal:
    """The deal of rows already read: bodies and, where something is rated, overrides are asked for once more."""
    ids = body_ids(kept)
    rated = [one.id for one in kept.of(Deployment) if one.risk_class]
    overrides = governance.overrides_in_force("class", on or today(), rated) if rated else {}
    return compose(kept, parties.bodies(ids) if ids else {}, overrides, row)


def body_ids(kept: Kept) -> frozenset[UUID]:
    """Every body a deal names, those that only use a deployment among them."""
    using = {one.using_body_id for one in kept.of(Deployment) if one.using_body_id}
    return frozenset({party.body_id for party in kept.of(OpportunityParty)} | using)


def compose(
    kept: Kept,
    bodies: Mapping[UUID, BodyRow],
    overrides: Mapping[UUID, OverrideInForce],
    row: Opportunity | None = None,
) -> Deal:
    """The deal of rows, bodies and overrides already read.

    The class of a deployment is worked out here, from the one that was confirmed and the override in
    force on the day, so that no copy can lag behind either.
    """
    row = row or kept.opportunity
    known = {one.id: one for one in product_rows(kept.of(Product), kept.of(ProductAssessment))}
    confirmed = {one.deployment_id: one for one in kept.of(Classification) if one.state == "confirmed"}
    return Deal(
        id=row.id,
        reference=row.reference,
        customer_id=row.customer_id,
        requester_id=row.requester_id,
        owner_id=row.owner_id,
        title=row.title,
        purpose=row.purpose,
        scope=row.scope,
        term_months=row.term_months,
        value=row.value,
        currency=row.currency,
        value_eur=row.value_eur,
        intermediary=row.intermediary,
        state=row.state,
        version=row.version,
        created_at=row.created_at,
        filed_at=row.filed_at,
        rejected_on=row.rejected_on,
        risk_class=row.risk_class,
        class_provisional=row.class_provisional,
        parties=tuple(PartyRow(one.id, bodies[one.body_id], one.role) for one in kept.of(OpportunityParty)),
        deployments=tuple(
            _deployment(one, bodies, known, confirmed.get(one.id), overrides.get(one.id))
            for one in kept.of(Deployment)
        ),
        account_team=tuple(one.person_id for one in kept.of(Responsible)),
    )  # fmt: skip


def deployments(opportunity_id: UUID) -> tuple[DeploymentRow, ...]:
    """The deployments of an opportunity, in order."""
    return deal(opportunity_id).deployments


def account_team(opportunity_id: UUID) -> tuple[UUID, ...]:
    """Everybody who has or had it in hand: none of them votes on it."""
    rows = Responsible.objects.filter(opportunity_id=opportunity_id).order_by("since", "id")
    return tuple(rows.values_list("person_id", flat=True))


def with_method(rows: QuerySet[Deployment]) -> QuerySet[Deployment]:
    """Deployments with `method_cls` and `hard_stop` of the class last confirmed, both None before that."""
    last = Classification.objects.filter(deployment=OuterRef("pk"), state="confirmed").order_by("-number")
    return rows.annotate(method_cls=Subquery(last.values("cls")[:1]), hard_stop=Subquery(last.values("hard_stop")[:1]))


def class_counted(row: Deployment, override: OverrideInForce | None) -> str:
    """The class of a deployment read `with_method` that counts, given the override in force."""
    return _class_counted(
        row.risk_class, getattr(row, "method_cls", None), bool(getattr(row, "hard_stop", None)), override
    )


def _class_counted(recorded: str, method_cls: str | None, hard_stop: bool, override: OverrideInForce | None) -> str:
    if not recorded:
        return ""
    method = method_cls or recorded
    return counted(method, hard_stop, override.from_value, override.to_value) if override else method


def _deployment(
    row: Deployment,
    bodies: Mapping[UUID, BodyRow],
    known: Mapping[UUID, ProductRow],
    confirmed: Classification | None,
    override: OverrideInForce | None,
) -> DeploymentRow:
    method_cls, hard_stop = (confirmed.cls, confirmed.hard_stop) if confirmed else (None, False)
    return DeploymentRow(
        id=row.id,
        opportunity_id=row.opportunity_id,
        position=row.position,
        product=known.get(row.product_id) if row.product_id else None,
        using_body=bodies.get(row.using_body_id) if row.using_body_id else None,
        seats=row.seats,
        place_of_use=row.place_of_use,
        effective_authority=row.effective_authority,
        legal_basis=row.legal_basis,
        risk_class=_class_counted(row.risk_class, method_cls, hard_stop, override),
        class_provisional=row.class_provisional,
        product_version=row.product_version,
        override=override,
    )


def _standing(body: BodyRow) -> Standing:
    return Standing(body.name, body.country, body.effective_authority, body.place_of_use, body.legal_basis)

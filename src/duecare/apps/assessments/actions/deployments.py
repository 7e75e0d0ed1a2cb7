"""Deployments: several products, bodies and places in one opportunity, each with a class of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from duecare.apps.assessments.models import Deployment, Opportunity, OpportunityParty, Product
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.dependencies import changed, reopened
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, NotFound

from .classes import unsettle
from .reach import check_place, reach_changeable, refresh_copies, subject


@dataclass(frozen=True, slots=True)
class DeploymentInput:
    """What is deployed, in whose hands, where."""

    product_id: UUID | None
    using_body_id: UUID | None
    seats: int | None = None
    place_of_use: str = ""
    effective_authority: str = ""
    legal_basis: str = ""
    product_version: str = ""


@action(acts.DEPLOY)
def add_deployment(*, by: Actor, opportunity_id: UUID, given: DeploymentInput) -> Recorded[UUID]:
    """Add a deployment; its using body becomes a party.

    Raises:
        BadInput: a product, body or place that does not exist; a filed opportunity needs all three.
    """
    row = reach_changeable(by, opportunity_id)
    before = deal_of(row).fields()
    last = Deployment.objects.filter(opportunity=row).aggregate(last=Max("position"))["last"] or 0
    made = Deployment(opportunity=row, position=last + 1)
    _set(row, made, given)
    _after(row, before)
    return Recorded(made.id, subject(row), {"position": made.position})


@action(acts.DEPLOY_CHANGE)
def change_deployment(
    *, by: Actor, deployment_id: UUID, seen_version: int, given: DeploymentInput
) -> Recorded[tuple[str, ...]]:
    """Change a deployment; returns the fields that changed. `seen_version` is the opportunity's."""
    found = Deployment.objects.filter(id=deployment_id).first()
    if found is None:
        raise NotFound("deployment")
    row = reach_changeable(by, found.opportunity_id, seen_version)
    deal = deal_of(row)
    before = deal.fields(found.id)
    _set(row, found, given)
    _after(row, deal.fields())
    fields = changed(before, deal_of(row).fields(found.id))
    return Recorded(fields, subject(row), {"fields": ", ".join(fields).replace("_", " ") or "legal basis"})


def _set(row: Opportunity, made: Deployment, given: DeploymentInput) -> None:
    if given.product_id is not None and not Product.objects.filter(id=given.product_id).exists():
        raise BadInput("there is no such product.", field="product")
    if given.using_body_id is not None:
        parties.body(given.using_body_id)
    if given.seats is not None and not 0 < given.seats < 1_000_000:
        raise BadInput("seats are a number from 1 up.", field="seats", value=given.seats)
    if len(given.product_version.strip()) > 40:
        raise BadInput("longer than 40 characters.", field="product_version", value=given.product_version)
    check_place("place_of_use", given.place_of_use)
    check_place("effective_authority", given.effective_authority)
    was = made.using_body_id
    made.product_id, made.using_body_id, made.seats = given.product_id, given.using_body_id, given.seats
    made.place_of_use, made.effective_authority = given.place_of_use, given.effective_authority
    made.legal_basis, made.product_version = given.legal_basis.strip(), given.product_version.strip()
    made.save()
    used = set(Deployment.objects.filter(opportunity=row).values_list("using_body_id", flat=True))
    if was is not None and was not in used:
        OpportunityParty.objects.filter(opportunity=row, role="using", body_id=was).delete()
    if given.using_body_id is not None:
        OpportunityParty.objects.get_or_create(opportunity=row, role="using", body_id=given.using_body_id)


def _after(row: Opportunity, before: Mapping[str, JSON]) -> None:
    deal = deal_of(row)
    if row.state != "draft" and (missing := deal.gaps()):
        raise BadInput(f"a filed opportunity cannot be without {missing[0][1]}.", field=missing[0][0])
    refresh_copies(row, deal)
    unsettle(row, reopened(before, deal.fields()))
    row.version += 1
    row.save()

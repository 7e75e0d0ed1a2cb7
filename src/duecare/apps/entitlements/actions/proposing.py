"""Asking for an entitlement, or for its renewal. What stays within a decision is issued at once."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.queries import DeploymentRow
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.entitlements.models import Entitlement
from duecare.apps.entitlements.rules import acts
from duecare.apps.entitlements.rules.scope import Decided, Scope, checked, within
from duecare.apps.entitlements.rules.states import STANDING
from duecare.apps.mitigation.queries import Reading, today
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.folding import fold

from .rows import about, deal_read, next_reference, nothing_waits


@action(acts.PROPOSE)
def propose_entitlement(
    *, by: Actor, deployment_id: UUID, given: Scope, renews_id: UUID | None = None
) -> Recorded[UUID]:
    """Ask for an entitlement of a deployment. It is in force at once where a decision permits the delivery and nothing
    goes beyond what was decided; else it waits for a second person.

    Args:
        renews_id: the entitlement whose place it takes once it is issued.

    Raises:
        NotFound. BadInput: see `rules.scope.checked`; a deployment without a product.
        Conflict: the deal is blocked; one stands or is asked for already; the renewed one is not in force.
    """
    on = today()
    scope = checked(given, on)
    found, gate = deal_read(by, deployment_id)
    place = next(one for one in found.deal.deployments if one.id == deployment_id)
    customer_id = found.deal.customer_id
    if place.product is None or customer_id is None:
        raise BadInput("the deployment names no product.", field="deployment", todo="Name it in the opportunity.")
    code = next_reference(on.year)  # one at a time from here on
    renewed = _place_of(deployment_id, renews_id)
    decided = _decided(found, gate, place)
    following = decided.reference if decided is not None and within(scope, decided) else ""
    if following and renewed is not None:
        renewed.state, renewed.since, renewed.serial = "replaced", on, renewed.serial + 1
        renewed.save()
    named, product = parties.customer(customer_id), f"{place.product.code} {place.product.name}"
    row = Entitlement.objects.create(
        reference=code, customer_id=customer_id, deployment_id=deployment_id,
        customer_name=f"{named.reference} {named.body.name}", product=product, product_version=place.product_version,
        folded=fold(f"{code} {named.reference} {named.body.name} {product}")[:600],
        functions=list(scope.functions), numbers=scope.numbers, places=list(scope.places), starts_on=scope.starts_on,
        ends_on=scope.ends_on, state="in_force" if following else "proposed", since=on, renews=renewed,
        decision=following, proposed_by=by.id, proposed_at=clock.now(),
    )  # fmt: skip
    facts: dict[str, JSON] = {
        "product": product, "until": scope.ends_on.isoformat(), "from": scope.starts_on.isoformat(),
        "functions": list(scope.functions), "numbers": scope.numbers, "places": list(scope.places),
        "state": row.state, "decision": following, "renews": str(renews_id) if renews_id else None,
    }  # fmt: skip
    return Recorded(row.id, about(row), facts)


def _place_of(deployment_id: UUID, renews_id: UUID | None) -> Entitlement | None:
    """The entitlement to be renewed, locked; None where the deployment has none. Raises NotFound, Conflict."""
    rows = Entitlement.objects.select_for_update(of=("self",)).filter(deployment_id=deployment_id)
    asked = rows.filter(state="proposed").first()
    if asked is not None:
        raise Conflict(f"{asked.reference} waits for a second person.", "Nothing was changed.", "Answer it first.")
    standing = rows.filter(state__in=STANDING).first()
    if renews_id is None:
        if standing is not None:
            raise Conflict(
                f"This deployment has an entitlement already: {standing.reference}.",
                "Nothing was changed.",
                "Renew it.",
            )
        return None
    if standing is None or standing.id != renews_id:
        if not Entitlement.objects.filter(id=renews_id, deployment_id=deployment_id).exists():
            raise NotFound("entitlement")
        raise Conflict("Only an entitlement in force is renewed.", "Nothing was changed.", "Ask for a new one.")
    nothing_waits(standing)
    return standing


def _decided(found: Reading, gate: Gate, place: DeploymentRow) -> Decided | None:
    """What the decision in force lets be supplied; None while the gate does not permit the delivery."""
    latest = found.file.said.latest(found.deal.id)
    if latest is None or not gate.verdict("delivery").permitted:
        return None
    return Decided(latest.reference, place.seats, place.place_of_use)

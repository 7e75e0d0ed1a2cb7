"""Naming the parties of an opportunity."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.assessments.models import Deployment, OpportunityParty
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.intake import ONE_EACH, ROLES
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .reach import reach_changeable, refresh_copies, subject


@action(acts.PARTY_ADD)
def add_party(*, by: Actor, opportunity_id: UUID, body_id: UUID, role: str) -> Recorded[UUID]:
    """Name a body in a role. It must be screened before the gate opens again.

    Raises:
        BadInput: an unknown role, or a second contracting or paying body.
        Conflict: it is named in this role already.
    """
    if role not in ROLES:
        raise BadInput("there is no such role.", field="role", value=role)
    row = reach_changeable(by, opportunity_id)
    parties.body(body_id)
    held = OpportunityParty.objects.filter(opportunity=row, role=role)
    if held.filter(body_id=body_id).exists():
        raise Conflict("This body is named in this role already.", "Nothing was changed.", "Reload the page.")
    if role in ONE_EACH and held.exists():
        raise BadInput(f"there is a {role} body already.", field="role", todo="Change it in the intake form.")
    party = OpportunityParty.objects.create(opportunity=row, body_id=body_id, role=role)
    if role == "intermediary":
        row.intermediary = True
    row.version += 1
    refresh_copies(row, deal_of(row))
    row.save()
    return Recorded(party.id, subject(row), {"role": role.replace("_", " "), "body": str(body_id)})


@action(acts.PARTY_REMOVE)
def remove_party(*, by: Actor, opportunity_id: UUID, party_id: UUID, reason: str) -> Recorded[None]:
    """Take a party off, saying why; who was named stays in the log.

    Raises:
        BadInput: no reason, or a filed opportunity would lose a body it needs.
    """
    if not reason.strip():
        raise BadInput("say why this party is no longer one.", field="reason")
    row = reach_changeable(by, opportunity_id)
    party = OpportunityParty.objects.filter(opportunity=row, id=party_id).first()
    if party is None:
        raise NotFound("party")
    if Deployment.objects.filter(opportunity=row, using_body_id=party.body_id).exists() and party.role == "using":
        raise BadInput("a deployment is in this body's hands.", field="party", todo="Change the deployment first.")
    party.delete()
    deal = deal_of(row)
    if row.state != "draft" and (missing := deal.gaps()):
        raise BadInput(f"a filed opportunity cannot lose {missing[0][1]}.", field="party")
    row.version += 1
    refresh_copies(row, deal)
    row.save()
    facts = {"role": party.role.replace("_", " "), "body": str(party.body_id), "reason": reason.strip()}
    return Recorded(None, subject(row), facts)

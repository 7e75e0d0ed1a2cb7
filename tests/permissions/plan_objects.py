"""Example plans and measures for the routes about them; rows are made directly, so that the table stays quick."""

from __future__ import annotations

import secrets
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments import queries as files
from duecare.apps.mitigation.models import Measure, Plan, Proof
from duecare.kernel.actor import SYSTEM, Actor, Role
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals


def _deal(actor: Actor | None) -> UUID:
    """A deal; the asking seller's own."""
    by = actor if actor is not None and actor.has(Role.SALES) else deals.SALES
    sold = deals.product(f"NL-{secrets.token_hex(4)}", assessed=False)
    return assessments.open_opportunity(by=by, intake=deals.intake(deals.body(), sold))


def _plan(actor: Actor | None, state: str = "draft") -> Plan:
    deal = files.deal(_deal(actor))
    adopted = {"adopted_by": SYSTEM.id, "adopted_at": clock.now()} if state == "adopted" else {}
    return Plan.objects.create(
        opportunity_id=deal.id, customer_id=deal.customer_id, reference=deal.reference, title=deal.title,
        risk_class="moderate", state=state, drafted_by=SYSTEM.id, drafted_at=clock.now(), **adopted,
    )  # fmt: skip


def _measure(actor: Actor | None, state: str = "adopted", **more: object) -> Measure:
    values: dict[str, object] = {"owner_role": "counsel", "verifier_role": "auditor", "origin": "added", **more}
    return Measure.objects.create(
        plan=_plan(actor, state), code="A-01", title="Publish the purpose", what="A page names purpose and term.",
        why=["Asked by the works council"], due_kind="before_delivery", condition_precedent=True, **values,
    )  # fmt: skip


def _owned(actor: Actor | None) -> object:
    return _measure(actor, owner_id=actor.id if actor else new_id()).id


def _shown(actor: Actor | None) -> Proof:
    """Evidence that waits for the asking person's role."""
    role = str(min(actor.roles)) if actor is not None and actor.roles else "auditor"
    owner = "counsel" if role != "counsel" else "product_security"
    row = _measure(actor, verifier_role=role, owner_role=owner, owner_id=new_id())
    Measure.objects.filter(id=row.id).update(state="evidence_given")
    sha256, _ = evidence().put([b"the signed text"])
    return Proof.objects.create(
        measure=row, number=1, sha256=sha256, file_name="signed.txt", note="Page 4", given_by=new_id(),
        given_at=clock.now(),
    )  # fmt: skip


MAKERS = {
    "plan.opportunity_id": lambda actor: _plan(actor).opportunity_id,
    "plan_draft.opportunity_id": _deal,
    "plan_adopt.opportunity_id": lambda actor: _plan(actor).opportunity_id,
    "plan_owner.opportunity_id": lambda actor: _measure(actor).plan.opportunity_id,
    "plan_redraft.opportunity_id": lambda actor: _plan(actor, "adopted").opportunity_id,
    "plan_submit.opportunity_id": lambda actor: _plan(actor, "adopted").opportunity_id,
    "measure_add.opportunity_id": lambda actor: _plan(actor).opportunity_id,
    "measure_id": _owned,
    "measure_due.measure_id": lambda actor: _measure(actor, "draft").id,
    "measure_drop.measure_id": lambda actor: _measure(actor, "draft").id,
    "measure_waive.measure_id": lambda actor: _measure(actor, owner_id=new_id()).id,
    "measure_verify.measure_id": lambda actor: _shown(actor).measure_id,
    "measure_back.measure_id": lambda actor: _shown(actor).measure_id,
    "proof_id": lambda actor: _shown(actor).id,
}

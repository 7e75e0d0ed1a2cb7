"""Working a measure: owner, date, evidence, and somebody else who looks."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts.queries import actor_of
from duecare.apps.assessments import queries as assessments
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.mitigation.models import Measure, Plan, Proof
from duecare.apps.mitigation.queries.days import day_of, today
from duecare.apps.mitigation.rules import acts
from duecare.apps.mitigation.rules.states import MEASURE
from duecare.kernel.actor import Actor, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.states import Move

from .rows import about, in_draft, in_force, locked_measure, not_yours, reckon


@action(acts.MEASURE_ASSIGN)
def assign_owner(*, by: Actor, measure_id: UUID, person_id: UUID) -> Recorded[None]:
    """Name who sees to it; possible at any time, because people come and go and the duty stays.

    Raises:
        BadInput: no such person, or without the role the measure asks for. Conflict: done or waived. NotFound.
    """
    plan, row = locked_measure(measure_id)
    owner = actor_of(person_id)
    if owner is None:
        raise BadInput("no such person", field="person", value=person_id)
    if row.owner_role not in owner.roles:
        raise BadInput(f"the owner needs the role {row.owner_role.replace('_', ' ')}", field="person", value=owner.name)
    if row.state == "waived":
        raise Conflict(f"{row.code} was waived.", "Nothing was changed.")
    if not assessments.visible(owner).filter(id=plan.opportunity_id).exists():
        raise BadInput("this deal is not open to that person", field="person", value=owner.name)
    row.owner_id = person_id
    row.save(update_fields=["owner_id"])
    return Recorded(None, about(plan), {"measure": row.code, "person": str(person_id)}, {"owner": owner.name})


@action(acts.MEASURE_DUE)
def set_due(*, by: Actor, measure_id: UUID, due_on: date | None) -> Recorded[None]:
    """Fix a calendar day, or take it away so that the term counts again; part of what is decided on.

    Raises:
        Conflict: the plan is adopted; a later date is a change of what was decided. BadInput: a day in the past.
    """
    plan, row = locked_measure(measure_id)
    in_draft(plan)
    if due_on is not None and due_on < today():
        raise BadInput("this day has passed", field="due_on", value=due_on)
    row.due_on = due_on
    reckon(row, plan.decided_on)
    row.save(update_fields=["due_on", "next_due"])
    return Recorded(None, about(plan), {"measure": row.code, "due_on": due_on.isoformat() if due_on else None})


@action(acts.MEASURE_EVIDENCE)
def give_evidence(*, by: Actor, measure_id: UUID, note: str, sha256: str = "", file_name: str = "") -> Recorded[UUID]:
    """Say that it is done and show how; counts for nothing until somebody else verified it.

    Args:
        sha256: content hash of a document put into the content store, "" when the note names where the evidence
            lies. It is kept here and not in the due-diligence file, which a decision is bound to.
        file_name: its name, when there is one.

    Raises:
        NotFound: the opportunity is not open to `by`. Denied: not its owner.
        Conflict: the plan is not adopted, or the measure is in another state. BadInput: no note, no hash.
    """
    plan, row = locked_measure(measure_id)
    assessments.opportunity(by, plan.opportunity_id)
    in_force(plan)
    if by.id != row.owner_id and not by.has(Role.COMPLIANCE_OFFICER):
        raise Denied("Only its owner or a compliance officer gives evidence.", "Nothing was recorded.")
    if not note.strip():
        raise BadInput("say what the evidence shows", field="note")
    if sha256 and not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise BadInput("this is not a SHA-256", field="sha256", value=sha256)
    if row.state == "verified" and row.due_kind != "recurring":
        raise Conflict(f"{row.code} is verified.", "Nothing was recorded.")
    row.state = MEASURE.check(row.state, "give_evidence", by).target
    number = Proof.objects.filter(measure=row).count() + 1
    proof = Proof.objects.create(
        measure=row,
        number=number,
        sha256=sha256,
        file_name=file_name[:255] if sha256 else "",
        note=note.strip(),
        given_by=by.id,
        given_at=clock.now(),
    )
    row.save(update_fields=["state"])
    facts: dict[str, JSON] = {"measure": row.code, "proof": str(proof.id), "sha256": sha256 or None}
    return Recorded(proof.id, about(plan), facts, {"note": proof.note})


@action(acts.MEASURE_VERIFY)
def verify_measure(*, by: Actor, measure_id: UUID, proof_id: UUID, remark: str = "") -> Recorded[None]:
    """Say that the evidence was seen and shows it; what recurs is due again from the day it was given.

    Args:
        proof_id: the evidence that was looked at; newer evidence stops the verification.

    Raises:
        Denied: another role verifies this, or `by` owns it or gave the evidence.
        Conflict: another state, or other evidence meanwhile. NotFound.
    """
    plan, row, proof, move = _judged(by, measure_id, proof_id, "verify", remark)
    proof.outcome = "verified"
    _keep(proof, by, remark)
    row.state, row.verified_on, row.verified_by = move.target, day_of(proof.given_at), by.id
    reckon(row, plan.decided_on)
    row.save(update_fields=["state", "verified_on", "verified_by", "next_due"])
    facts: dict[str, JSON] = {"measure": row.code, "proof": str(proof.id), "sha256": proof.sha256 or None}
    return Recorded(None, about(plan), facts, {"remark": remark.strip()} if remark.strip() else {})


@action(acts.MEASURE_BACK)
def send_back(*, by: Actor, measure_id: UUID, proof_id: UUID, reason: str) -> Recorded[None]:
    """Say what the evidence does not show. Evidence and answer stay on record.

    Raises:
        Denied: as `verify_measure`, or no reason. Conflict, NotFound.
    """
    plan, row, proof, move = _judged(by, measure_id, proof_id, "send_back", reason)
    proof.outcome = "sent_back"
    _keep(proof, by, reason)
    # An earlier verification of what recurs stands until its own date; only the new evidence failed.
    row.state = "verified" if row.verified_on is not None else move.target
    row.save(update_fields=["state"])
    facts: dict[str, JSON] = {"measure": row.code, "proof": str(proof.id)}
    return Recorded(None, about(plan), facts, {"reason": reason.strip()})


def _judged(by: Actor, measure_id: UUID, proof_id: UUID, verb: str, why: str) -> tuple[Plan, Measure, Proof, Move]:
    plan, row = locked_measure(measure_id)
    assessments.opportunity(by, plan.opportunity_id)
    in_force(plan)
    move = MEASURE.check(row.state, verb, by, why)
    if row.verifier_role not in by.roles:
        raise Denied(
            f"{row.code} is verified by: {row.verifier_role.replace('_', ' ')}.", "Nothing was changed.", "Ask one."
        )
    proof = Proof.objects.select_for_update().filter(measure=row).order_by("-number").first()
    if proof is None:
        raise NotFound("evidence")
    if proof.id != proof_id or proof.outcome:
        raise Conflict("There is newer evidence.", "Nothing was changed.", "Look at it, then decide.")
    not_yours(by, row.owner_id, proof.given_by)
    return plan, row, proof, move


def _keep(proof: Proof, by: Actor, remark: str) -> None:
    proof.judged_by, proof.judged_at, proof.remark = by.id, clock.now(), remark.strip()
    proof.save()

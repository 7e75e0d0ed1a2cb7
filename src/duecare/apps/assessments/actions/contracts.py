"""Contracts: signed once the gate permits the sale, amended, ended; deployments put under another."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max

from duecare.adapters import clock
from duecare.apps.assessments.models import Amendment, Contract, Deployment
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import visible
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.contracts import check_signed, check_term
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.folding import fold

from .classes import refresh_customer
from .reach import reach


@action(acts.CONTRACT_SIGN)
def sign_contract(
    *,
    by: Actor,
    opportunity_id: UUID,
    gate: Gate,
    number: str,
    title: str,
    signed_on: date,
    starts_on: date,
    ends_on: date | None = None,
) -> Recorded[UUID]:
    """Record the contract signed for an opportunity; its deployments that have none stand under it.

    Args:
        gate: the one evaluated for this opportunity in this request.

    Raises:
        Conflict: the gate forbids the sale, the number is in use, or every deployment has its contract.
        BadInput: see `rules.contracts.check_signed`. NotFound.
    """
    row = reach(by, opportunity_id)
    check_signed(number, title, signed_on, starts_on, ends_on, today())
    if row.customer_id is None:
        raise Conflict("The opportunity is a draft.", "No contract was recorded.", "File it first.")
    verdict = gate.verdict("contract")
    if not verdict.permitted:
        raise Conflict(verdict.sentence, "No contract was recorded.", "Clear the open requirements first.")
    if Contract.objects.filter(customer_id=row.customer_id, number=number.strip()).exists():
        raise Conflict("The customer has a contract of this number.", "Nothing was changed.", "Amend that one.")
    free = Deployment.objects.filter(opportunity=row, contract=None)
    if not free.exists():
        raise Conflict("Every deployment has its contract.", "Nothing was changed.", "Amend that contract.")
    made = Contract.objects.create(
        customer_id=row.customer_id, number=number.strip(), title=title.strip(), signed_on=signed_on,
        folded=fold(f"{number} {title}")[:400],
        starts_on=starts_on, ends_on=ends_on, recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    count = free.update(contract=made)
    facts: dict[str, JSON] = {"opportunity": row.reference, "signed_on": signed_on.isoformat(), "deployments": count}
    return Recorded(made.id, _subject(made), facts)


@action(acts.CONTRACT_AMEND)
def amend_contract(
    *, by: Actor, contract_id: UUID, seen_version: int, signed_on: date, what: str, ends_on: date | None
) -> Recorded[int]:
    """Record an amendment and the end agreed from now on; returns its number.

    Raises:
        Conflict: ended, or changed after it was read. BadInput: nothing said, a day to come, an end too early.
    """
    held = _reach(by, contract_id, seen_version)
    if not what.strip():
        raise BadInput("say what was changed.", field="what")
    if not held.signed_on <= signed_on <= today():
        raise BadInput("an amendment is signed after its contract and not in days to come.", field="signed_on")
    check_term(held.starts_on, ends_on)
    number = (held.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    Amendment.objects.create(
        contract=held, number=number, signed_on=signed_on, what=what.strip(), ends_on=ends_on, recorded_by=by.id,
        recorded_at=clock.now(),
    )  # fmt: skip
    held.ends_on = ends_on
    held.version += 1
    held.save(update_fields=["ends_on", "version"])
    return Recorded(number, _subject(held), {"number": number, "ends_on": ends_on.isoformat() if ends_on else None})


@action(acts.CONTRACT_END)
def end_contract(*, by: Actor, contract_id: UUID, seen_version: int, ended_on: date, reason: str) -> Recorded[None]:
    """Record that a contract ended and nothing under it is used any more.

    What stood under it no longer counts for the class that the customer shows.

    Raises:
        Conflict: ended already, or changed after it was read. BadInput: no reason, a day to come or before its start.
    """
    held = _reach(by, contract_id, seen_version)
    if not reason.strip():
        raise BadInput("say why it ended.", field="reason")
    if not held.starts_on <= ended_on <= today():
        raise BadInput("a contract ends on a day after its start and not in days to come.", field="ended_on")
    held.ended_on, held.ended_because = ended_on, reason.strip()
    held.version += 1
    held.save(update_fields=["ended_on", "ended_because", "version"])
    refresh_customer(held.customer_id)
    return Recorded(None, _subject(held), {"ended_on": ended_on.isoformat(), "reason": reason.strip()})


@action(acts.CONTRACT_MOVE)
def move_deployment(*, by: Actor, deployment_id: UUID, contract_id: UUID, gate: Gate, reason: str) -> Recorded[None]:
    """Put a deployment under another contract of the same customer.

    Args:
        gate: the one evaluated for the deployment's opportunity; it decides when there was no contract so far.

    Raises:
        Conflict: another customer's, ended, the same, or a first contract that the gate forbids. BadInput. NotFound.
    """
    found = Deployment.objects.filter(id=deployment_id).first()
    if found is None:
        raise NotFound("deployment")
    row = reach(by, found.opportunity_id)
    held = _reach(by, contract_id)
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    if held.customer_id != row.customer_id:
        raise Conflict("This contract is another customer's.", "Nothing was changed.", "Choose one of this customer.")
    if found.contract_id == held.id:
        raise Conflict("It stands under this contract already.", "Nothing was changed.", "Reload the page.")
    verdict = gate.verdict("contract")
    if found.contract_id is None and not verdict.permitted:
        raise Conflict(verdict.sentence, "Nothing was changed.", "Clear the open requirements first.")
    before = found.contract.number if found.contract else None
    found.contract = held
    found.save(update_fields=["contract"])
    refresh_customer(row.customer_id)
    facts = {"deployment": f"{row.reference} {found.position}", "before": before or "none", "reason": reason.strip()}
    return Recorded(None, _subject(held), facts)


def _reach(by: Actor, contract_id: UUID, seen_version: int | None = None) -> Contract:
    """The contract, locked, open to `by` and not ended.

    Raises:
        NotFound: it does not exist or its customer is not open to `by`. Conflict: ended, or changed since.
    """
    held = Contract.objects.select_for_update(of=("self",)).filter(id=contract_id).first()
    if held is None or not visible(by).filter(customer_id=held.customer_id).exists():
        raise NotFound("contract")
    if held.ended_on is not None:
        raise Conflict("This contract has ended.", "Nothing was changed.", "Sign a new one for a new deal.")
    if seen_version is not None and held.version != seen_version:
        raise Conflict(
            "Somebody changed this contract after you opened it.", "Nothing was changed.", "Reload it and look again."
        )
    return held


def _subject(held: Contract) -> Subject:
    return Subject("contract", held.id, held.number, held.customer_id)

"""Proposing a class from the facts of today, and confirming it as a second person."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from duecare.adapters import clock
from duecare.apps.assessments.models import Classification, Deployment, LookAhead, Opportunity
from duecare.apps.assessments.queries.classification import class_of, compute, trace_json
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.facts import facts_json
from duecare.apps.assessments.queries.reading import read_file
from duecare.apps.assessments.queries.reassessment import figures_of
from duecare.apps.assessments.rules import file_acts
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .classes import carry_class
from .reach import reach, subject
from .reassessment import settle_by_class


@action(file_acts.CLASS_PROPOSE)
def propose_class(*, by: Actor, deployment_id: UUID, reasons: str) -> Recorded[UUID]:
    """Classify a deployment from today's facts and put it to a second person.

    Raises:
        BadInput: no reasons. Conflict: a proposal waits already. NotFound.
    """
    row = _reach(by, deployment_id)
    if not reasons.strip():
        raise BadInput("say why you propose it.", field="reasons", todo="A sentence or two; it stays in the record.")
    before = Classification.objects.filter(deployment_id=deployment_id)
    if before.filter(state="proposed").exists():
        raise Conflict("A class is already proposed.", "Nothing was changed.", "Confirm it or return it first.")
    file = read_file(row.id, today())
    now, figures = compute(file, deployment_id), figures_of(file, deployment_id)
    result = now.result
    stored = Classification.objects.create(
        deployment_id=deployment_id,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        cls=result.cls,
        known_cls=result.known_cls,
        provisional=result.provisional,
        points=result.points,
        floor_by=list(result.floor_by),
        blocks=list(result.blocks),
        hard_stop=result.hard_stop,
        required_measures=list(result.required_measures),
        trace=trace_json(now),
        facts=facts_json(now.facts),
        facts_sha256=now.facts_sha256,
        place=now.place,
        places=figures.places,
        figures=dict(figures.held),
        figures_sha256=figures.sha256,
        method_urn=result.method_urn,
        method_sha256=result.method_sha256,
        as_of=today(),
        reasons=reasons.strip(),
        proposed_by=by.id,
        proposed_at=clock.now(),
    )
    facts: dict[str, JSON] = {"cls": result.cls, "provisional": result.provisional, "facts_sha256": now.facts_sha256}
    return Recorded(stored.id, subject(row), facts)


@action(file_acts.CLASS_CONFIRM)
def confirm_class(*, by: Actor, classification_id: UUID, seen_sha256: str, reasons: str) -> Recorded[None]:
    """Confirm as the second person what was seen, with reasons of one's own.

    Args:
        seen_sha256: hash of the facts on the screen when deciding.

    Raises:
        Denied: one's own proposal, or the requester's own deal. BadInput: no reasons.
        Conflict: answered already, another proposal was seen, or the facts changed since. NotFound.
    """
    row, found = _waiting(by, classification_id)
    _second_person(by, row, found)
    if not reasons.strip():
        raise BadInput("say why you agree.", field="reasons", todo="A class is confirmed by a human with reasons.")
    now = class_of(found.deployment_id, today())
    if found.facts_sha256 != seen_sha256 or now is None or now.id != found.id or now.stale:
        raise Conflict(
            "The facts changed after this class was proposed.", "It was not confirmed.",
            "Return it and propose the class again from the facts of today.",
        )  # fmt: skip
    _answer(by, found, "confirmed", reasons)
    settle_by_class(by, found.deployment_id)
    carry_class(deployment_id=found.deployment_id, cls=found.cls, provisional=found.provisional)
    facts: dict[str, JSON] = {"cls": found.cls, "provisional": found.provisional, "facts_sha256": found.facts_sha256}
    return Recorded(None, subject(row), facts, {"reasons": reasons.strip()})


@action(file_acts.CLASS_RETURN)
def return_class(*, by: Actor, classification_id: UUID, reasons: str) -> Recorded[None]:
    """Send a proposal back with reasons. Raises as `confirm_class`, without looking at the facts."""
    row, found = _waiting(by, classification_id)
    _second_person(by, row, found)
    if not reasons.strip():
        raise BadInput("say why it is returned.", field="reasons")
    _answer(by, found, "returned", reasons)
    return Recorded(None, subject(row), {"cls": found.cls}, {"reason": reasons.strip()})


@action(file_acts.CLASS_LOOK_AHEAD)
def view_counterfactuals(*, by: Actor, deployment_id: UUID) -> Recorded[None]:
    """Note that somebody looks at which answers would change the class; later changes are then flagged.

    Raises:
        NotFound.
    """
    row = _reach(by, deployment_id)
    now = compute(read_file(row.id, today()), deployment_id)
    LookAhead.objects.create(
        deployment_id=deployment_id, person_id=by.id, at=clock.now(), facts_sha256=now.facts_sha256
    )
    return Recorded(None, subject(row), {"facts_sha256": now.facts_sha256})


def _reach(by: Actor, deployment_id: UUID) -> Opportunity:
    of = Deployment.objects.filter(id=deployment_id).values_list("opportunity_id", flat=True).first()
    if of is None:
        raise NotFound("deployment")
    return reach(by, of)


def _waiting(by: Actor, classification_id: UUID) -> tuple[Opportunity, Classification]:
    found = Classification.objects.filter(id=classification_id).first()
    if found is None:
        raise NotFound("class")
    row = _reach(by, found.deployment_id)
    found = Classification.objects.select_for_update().get(id=classification_id)
    if found.state != "proposed":
        raise Conflict(f"This class was {found.state} meanwhile.", "Nothing was changed.", "Reload the page.")
    return row, found


def _second_person(by: Actor, row: Opportunity, found: Classification) -> None:
    if by.id == found.proposed_by:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague to look at it.")
    if by.id in (row.requester_id, row.owner_id):
        raise Denied("Whoever requests a deal does not rate it.", "Nothing was changed.", "Ask a colleague.")


def _answer(by: Actor, found: Classification, state: str, reasons: str) -> None:
    found.state, found.answered_by, found.answered_at, found.answer_reasons = state, by.id, clock.now(), reasons.strip()
    found.save(update_fields=["state", "answered_by", "answered_at", "answer_reasons"])

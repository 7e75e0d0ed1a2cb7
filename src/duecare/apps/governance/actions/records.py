"""Issue a signed version of a decision's record, inside the action that gives the occasion."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.accounts.queries import names
from duecare.apps.audit.queries import head
from duecare.apps.governance.models import Condition, Decision, DecisionRecord, Dissent, Recusal, Vote
from duecare.apps.governance.rules.records import Paragraphs, record_of, stamp
from duecare.apps.governance.rules.voting import Outcome
from duecare.kernel.canonical import JSON, canonical


def issue(decision: Decision, occasion: str, outcome: Outcome | None = None) -> DecisionRecord:
    """Write and sign the next version; the decision's row is locked by the caller."""
    number = DecisionRecord.objects.filter(decision=decision).count() + 1
    now = clock.now()
    people = {decision.requester_id, decision.opened_by, decision.decided_by, *_people(decision)} - {None}
    known = names(person for person in people if person is not None)
    body = canonical(
        record_of(
            number=number,
            occasion=occasion,
            issued_at=now,
            company=settings.DUECARE.company,
            decision=_decision(decision, known),
            paper=_paper(decision),
            authority=decision.authority,
            outcome=outcome,
            lists=_lists(decision, known),
            chain=head(),
        )
    )
    key = audit_key()
    return DecisionRecord.objects.create(
        decision=decision,
        number=number,
        occasion=occasion,
        body=body.decode(),
        sha256=hashlib.sha256(body).hexdigest(),
        signature=base64.b64encode(key.sign(body)).decode("ascii"),
        key=key.public.hex(),
        issued_at=now,
    )


def _people(decision: Decision) -> set[UUID]:
    found: set[UUID] = set()
    for rows in (decision.votes, decision.recusals, decision.dissents):
        found.update(rows.values_list("person_id", flat=True))
    return found


def _person(person_id: UUID | None, known: Mapping[UUID, str]) -> JSON:
    return {"id": str(person_id), "name": known.get(person_id, "")} if person_id else None


def _decision(decision: Decision, known: Mapping[UUID, str]) -> dict[str, JSON]:
    return {
        "reference": decision.reference,
        "state": decision.state,
        "procedure": decision.procedure,
        "committee": decision.committee.name if decision.committee else "",
        "requester": _person(decision.requester_id, known),
        "opened_by": _person(decision.opened_by, known),
        "opened_at": stamp(decision.opened_at),
        "closes_at": stamp(decision.closes_at) if decision.closes_at else None,
        "decided_by": _person(decision.decided_by, known),
        "decided_at": stamp(decision.decided_at) if decision.decided_at else None,
        "ratify_by": stamp(decision.ratify_by) if decision.ratify_by else None,
        "urgency": decision.urgency,
        "objection": decision.objection,
        "reasons": list(decision.reasons),
        "previous": decision.previous.reference if decision.previous else None,
        "changed": list(decision.changed),
        "new_sha256": decision.new_sha256,
    }


def _paper(decision: Decision) -> dict[str, JSON]:
    return {
        "kind": decision.kind,
        "reference": decision.paper_reference,
        "title": decision.title,
        "class": decision.risk_class,
        "value_eur": str(decision.value_eur) if decision.value_eur is not None else None,
        "sha256": decision.sha256,
    }


def _lists(decision: Decision, known: Mapping[UUID, str]) -> Paragraphs:
    return Paragraphs(
        votes=[
            {
                "person": _person(vote.person_id, known),
                "title": vote.title,
                "independent": vote.independent,
                "chair": vote.chair,
                "choice": vote.choice,
                "reason": vote.reason,
                "seen_sha256": vote.seen_sha256,
                "at": stamp(vote.at),
            }
            for vote in Vote.objects.filter(decision=decision).order_by("position")
        ],
        recusals=[
            {
                "person": _person(row.person_id, known),
                "reason": row.reason,
                "standing": row.standing,
                "at": stamp(row.at),
            }
            for row in Recusal.objects.filter(decision=decision).order_by("at", "id")
        ],
        dissents=[
            {"person": _person(row.person_id, known), "text": row.text, "at": stamp(row.at)}
            for row in Dissent.objects.filter(decision=decision).order_by("at", "id")
        ],
        conditions=[
            {"text": row.text, "measure": row.measure, "precedent": row.precedent, "adopted": row.adopted}
            for row in Condition.objects.filter(decision=decision).order_by("position")
        ],
    )

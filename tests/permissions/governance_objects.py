"""Example committees, decisions, meetings and overrides for the routes about them."""

from __future__ import annotations

from datetime import timedelta

from duecare.adapters import clock
from duecare.apps.governance import actions
from duecare.apps.governance.models import ConflictDeclaration, Membership, Reconsideration
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id
from tests.apps.governance.people import START, Body, found, officer, paper, seller, vote


def _bench(actor: Actor | None) -> Body:
    """A committee on which the asking member has a seat."""
    body = found()
    if actor is not None and actor.has(Role.COMMITTEE_MEMBER):
        actions.appoint_member(by=officer(), committee_id=body.id, person_id=actor.id, start=START)
    return body


def _decision(actor: Actor | None, choice: str = "", *, voted: bool = False) -> object:
    """A decision in written procedure, asked for by the asking seller; closed when `choice` is given."""
    body = _bench(actor)
    asks = actor if actor is not None and actor.has(Role.SALES) else seller()
    file = paper(requester=asks.id)
    closes = clock.today() + timedelta(days=5)
    decision = actions.open_decision(by=officer(), paper=file, procedure="written", closes_on=closes)
    member = actor if actor is not None and actor.has(Role.COMMITTEE_MEMBER) else None
    if choice or voted:
        voters = (*body.all(), member) if choice else (member,)
        cast = [vote(decision, one, choice or "for", file.sha256) for one in voters if one is not None]
        if choice:
            actions.close_decision(by=officer(), decision_id=decision, seen_votes=len(cast))
    return decision


def _refused_and_asked(actor: Actor | None) -> object:
    decision = _decision(None, "against")
    actions.request_reconsideration(by=seller(), decision_id=decision, new_facts=("A judge signs.",))  # type: ignore[arg-type]  # the maker's answer is an address part, here the id
    return decision


def _seat(actor: Actor | None) -> object:
    return Membership.objects.values_list("id", flat=True).first() or new_id()


def _conflict(actor: Actor | None) -> object:
    actions.declare_conflict(
        by=officer("officer two"),
        person_id=officer("officer two").id,
        kind="country",
        ref="THA",
        label="Thailand",
        reason="Family there",
        start=START,
    )
    return ConflictDeclaration.objects.values_list("id", flat=True).first()


def _meeting(actor: Actor | None) -> object:
    return actions.plan_meeting(by=officer(), committee_id=_bench(actor).id, held_on=clock.today())


def _override(actor: Actor | None) -> object:
    return actions.propose_override(
        by=officer("officer two"),
        kind="class",
        subject_id=new_id(),
        customer_id=None,
        label="C-2026-001",
        from_value="high",
        to_value="elevated",
        reason="The unit was split.",
        expires_on=clock.today() + timedelta(days=9),
    )


def _confirmed(actor: Actor | None) -> object:
    override = _override(actor)
    actions.confirm_override(by=officer("officer three"), override_id=override, reason="Read the decree.")  # type: ignore[arg-type]  # as above
    return override


MAKERS = {
    "decision_id": _decision,
    "decision_dissent.decision_id": lambda actor: _decision(actor, voted=True),
    "decision_reconsider.decision_id": lambda actor: _decision(actor, "against"),
    "decision_answer.decision_id": _refused_and_asked,
    "request_id": lambda actor: Reconsideration.objects.values_list("id", flat=True).first() or new_id(),
    "decision_json.decision_id": lambda actor: _decision(actor, "for"),
    "decision_pdf.decision_id": lambda actor: _decision(actor, "for"),
    "committee_id": lambda actor: _bench(actor).id,
    "seat_id": _seat,
    "conflict_id": _conflict,
    "meeting_id": _meeting,
    "override_id": _override,
    "override_outcome.override_id": _confirmed,
}
OTHERS = {
    "decision_id": lambda actor: _decision(None),
    "decision_reconsider.decision_id": lambda actor: _decision(None, "against"),
}

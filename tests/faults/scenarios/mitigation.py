"""Scenarios of plans, measures, papers and waivers."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from duecare.apps.governance import actions as governance
from duecare.apps.mitigation import actions
from duecare.kernel.actor import SYSTEM
from tests.apps.governance import people
from tests.apps.mitigation import ready

from .stages import Scenario

_OWN = {
    "reason": "The press asked", "title": "Publish the purpose", "what": "A page on our site names purpose and term.",
    "owner_role": "counsel", "verifier_role": "compliance_officer",
}  # fmt: skip


def _drafted(made: UUID) -> UUID:
    return actions.draft_plan(by=ready.officer(), opportunity_id=made)


def _complete(made: UUID) -> Mapping[str, object]:
    plan = _drafted(made)
    ready.assigned(made)
    return {"by": ready.officer(), "plan_id": plan, "seen_version": ready.page(made).version}


def _own(made: UUID) -> Mapping[str, object]:
    from duecare.apps.mitigation.rules.catalogue import Due, DueKind

    _drafted(made)
    due = Due(DueKind.DAYS_AFTER_DECISION, days=30)
    return {"by": ready.officer(), "opportunity_id": made, "due": due, **_OWN}


def _added(made: UUID) -> Mapping[str, object]:
    measure = actions.add_measure(**_own(made))  # type: ignore[arg-type]  # keywords as the action takes them
    return {"by": ready.officer(), "measure_id": measure, "reason": "Done by others"}


def _first(made: UUID) -> UUID:
    return ready.page(made).measures[0].id


def _assigning(made: UUID) -> Mapping[str, object]:
    _drafted(made)
    measure = ready.page(made).measures[0]
    return {"by": ready.officer(), "measure_id": measure.id, "person_id": ready.owner(measure.owner_role).id}


def _dating(made: UUID) -> Mapping[str, object]:
    _drafted(made)
    return {"by": ready.officer(), "measure_id": _first(made), "due_on": ready.later(40)}


def _giving(made: UUID) -> Mapping[str, object]:
    measure = ready.page(made).measures[0]
    by = ready.owner(measure.owner_role)
    return {"by": by, "measure_id": measure.id, "note": "Signed text, page 4"}


def _given(made: UUID) -> Mapping[str, object]:
    measure = ready.page(made).measures[0]
    return {"by": ready.verifier(measure.verifier_role), "measure_id": measure.id, "proof_id": ready.give(measure)}


def _changed(made: UUID) -> Mapping[str, object]:
    ready.change_a_fact(made)
    return {"by": SYSTEM, "opportunity_id": made}


def _closed(value: tuple[UUID, UUID, people.Body]) -> Mapping[str, object]:
    made, decision, body = value
    votes = len(body.all())
    governance.close_decision(by=body.chair, decision_id=decision, seen_votes=votes)
    return {"by": SYSTEM, "opportunity_id": made}


def _excused(made: UUID) -> Mapping[str, object]:
    return {"by": ready.officer(), "measure_id": _first_not_officers(made), "reason": "Another law sees to it"}


def _first_not_officers(made: UUID) -> UUID:
    return next(one.id for one in ready.page(made).measures if one.owner_role != "compliance_officer")


def _waived(value: tuple[UUID, UUID, people.Body]) -> Mapping[str, object]:
    made, decision, body = value
    actions.close(by=body.chair, decision_id=decision, seen_votes=len(body.all()))
    asked = _excused(made)
    waiver = actions.ask_waiver(**asked, committee_id=body.id)  # type: ignore[arg-type]  # keywords as the action takes them
    people.in_meeting(waiver, body, ready.officer())
    from duecare.apps.governance import queries

    sha = queries.decision(ready.officer(), waiver).sha256
    for member in body.all():
        people.vote(waiver, member, "for", sha)
    governance.close_decision(by=body.chair, decision_id=waiver, seen_votes=len(body.all()))
    return {"by": ready.officer(), "measure_id": asked["measure_id"]}


def _submitting(made: UUID) -> Mapping[str, object]:
    return {"by": ready.officer(), "opportunity_id": made, "committee_id": people.found().id}


SCENARIOS: dict[str, Scenario] = {
    "drafting.draft_plan": Scenario("classified", lambda made: {"by": ready.officer(), "opportunity_id": made}),
    "drafting.redraft_plan": Scenario(
        "planned", lambda made: {"by": ready.officer(), "plan_id": ready.page(made).id, "reason": "A nearer date"}
    ),
    "drafting.add_measure": Scenario("classified", _own),
    "drafting.drop_measure": Scenario("classified", _added),
    "drafting.adopt_plan": Scenario("classified", _complete),
    "measures.assign_owner": Scenario("classified", _assigning),
    "measures.set_due": Scenario("classified", _dating),
    "measures.give_evidence": Scenario("approved", _giving),
    "measures.verify_measure": Scenario("approved", _given),
    "measures.send_back": Scenario("approved", lambda made: {**_given(made), "reason": "The text is not signed"}),
    "papers.submit_to_committee": Scenario("planned", _submitting),
    "papers._reopen": Scenario("approved", _changed),
    "papers._settle": Scenario("voted", _closed),
    "waivers.ask_waiver": Scenario("approved", _excused),
    "waivers.take_up_waiver": Scenario("voted", _waived),
}

"""A deal brought as far as a test wants: classified, with a plan, before the committee, decided."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments import queries as files
from duecare.apps.governance import actions as governance
from duecare.apps.governance import queries as decisions
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.queries import MeasureRow, PlanPage
from duecare.kernel.actor import Actor, Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.apps.governance.people import Body, found, known

DAY = deals.DAY
OWNERS = ("sales", "compliance_officer", "analyst", "counsel", "product_security")


def officer() -> Actor:
    """The compliance officer who runs the plan."""
    return known(Role.COMPLIANCE_OFFICER, name="plan officer")


def owner(role: str) -> Actor:
    """Somebody who may own measures of this role; never the one who verifies."""
    return known(Role(role), name="sales one" if role == Role.SALES else f"owner {role}")


def verifier(role: str) -> Actor:
    """Somebody of this role who owns nothing."""
    return known(Role(role), name=f"verifier {role}")


def classified(**more: object) -> UUID:
    """A filed deal with a complete file, an outside opinion and a confirmed class."""
    made = deals.filed(**more)
    filled.complete(made)
    filled.sources(made)
    filled.consulted(made)
    filled.opinion(made)
    filled.confirmed(made)
    return made


def page(made: UUID) -> PlanPage:
    """The plan as the officer reads it."""
    return queries.plan(officer(), made)


def assigned(made: UUID) -> None:
    """Name an owner for every measure."""
    for measure in page(made).measures:
        person = owner(measure.owner_role)
        actions.assign_owner(by=officer(), measure_id=measure.id, person_id=person.id)


def planned(made: UUID) -> UUID:
    """Draw up the plan, name owners, adopt it."""
    plan = actions.draft_plan(by=officer(), opportunity_id=made)
    assigned(made)
    actions.adopt_plan(by=officer(), plan_id=plan, seen_version=page(made).version)
    return plan


def submitted(made: UUID, body: Body) -> UUID:
    """Before the committee, in a meeting today."""
    decision = actions.submit_to_committee(by=officer(), opportunity_id=made, committee_id=body.id)
    meeting = governance.plan_meeting(by=officer(), committee_id=body.id, held_on=clock.today())
    governance.put_on_agenda(by=officer(), meeting_id=meeting, decision_id=decision)
    return decision


def votes(decision: UUID, body: Body, made: UUID, *conditions: ProposedCondition, choice: str = "for") -> None:
    """Everybody votes alike; the first member attaches the conditions."""
    sha = decisions.decision(officer(), decision).sha256
    for place, member in enumerate(body.all()):
        mine = conditions if place == 0 else ()
        actions.vote(
            by=member, decision_id=decision, choice="for_with_conditions" if mine else choice,
            reason="Read and weighed", seen_sha256=sha, conditions=mine,
        )  # fmt: skip


def decided(made: UUID, *conditions: ProposedCondition, choice: str = "for") -> tuple[UUID, Body]:
    """Closed in a meeting."""
    body = found()
    decision = submitted(made, body)
    votes(decision, body, made, *conditions, choice=choice)
    actions.close(by=body.chair, decision_id=decision, seen_votes=len(body.all()))
    return decision, body


def approved(**more: object) -> UUID:
    """A deal with a decision in force."""
    made = classified(**more)
    planned(made)
    decided(made)
    return made


def give(measure: MeasureRow) -> UUID:
    """Its owner gives evidence."""
    by = owner(measure.owner_role)
    return actions.give_evidence(by=by, measure_id=measure.id, note="Signed text, page 4")


def verified(made: UUID) -> None:
    """Every condition before delivery is shown and verified."""
    for measure in page(made).measures:
        if measure.condition_precedent:
            if measure.owner_id is None:
                person = owner(measure.owner_role)
                actions.assign_owner(by=officer(), measure_id=measure.id, person_id=person.id)
            proof = give(measure)
            actions.verify_measure(by=verifier(measure.verifier_role), measure_id=measure.id, proof_id=proof)


def change_a_fact(made: UUID) -> None:
    """Counsel answers a question differently."""
    assessments.answer_question(
        by=deals.COUNSEL, opportunity_id=made, question="1.2", state="answered", value="no", reason="Repealed",
        source="Gazette",
    )  # fmt: skip


def state(made: UUID) -> str:
    """The opportunity's state."""
    return files.deal(made).state


def later(days: int) -> date:
    """A day after the fixed one."""
    return DAY + timedelta(days=days)

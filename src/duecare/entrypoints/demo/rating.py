"""Class and plan of one deal: proposed by one, confirmed by another, followed by what it asks for."""

from __future__ import annotations

from datetime import timedelta

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.actions import (
    answer_question,
    confirm_class,
    confirm_override,
    propose_class,
    return_class,
    view_counterfactuals,
)
from duecare.apps.governance.actions import propose_override, refuse_override
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.mitigation.actions import adopt_plan, assign_owner, draft_plan

from .calendar import Story
from .deals import Scene
from .reading import pairs, part, word, words, yes

OWNERS = {
    "compliance_officer": "hanne.sorrel",
    "counsel": "benedek.rowe",
    "product_security": "kestrel.dane",
    "analyst": "iru.castellane",
    "committee_member": "amadi.thorne",
}
"""Who sees to a measure of each role; sales' own measures go to whoever has the deal in hand."""


def rate(scene: Scene, after: int = 16) -> Story:
    """The analyst proposes a class for each deployment, an officer confirms it or sends it back."""
    analyst, officer = scene.actor("analyst", "iru.castellane"), scene.company.actor("hanne.sorrel")
    sent_back = word(scene.data, "returned") if after == 16 else ""
    for one in assessments.deployments(scene.id):
        if sent_back:
            yield scene.at(after - 1)
            early = propose_class(by=analyst, deployment_id=one.id, reasons="Proposed before the last answers came.")
            yield scene.at(after - 1, 20)
            return_class(by=officer, classification_id=early, reasons=sent_back)
        yield scene.at(after)
        proposed = propose_class(
            by=analyst, deployment_id=one.id, reasons="Follows from the rules that fired; nothing was left out."
        )
        if not scene.reaches("confirmed"):
            continue
        yield scene.at(after + 1)
        row = assessments.class_of(one.id, clock.today())
        if row is not None:
            reasons = "Read the file; the rules that fired describe this agency and this product."
            confirm_class(by=officer, classification_id=proposed, seen_sha256=row.facts_sha256, reasons=reasons)
    if yes(scene.data, "look_ahead"):
        yield from _look_ahead(scene, after + 1)
    if part(scene.data, "override"):
        yield from _override(scene, after + 1)


def _look_ahead(scene: Scene, after: int) -> Story:
    """An officer looks at what would change the class; an answer changes soon after, which the page flags."""
    first = assessments.deployments(scene.id)[0]
    yield scene.at(after, 5)
    view_counterfactuals(by=scene.company.actor("hanne.sorrel"), deployment_id=first.id)
    yield scene.at(after + 1)
    answer_question(
        by=scene.actor("analyst", "iru.castellane"),
        opportunity_id=scene.id,
        question="3.28",
        state="answered",
        value="no",
        source="A letter of the agency of the day before",
    )


def _override(scene: Scene, after: int) -> Story:
    """One officer proposes to depart from the method; somebody else agrees, refuses, or has not looked yet."""
    said = part(scene.data, "override")
    first = assessments.deployments(scene.id)[0]
    yield scene.at(after, 20)
    row = assessments.class_of(first.id, clock.today())
    if row is None:
        return
    deal = assessments.deal(scene.id)
    made = propose_override(
        by=scene.company.actor("pavo.lindqvar"),
        kind="class",
        subject_id=first.id,
        customer_id=deal.customer_id,
        label=f"Class of {deal.reference}",
        from_value=row.cls,
        to_value=word(said, "to"),
        reason=word(said, "reason"),
        expires_on=clock.today() + timedelta(days=170),
    )
    yield scene.at(after, 40)
    answer = word(said, "answer")
    if answer == "confirmed":
        confirm_override(by=scene.company.actor("sabela.oyelin"), override_id=made, reason=word(said, "because"))
    elif answer == "refused":
        refuse_override(by=scene.company.actor("benedek.rowe"), override_id=made, reason=word(said, "because"))


def plan(scene: Scene, after: int = 18) -> Story:
    """The plan follows from the class; each measure gets its owner, and an officer adopts it."""
    company, officer = scene.company, scene.company.actor("hanne.sorrel")
    yield scene.at(after)
    draft_plan(by=officer, opportunity_id=scene.id)
    drafted = mitigation.plan(officer, scene.id)
    if word(scene.data, "plan") == "draft":
        return
    yield scene.at(after, 15)
    deal = assessments.deal(scene.id)
    for measure in drafted.measures:
        if measure.owner_id is None:
            role = measure.owner_role
            person = deal.owner_id if role == "sales" else company.people[OWNERS[role]]
            assign_owner(by=officer, measure_id=measure.id, person_id=person)
    yield scene.at(after + 1)
    adopt_plan(by=officer, plan_id=drafted.id, seen_version=drafted.version)


def correct_answers(scene: Scene, block: str, after: int) -> Story:
    """Answers that changed since, each with its source."""
    said = part(scene.data, block)
    yield scene.at(after)
    for question, value in pairs(said, "but"):
        answer_question(
            by=scene.company.actor("benedek.rowe"),
            opportunity_id=scene.id,
            question=question,
            state="answered",
            value=value,
            source=" ".join(words(said, "source")) or "A new order of the district, handed over with its date",
        )

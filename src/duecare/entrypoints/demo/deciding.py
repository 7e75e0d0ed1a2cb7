"""Decisions: put to those who decide, voted on, closed, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.assessments.actions import go_live, move_opportunity, sign_contract
from duecare.apps.assessments.queries import opportunity
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.governance import queries as governance
from duecare.apps.governance.actions import (
    adopt_minutes,
    answer_reconsideration,
    cast_vote,
    plan_meeting,
    put_on_agenda,
    recuse,
    request_reconsideration,
    write_dissent,
)
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.mitigation.actions import (
    close,
    give_evidence,
    ratify,
    reopen_changed,
    send_back,
    submit_to_committee,
    verify_measure,
)
from duecare.apps.mitigation.queries import MeasureRow
from duecare.kernel.actor import Actor
from duecare.kernel.periods import add_months

from .calendar import Story
from .company import Company
from .deals import Scene, screen
from .due_diligence import ask_anew, enter_finding
from .rating import correct_answers, plan, rate
from .reading import EMPTY, Data, folder, number, pairs, part, word, words

REASONS = {
    "for": (
        "A judge stands before every use and the log is read by others; what is left can be watched.",
        "The purpose is narrow and the agency has shown how it keeps to it.",
        "The plan answers what the class rests on.",
    ),
    "for_with_conditions": (
        "For it, once what is named is in place before delivery.",
        "The safeguards are promised; I want to see them in writing first.",
    ),
    "against": (
        "Nobody outside would see how it is used, and those at risk could not complain.",
        "Less intrusive means were not tried, and the file does not say why.",
        "What is known of the agency weighs more than its promises.",
    ),
    "defer": (
        "The reply of the agency is still missing; without it I cannot weigh the finding.",
        "The number of devices is open; it has to be fixed before we can judge it.",
    ),
    "abstain": ("I came to the committee after the interviews and have not read them all.",),
}
VERIFIERS = {
    "auditor": "wren.halloway",
    "compliance_officer": "pavo.lindqvar",
    "counsel": "benedek.rowe",
    "product_security": "kestrel.dane",
    "committee_member": "liv.marrow",
    "analyst": "iru.castellane",
}


def submit(scene: Scene, decision: Data, after: int = 20) -> Story:
    """The officer freezes file and plan and puts them before those whom the matrix names."""
    yield scene.at(after)
    procedure = word(decision, "procedure", "single")
    made = submit_to_committee(
        by=scene.company.actor("hanne.sorrel"),
        opportunity_id=scene.id,
        procedure=procedure,
        committee_id=None if procedure == "single" else scene.company.committees[word(decision, "committee", "rights")],
        closes_on=clock.today() + timedelta(days=number(decision, "closes")) if procedure == "written" else None,
        urgency=word(decision, "urgency"),
    )
    scene.company.decisions[word(scene.data, "code")] = made


def cast(company: Company, deal: Data, decision: Data, field: str = "votes") -> int:
    """Everybody who votes does so; returns how many votes there are now."""
    made = company.decisions[word(deal, "code")]
    for place, (person, choice) in enumerate(pairs(decision, field)):
        by = company.actor(person)
        page = governance.decision(by, made)
        if choice == "recused":
            continue
        reasons = REASONS[choice]
        asked = words(decision, "conditions") if choice == "for_with_conditions" else ()
        own = asked[place % len(asked) :][:1] if asked else ()
        cast_vote(
            by=by,
            decision_id=made,
            choice=choice,
            reason=reasons[place % len(reasons)],
            seen_sha256=page.sha256,
            conditions=tuple(ProposedCondition(one) for one in own),
        )
    return governance.decision(company.actor("hanne.sorrel"), made).total_votes


def decide(scene: Scene, decision: Data, after: int = 21) -> Story:
    """Votes between meetings, and the closing; meetings are told apart, because they hold several papers."""
    company, procedure = scene.company, word(decision, "procedure", "single")
    made = company.decisions[word(scene.data, "code")]
    officer = company.actor("hanne.sorrel")
    yield scene.at(after)
    if procedure == "single":
        votes = cast(company, scene.data, {"votes": {"pavo.lindqvar": "for"}})
        yield scene.at(after, 10)
        close(by=company.actor("pavo.lindqvar"), decision_id=made, seen_votes=votes)
    elif procedure == "urgent":
        close(by=officer, decision_id=made, seen_votes=cast(company, scene.data, decision))
        yield scene.at(after + 3)
        ratify(by=officer, decision_id=made, seen_votes=cast(company, scene.data, decision, "ratified"))
    elif procedure == "written":
        votes = cast(company, scene.data, decision)
        # A weekend moves the closing up to the Friday before, so three days more than the closing day.
        closing = after + number(decision, "closes") + 3
        if scene.reaches("decided") and closing < number(scene.data, "began"):
            yield scene.at(closing)
            close(by=officer, decision_id=made, seen_votes=votes)


def meet(company: Company, meeting: Data, deals: tuple[Data, ...]) -> Story:
    """One meeting with its papers: agenda, votes, dissents, minutes."""
    day, held = company.calendar, number(meeting, "held")
    officer = company.actor
    code, committee = word(meeting, "code"), company.committees
    yield day.at(number(meeting, "planned"), 16)
    on: date = day.day(held) if held > 0 else day.today + timedelta(days=-held)
    made = plan_meeting(
        by=officer("hanne.sorrel"),
        committee_id=committee[word(meeting, "committee")],
        held_on=on,
        place=word(meeting, "place"),
    )
    company.meetings[code] = made
    yield day.at(number(meeting, "agenda"), 16)
    papers = [deal for deal in deals if word(part(deal, "decision"), "meeting") == code]
    for deal in papers:
        put_on_agenda(by=officer("hanne.sorrel"), meeting_id=made, decision_id=company.decisions[word(deal, "code")])
    for title in words(meeting, "points"):
        put_on_agenda(by=officer("hanne.sorrel"), meeting_id=made, title=title)
    if held <= 0:
        return
    for place, deal in enumerate(papers):
        yield day.at(held, 10 + place // 2, 30 * (place % 2))
        _hear_one(company, deal)
    if minutes := word(meeting, "minutes"):
        yield day.at(max(1, held - 2), 15)
        text = f"{governance.meeting(made).draft}\n\n{minutes}"
        adopt_minutes(by=officer(word(meeting, "minutes_by", "amadi.thorne")), meeting_id=made, text=text)


def _hear_one(company: Company, deal: Data) -> None:
    decision = part(deal, "decision")
    made = company.decisions[word(deal, "code")]
    for person, choice in pairs(decision, "votes"):
        page = governance.decision(company.actor(person), made)
        if choice == "recused" and company.people[person] not in {one.person_id for one in page.aside}:
            recuse(by=company.actor(person), decision_id=made, reason="Knows the person who signs for the agency.")
    votes = cast(company, deal, decision)
    for person, text in pairs(decision, "dissent"):
        write_dissent(by=company.actor(person), decision_id=made, text=text)
    close(by=company.actor("hanne.sorrel"), decision_id=made, seen_votes=votes)


def carry_out(scene: Scene, after: int, *, all_of_it: bool) -> Story:
    """Owners give evidence, others look at it; with everything before delivery done, the product goes live."""
    company = scene.company
    found = mitigation.plan(company.actor("hanne.sorrel"), scene.id)
    if found.decision_state not in ("approved", "approved_with_conditions"):
        return
    wanted = [one for one in found.measures if one.condition_precedent]
    yield scene.at(after)
    proofs = [(one, _prove(scene, one)) for one in (wanted if all_of_it else wanted[: len(wanted) // 2 + 1])]
    yield scene.at(after + 1)
    for place, (measure, proof) in enumerate(proofs):
        by = company.actor(VERIFIERS[measure.verifier_role])
        if all_of_it or place < len(proofs) - 2:
            verify_measure(by=by, measure_id=measure.id, proof_id=proof, remark="Seen and compared with the plan.")
        elif place == len(proofs) - 2:
            reason = "The paper is signed by somebody who may not bind the agency."
            send_back(by=by, measure_id=measure.id, proof_id=proof, reason=reason)
    if scene.reaches("live"):
        yield scene.at(after + 2)
        officer, gate = company.actor("hanne.sorrel"), mitigation.gate(scene.id)
        _sign(officer, scene.id, gate)
        go_live(by=officer, opportunity_id=scene.id, gate=gate)


def _sign(officer: Actor, opportunity_id: UUID, gate: Gate) -> None:
    """The contract under which the product goes live, for as long as the deal says."""
    deal, day = opportunity(officer, opportunity_id), clock.today()
    sign_contract(
        by=officer, opportunity_id=deal.id, gate=gate, number=deal.reference.replace("O-", "K-"), title=deal.title,
        signed_on=day, starts_on=day, ends_on=add_months(day, deal.term_months or 12),
    )  # fmt: skip


def _prove(scene: Scene, measure: MeasureRow) -> UUID:
    owner = scene.company.actor("hanne.sorrel")
    paper = f"{measure.code} {measure.title}\n\nSigned for the fictional company; page and date named inside.\n"
    name = f"{measure.code}-signed.txt"
    sha256, _size = evidence().put([paper.encode()], name=name)
    note = "The signed paper, page and date named there."
    return give_evidence(by=owner, measure_id=measure.id, note=note, sha256=sha256, file_name=name)


def change_the_file(scene: Scene, change: Data) -> Story:
    """Something comes to light after the decision; it no longer stands, and says what changed."""
    after = number(change, "after")
    if one := part(change, "finding"):
        yield from enter_finding(scene, one, after)
    if part(change, "but"):
        yield from correct_answers(scene, "change", after)
    yield scene.at(after, 20)
    reopen_changed(opportunity_id=scene.id)


def ask_again(scene: Scene) -> Story:
    """A refused deal comes back with new facts: admitted, freshly screened, rated, planned and decided."""
    asked = part(scene.data, "reconsider")
    made, after = scene.company.decisions[word(scene.data, "code")], number(asked, "after")
    yield scene.at(after)
    by = scene.actor("owner", "marlo.venn")
    request = request_reconsideration(by=by, decision_id=made, new_facts=words(asked, "facts"))
    yield scene.at(after + 2)
    admit = word(asked, "answer") == "admitted"
    reason = word(asked, "because", "The order of the district is new and answers what was missing.")
    answer_reconsideration(by=scene.company.actor("hanne.sorrel"), request_id=request, admit=admit, reason=reason)
    if not admit:
        return
    yield from correct_answers(scene, "reconsider", after + 3)
    yield from screen(scene, after + 3)
    yield scene.at(after + 3, 50)
    ask_anew(scene, scene.actor("analyst", "iru.castellane"))
    yield from rate(scene, after + 4)
    yield from plan(scene, after + 6)
    decision = part(asked, "decision")
    yield from submit(scene, decision, after + 8)
    yield from decide(scene, decision, after + 9)


def end(scene: Scene) -> Story:
    """The product is no longer in use."""
    ended = part(scene.data, "ended")
    yield scene.at(number(ended, "after"))
    officer = scene.company.actor("hanne.sorrel")
    move_opportunity(by=officer, opportunity_id=scene.id, verb="end", reason=word(ended, "reason"))


def decided_on(scene: Scene) -> int:
    """Days after the first call by which the decision is closed, whatever the procedure."""
    decision = part(scene.data, "decision")
    if code := word(decision, "meeting"):
        meeting = next((one for one in folder("meetings") if word(one, "code") == code), EMPTY)
        return number(scene.data, "began") - number(meeting, "held") + 1
    return 21 + number(decision, "closes") + 4

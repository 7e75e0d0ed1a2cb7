"""From a class to a plan, from file and plan to a paper, from a decision to its consequences."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments import queries as files
from duecare.apps.audit.actions import catch_up
from duecare.apps.audit.queries import Filter, entries, prove
from duecare.apps.governance import queries as governance
from duecare.apps.governance.rules.papers import ProposedCondition, decided_on
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.tasks import reopen_changed_files, settle_decisions
from duecare.kernel.actor import Role
from duecare.kernel.canonical import digest
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from tests.apps.assessments import deals
from tests.apps.governance.people import found, known

from . import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]

LOG = ProposedCondition("The customer opens its access log every month.", "", True)


def requirement(made: UUID, code: str) -> object:
    return next(one for one in queries.gate(made).requirements if one.code == code)


def met(made: UUID, code: str) -> bool:
    return requirement(made, code).met  # type: ignore[attr-defined]  # a Requirement


def test_without_a_class_there_is_no_plan_and_without_a_plan_no_decision() -> None:
    made = deals.filed()
    with pytest.raises(Conflict, match="no class"):
        actions.draft_plan(by=ready.officer(), opportunity_id=made)
    with pytest.raises(Conflict, match="no adopted plan"):
        actions.submit_to_committee(by=ready.officer(), opportunity_id=made)
    assert not met(made, "plan_adopted")


def test_the_plan_holds_what_class_and_rules_require_each_with_its_reason() -> None:
    made = ready.classified()
    actions.draft_plan(by=ready.officer(), opportunity_id=made)
    row = files.classes_of(made, ready.DAY)[files.deal(made).deployments[0].id]
    page = ready.page(made)
    assert {one.code for one in page.measures} == set(row.required_measures)
    assert all(one.why for one in page.measures)
    assert page.risk_class == row.cls


def test_a_plan_is_adopted_only_with_an_owner_of_the_right_role_for_each() -> None:
    made = ready.classified()
    plan = actions.draft_plan(by=ready.officer(), opportunity_id=made)
    with pytest.raises(Conflict, match="has no owner"):
        actions.adopt_plan(by=ready.officer(), plan_id=plan, seen_version=1)
    first = ready.page(made).measures[0]
    with pytest.raises(BadInput, match="needs the role"):
        actions.assign_owner(by=ready.officer(), measure_id=first.id, person_id=known(Role.ANALYST).id)
    ready.assigned(made)
    actions.adopt_plan(by=ready.officer(), plan_id=plan, seen_version=1)
    assert met(made, "plan_adopted")


def test_an_adopted_plan_is_changed_only_after_it_was_reopened_with_a_reason() -> None:
    made = ready.classified()
    plan = ready.planned(made)
    first = ready.page(made).measures[0]
    with pytest.raises(Conflict, match="adopted"):
        actions.set_due(by=ready.officer(), measure_id=first.id, due_on=ready.later(10))
    with pytest.raises(Denied):
        actions.redraft_plan(by=ready.officer(), plan_id=plan, reason=" ")
    actions.redraft_plan(by=ready.officer(), plan_id=plan, reason="A nearer date")
    assert not met(made, "plan_adopted")
    actions.set_due(by=ready.officer(), measure_id=first.id, due_on=ready.later(10))
    with pytest.raises(Conflict, match="changed while you read"):
        actions.adopt_plan(by=ready.officer(), plan_id=plan, seen_version=1)
    actions.adopt_plan(by=ready.officer(), plan_id=plan, seen_version=2)
    assert met(made, "plan_adopted")


def test_a_plan_may_add_and_never_drop_what_is_required() -> None:
    made = ready.classified()
    actions.draft_plan(by=ready.officer(), opportunity_id=made)
    required = ready.page(made).measures[0]
    with pytest.raises(Conflict, match="never drop"):
        actions.drop_measure(by=ready.officer(), measure_id=required.id, reason="Costs too much")
    own = actions.add_measure(
        by=ready.officer(), opportunity_id=made, reason="The press asked", title="Publish the purpose",
        what="A page on our site names purpose and term.", owner_role="counsel", verifier_role="compliance_officer",
        due=Due(DueKind.DAYS_AFTER_DECISION, days=30), condition_precedent=False,
    )  # fmt: skip
    assert "A-01" in {one.code for one in ready.page(made).measures}
    actions.drop_measure(by=ready.officer(), measure_id=own, reason="Done by others")
    assert "A-01" not in {one.code for one in ready.page(made).measures}
    with pytest.raises(BadInput, match="another role"):
        actions.add_measure(
            by=ready.officer(), opportunity_id=made, reason="x", title="x", what="x", owner_role="counsel",
            verifier_role="counsel", due=Due(DueKind.BEFORE_DELIVERY),
        )  # fmt: skip


def test_drawing_it_up_again_keeps_what_was_done() -> None:
    made = ready.classified()
    ready.planned(made)
    before = ready.page(made)
    actions.draft_plan(by=ready.officer(), opportunity_id=made)
    after = ready.page(made)
    assert (after.state, after.version) == ("adopted", before.version)
    assert [one.owner_id for one in after.measures] == [one.owner_id for one in before.measures]


def test_those_who_asked_neither_adopt_nor_submit() -> None:
    both = known(Role.COMPLIANCE_OFFICER, name="asks too")
    made = ready.classified(by=both)
    assessments.hand_over(by=both, opportunity_id=made, to=ready.owner("sales").id, reason="Sales keeps in touch")
    plan = actions.draft_plan(by=ready.officer(), opportunity_id=made)
    ready.assigned(made)
    with pytest.raises(Denied):
        actions.adopt_plan(by=both, plan_id=plan, seen_version=1)
    actions.adopt_plan(by=ready.officer(), plan_id=plan, seen_version=1)
    with pytest.raises(Denied):
        actions.submit_to_committee(by=both, opportunity_id=made)


def test_an_open_requirement_or_a_stale_class_keeps_it_from_the_committee() -> None:
    made = ready.classified()
    ready.planned(made)
    found()
    ready.change_a_fact(made)
    with pytest.raises(Conflict, match="Risk class"):
        actions.submit_to_committee(by=ready.officer(), opportunity_id=made)
    assert ready.state(made) == "filed"
    assert governance.latest_for(made) is None


def test_a_decision_binds_file_and_plan_and_opens_the_gate_for_a_contract_only() -> None:
    made = ready.classified()
    ready.planned(made)
    decision, _ = ready.decided(made)
    paper = governance.decision(ready.officer(), decision)
    assert paper.sha256 == digest(paper.payload)
    assert digest(decided_on(paper.payload)) == queries.current_paper(made).sha256
    assert paper.payload["file"] == files.snapshot(made)
    assert ready.state(made) == "approved"
    gate = queries.gate(made)
    assert gate.verdict("contract").permitted
    assert gate.verdict("delivery").open == ("conditions_precedent",)
    ready.verified(made)
    assert queries.gate(made).verdict("delivery").permitted
    assert queries.changed_since_decision(made) == ()


def test_the_work_on_a_measure_does_not_undo_the_decision() -> None:
    made = ready.approved()
    sha = queries.current_paper(made).sha256
    ready.verified(made)
    assert queries.current_paper(made).sha256 == sha
    assert not queries.bound(made).changed


def test_a_changed_fact_closes_the_gate_at_once_and_the_job_reopens_with_a_sentence() -> None:
    made = ready.approved()
    ready.verified(made)
    ready.change_a_fact(made)
    gate = queries.gate(made)
    assert not gate.verdict("contract").permitted and not gate.verdict("delivery").permitted
    assert "decision" in gate.verdict("contract").open
    said = queries.changed_since_decision(made)
    assert any("1.2" in one for one in said)
    assert reopen_changed_files.func() == 1
    latest = governance.latest_for(made)
    assert latest is not None and latest.state == "reopened"
    assert governance.decision(ready.officer(), latest.id).changed == said
    assert ready.state(made) == "filed"
    assert reopen_changed_files.func() == 0
    catch_up()
    assert prove().sound


def test_an_answer_and_a_screening_renewed_as_they_were_reopen_nothing() -> None:
    made = ready.approved()
    ready.verified(made)
    was, sha = governance.latest_for(made), queries.current_paper(made).sha256
    said = files.snapshot(made)["answers"]["1.2"]  # type: ignore[index,call-overload]  # section, item, content
    again = {"question": "1.2"} | {name: said[name] for name in ("state", "value", "reason", "source")}  # type: ignore[index,call-overload]  # as above
    with clock.at(clock.now() + timedelta(days=20)):
        assessments.answer_question(by=deals.COUNSEL, opportunity_id=made, **again)
        deals.screen(made)
        assert queries.current_paper(made).sha256 != sha, "the file says when it was said"
        assert queries.gate(made).verdict("contract").permitted, "an approval on this content is in force"
        assert queries.changed_since_decision(made) == ()
        assert reopen_changed_files.func() == 0 and governance.latest_for(made) == was
        assessments.answer_question(by=deals.COUNSEL, opportunity_id=made, **{**again, "source": "Another gazette"})
        assert not queries.gate(made).verdict("contract").permitted
        assert reopen_changed_files.func() == 1


def test_a_changed_plan_reopens_too() -> None:
    made = ready.approved()
    actions.draft_plan(by=ready.officer(), opportunity_id=made)
    plan = ready.page(made)
    actions.redraft_plan(by=ready.officer(), plan_id=plan.id, reason="More is needed")
    missing = next(code for code in ("M-27", "M-28", "M-24") if code not in {one.code for one in plan.measures})
    actions.add_measure(by=ready.officer(), opportunity_id=made, code=missing, reason="Asked by the works council")
    assert actions.reopen_changed(opportunity_id=made) is not None
    assert any(missing in one for one in queries.changed_since_decision(made))


def test_nobody_votes_on_or_closes_a_paper_whose_file_has_changed() -> None:
    made = ready.classified()
    ready.planned(made)
    body = found()
    decision = ready.submitted(made, body)
    sha = governance.decision(ready.officer(), decision).sha256
    ready.change_a_fact(made)
    with pytest.raises(Conflict, match="file changed"):
        actions.vote(by=body.chair, decision_id=decision, choice="for", reason="Fine", seen_sha256=sha)
    assert governance.decision(ready.officer(), decision).state == "reopened"
    assert ready.state(made) == "filed"


def test_closing_compares_once_more() -> None:
    made = ready.classified()
    ready.planned(made)
    body = found()
    decision = ready.submitted(made, body)
    ready.votes(decision, body, made)
    ready.change_a_fact(made)
    with pytest.raises(Conflict, match="file changed"):
        actions.close(by=body.chair, decision_id=decision, seen_votes=4)
    assert governance.decision(ready.officer(), decision).state == "reopened"


def test_what_the_committee_asks_for_becomes_a_measure_and_stops_delivery() -> None:
    made = ready.classified()
    ready.planned(made)
    decision, _ = ready.decided(made, LOG)
    reference = governance.decision(ready.officer(), decision).reference
    page = ready.page(made)
    own = next(one for one in page.measures if one.origin == "committee")
    assert own.code.startswith(f"{reference}/") and own.condition_precedent
    assert queries.gate(made).verdict("contract").permitted
    for measure in page.measures:
        if measure.condition_precedent and measure.id != own.id:
            proof = ready.give(measure)
            by = ready.verifier(measure.verifier_role)
            actions.verify_measure(by=by, measure_id=measure.id, proof_id=proof)
    assert queries.gate(made).verdict("delivery").open == ("conditions_precedent",)
    ready_person = ready.owner(own.owner_role)
    actions.assign_owner(by=ready.officer(), measure_id=own.id, person_id=ready_person.id)
    proof = actions.give_evidence(by=ready_person, measure_id=own.id, note="Log of November")
    actions.verify_measure(by=ready.verifier(own.verifier_role), measure_id=own.id, proof_id=proof)
    assert queries.gate(made).verdict("delivery").permitted


def test_a_refusal_is_recorded_and_blocks_until_new_facts() -> None:
    made = ready.classified()
    ready.planned(made)
    ready.decided(made, choice="against")
    assert ready.state(made) == "rejected"
    assert not queries.gate(made).verdict("contract").permitted
    with pytest.raises(Conflict):
        actions.submit_to_committee(by=ready.officer(), opportunity_id=made)
    assert ready.state(made) == "rejected"


def test_a_paper_taken_back_goes_back_to_the_file() -> None:
    made = ready.classified()
    ready.planned(made)
    decision = ready.submitted(made, found())
    assert ready.state(made) == "submitted"
    actions.withdraw(by=ready.officer(), decision_id=decision, reason="The value is wrong")
    assert ready.state(made) == "filed"


def test_a_decision_closed_elsewhere_is_followed_by_the_job_once() -> None:
    from duecare.apps.governance import actions as governance_actions

    made = ready.classified()
    ready.planned(made)
    body = found()
    decision = ready.submitted(made, body)
    ready.votes(decision, body, made, LOG)
    governance_actions.close_decision(by=body.chair, decision_id=decision, seen_votes=4)
    assert not met(made, "conditions_precedent"), "a condition that stands nowhere yet counts as open"
    assert settle_decisions.func() == 1
    assert ready.state(made) == "approved"
    assert settle_decisions.func() == 0


def test_after_reopening_the_new_paper_carries_what_the_old_decision_asked_for() -> None:
    made = ready.classified()
    ready.planned(made)
    ready.decided(made, LOG)
    ready.change_a_fact(made)
    actions.reopen_changed(opportunity_id=made)
    codes = [one["code"] for one in queries.current_paper(made).payload["plan"]]  # type: ignore[index, union-attr]  # JSON
    assert any("/" in code for code in codes)


def test_the_token_says_what_the_gate_says() -> None:
    made = ready.approved()
    from duecare.adapters.home import audit_key

    read = files.read_gate_token(audit_key().public, queries.gate_token(made, "contract"), clock.now())
    assert read.permitted and read.opportunity == str(made)
    ready.change_a_fact(made)
    read = files.read_gate_token(audit_key().public, queries.gate_token(made, "contract"), clock.now())
    assert not read.permitted and "decision" in read.missing


def test_the_log_says_who_adopted_submitted_and_reopened() -> None:
    made = ready.approved()
    ready.change_a_fact(made)
    actions.reopen_changed(opportunity_id=made)
    done = [row.act for row in entries(Filter(customer_id=files.deal(made).customer_id), limit=500)]
    for code in ("plan.draft", "plan.adopt", "plan.submit", "plan.settle", "plan.reopen", "decision.reopen"):
        assert code in done


def test_another_salesperson_finds_no_plan() -> None:
    made = ready.classified()
    ready.planned(made)
    assert queries.plan(deals.SALES, made).opportunity_id == made
    with pytest.raises(NotFound):
        queries.plan(deals.OTHER_SALES, made)
    assert queries.plans(deals.OTHER_SALES, queries.PlanQuery()).total == 0


def test_overdue_plans_come_first() -> None:
    made = ready.approved()
    assert queries.plans(ready.officer(), queries.PlanQuery(state="overdue")).total == 0
    with clock.at(clock.now() + timedelta(days=100)):
        late = queries.plans(ready.officer(), queries.PlanQuery(state="overdue"))
        assert [row.opportunity_id for row in late.rows] == [made]
        assert late.rows[0].overdue > 0


def test_the_stages_above_change_nothing_the_file_says_of_itself() -> None:
    made = ready.classified()
    own = {one.code: one.met for one in files.gate(made, ready.DAY).requirements}
    assert {one.code: one.met for one in queries.gate(made).requirements} == own
    ready.planned(made)
    now = {one.code: one.met for one in queries.gate(made).requirements}
    assert {code for code in own if own[code] != now[code]} == {"plan_adopted"}

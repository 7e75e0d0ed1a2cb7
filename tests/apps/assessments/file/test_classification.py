"""A class comes from the facts of a day, is confirmed by a second person, and says when it is out of date."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.rules.gate import StageState
from duecare.apps.governance import actions as governance
from duecare.apps.risk.rules.methodology import severity_of
from duecare.kernel.errors import BadInput, Conflict, Denied
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, AUDITOR, COUNSEL, DAY, MEMBER, OFFICER, SALES

from . import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def computed(made: UUID) -> queries.Computed:
    return queries.compute(queries.read_file(made, DAY), filled.deployment(made))


def stage(made: UUID, code: str) -> StageState:
    return {one.code: one for one in queries.gate(made, DAY).requirements}[code].state


def test_an_empty_file_is_classified_high_and_provisional() -> None:
    found = computed(deals.filed())
    assert severity_of(found.result.cls) >= severity_of("high")
    assert found.result.provisional
    assert found.explanation.unknown


def test_a_complete_file_has_no_lower_class_than_its_known_facts_and_waits_for_the_expert() -> None:
    made = deals.filed()
    empty = computed(made).result
    filled.complete(made)
    found = computed(made)
    assert severity_of(found.result.cls) <= severity_of(empty.cls)
    left = {code: part.missing for code, part in _parts(made).items() if not part.complete}
    assert left == {}
    if severity_of(found.result.cls) >= severity_of("elevated"):
        assert found.complete is False, "from elevated up it stays provisional until an outside expert signed"
        filled.opinion(made)
    assert computed(made).complete is True


def _parts(made: UUID) -> dict[str, queries.SectionRow]:
    found = queries.file_overview(OFFICER, made, DAY)
    return {row.code: row for row in found.sections if row.code not in ("consultation", "expert", "sources", "class")}


def test_the_second_person_is_another_one_and_the_requester_never() -> None:
    made = deals.filed(OFFICER)
    proposed = actions.propose_class(by=ANALYST, deployment_id=filled.deployment(made), reasons="Facts of today")
    seen = computed(made).facts_sha256
    confirm = {"classification_id": proposed, "seen_sha256": seen, "reasons": "I agree"}
    with pytest.raises(Denied, match="requests"):
        actions.confirm_class(by=OFFICER, **confirm)
    with pytest.raises(Denied):
        actions.confirm_class(by=ANALYST, **confirm)
    with pytest.raises(Denied):
        actions.confirm_class(by=SALES, **confirm)
    with pytest.raises(BadInput):
        actions.confirm_class(by=COUNSEL, **{**confirm, "reasons": " "})
    actions.confirm_class(by=COUNSEL, **confirm)
    with pytest.raises(Conflict):
        actions.confirm_class(by=MEMBER, **confirm)
    assert queries.deal(made).deployments[0].risk_class == computed(made).result.cls


def test_facts_that_change_between_proposal_and_confirmation_stop_it() -> None:
    made = deals.filed()
    proposed = actions.propose_class(by=ANALYST, deployment_id=filled.deployment(made), reasons="Facts of today")
    seen = computed(made).facts_sha256
    filled.agency(made)
    with pytest.raises(Conflict):
        actions.confirm_class(by=OFFICER, classification_id=proposed, seen_sha256=seen, reasons="I agree")
    actions.return_class(by=OFFICER, classification_id=proposed, reasons="The profile was filled in since")
    actions.propose_class(by=ANALYST, deployment_id=filled.deployment(made), reasons="Again")


def test_a_confirmed_class_goes_stale_and_closes_the_gate_when_a_fact_changes() -> None:
    made = deals.filed()
    filled.complete(made)
    filled.opinion(made)
    filled.confirmed(made)
    assert stage(made, "classified") is StageState.CLEARED
    actions.answer_question(by=COUNSEL, opportunity_id=made, question="3.4", state="answered", value="nobody")
    found = queries.class_of(filled.deployment(made), DAY)
    assert found is not None
    assert found.stale
    assert stage(made, "classified") is StageState.OPEN
    codes = {one.code for one in queries.inconsistencies(OFFICER)}
    assert "class_stale" in codes
    assert "expert_overruled" not in codes, "only good news that replaces an expert's bad news is flagged"


def test_good_news_that_replaces_an_experts_bad_news_is_flagged() -> None:
    made = deals.filed()
    _, _, expert = filled.invited(made, "3.1")
    actions.expert_answers(by=expert, given=[actions.Given("3.1", "answered", "no")])
    actions.answer_question(by=COUNSEL, opportunity_id=made, question="3.1", state="answered", value="yes")
    assert "expert_overruled" in {one.code for one in queries.inconsistencies(OFFICER)}


def test_the_file_stages_clear_when_all_is_there() -> None:
    made = deals.filed()
    filled.complete(made)
    filled.opinion(made)
    filled.sources(made)
    filled.consulted(made)
    for code in (
        "red_flags", "legal_framework", "adverse_findings", "foreign_relations", "necessity", "at_risk_groups",
        "severity", "involvement", "local_expert", "first_hand_sources", "consultation",
    ):  # fmt: skip
        assert stage(made, code) is StageState.CLEARED, code
    filled.flags(made, {"RF-US-02": "open"})
    assert stage(made, "red_flags") is StageState.OPEN


def test_an_override_lowers_by_one_and_ends_by_itself() -> None:
    filled.rated()
    made = filled.filed_in("NOR")
    filled.complete(made)
    filled.people(made, target="journalists")
    filled.opinion(made)
    filled.confirmed(made)
    one = filled.deployment(made)
    found = queries.class_of(one, DAY)
    assert found is not None
    lower = {"high": "elevated", "elevated": "moderate", "moderate": "low"}[found.cls]
    asked = governance.propose_override(
        by=OFFICER, kind="class", subject_id=one, customer_id=None, label="deployment 1", from_value=found.cls,
        to_value=lower, reason="Local knowledge", expires_on=DAY + timedelta(days=30),
    )  # fmt: skip

    def classes(day: date) -> tuple[str, str]:
        now = queries.class_of(one, day)
        assert now is not None
        return now.cls, now.method_cls

    assert classes(DAY) == (found.cls, found.cls), "nothing changes until a second person confirms"
    governance.confirm_override(by=MEMBER, override_id=asked, reason="Agreed")
    assert classes(DAY) == (lower, found.cls)
    assert classes(DAY + timedelta(days=31)) == (found.cls, found.cls)


def test_what_is_blocked_is_never_overridden() -> None:
    made = deals.filed()
    filled.complete(made)
    filled.confirmed(made)
    found = queries.class_of(filled.deployment(made), DAY)
    assert found is not None
    assert (found.cls, bool(found.blocks)) == ("prohibited", True), "no figures are held: the worst is assumed"
    with pytest.raises(Denied):
        governance.propose_override(
            by=OFFICER, kind="class", subject_id=found.deployment_id, customer_id=None, label="d", from_value=found.cls,
            to_value="high", reason="r", expires_on=DAY + timedelta(days=30),
        )  # fmt: skip


def test_answers_changed_after_somebody_looked_ahead_are_flagged(frozen: object) -> None:
    from datetime import UTC, datetime

    from duecare.adapters import clock

    made = deals.filed()
    actions.answer_question(by=COUNSEL, opportunity_id=made, question="1.2", state="answered", value="no")
    with pytest.raises(Denied):
        actions.view_counterfactuals(by=SALES, deployment_id=filled.deployment(made))
    actions.view_counterfactuals(by=AUDITOR, deployment_id=filled.deployment(made))
    assert queries.what_would_change(computed(made))
    assert queries.changed_after_look(queries.read_file(made, DAY)) == ()
    with clock.at(datetime(2026, 11, 23, 11, tzinfo=UTC)):
        actions.answer_question(by=COUNSEL, opportunity_id=made, question="1.2", state="answered", value="yes")
        actions.answer_question(by=COUNSEL, opportunity_id=made, question="1.4", state="answered", value="yes")
    assert queries.changed_after_look(queries.read_file(made, DAY)) == ("question 1.2",), "a first answer is no change"
    assert "changed_after_look" in {one.code for one in queries.inconsistencies(OFFICER)}


def test_a_disputed_place_is_rated_by_the_worst_score_that_applies() -> None:
    made = deals.filed(place_of_use="THA")
    found = queries.read_file(made, DAY)
    places = queries.facts_by_place(found, filled.deployment(made))
    assert set(places) == {"THA"}
    unit, sold = deals.body(), deals.product("NL-TWO")
    more = {"place_of_use": "UKR", "effective_authority": "RUS", "legal_basis": "A contract under Ukrainian law"}
    two = actions.open_opportunity(by=SALES, intake=deals.intake(unit, sold, **more))
    places = queries.facts_by_place(queries.read_file(two, DAY), filled.deployment(two))
    assert {"UKR", "RUS", "THA"} <= set(places)

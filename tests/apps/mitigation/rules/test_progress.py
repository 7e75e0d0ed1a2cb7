"""When a measure is due and met, what is put to decision, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.assessments.rules.gate import Requirement, StageState
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.governance.rules.states import DECISION
from duecare.apps.mitigation.rules import acts
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.rules.following import following_move
from duecare.apps.mitigation.rules.papers import (
    Defined,
    in_the_way,
    own_conditions,
    payload,
    plan_changes,
    plan_json,
    sentence,
)
from duecare.apps.mitigation.rules.plans import PlannedMeasure, merged
from duecare.apps.mitigation.rules.progress import Standing, met, next_due, overdue
from duecare.apps.mitigation.rules.queue import ordered
from duecare.apps.mitigation.rules.states import MEASURE, PLAN
from duecare.kernel.actor import Role
from duecare.kernel.canonical import digest
from duecare.kernel.periods import add_months
from duecare.kernel.states import unreachable

DAY = date(2026, 11, 23)
BEFORE = Due(DueKind.BEFORE_DELIVERY)
SIXTY = Due(DueKind.DAYS_AFTER_DECISION, days=60)
YEARLY = Due(DueKind.RECURRING, months=12)
DUES = st.sampled_from([BEFORE, SIXTY, YEARLY])
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def defined(code: str = "M-01", **changes: object) -> Defined:
    base = Defined(
        code, "Clauses", "The contract says so.", ("R-01",), "counsel", "auditor", BEFORE, None, True, ("text",)
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # each test names real fields


@given(DUES, DAYS, DAYS, st.sampled_from(["open", "evidence_given", "verified"]))
def test_nothing_is_met_before_somebody_verified_it(due: Due, decided: date, on: date, state: str) -> None:
    assert not met(Standing(state, due, None, decided, None), on)


@given(DUES, DAYS, DAYS, DAYS)
def test_what_recurs_is_unmet_again_exactly_when_it_is_overdue(due: Due, decided: date, done: date, on: date) -> None:
    standing = Standing("verified", due, None, decided, done)
    if due is YEARLY:
        assert met(standing, on) is (on <= add_months(done, 12))
    else:
        assert met(standing, on)


def test_fresh_evidence_does_not_undo_the_verification_before_it() -> None:
    assert met(Standing("evidence_given", YEARLY, None, DAY, DAY), DAY + timedelta(days=300))


def test_dates_run_from_the_decision_and_a_set_day_counts_before_them() -> None:
    assert next_due(Standing("open", SIXTY, None, None)) is None
    assert next_due(Standing("open", SIXTY, None, DAY)) == DAY + timedelta(days=60)
    assert next_due(Standing("open", SIXTY, DAY, DAY)) == DAY
    assert next_due(Standing("open", BEFORE, None, DAY)) is None
    assert next_due(Standing("waived", SIXTY, DAY, DAY)) is None


def test_it_is_late_from_the_day_after() -> None:
    assert not overdue(DAY, DAY)
    assert overdue(DAY, DAY + timedelta(days=1))
    assert not overdue(None, DAY)


def test_the_frozen_plan_does_not_depend_on_the_order_of_its_rows() -> None:
    one, two = defined("M-01"), defined("M-02")
    assert digest(plan_json([one, two])) == digest(plan_json([two, one]))


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (plan_json([]), "taken out"),
        (plan_json([defined(), defined("M-02")]), "M-02 Clauses was added"),
        (plan_json([defined(condition_precedent=False)]), "condition precedent"),
        (plan_json([defined(due=SIXTY)]), "due"),
        (plan_json([defined(why=("R-02",))]), "why"),
    ],
)
def test_every_change_of_the_plan_is_a_sentence(after: list[object], says: str) -> None:
    (said,) = plan_changes(plan_json([defined()]), after)  # type: ignore[arg-type]  # JSON
    assert says in said


def test_an_unchanged_plan_says_nothing() -> None:
    assert plan_changes(plan_json([defined()]), plan_json([defined()])) == ()


def test_only_what_goes_beyond_the_plan_becomes_a_measure_of_its_own() -> None:
    plan = ProposedCondition("Clauses: x", "M-01", True)
    own = ProposedCondition("Open the log monthly.", "", True)
    assert own_conditions([plan, own, own], [plan]) == ((2, own), (3, own))


def test_the_paper_says_what_a_vote_is_for_and_why_the_class() -> None:
    file = {
        "classes": {"b": {"trace": {"headline": "High, by R-02."}}, "a": {"trace": {"headline": "Low, by points."}}}
    }
    paper = payload(sentence(2, ["Fieldlens"], ["Harbour Police"], 24), file, [])
    assert paper["sentence"] == "Approve 2 deployments of Fieldlens to Harbour Police for 24 months."
    assert paper["class_reasons"] == ["Low, by points.", "High, by R-02."]


def requirement(code: str, met_: bool, stops: tuple[str, ...], state: StageState = StageState.OPEN) -> Requirement:
    return Requirement(code, code, state, met_, "open", ("something",), stops)


def test_what_a_contract_waits_for_is_in_the_way_of_the_decision() -> None:
    rows = (
        requirement("licence", False, ("delivery",)),
        requirement("decision", False, ("contract",)),
        requirement("conditions_precedent", False, ("contract",)),
        requirement("plan_adopted", False, ("contract",)),
        requirement("red_flags", True, ("contract",), StageState.CLEARED),
    )
    assert in_the_way(rows, "high") == ("plan_adopted: something",)


def test_a_blocked_prohibited_deal_can_still_be_refused_on_record() -> None:
    rows = (requirement("parties_screened", False, ("contract",), StageState.BLOCKED),)
    assert in_the_way(rows, "high") and not in_the_way(rows, "prohibited")


@pytest.mark.parametrize("decision", [code for code, _ in DECISION.states])
@pytest.mark.parametrize("state", [code for code, _ in OPPORTUNITY.states])
def test_a_decision_moves_an_opportunity_only_by_moves_that_exist(decision: str, state: str) -> None:
    verb = following_move(decision, state)
    moves = {move.verb: move.target for move in OPPORTUNITY.moves if state in move.sources}
    assert verb == "" or verb in moves
    if decision in ("reopened", "lapsed", "withdrawn", "rejected", "deferred") and verb:
        assert moves[verb] != "approved"


def test_several_deployments_give_one_plan_with_all_reasons() -> None:
    one = PlannedMeasure("M-01", "Clauses", ("R-01",), "counsel", BEFORE, True, (), "auditor")
    two = replace(one, why=("R-02", "class high"))
    (both,) = merged([(one,), (two,)])
    assert both.why == ("R-01", "R-02", "class high")


@dataclass(frozen=True, slots=True)
class Thing:
    risk_class: str
    due: date | None
    label: str


def test_late_first_then_the_worst_class_and_unknown_is_never_last() -> None:
    late, high = Thing("low", DAY - timedelta(days=1), "a"), Thing("high", None, "b")
    low, unknown = Thing("low", DAY, "c"), Thing("indeterminate", None, "d")
    assert ordered([low, unknown, high, late], DAY) == (late, high, unknown, low)


def test_every_state_can_be_reached_and_nobody_verifies_alone() -> None:
    assert not unreachable(PLAN) and not unreachable(MEASURE)
    assert next(move for move in MEASURE.moves if move.verb == "verify").persons == 2


def test_sales_writes_evidence_for_its_own_measures_and_nothing_else_here() -> None:
    open_to_sales = {act.code for act in acts.ACTS if Role.SALES in act.roles}
    assert open_to_sales == {"measure.give_evidence"}
    assert {act.code for act in acts.ACTS if Role.ADMINISTRATOR in act.roles} == set()
    assert {act.code for act in acts.ACTS if Role.AUDITOR in act.roles} == {"measure.verify", "measure.send_back"}

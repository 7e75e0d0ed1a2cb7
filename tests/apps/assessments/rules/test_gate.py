"""The gate: an act is permitted only when nothing stands in its way, and silence stands in its way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.gate import (
    ACTS,
    CLASSES,
    Stage,
    StageFact,
    StageState,
    evaluate_gate,
    parse_stage,
)
from duecare.kernel.errors import BadInput

STAGES = tuple(parse_stage(found.data) for found in load_folder("gate"))
BY_CODE = {stage.code: stage for stage in STAGES}
CLEARED = {stage.code: StageFact(stage.code, StageState.CLEARED) for stage in STAGES}
FACT = st.builds(
    StageFact,
    code=st.sampled_from(sorted(BY_CODE)),
    state=st.sampled_from(StageState),
    detail=st.sampled_from(["", "Counsel recorded that no licence is needed."]),
    missing=st.sampled_from([(), ("Party 3",)]),
)
CLASS = st.sampled_from([None, *CLASSES])


def permitted(*facts: StageFact, cls: str | None = "high", stages: tuple[Stage, ...] = STAGES) -> set[str]:
    return {verdict.act for verdict in evaluate_gate(stages, facts, cls=cls).verdicts if verdict.permitted}


def but(code: str, state: StageState, detail: str = "") -> list[StageFact]:
    return list({**CLEARED, code: StageFact(code, state, detail)}.values())


def test_everything_cleared_permits_everything() -> None:
    assert permitted(*CLEARED.values()) == set(ACTS)


def test_nothing_reported_permits_nothing() -> None:
    gate = evaluate_gate(STAGES, [])
    assert not any(verdict.permitted for verdict in gate.verdicts)
    assert gate.verdict("delivery").open == tuple(stage.code for stage in STAGES)


def test_the_words() -> None:
    facts = [fact for code, fact in CLEARED.items() if code not in ("red_flags", "decision")]
    assert evaluate_gate(STAGES, facts).verdict("contract").sentence == "Sale not permitted: 2 requirements open."
    one = evaluate_gate(STAGES, but("decision", StageState.WAITING))
    assert one.verdict("contract").sentence == "Sale not permitted: 1 requirement open."
    assert one.verdict("quote").sentence == "Quote permitted: every requirement is met."


def test_a_prohibited_deployment_permits_nothing_whatever_is_met() -> None:
    gate = evaluate_gate(STAGES, CLEARED.values(), cls="prohibited")
    assert not any(verdict.permitted for verdict in gate.verdicts)
    assert gate.verdict("renewal").sentence == "Renewal not permitted: the deployment is prohibited."


def test_awareness_stops_the_export_until_the_authority_decides() -> None:
    waiting = but("art_5_2_assessed", StageState.WAITING, "The authority was told on 2026-02-01.")
    assert permitted(*waiting) == {"quote", "contract"}
    assert permitted(*but("art_5_2_assessed", StageState.NOT_REQUIRED, "Not in the Union.")) == {"quote", "contract"}


@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("state", [s for s in StageState if s not in (StageState.CLEARED, StageState.NOT_REQUIRED)])
def test_an_uncleared_stage_stops_exactly_its_acts(code: str, state: StageState) -> None:
    assert permitted(*but(code, state)) == set(ACTS) - set(BY_CODE[code].stops)


def test_not_required_needs_a_reason_and_a_stage_that_allows_it() -> None:
    assert "delivery" in permitted(*but("licence", StageState.NOT_REQUIRED, "Counsel: not listed."))
    assert "delivery" not in permitted(*but("licence", StageState.NOT_REQUIRED, " "))
    for code in (stage.code for stage in STAGES if not stage.may_be_not_required):
        assert "delivery" not in permitted(*but(code, StageState.NOT_REQUIRED, "We are in a hurry."))


@pytest.mark.parametrize(
    ("cls", "excused"),
    [("low", True), ("moderate", True), ("elevated", False), ("high", False), ("prohibited", False), (None, False)],
)
def test_the_local_expert_is_compulsory_from_elevated_and_while_there_is_no_class(
    cls: str | None, excused: bool
) -> None:
    facts = but("local_expert", StageState.NOT_REQUIRED, "Class below elevated.")
    assert ("contract" in permitted(*facts, cls=cls)) is excused


def test_cleared_with_something_missing_clears_nothing() -> None:
    facts = [
        *but("parties_screened", StageState.CLEARED),
        StageFact("parties_screened", StageState.CLEARED, "", ("P",)),
    ]
    assert permitted(*facts) == set()


@given(st.lists(FACT, max_size=40), FACT, CLASS)
def test_another_report_never_permits_what_was_stopped_by_a_report(
    facts: list[StageFact], more: StageFact, cls: str | None
) -> None:
    told = {fact.code for fact in facts}
    before, after = permitted(*facts, cls=cls), permitted(*facts, more, cls=cls)
    assert after <= before or more.code not in told


@given(st.lists(FACT, max_size=60), CLASS)
def test_permitted_means_every_stage_that_stops_it_is_cleared_or_rightly_not_required(
    facts: list[StageFact], cls: str | None
) -> None:
    for act in permitted(*facts, cls=cls):
        for stage in (stage for stage in STAGES if act in stage.stops):
            reports = [fact for fact in facts if fact.code == stage.code]
            assert reports
            assert all(fact.state in (StageState.CLEARED, StageState.NOT_REQUIRED) for fact in reports)


@given(st.sets(st.sampled_from(sorted(BY_CODE))), CLASS)
def test_taking_reports_away_never_permits_more(gone: set[str], cls: str | None) -> None:
    left = [fact for code, fact in CLEARED.items() if code not in gone]
    assert permitted(*left, cls=cls) <= permitted(*CLEARED.values(), cls=cls)
    assert ("delivery" in permitted(*left, cls=cls)) is (not gone and cls != "prohibited")


def test_what_does_not_exist_is_refused_not_permitted() -> None:
    with pytest.raises(BadInput, match="act"):
        evaluate_gate(STAGES, CLEARED.values(), acts=("gift",))
    with pytest.raises(BadInput, match="stage"):
        evaluate_gate(STAGES, [StageFact("handshake", StageState.CLEARED)])
    with pytest.raises(BadInput, match="class"):
        evaluate_gate(STAGES, CLEARED.values(), cls="fine")
    with pytest.raises(BadInput, match="stages"):
        evaluate_gate((), [])
    with pytest.raises(BadInput):
        evaluate_gate(STAGES, [], acts=("quote",)).verdict("delivery")


def test_requirements_come_in_order_and_say_what_is_open() -> None:
    gate = evaluate_gate(tuple(reversed(STAGES)), [])
    assert [requirement.code for requirement in gate.requirements] == [stage.code for stage in STAGES]
    assert gate.requirements[0].sentence == "The opportunity is not complete."

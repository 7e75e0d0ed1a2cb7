"""The gate beside a customer: what comes next in a few short rows, and nothing lost."""

from __future__ import annotations

from uuid import uuid4

from duecare.apps.assessments.queries.gate import stages
from duecare.apps.assessments.rules.gate import StageFact, StageState, evaluate_gate
from duecare.entrypoints.staff.gate_rows import FEW, gate_shown
from duecare.kernel.actor import Role
from tests.conftest import person


def test_a_few_rows_come_first_what_no_work_clears_before_all_and_none_is_lost() -> None:
    facts = [StageFact("decision", StageState.BLOCKED, "D-2026-001 was rejected.", ("new facts",))]
    facts.append(StageFact("parties_screened", StageState.CLEARED, "2 parties"))
    shown = gate_shown(evaluate_gate(stages(), facts), uuid4(), person(Role.COMPLIANCE_OFFICER))
    assert len(shown.first) == FEW and shown.first[0].state == "stopped"
    assert {*shown.first, *shown.later} == set(shown.open)
    assert len(shown.open) + len(shown.met) == len(stages()) and len(shown.met) == 1


def test_an_open_row_says_what_is_so_in_this_deal_and_not_the_rule() -> None:
    fact = StageFact("art_5_2_assessed", StageState.OPEN, "Nobody has assessed awareness.")
    rows = gate_shown(evaluate_gate(stages(), [fact]), uuid4(), person(Role.COMPLIANCE_OFFICER)).open
    (row,) = (row for row in rows if row.detail == "Nobody has assessed awareness.")
    stage = next(stage for stage in stages() if stage.code == "art_5_2_assessed")
    assert row.title == stage.title and stage.open not in row.detail

"""What each stage owes and by when, from the table of stages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duecare.apps.investigations.rules.clocks import owed
from duecare.apps.investigations.rules.stages import CLOCKS, OVER, Stage

from .casework import BEGUN, Casework

pytestmark = pytest.mark.once


def due(case: Casework) -> dict[str, date]:
    """By when what is owed, of a report that came when the case begins."""
    return {one.what: one.on for one in owed(case.now, BEGUN)}


def test_every_stage_has_a_clock_until_it_is_over() -> None:
    assert set(CLOCKS) == set(Stage)
    assert {stage for stage, every in CLOCKS.items() if not every} == OVER


def test_clocks_of_a_stage_run_from_the_report_the_last_entry_and_the_plan() -> None:
    case = Casework().named()
    assert due(case) == {"triage": BEGUN + timedelta(days=14)}, "the day of the report, and nobody pauses it"
    case.today += timedelta(days=20)
    assert due(case)["triage"] < case.today, "late is shown as late"
    case.admitted()
    assert due(case) == {"step": case.today + timedelta(days=30)}
    case.today += timedelta(days=8)
    case.do("lea", "hypothesis")
    assert due(case)["step"] == case.today + timedelta(days=30), "counted from the last entry"
    plan = case.do("lea", "plan", until=date(2027, 1, 31))
    case.today += timedelta(days=2)
    case.says("ina", plan)
    assert due(case)["step"] == case.today + timedelta(days=30), "another person's word is a step as well"
    case.do("lea", "allegation")
    case.move("lea", Stage.INVESTIGATION)
    assert due(case)["plan-ends"] == date(2027, 1, 31)
    case.today = date(2027, 2, 1)
    case.says("ina", case.do("lea", "plan", until=date(2027, 3, 31)))
    assert due(case)["plan-ends"] == date(2027, 3, 31), "what was planned anew"


def test_monitoring_ends_a_year_on_and_what_is_opened_again_counts_from_that_day() -> None:
    case = Casework(date(2028, 2, 1)).named().admitted().investigated().decided("unsubstantiated")
    case.test_of("sanction")
    case.voted("sanction", rung="none")
    case.voted("notification", outcome="not-tell")
    case.agreed("lea", "ida", "authority", outcome="no-duty")
    case.do("lea", "lesson")
    case.says("ina", case.move("lea", Stage.CONCLUDED))
    assert due(case)["monitoring-begins"] == case.today + timedelta(days=30)
    case.today = date(2028, 2, 29)
    case.move("lea", Stage.MONITORING)
    assert due(case)["monitoring-ends"] == date(2029, 2, 28), "no year but a leap year has that day"
    case.today = date(2029, 2, 28)
    case.move("ina", Stage.REOPENED)
    assert due(case)["looked-at-again"] == date(2029, 3, 14)
    case.today += timedelta(days=3)
    case.move("lea", Stage.REVIEW)
    assert due(case)["triage"] == date(2029, 3, 17), "the report is of long ago"

"""Clocks of reporting: how days are counted, what is left out and said, and what the library holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import load_folder
from duecare.apps.screening.rules.duties import due_on, parse_regime, regimes_of

REGIMES = {one.code: one for one in (parse_regime(item.data) for item in load_folder("lists"))}
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("start", "days", "counting", "due"),
    [
        (FRIDAY, 10, "working", date(2026, 12, 4)),
        (FRIDAY + timedelta(days=1), 10, "working", date(2026, 12, 4)),
        (FRIDAY + timedelta(days=3), 1, "working", date(2026, 11, 24)),
        (FRIDAY, 14, "calendar", date(2026, 12, 4)),
        (FRIDAY + timedelta(days=1), 0, "working", date(2026, 11, 21)),
        # Thanksgiving, Thursday 26 November 2026, is not taken out: a day too early, never too late.
        (date(2026, 11, 25), 1, "working", date(2026, 11, 26)),
    ],
)
def test_the_last_day_in_time(start: date, days: int, counting: str, due: date) -> None:
    assert due_on(start, days, counting) == due


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_working_days_end_on_a_working_day_and_leave_out_weekends_alone(start: date, days: int) -> None:
    due = due_on(start, days, "working")
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert due.weekday() < 5 and sum(day.weekday() < 5 for day in between) == days


def test_how_a_day_was_counted_is_said() -> None:
    assert "10 working days" in REGIMES["us_ofac"].counted and "Public holidays are not" in REGIMES["us_ofac"].counted
    assert "14 days, Saturdays" in REGIMES["eu"].counted
    assert "as soon as practicable" in REGIMES["uk"].counted and "without delay" in REGIMES["ca"].counted


def test_every_regime_has_its_source_and_none_is_verified() -> None:
    assert set(REGIMES) == {"us_ofac", "eu", "uk", "au", "ca", "un"}
    assert not any(one.verified for one in REGIMES.values())
    found = {code: one.source for code, one in REGIMES.items()}
    assert "501.603" in found["us_ofac"] and "269/2014" in found["eu"] and "reg. 70" in found["uk"]
    assert "s. 7" in found["ca"]


@pytest.mark.parametrize(
    ("code", "regime"),
    [("ofac_sdn", "us_ofac"), ("us_csl_sdn", "us_ofac"), ("eu_fsf", "eu"), ("uk_ofsi", "uk"), ("un_sc", "un")],
)
def test_a_list_starts_the_clock_of_its_regime_alone(code: str, regime: str) -> None:
    assert [one.code for one in regimes_of(code, REGIMES.values())] == [regime]


def test_lists_without_a_duty_to_report_start_no_clock() -> None:
    assert regimes_of("us_csl_entity_list", REGIMES.values()) == () == regimes_of("in_house", REGIMES.values())

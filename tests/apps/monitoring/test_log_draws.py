"""Every customer in every period, and no day that what was asked before would tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.monitoring.rules.log_draws import (
    RUNS,
    Chance,
    chance,
    chance_put_down,
    days_to_draw,
    period_of,
    put_down_until,
)
from duecare.apps.monitoring.rules.log_programme import PER_YEAR

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
OFTEN = st.sampled_from(PER_YEAR)


def asked_on(first: date, last: date, per_year: int, falls: Callable[[Chance], bool]) -> list[date]:
    """Days on which one customer is asked who is supplied from one day to another."""
    asked: list[date] = []
    day = first
    while day <= last:
        period = period_of(day, per_year)
        if falls(chance(day, period, bool(asked) and asked[-1] >= period.first)):
            asked.append(day)
        day += timedelta(days=1)
    return asked


@given(DAYS, OFTEN)
def test_periods_follow_each_other_without_gap_and_never_leave_the_year(day: date, often: int) -> None:
    period = period_of(day, often)
    assert period.first <= day <= period.last and period.first.day == 1
    assert period.first.year == period.last.year and period_of(period.last, often) == period
    assert period_of(period.last + timedelta(days=1), often).first == period.last + timedelta(days=1)
    year = {period_of(date(day.year, month, 1), often).first for month in range(1, 13)}
    assert len(year) == often


@given(DAYS, OFTEN, st.integers(0, 800), st.integers(0, 2**32))
def test_whoever_is_supplied_on_the_last_day_of_a_period_was_asked_in_it(
    first: date, often: int, more: int, seed: int
) -> None:
    """Whatever chance does, also when it never takes anybody, and whenever the customer came or left."""
    last, chances = first + timedelta(days=more), Random(seed)
    for falls in (lambda one: one.certain, lambda one: one.certain or chances.randrange(one.of) < one.hits):
        asked = set(asked_on(first, last, often, falls))
        end = period_of(first, often).last
        while end <= last:
            begin = max(first, period_of(end, often).first)
            assert any(begin <= day <= end for day in asked), (begin, end)
            end = period_of(end + timedelta(days=1), often).last


@given(DAYS, OFTEN)
def test_no_record_makes_a_day_impossible_or_certain_but_the_last_that_is_left(day: date, often: int) -> None:
    period = period_of(day, often)
    for asked in (False, True):
        one = chance(day, period, asked)
        assert 0 < one.hits <= one.of
        assert one.certain == (not asked and day == period.last)
        assert one.certain or Fraction(one.hits, one.of) <= Fraction(1, 2)


@given(DAYS, OFTEN)
def test_before_a_period_begins_each_of_its_days_is_equally_likely(day: date, often: int) -> None:
    period = period_of(day, often)
    left, each = Fraction(1), Fraction(1, period.days)
    for n in range(period.days):
        one = chance(period.first + timedelta(days=n), period, asked=False)
        taken = Fraction(one.hits, one.of)
        assert left * taken == each
        left *= 1 - taken
    assert left == 0


def test_a_request_buys_no_quiet_until_the_period_is_over() -> None:
    again, chances = 0, Random(5)
    for _ in range(400):
        asked = asked_on(date(2026, 1, 1), date(2026, 12, 31), 1, lambda one: chances.randrange(one.of) < one.hits)
        again += len(asked) > 1
    assert 100 < again < 220  # 1 - E[exp(-u)] of u uniform on (0, 1) is 37 in 100


@given(DAYS)
def test_whoever_is_put_down_is_asked_within_the_next_runs_each_equally_likely(day: date) -> None:
    until, left, seen = put_down_until(day), Fraction(1), Counter[Fraction]()
    for n in range(RUNS):
        one = chance_put_down(day + timedelta(days=n), until)
        seen[left * Fraction(one.hits, one.of)] += 1
        left *= 1 - Fraction(one.hits, one.of)
    assert seen == {Fraction(1, RUNS): RUNS} and left == 0
    assert chance_put_down(until + timedelta(days=9), until).certain, "a run that was late takes it up"


@given(DAYS, st.integers(1, 40))
def test_days_without_a_run_are_drawn_for_by_the_next_one(day: date, missed: int) -> None:
    assert days_to_draw(None, day) == (day,)
    found = days_to_draw(day - timedelta(days=missed), day)
    assert len(found) == missed and found[-1] == day and list(found) == sorted(found)

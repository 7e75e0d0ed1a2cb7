"""Former customers are asked as long as the programme says, with the chance of everybody else; then nobody is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.apps.entitlements import actions as entitlements
from duecare.apps.entitlements.queries import entitlement, entitlements_of, last_supplied, last_supplied_of
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.models import LogAsk, LogProgramme, LogRequest
from duecare.apps.monitoring.queries import LogRequestQuery
from duecare.apps.monitoring.rules.log_draws import chance, in_reach, period_of, reached_since
from duecare.apps.monitoring.rules.log_programme import FORMER, PER_YEAR
from duecare.kernel.errors import BadInput, Conflict
from duecare.kernel.periods import add_months
from tests.apps.entitlements.issued import another, asked, issued

from .asked_for_logs import ANALYST, MEMBER, OFFICER, adopted, waiting

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MONTHS = st.integers(*FORMER)
database = pytest.mark.django_db(transaction=True)


@contextmanager
def on(days: float) -> Iterator[None]:
    with clock.at(NOON + timedelta(days=days)):
        yield


def everybody() -> object:
    return patch("secrets.randbelow", lambda of: 0)


def nobody() -> object:
    return patch("secrets.randbelow", lambda of: of - 1)


@given(DAYS, MONTHS, st.integers(-40, 4_000))
def test_reach_begins_the_day_after_the_last_and_ends_so_many_months_on(last: date, months: int, later: int) -> None:
    day = last + timedelta(days=later)
    assert in_reach(last, day, months) == (months > 0 and last < day <= add_months(last, months))
    if in_reach(last, day, months):
        assert reached_since(day, months) <= last, "the database is asked for enough"


@given(DAYS, st.sampled_from(PER_YEAR), st.integers(1, 36), st.integers(0, 400), st.integers(0, 2**32))
def test_whoever_is_in_reach_on_the_last_day_of_a_period_was_asked_in_it_and_nobody_behind_it(
    first: date, often: int, months: int, supplied: int, seed: int
) -> None:
    """The first period counts as well, whatever of it was left, and the day on which supply ended changes nothing."""
    last, chances = first + timedelta(days=supplied), Random(seed)
    end = add_months(last, months)
    for falls in (lambda one: one.certain, lambda one: one.certain or chances.randrange(one.of) < one.hits):
        asked_on: list[date] = []
        for number in range((end - first).days + 60):
            day = first + timedelta(days=number)
            if not (day <= last or in_reach(last, day, months)):
                continue
            period = period_of(day, often)
            if falls(chance(day, period, bool(asked_on) and asked_on[-1] >= period.first)):
                asked_on.append(day)
        assert not asked_on or asked_on[-1] <= end
        closes = period_of(first, often).last
        while closes <= end:
            begin = max(first, period_of(closes, often).first)
            assert any(begin <= day <= closes for day in asked_on), (begin, closes)
            closes = period_of(closes + timedelta(days=1), often).last


def _ended(days: float, code: str = "NL-GONE", **more: object) -> UUID:
    """A customer whose supply was ended on the run of the day after `days`."""
    with on(days):
        customer = entitlement(OFFICER, issued(another(code), **more)).customer_id
        [one] = entitlements_of(OFFICER, customer)
        asked(one.id, "end", "contract_over")
    with on(days + 1):
        assert entitlements.carry_out_due() == 1
    return customer


@database
def test_a_former_customer_is_asked_for_its_months_and_then_no_more() -> None:
    with on(0):
        adopted(per_year=12, former_months=2)
    gone = _ended(3)  # 27 November is the last day
    with on(10), nobody():
        assert actions.ask_due() == 0
    with on(60), nobody():  # 22 January: in reach until the 27th, and December's last day lies behind
        assert actions.ask_due() == 1
    row = LogRequest.objects.get()
    assert row.customer_id == gone and row.state == "sent"
    with on(67), everybody():  # 29 January
        assert actions.ask_due() == 0
        with pytest.raises(Conflict, match="Nothing is supplied"):
            actions.ask_for_log(by=MEMBER, customer_id=gone)


@database
def test_without_months_nobody_is_asked_who_is_supplied_no_more() -> None:
    with on(0):
        adopted(per_year=12)
    _ended(3)
    with on(10), everybody():
        assert actions.ask_due() == 0


@database
def test_it_is_put_down_like_everybody_and_taken_out_once_it_is_out_of_reach() -> None:
    with on(0):
        adopted(former_months=1)
    gone = _ended(3)
    with on(10):
        actions.ask_for_log(by=MEMBER, customer_id=gone)
    with nobody():
        for days in range(11, 15):
            with on(days):
                assert actions.ask_due() == 0
        with on(15):
            assert actions.ask_due() == 1
    with on(33):
        actions.ask_for_log(by=MEMBER, customer_id=gone)
    with on(40), nobody():
        assert actions.ask_due() == 0 and not LogAsk.objects.exists()


@database
def test_days_that_are_over_make_a_former_customer_and_a_later_entitlement_makes_it_one_no_more() -> None:
    with on(0):
        short = entitlement(OFFICER, issued(another("NL-ONE"), ends_on=date(2026, 12, 1))).customer_id
        kept = entitlement(OFFICER, issued(another("NL-TWO"))).customer_id
        [one] = entitlements_of(OFFICER, kept)
    since, day = date(2026, 11, 1), date(2026, 12, 2)
    assert last_supplied(date(2026, 12, 1), since) == {}
    assert last_supplied(day, since) == {short: date(2026, 12, 1)} and last_supplied_of(short, day, since)
    assert last_supplied(day, date(2026, 12, 2)) == {}, "longer ago than anybody asks for"
    assert last_supplied_of(kept, day, since) is None
    with on(1):
        asked(one.id)
    with on(2):
        entitlements.carry_out_due()
    assert kept not in last_supplied(date(2028, 1, 1), since), "a suspended one has the product in its hands"


@database
def test_what_was_ended_before_it_began_made_nobody_a_customer() -> None:
    gone = _ended(3, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    assert last_supplied(date(2027, 2, 1), date(2026, 1, 1)) == {} and last_supplied_of(
        gone, date(2028, 2, 1), date(2026, 1, 1)
    ) is None  # fmt: skip


@database
def test_a_refusal_or_silence_of_a_former_customer_proposes_nothing_to_suspend() -> None:
    with on(0):
        adopted(per_year=12, former_months=6)
    _ended(3)
    with on(10), everybody():
        actions.ask_due()
        row = LogRequest.objects.get()
    with on(25):
        actions.ask_due()
        assert queries.log_request(row.id).state == "silent" and queries.log_request(row.id).suspension == ""
        actions.record_log_answer(by=ANALYST, request_id=row.id, answer="refused", day=clock.today())
    assert queries.log_request(row.id).suspension == ""
    assert queries.log_requests(LogRequestQuery()).proposed == 0


@database
@pytest.mark.parametrize("months", [-1, 121])
def test_months_beyond_ten_years_are_refused_with_their_field(months: int) -> None:
    with pytest.raises(BadInput) as told:
        waiting(former_months=months)
    assert told.value.field == "former_months" and not LogProgramme.objects.exists()
    made = waiting(former_months=120)
    assert queries.programme(made).former_months == 120

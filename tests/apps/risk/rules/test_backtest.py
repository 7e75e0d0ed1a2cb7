"""The backtest against a brute-force oracle, and its corners by hand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from statistics import fmean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.backtest import backtest, interval, wins
from duecare.apps.risk.rules.backtest_days import BANDS, Day, day_of
from duecare.apps.risk.rules.backtest_lists import Case
from duecare.apps.risk.rules.methodology import severity_of
from duecare.apps.risk.rules.scoring import score_countries
from duecare.apps.risk.rules.vintage import Holding, panel_of

from .documents import shipped, values_at

PLACES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
FIRST, SECOND = date(2014, 12, 31), date(2017, 12, 31)
NAN = float("nan")

# Few distinct figures, so that ties are common.
figures = st.sampled_from([NAN, 0.0, 10.0, 40.0, 40.5, 80.0, 100.0])


def day(ranked: list[float], bands: list[str] | None = None, unsure: list[bool] | None = None) -> Day:
    """A day with these scores; every country moderate and rated unless said otherwise."""
    known = np.array(ranked)
    return Day(
        places=PLACES,
        ranked=known,
        low=np.zeros(6),
        high=np.full(6, 100.0),
        severity=np.array([severity_of(name) for name in bands or ["moderate"] * 6]),
        indeterminate=np.array(unsure or [False] * 6),
        single={"one": known, "two": 100 - known},
        restated=3,
        values=4,
    )


@st.composite
def days(draw: st.DrawFn) -> Day:
    unsure = draw(st.lists(st.booleans(), min_size=6, max_size=6))
    bands = ["elevated" if vague else draw(st.sampled_from(BANDS)) for vague in unsure]
    return day(draw(st.lists(figures, min_size=6, max_size=6)), bands, unsure)


def slow_auc(cases: list[Case], others: list[str], held: dict[date, Day]) -> float | None:
    """Case by case, country by country."""
    means = []
    for case in cases:
        scored = dict(zip(PLACES, held[case.as_of].ranked.tolist(), strict=True))
        mine = scored[case.iso3]
        theirs = [scored[code] for code in others if scored[code] == scored[code]]
        if mine == mine and theirs:
            means.append(fmean(1.0 if mine > value else 0.5 if mine == value else 0.0 for value in theirs))
    return fmean(means) if means else None


@settings(max_examples=150, deadline=None)
@given(days(), days(), st.lists(st.sampled_from([2015, 2018]), min_size=2, max_size=2))
def test_it_agrees_with_counting_pair_by_pair(first: Day, second: Day, years: list[int]) -> None:
    held = {FIRST: first, SECOND: second}
    cases = [Case(code, year, 2) for code, year in zip(("AAA", "CCC"), years, strict=True)]
    found = backtest(cases, ("BBB", "EEE"), held, draws=20)
    assert found.composite.auc_clean == pytest.approx(slow_auc(cases, ["BBB", "EEE"], held))
    assert found.composite.auc_all == pytest.approx(slow_auc(cases, ["BBB", "DDD", "EEE", "FFF"], held))
    assert found.single["one"].auc_all == pytest.approx(found.composite.auc_all)
    if found.composite.auc_all is not None:
        mirrored = found.single["two"].auc_all
        assert mirrored == pytest.approx(1 - found.composite.auc_all), "turned round, a ranking is its complement"
    for step, name in enumerate(BANDS):
        mine = [held[case.as_of].severity[PLACES.index(case.iso3)] >= step for case in cases]
        assert found.bands[name].recall == pytest.approx(fmean(mine))
        shares, banded = [], []
        for case in cases:
            that = held[case.as_of]
            counted = [n for n in range(6) if that.ranked[n] == that.ranked[n]]
            if counted:
                shares.append(fmean(that.severity[n] >= step for n in counted))
                banded.append(
                    fmean(that.severity[n] >= step and (step == 0 or not that.indeterminate[n]) for n in counted)
                )
        assert found.bands[name].share == pytest.approx(fmean(shares) if shares else 0.0)
        assert found.bands[name].share_banded == pytest.approx(fmean(banded) if banded else 0.0)
    comfort = {c.iso3 for c in cases if held[c.as_of].severity[PLACES.index(c.iso3)] < severity_of("elevated")}
    assert {case.iso3 for case in found.false_comfort} == comfort
    halves = []
    for case in cases:
        values = [value for value in held[case.as_of].ranked.tolist() if value == value]
        mine = held[case.as_of].ranked[PLACES.index(case.iso3)]
        if mine == mine:
            halves.append(bool(mine >= median(values)))
    assert found.composite.riskier_half == (pytest.approx(fmean(halves)) if halves else None)


@settings(max_examples=50, deadline=None)
@given(days(), st.permutations(PLACES))
def test_bands_hold_at_each_other_and_worse_is_never_more(first: Day, order: list[str]) -> None:
    cases = [Case(code, 2015, 2) for code in order[:3]]
    found = backtest(cases, (), {FIRST: first}, draws=10)
    for better, worse in pairwise(BANDS):
        assert found.bands[worse].recall <= found.bands[better].recall
        assert found.bands[worse].share <= found.bands[better].share
        assert found.bands[worse].share_banded <= found.bands[worse].share
    assert found.composite.auc_clean is None and found.composite.clean_interval is None
    assert found.restated_share == pytest.approx(0.75)


def test_a_perfect_ranking_is_one_a_tie_half_and_doubtful_countries_stand_apart() -> None:
    held = {FIRST: day([90, 80, 90, 10, 20, 95])}
    found = backtest([Case("AAA", 2015, 2)], ("DDD",), held, draws=50)
    assert found.composite.auc_clean == 1
    assert found.composite.auc_all == pytest.approx((1 + 0.5 + 1 + 1 + 0) / 5)
    apart = backtest([Case("AAA", 2015, 2)], ("DDD",), held, apart=frozenset({"FFF"}), draws=50)
    assert apart.composite.auc_all == pytest.approx(3.5 / 4) and apart.n_all == 4


def test_a_case_without_any_figure_counts_as_elevated_and_is_ranked_by_nothing() -> None:
    bands = ["elevated", *["moderate"] * 5]
    held = {FIRST: day([NAN, 10, 50, 20, 30, 40], bands, [True, *[False] * 5])}
    found = backtest([Case("AAA", 2015, 2), Case("CCC", 2015, 3)], (), held, draws=50)
    assert found.composite.n_cases == 1 and found.composite.auc_all == 1
    assert found.bands["elevated"].recall == 0.5
    assert [case.iso3 for case in found.unscored] == ["AAA"] and [c.iso3 for c in found.cases] == ["CCC", "AAA"]
    assert found.bands["moderate"].share == 1, "without a figure it is in no share"


def test_the_interval_is_the_same_again_holds_the_figure_and_narrows_with_more_cases() -> None:
    chance = np.random.default_rng(7)
    few, many = (wins(chance.normal(1, 1, n), np.tile(chance.normal(0, 1, n), (n, 1))) for n in (8, 200))
    assert interval(few, draws=400, seed=1) == interval(few, draws=400, seed=1)
    (low, high), (left, right) = interval(few, draws=400, seed=1), interval(many, draws=400, seed=1)  # type: ignore[misc]
    assert low <= np.nanmean(few) <= high and right - left < high - low


def test_indices_alone_are_read_as_the_method_reads_them_and_an_unborn_one_is_absent() -> None:
    method = shipped("nine-2026").country
    rows = [
        Holding(series, place, 2013, value, date(2014, 1, 31))
        for place, risk in (("AAA", 20.0), ("BBB", 70.0))
        for series, value in values_at(method, risk).items()
    ]
    late = day_of(score_countries(panel_of(rows, PLACES), method, FIRST), PLACES)
    assert set(late.single) == {"wgi", "fiw", "rsf", "cpi", "vdem", "wjp", "eiu", "fsi", "pts"}
    for name in late.single:
        assert late.alone(name)[:2] == pytest.approx([20, 70]) and np.isnan(late.alone(name)[2:]).all()
    assert late.plain_mean()[:2] == pytest.approx([20, 70])
    early = day_of(score_countries(panel_of(rows, PLACES), method, date(2012, 6, 30)), PLACES)
    assert {"wjp", "cpi"}.isdisjoint(early.single) and np.isnan(early.alone("wjp")).all()


def test_an_indeterminate_country_keeps_its_score_and_counts_as_elevated() -> None:
    method = shipped("nine-2026").country
    rows = [Holding("fiw:total", "AAA", 2013, 80.0, date(2014, 1, 31))]
    found = day_of(score_countries(panel_of(rows, PLACES), method, FIRST), PLACES)
    assert found.ranked[0] == pytest.approx(20) and found.indeterminate.all()
    assert BANDS[found.severity[0]] == "elevated"


@pytest.mark.parametrize(("mine", "theirs"), [(a, b) for a in (0.0, NAN) for b in (0.0, NAN)])
def test_nothing_is_won_against_nothing(mine: float, theirs: float) -> None:
    won = wins(np.array([mine]), np.array([[theirs]]))[0, 0]
    assert (won == 0.5) == (mine == mine and theirs == theirs)

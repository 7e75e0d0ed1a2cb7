"""Evidence of partial coverage can only raise; and inputs belong to a method from a day, until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.methodology import severity_of
from duecare.apps.risk.rules.methodology_parse import parse_methodology
from duecare.apps.risk.rules.scoring import ScoreTable, band_table, score_countries
from duecare.apps.risk.rules.scoring_working import score_country
from duecare.apps.risk.rules.vintage import Holding, panel_of
from duecare.kernel.errors import BadInput

from .documents import document, includes, shipped, values_at

NINE = shipped("nine-2026").country
DAY = date(2024, 12, 31)
EVIDENCE = {"fotn:score": (0, 100), "keepiton:nationwide": (0, 6), "keepiton:events": (0, 60), "pulse:events": (0, 5)}


def scored(risk: float, evidence: dict[tuple[str, int], float], gone: frozenset[str] = frozenset()) -> ScoreTable:
    rows = [
        Holding(series, "AAA", 2023, value, date(2024, 1, 31))
        for series, value in values_at(NINE, risk).items()
        if series not in gone
    ]
    rows += [
        Holding(series, "AAA", year, value, date(year + 1, 1, 31), row=9) for (series, year), value in evidence.items()
    ]
    # Somebody else has a figure of 2023 in every register, so that its current year is 2023.
    rows += [Holding(series, "BBB", 2023, 0.0, date(2024, 1, 31)) for series in EVIDENCE if series != "fotn:score"]
    return score_countries(panel_of(rows, ("AAA", "BBB")), NINE, DAY)


def test_two_nationwide_shutdowns_count_like_a_dimension_of_one_fifth() -> None:
    table = scored(40, {("keepiton:nationwide", 2023): 2.0})
    assert (table.unraised[0], table.score[0]) == (pytest.approx(40), pytest.approx(0.8 * 40 + 0.2 * 100))
    assert table.missing_high[0] == pytest.approx(52) and table.low[0] > 45
    working = score_country(table, "AAA")
    (why,) = working.raised_by
    assert (why.series, why.year, why.value, why.points) == ("keepiton:nationwide", 2023, 2.0, pytest.approx(12))
    assert "raised" in working.flags and working.coverage == 9


def test_the_worst_of_three_years_counts_and_a_fourth_year_does_not() -> None:
    assert scored(40, {("keepiton:nationwide", 2021): 2.0}).score[0] == pytest.approx(52)
    assert scored(40, {("keepiton:nationwide", 2020): 2.0}).score[0] == pytest.approx(40)


def test_evidence_below_the_score_or_none_at_all_changes_nothing() -> None:
    for evidence in ({}, {("keepiton:events", 2023): 1.0}, {("fotn:score", 2023): 99.0}):
        table = scored(40, evidence)
        assert table.score[0] == pytest.approx(40)
        assert score_country(table, "AAA").raised_by == ()


def test_evidence_alone_makes_no_score_and_counts_in_no_coverage() -> None:
    table = score_countries(panel_of([Holding("keepiton:nationwide", "AAA", 2023, 5.0, date(2024, 1, 31))]), NINE, DAY)
    assert np.isnan(table.score[0]) and table.coverage[0] == 0 and table.band == ("indeterminate",)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 100),
    st.dictionaries(st.sampled_from(sorted(EVIDENCE)), st.integers(0, 100), max_size=4),
    st.sampled_from(sorted(EVIDENCE)),
    st.sets(st.sampled_from(sorted(values_at(NINE, 0)))),
)
def test_it_only_raises_and_removing_other_figures_never_lowers_the_band(
    risk: float, worse: dict[str, int], changed: str, gone: set[str]
) -> None:
    def figure(series: str, share: int) -> float:
        low, high = EVIDENCE[series]
        return float(high - share * (high - low) / 100 if series == "fotn:score" else low + share * (high - low) / 100)

    evidence = {(series, 2023): figure(series, share) for series, share in worse.items()}
    plain, with_it = scored(risk, {}), scored(risk, evidence)
    assert with_it.score[0] >= plain.score[0] - 1e-9
    assert with_it.missing_high[0] >= plain.missing_high[0] - 1e-9
    assert with_it.missing_low[0] - 1e-9 <= with_it.score[0] <= with_it.missing_high[0] + 1e-9
    assert with_it.low[0] <= with_it.score[0] <= with_it.high[0] <= 100
    grown = scored(risk, {**evidence, (changed, 2023): figure(changed, 100)})
    assert grown.score[0] >= with_it.score[0] - 1e-9
    fewer = scored(risk, evidence, frozenset(gone))
    assert severity_of(fewer.treated_as[0]) >= severity_of(with_it.treated_as[0])


def test_bands_looked_up_alone_are_those_of_the_table() -> None:
    table = scored(40, {("keepiton:nationwide", 2023): 2.0})
    assert band_table(table.panel, NINE, DAY)["AAA"] == table.band[0] == "elevated"
    assert scored(40, {}).band[0] == "moderate"


def test_the_first_version_stays_as_it_was() -> None:
    first = shipped("nine-2026-1")
    assert first.urn == "urn:duecare:method:nine-2026:1" and first.country.raises == ()
    assert [step.at for step in first.country.bands] == [0, 25, 40, 55]
    assert first.country.on(date(2001, 1, 1)) is first.country


def test_inputs_belong_from_a_day_and_shares_are_renewed() -> None:
    def shares(day: date) -> dict[str, float]:
        return {item.id: item.share for item in NINE.on(day).inputs()}

    now, before = shares(DAY), shares(date(2012, 11, 29))
    assert "rsf_before_2013" not in now and now["rsf"] == 1
    assert before["rsf_before_2013"] == 1 and "rsf" not in before and "wjp_order" not in before
    assert before["fiw"] == before["eiu"] == pytest.approx(1 / 3)
    for day in (DAY, date(2012, 11, 29), date(2012, 12, 31), date(2013, 1, 31)):
        for dimension in NINE.on(day).dimensions:
            assert sum(item.share for item in dimension.inputs) == pytest.approx(1)


def test_a_press_index_of_the_past_is_read_on_its_own_scale() -> None:
    values = {series: value for series, value in values_at(NINE, 30).items() if series != "rsf:score"}
    rows = [Holding(series, "AAA", 2011, value, date(2012, 1, 31)) for series, value in values.items()]
    rows.append(Holding("rsf:score_old", "AAA", 2012, 80.0, date(2012, 1, 31)))
    table = score_countries(panel_of(rows), NINE, date(2012, 6, 30))
    assert table.complete[0] and table.score[0] == pytest.approx(60), "the floor of three quarters of 80"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda doc: doc["country"]["raises"][0].update(weight=1.5), "between 0 and 1"),
        (lambda doc: doc["country"]["raises"][0]["inputs"][0].update(within_years=0), "current year"),
        (lambda doc: doc["country"]["raises"][0]["inputs"][0]["goalposts"].update(best=0), "differ"),
        (lambda doc: doc["country"]["raises"][0].update(cites=[]), "source"),
        (lambda doc: doc["country"]["dimensions"][2]["inputs"][0].update(begins="soon"), "YYYY-MM-DD"),
        (lambda doc: doc["country"]["dimensions"][2]["inputs"][0].update(ends="2020-01-01"), "sum to 1"),
    ],
)
def test_a_raise_or_a_day_that_does_not_hold_is_refused(change: object, says: str) -> None:
    doc = document("nine-2026-2")
    change(doc)  # type: ignore[operator]
    with pytest.raises(BadInput, match=says):
        parse_methodology(doc, includes())


def test_several_raises_do_not_add_up() -> None:
    (rule,) = NINE.raises
    twice = replace(NINE, raises=(rule, rule))
    rows = [Holding(s, "AAA", 2023, v, date(2024, 1, 31)) for s, v in values_at(NINE, 40).items()]
    rows.append(Holding("keepiton:nationwide", "AAA", 2023, 2.0, date(2024, 1, 31)))
    assert score_countries(panel_of(rows), twice, DAY).score[0] == pytest.approx(52)

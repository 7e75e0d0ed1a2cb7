"""The country score: arithmetic done by hand, and what must always hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.methodology import severity_of
from duecare.apps.risk.rules.scoring import ScoreTable, last_bands, score_countries
from duecare.apps.risk.rules.scoring_working import country_facts, score_country
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of
from duecare.kernel.errors import NotFound

from .documents import shipped, values_at

DAY = date(2024, 12, 31)
NINE, OPEN = shipped("nine-2026").country, shipped("open-2026").country
SERIES = tuple(values_at(NINE, 0))


def panel(*countries: dict[str, float], year: int = 2023) -> Panel:
    """One place for each dictionary of figures, named AAA, AAB, ..."""
    held = [
        Holding(series, f"AA{chr(65 + at)}", year, value, date(year + 1, 1, 31), row=at + 2)
        for at, values in enumerate(countries)
        for series, value in values.items()
    ]
    return panel_of(held, tuple(f"AA{chr(65 + at)}" for at in range(len(countries))))


def score(*countries: dict[str, float], last_band: dict[str, str] | None = None) -> ScoreTable:
    return score_countries(panel(*countries), NINE, DAY, last_band=last_band)


@pytest.mark.parametrize("risk", [0, 25, 50, 100])
def test_a_country_at_one_level_throughout_has_that_score(risk: float) -> None:
    for method in (NINE, OPEN):
        table = score_countries(panel(values_at(method, risk)), method, DAY)
        assert table.score[0] == pytest.approx(risk)
        assert table.coverage[0] == 9
        assert table.missing_low[0] == pytest.approx(table.missing_high[0])


def test_the_score_by_hand() -> None:
    values = values_at(NINE, 40) | {"rsf:score": 20.0, "pts:h": 5.0}
    # Physical integrity: half the worst source (5 → 100), half 40 = 70; media freedom 80; the rest 40.
    mean = 0.25 * 70 + 0.25 * 80 + 0.5 * 40
    assert score(values).score[0] == pytest.approx(max(mean, 0.75 * 80)) == pytest.approx(60.0)
    assert score(values).floored[0]
    calm = values_at(NINE, 40) | {"wgi:ge": -2.5}
    assert score(calm).score[0] == pytest.approx(0.041 * 100 + 0.959 * 40)


def test_good_administration_does_not_buy_off_a_severity_dimension() -> None:
    closed = values_at(NINE, 0) | {"rsf:score": 0.0}
    assert score(closed).score[0] == pytest.approx(75.0)
    assert score(closed).band == ("high",)
    poor = values_at(NINE, 0) | {"wgi:ge": -2.5}
    assert score(poor).band == ("low",)


def test_the_worst_of_three_sources_counts_and_all_three_are_shown() -> None:
    table = score(values_at(NINE, 0) | {"pts:a": 2.0, "pts:h": 4.0})
    pts = score_country(table, "AAA").dimensions[0].contributions[0]
    assert pts.normalised == pytest.approx(75.0)
    assert [(r.series, r.value, r.counts) for r in pts.readings] == [
        ("pts:a", 2.0, False),
        ("pts:h", 4.0, True),
        ("pts:s", 1.0, False),
    ]


def test_a_source_that_does_not_cover_a_country_is_no_gap_but_an_absent_one_is() -> None:
    values = values_at(NINE, 20)
    held = [Holding(s, "AAA", 2023, v, date(2024, 1, 31)) for s, v in values.items() if s != "pts:h"]
    silent = Holding("pts:h", "AAA", 2023, None, date(2024, 1, 31))
    stated = score_countries(panel_of([*held, silent]), NINE, DAY)
    absent = score_countries(panel_of(held), NINE, DAY)
    assert stated.complete[0] and stated.missing_high[0] == pytest.approx(20)
    assert not absent.complete[0] and absent.missing_high[0] > 40


def test_with_figures_missing_the_band_is_read_from_the_upper_end() -> None:
    values = values_at(NINE, 10)
    del values["rsf:score"]
    table = score(values)
    assert table.score[0] == pytest.approx(10)
    assert (table.missing_low[0], table.missing_high[0]) == (pytest.approx(0.75 * 10), pytest.approx(75))
    assert table.band == ("high",)
    assert score_country(table, "AAA").band_set_by == "missing data"


def test_below_minimum_coverage_it_is_indeterminate_and_treated_as_the_worst_of_three() -> None:
    few = {"wgi:rl": 2.5, "wgi:cc": 2.5, "wgi:pv": 2.5, "wgi:ge": 2.5, "rsf:score": 100.0, "cpi:score": 100.0}
    table = score(few)
    assert table.band == ("indeterminate",) and table.treated_as == ("high",)
    assert table.score[0] == pytest.approx(0.0)
    # Minimum coverage alone, everything held at its best: treated as elevated at least, as its last band if worse.
    lenient = score_countries(panel(values_at(OPEN, 0)), OPEN, date(2040, 1, 1))
    assert lenient.band == ("indeterminate",)
    assert np.isnan(lenient.score[0])


def test_the_last_band_with_coverage_counts_where_it_is_worse() -> None:
    values = {s: v for s, v in values_at(NINE, 0).items() if s.split(":")[0] in ("pts", "vdem", "fiw", "rsf", "eiu")}
    assert score(values).treated_as == ("elevated",)
    assert score(values, last_band={"AAA": "high"}).treated_as == ("high",)
    assert score(values, last_band={"AAA": "low"}).treated_as == ("elevated",)


def test_last_bands_look_back_to_the_newest_year_with_coverage() -> None:
    old = [Holding(s, "AAA", 2015, v, date(2016, 1, 31)) for s, v in values_at(NINE, 80).items()]
    found = last_bands(panel_of(old), NINE, DAY)
    assert found == {"AAA": "high"}
    assert last_bands(panel_of(old), NINE, date(2015, 12, 31)) == {}


def test_the_working_adds_up_to_the_score() -> None:
    table = score(values_at(NINE, 35) | {"wgi:ge": -1.0, "fiw:total": 55.0})
    working = score_country(table, "AAA")
    added = sum(c.points for d in working.dimensions for c in d.contributions)
    assert added == pytest.approx(working.score) == pytest.approx(table.score[0])
    assert sum(d.used_weight for d in working.dimensions) == pytest.approx(1)
    with pytest.raises(NotFound):
        score_country(table, "ZZZ")


def test_facts_for_rules_take_what_is_missing_at_its_worst() -> None:
    values = values_at(NINE, 10)
    del values["rsf:score"]
    facts = {fact.code: fact.value for fact in country_facts(score_country(score(values), "AAA"))}
    assert facts["country.dimension.media_freedom"] == 100
    assert facts["country.upper"] == pytest.approx(75)
    assert facts["country.band"] == "high"


risks = st.floats(0, 100)
country = st.fixed_dictionaries(dict.fromkeys(SERIES, risks))
gaps = st.sets(st.sampled_from(SERIES))


def figures(risk: dict[str, float]) -> dict[str, float]:
    return {series: values_at(NINE, value)[series] for series, value in risk.items()}


@settings(max_examples=60, deadline=None)
@given(country, gaps, st.sampled_from(SERIES), risks)
def test_a_worse_value_never_lowers_a_score(risk: dict[str, float], gone: set[str], changed: str, other: float) -> None:
    held = {series: value for series, value in risk.items() if series not in gone - {changed}}
    low, high = sorted((held[changed], other))
    better, worse = (score(figures(held | {changed: value})) for value in (low, high))
    assert worse.score[0] >= better.score[0] - 1e-9
    assert worse.missing_high[0] >= better.missing_high[0] - 1e-9
    assert 0 <= better.score[0] <= 100 and 0 <= worse.score[0] <= 100


@settings(max_examples=60, deadline=None)
@given(st.lists(country, min_size=1, max_size=3), st.data(), st.sampled_from(["low", "moderate", "elevated", "high"]))
def test_removing_any_set_of_values_never_lowers_the_band(
    risks_of: list[dict[str, float]], data: st.DataObject, last: str
) -> None:
    history = [panel_rows(risk, at, year) for at, risk in enumerate(risks_of) for year in (2022, 2023)]
    before = panel_of([row for rows in history for row in rows])
    removed = np.array(data.draw(st.lists(st.booleans(), min_size=len(before.value), max_size=len(before.value))))
    first = score_countries(before, NINE, DAY, last_band={"AAA": last})
    second = score_countries(before.without(removed), NINE, DAY, last_band={"AAA": last})
    for old, new in zip(first.treated_as, second.treated_as, strict=True):
        assert severity_of(new) >= severity_of(old)
    assert (second.missing_high >= first.missing_high - 1e-9).all()


def panel_rows(risk: dict[str, float], at: int, year: int) -> list[Holding]:
    shift = 0.3 if year == 2022 else 1.0  # the older year is always the better one: it must not come back
    return [
        Holding(series, f"AA{chr(65 + at)}", year, value, date(year + 1, 1, 31))
        for series, value in figures({series: shift * value for series, value in risk.items()}).items()
    ]


@settings(max_examples=25, deadline=None)
@given(country, gaps)
def test_the_score_lies_within_both_ranges(risk: dict[str, float], gone: set[str]) -> None:
    held = {series: value for series, value in risk.items() if series not in gone}
    if not held:
        return
    table = score(figures(held))
    assert 0 <= table.low[0] <= table.score[0] <= table.high[0] <= 100
    assert table.missing_low[0] - 1e-9 <= table.score[0] <= table.missing_high[0] + 1e-9

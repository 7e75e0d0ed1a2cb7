"""What the ranking owes to choices: done by hand on small tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.risk.rules.scoring import ScoreTable, score_countries
from duecare.apps.risk.rules.sensitivity import FEWEST, Sensitivity, ranks, sensitivity
from duecare.apps.risk.rules.vintage import Holding, panel_of

from .documents import shipped, values_at

DAY = date(2024, 12, 31)
NINE = shipped("nine-2026").country
PLACES = tuple(f"A{one}{two}" for one in "AB" for two in "ABCDEFG")


def table(
    *, worse: dict[str, float] | None = None, missing: int = 0, shutdowns: dict[str, float] | None = None
) -> ScoreTable:
    """Places from safe to risky, all figures of one place at one risk; `worse` for the first place, by series.

    Args:
        shutdowns: nationwide shutdowns of a year, by place; six are the worst there is.
    """
    held = []
    for at, place in enumerate(PLACES):
        risks = dict.fromkeys(values_at(NINE, 0), 5.0 + 6 * at) | (worse or {} if at == 0 else {})
        held += [
            Holding(series, place, 2023, values_at(NINE, risk)[series], date(2024, 1, 31))
            for series, risk in risks.items()
            if at >= missing or series != "rsf:score"
        ]
    held += [
        Holding("keepiton:nationwide", place, 2023, number, date(2024, 1, 31))
        for place, number in (shutdowns or {}).items()
    ]
    return score_countries(panel_of(held, PLACES), NINE, DAY)


def found(of: ScoreTable) -> Sensitivity:
    result = sensitivity(of)
    assert result is not None
    return result


def test_where_every_figure_agrees_no_choice_moves_anybody() -> None:
    result = found(table())
    assert result.places == len(PLACES) and result.alpha == pytest.approx(1)
    for one in result.alternatives:
        assert one.rank_correlation == pytest.approx(1) and one.rank_shift == 0 and one.farthest_ranks == 0, one.name
        assert one.changed == 0 or one.cut == "thresholds"
    groups = {one.group for one in result.alternatives}
    assert groups == {"index", "dimension", "evidence", "scale", "combination", "weights"}
    by_name = {one.name: one for one in result.alternatives}
    assert set(by_name) >= {item.index for item in NINE.inputs()} | {item.id for item in NINE.dimensions}
    assert by_name["worst_dimension"].points == pytest.approx(0)


def test_a_country_held_up_by_one_index_falls_when_it_is_left_out() -> None:
    """The safest country has no press freedom: the floor holds it at 75 until that index is gone."""
    of = table(worse={"rsf:score": 100})
    result = found(of)
    assert of.score[0] == pytest.approx(75)
    by_name = {(one.group, one.name): one for one in result.alternatives}
    for key in (("index", "rsf"), ("dimension", "media_freedom")):
        one = by_name[key]
        assert (one.farthest, one.farthest_ranks) == ("AAA", -int((of.score[1:] < 75).sum()))
        assert (one.worse, one.better) == (0, 1)
        assert one.points == pytest.approx((5 - 75) / len(PLACES))
    free = by_name[("combination", "arithmetic_without_floor")]
    share = next(one.weight for one in NINE.dimensions if one.id == "media_freedom")
    assert free.points == pytest.approx((share * 100 + (1 - share) * 5 - 75) / len(PLACES))
    assert by_name[("combination", "worst_dimension")].points == pytest.approx(25 / len(PLACES))
    safe = 100 - 95 ** (1 - share) * 1**share
    assert by_name[("combination", "geometric_without_floor")].points == pytest.approx((safe - 75) / len(PLACES))
    indices = (8 * 5 + 100) / 9
    assert by_name[("weights", "plain_mean_of_indices")].points == pytest.approx((indices - 75) / len(PLACES))


def test_a_scale_without_a_level_keeps_the_size_of_every_band() -> None:
    result = found(table(worse={"rsf:score": 100, "pts:a": 60}))
    for one in result.alternatives:
        if one.group == "scale":
            assert one.cut == "shares" and one.points is None and one.worse == one.better


def test_only_places_with_every_figure_are_compared_and_too_few_are_not() -> None:
    assert found(table(missing=3)).places == len(PLACES) - 3
    assert sensitivity(table(missing=len(PLACES) - FEWEST + 1)) is None


def test_correlations_are_a_matrix_and_weights_shares_of_variance() -> None:
    result = found(table(worse={"rsf:score": 100}))
    matrix = np.array([one.correlations for one in result.dimensions])
    assert matrix == pytest.approx(matrix.T) and matrix.diagonal() == pytest.approx(1)
    assert sum(one.effective for one in result.dimensions) == pytest.approx(1)
    assert {one.id for one in result.dimensions if one.consistency is None} == {
        "media_freedom", "government_effectiveness",
    }  # fmt: skip


def test_a_method_without_severity_has_no_floor_to_take_away() -> None:
    mild = replace(NINE, dimensions=tuple(replace(item, severity=False) for item in NINE.dimensions), floor_share=0.0)
    of = table(worse={"rsf:score": 100})
    found_in = {one.name: one for one in found(score_countries(of.panel, mild, DAY)).alternatives}
    assert found_in["arithmetic_without_floor"].points == pytest.approx(0)


@given(st.lists(st.integers(0, 6), min_size=2, max_size=30))
def test_ranks_are_shared_by_equals_and_add_up(values: list[int]) -> None:
    found_ranks = ranks(np.array(values, dtype=np.float64))
    assert found_ranks.sum() == pytest.approx(len(values) * (len(values) + 1) / 2)
    for one, rank in zip(values, found_ranks, strict=True):
        below = sum(other < one for other in values)
        assert below < rank <= below + values.count(one)


def test_evidence_raises_every_alternative_as_it_raises_the_score_and_is_left_out_once() -> None:
    """One place is raised: by a fifth of what it is short of the worst, under every way to combine as published."""
    of = table(shutdowns={"AAA": 2.0})
    assert of.score[0] == pytest.approx(0.8 * 5 + 0.2 * 100) and of.unraised[0] == pytest.approx(5)
    by_name = {(one.group, one.name): one for one in found(of).alternatives}
    (rule,) = NINE.raises
    gone = by_name[("evidence", rule.id)]
    assert gone.points == pytest.approx((5 - 24) / len(PLACES))
    assert (gone.farthest, gone.farthest_ranks) == ("AAA", -int((of.unraised[1:] < 24).sum()))
    # Where every figure agrees, no other choice moves anybody, raised or not.
    for key, one in by_name.items():
        if key[0] != "evidence":
            assert one.rank_shift == 0, key

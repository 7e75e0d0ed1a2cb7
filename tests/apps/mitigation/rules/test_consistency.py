"""Like files, unlike decisions: the arithmetic, held against one pair at a time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.mitigation.rules.consistency import OUTCOMES, Decided, likeness, louder, nearest, unlike, weights_of
from tests.apps.risk.rules.documents import shipped

CODES = ("R-04", "R-10", "R-12", "R-19", "R-35")
STATES = ("fired", "unknown", "not_fired")


def decided(number: int, outcome: str = "approved", conditions: tuple[str, ...] = (), **rules: str) -> Decided:
    spoken = {code.replace("_", "-"): state for code, state in rules.items()}
    return Decided(
        UUID(int=number), f"D-{number}", f"Deal {number}", date(2026, 1, number), "high", outcome, "meeting",
        frozenset(conditions), "urn:duecare:method:nine-2026:1", spoken,
    )  # fmt: skip


def test_a_rule_weighs_as_many_points_as_it_can_move_a_class_by() -> None:
    weights = weights_of(shipped("nine-2026").classes)
    assert weights["R-04"] == 10, "ten points and no floor"
    assert weights["R-10"] == 40, "no points; its floor is elevated, which begins at 40"
    assert weights["R-16"] == 65, "twelve points, but a floor at high"
    assert weights["R-01"] == 100, "prohibited lies beyond every threshold"
    assert weights["R-40"] == 1, "adds measures only"


def test_like_files_that_came_out_unlike_are_named_with_what_differs() -> None:
    weights = {"R-04": 10.0, "R-10": 40.0, "R-12": 8.0}
    first = decided(1, "approved", R_04="fired", R_10="fired", R_12="fired")
    second = decided(2, "rejected", R_04="fired", R_10="fired", R_12="not_fired")
    third = decided(3, "rejected", R_04="fired", R_10="not_fired", R_12="fired")
    (pair,) = unlike((first, second, third), weights)
    assert (pair.first.reference, pair.second.reference) == ("D-1", "D-2")
    assert abs(pair.likeness - 50 / 58) < 1e-12 and pair.gap == 3
    assert pair.both == ("R-10", "R-04") and pair.only_first == ("R-12",) and pair.only_second == ()


def test_silence_in_both_is_no_likeness_and_an_unknown_agrees_by_half() -> None:
    silent = dict.fromkeys(CODES, "not_fired")
    first = decided(1, **{**silent, "R-04": "fired"})
    second = decided(2, **{**silent, "R-12": "fired"})
    third = decided(3, **{**silent, "R-04": "unknown"})
    table = likeness((first, second, third), {})
    assert table[0, 1] == 0 and table[0, 2] == 0.5


def test_approvals_with_other_conditions_are_unlike() -> None:
    same = {"R-04": "fired"}
    first = decided(1, "approved_with_conditions", ("M-01", "M-02", "M-03"), **same)
    second = decided(2, "approved_with_conditions", ("M-01", "M-04", "M-05"), **same)
    third = decided(3, "approved_with_conditions", ("M-01", "M-02", "M-03"), **same)
    pairs = unlike((first, second, third), {})
    assert [(pair.first.reference, pair.second.reference, pair.gap) for pair in pairs] == [
        ("D-1", "D-2", 1),
        ("D-2", "D-3", 1),
    ]
    assert pairs[0].only_conditions_first == ("M-02", "M-03") and pairs[0].only_conditions_second == ("M-04", "M-05")


def test_of_several_deployments_the_loudest_counts() -> None:
    told = louder([{"R-04": "fired", "R-10": "not_fired"}, {"R-04": "not_fired", "R-10": "unknown"}])
    assert told == {"R-04": "fired", "R-10": "unknown"}


def traces() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(CODES), st.sampled_from(STATES), max_size=len(CODES))


def by_hand(one: dict[str, str], other: dict[str, str], weights: dict[str, float]) -> float:
    """The definition, rule by rule."""
    agree = either = 0.0
    for code in one.keys() & other.keys():
        states = {one[code], other[code]}
        if states == {"not_fired"}:
            continue
        either += weights.get(code, 1.0)
        share = 1.0 if len(states) == 1 else 0.5 if "not_fired" not in states else 0.0
        agree += share * weights.get(code, 1.0)
    return agree / either if either else 1.0


@given(st.lists(traces(), min_size=1, max_size=6), st.dictionaries(st.sampled_from(CODES), st.floats(1, 100)))
def test_likeness_is_what_its_definition_says(told: list[dict[str, str]], weights: dict[str, float]) -> None:
    rows = [decided(at + 1, **trace) for at, trace in enumerate(told)]
    table = likeness(rows, weights)
    for a, one in enumerate(told):
        for b, other in enumerate(told):
            assert abs(table[a, b] - by_hand(one, other, weights)) < 1e-9


@given(st.lists(st.tuples(traces(), st.sampled_from(OUTCOMES)), max_size=6))
def test_no_pair_is_lost_none_is_told_twice_and_order_does_not_matter(told: list[tuple[dict[str, str], str]]) -> None:
    rows = [decided(at + 1, outcome, **trace) for at, (trace, outcome) in enumerate(told)]
    pairs = {frozenset((one.first.reference, one.second.reference)) for one in unlike(rows, {})}
    assert len(pairs) == len(unlike(rows, {}))
    assert pairs == {frozenset((one.first.reference, one.second.reference)) for one in unlike(rows[::-1], {})}
    for one in rows:
        assert all(pair.second is not one for pair in nearest(one, rows, {}, 3))

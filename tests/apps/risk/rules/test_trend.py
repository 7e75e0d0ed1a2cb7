"""Changes are told beyond error only, and never across a method break."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.normalise import layout_of
from duecare.apps.risk.rules.trend import Movement, movement
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of

from .documents import shipped, values_at
from .real_files import specs

NINE = shipped("nine-2026").country.on(date(2025, 6, 30))
"""As of a day on which every input has begun; what ended before is not part of it."""
PLACES = tuple(f"A{letter}{other}" for letter in "ABC" for other in "ABCDEF")
SPECS = specs()
FIRST, LAST = 2014, 2025


def holdings(risk: dict[tuple[str, str, int], float], shift: float = 0.0, broken: int = 9999) -> list[Holding]:
    """Figures of every series, place and year at a chosen risk; RSF gets `shift` points more from year `broken` on."""
    rows = []
    for (series, place, year), level in risk.items():
        at = level + (shift if series == "rsf:score" and year >= broken else 0.0)
        rows.append(Holding(series, place, year, values_at(NINE, at)[series], date(year + 1, 1, 31), None))
    return rows


def panel(risk: dict[tuple[str, str, int], float], shift: float = 0.0, broken: int = 9999) -> Panel:
    return panel_of(holdings(risk, shift, broken))


def steady(seed: int = 1, noise: float = 1.0) -> dict[tuple[str, str, int], float]:
    """Every country stands where it stands, give or take."""
    generator = np.random.default_rng(seed)
    return {
        (series, place, year): 40 + 1.5 * at + float(generator.normal(0, noise))
        for series in layout_of(NINE).series
        for at, place in enumerate(PLACES)
        for year in range(FIRST, LAST + 1)
    }


def at(risk: dict[tuple[str, str, int], float], year: int, years: int, **more: float) -> Movement:
    return movement(panel(risk, **more), NINE, SPECS, date(year + 1, 6, 30), years)  # type: ignore[arg-type]  # `broken` is a year


def test_a_fall_of_one_country_beyond_error_is_told_once_and_names_the_index() -> None:
    risk = steady()
    for series in layout_of(NINE).series:
        risk[series, "ABB", 2020] += 25
        risk[series, "ABB", 2021] += 25
    shock = at(risk, 2020, 1)
    assert {place: flag for place, flag in zip(shock.places, shock.flags, strict=True) if flag} == {"ABB": "worse"}
    told = shock.of("ABB")
    assert told is not None and told.change == pytest.approx(25, abs=3) and told.breaks == ()
    assert {one.flag for one in told.indices} == {"worse"}
    assert at(risk, 2021, 1).of("ABB").flag == "", "it stayed where it fell to"  # type: ignore[union-attr]  # it is known
    assert at(risk, 2022, 1).of("ABB").flag == "better"  # type: ignore[union-attr]  # it is known


def test_a_change_within_error_is_not_told() -> None:
    moved = at(steady(noise=3.0), 2020, 1)
    assert set(moved.flags) == {""}


def test_across_a_method_break_the_index_is_left_out_on_both_sides_and_it_says_so() -> None:
    moved = at(steady(), 2022, 1)
    told = moved.of("AAA")
    assert told is not None
    assert [(one.series, one.year, one.before, one.after) for one in told.breaks] == [("rsf:score", 2022, 2021, 2022)]
    rsf = next(one for one in told.indices if one.index == "rsf")
    assert (rsf.left_out, rsf.change, rsf.flag) == ("method break", None, "")
    assert told.compared == told.of - 1
    assert at(steady(), 2023, 1).breaks == () and at(steady(), 2023, 5).breaks != ()


def test_a_country_with_too_little_on_both_days_is_not_comparable_and_never_calm() -> None:
    risk = {key: value for key, value in steady().items() if key[1] != "ACF" or key[0].startswith("wgi:")}
    told = at(risk, 2020, 1).of("ACF")
    assert told is not None and told.flag == "not comparable"


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    noise=st.floats(0, 12),
    shift=st.floats(-60, 60),
    year=st.integers(2022, 2025),
    years=st.sampled_from((1, 5)),
)
def test_a_constant_added_from_the_break_on_changes_no_flag_of_a_span_that_crosses_it(
    seed: int, noise: float, shift: float, year: int, years: int
) -> None:
    """Beyond the break and before it, whatever else moves: the index's new level says nothing."""
    if years == 1 and year != 2022:
        year = 2022
    risk = steady(seed, noise)
    plain, shifted = at(risk, year, years), at(risk, year, years, shift=shift, broken=2022)
    assert plain.breaks and plain.flags == shifted.flags
    assert np.array_equal(plain.before, shifted.before) and np.array_equal(plain.after, shifted.after)
    for place in PLACES:
        ours, theirs = plain.of(place), shifted.of(place)
        assert ours is not None and theirs is not None
        assert [one.flag for one in ours.indices] == [one.flag for one in theirs.indices]


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    shift=st.floats(-60, 60),
    year=st.integers(2015, 2025),
    years=st.sampled_from((1, 5)),
)
def test_where_nothing_moves_a_step_at_the_break_raises_no_flag_in_any_span(
    seed: int, shift: float, year: int, years: int
) -> None:
    generator = np.random.default_rng(seed)
    level = {(series, place): float(generator.uniform(0, 100)) for series in layout_of(NINE).series for place in PLACES}
    risk = {
        (series, place, when): level[series, place]
        for series, place in level
        for when in range(max(FIRST, year - 8), year + 1)
    }
    moved = at(risk, year, years, shift=shift, broken=2022)
    assert set(moved.flags) <= {"", "not comparable"}
    assert all(not one.flag for place in PLACES for one in moved.of(place).indices)  # type: ignore[union-attr]  # known


@pytest.mark.large
def test_press_freedom_2021_to_2022_is_no_change_of_any_country(real: Panel) -> None:
    shown = movement(real, NINE, SPECS, date(2022, 12, 31), 1)
    assert [(one.series, one.year) for one in shown.breaks] == [("rsf:score", 2022)]
    told = shown.of("MMR")
    assert told is not None and told.flag == "worse", "the coup of 2021 is told all the same"
    longer = movement(real, NINE, SPECS, date(2015, 12, 31), 5)
    assert {(one.series, one.year) for one in longer.breaks} <= {("rsf:score", 2013)}

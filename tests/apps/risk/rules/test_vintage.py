"""The as-of rule: what was out on the day, from which edition, and never an old value in a new one's place."""

from __future__ import annotations

from datetime import date

import numpy as np

from duecare.apps.risk.rules.vintage import Holding, Vintage, panel_of, restated_counts, select

SPRING_2020, SPRING_2021, SPRING_2022 = date(2020, 3, 1), date(2021, 3, 1), date(2022, 3, 1)


def _one(
    held: list[Holding], as_of: date, vintage: Vintage = "restated", max_age: tuple[int, ...] | None = None
) -> float:
    return float(select(panel_of(held), ("a:x",), as_of, vintage, max_age=max_age).value[0, 0])


def test_a_value_counts_from_the_day_it_was_published() -> None:
    held = [Holding("a:x", "AAA", 2019, 1.0, SPRING_2020), Holding("a:x", "AAA", 2020, 2.0, SPRING_2021)]
    assert _one(held, date(2021, 2, 28)) == 1.0
    assert _one(held, SPRING_2021) == 2.0
    assert np.isnan(_one(held, date(2020, 2, 28)))


def test_restated_values_keep_their_original_month_and_are_counted() -> None:
    held = [Holding("a:x", "AAA", 2019, 1.0, SPRING_2020, edition="2022", edition_published=SPRING_2022)]
    selection = select(panel_of(held), ("a:x",), date(2020, 6, 1))
    assert selection.value[0, 0] == 1.0
    assert restated_counts(selection) == (1, 1)


def test_strict_uses_only_editions_that_were_out() -> None:
    held = [Holding("a:x", "AAA", 2019, 1.0, SPRING_2020, edition="2022", edition_published=SPRING_2022)]
    assert np.isnan(_one(held, date(2020, 6, 1), vintage="strict"))
    assert _one(held, SPRING_2022, vintage="strict") == 1.0


def test_the_exact_edition_wins_over_a_later_one_whatever_the_order() -> None:
    exact = Holding("a:x", "AAA", 2019, 1.0, SPRING_2020, edition="first")
    later = Holding("a:x", "AAA", 2019, 9.0, SPRING_2020, edition="later", edition_published=SPRING_2022)
    for held in ([exact, later], [later, exact]):
        assert _one(held, date(2023, 1, 1)) == 1.0
        assert restated_counts(select(panel_of(held), ("a:x",), date(2023, 1, 1))) == (0, 1)


def test_among_later_editions_the_newest_already_out_wins() -> None:
    held = [
        Holding("a:x", "AAA", 2019, 2.0, SPRING_2020, edition="2021", edition_published=SPRING_2021),
        Holding("a:x", "AAA", 2019, 3.0, SPRING_2020, edition="2022", edition_published=SPRING_2022),
    ]
    assert _one(held, date(2020, 6, 1)) == 2.0
    assert _one(held, date(2021, 6, 1)) == 2.0
    assert _one(held, date(2022, 6, 1)) == 3.0


def test_a_place_left_out_of_the_newest_year_is_missing_there() -> None:
    held = [
        Holding("a:x", "AAA", 2019, 1.0, SPRING_2020),
        Holding("a:x", "BBB", 2019, 1.0, SPRING_2020),
        Holding("a:x", "BBB", 2020, 2.0, SPRING_2021),
    ]
    selection = select(panel_of(held), ("a:x",), date(2021, 6, 1))
    assert np.isnan(selection.value[0, 0])
    assert selection.value[1, 0] == 2.0


def test_removing_a_value_does_not_bring_an_older_one_back() -> None:
    panel = panel_of([Holding("a:x", "AAA", 2019, 1.0, SPRING_2020), Holding("a:x", "AAA", 2020, 2.0, SPRING_2021)])
    left = select(panel.without(panel.year == 2020), ("a:x",), date(2021, 6, 1))
    assert np.isnan(left.value[0, 0])
    assert left.years[0] == 2020


def test_a_stale_value_is_missing() -> None:
    held = [Holding("a:x", "AAA", 2019, 1.0, SPRING_2020)]
    assert _one(held, date(2022, 12, 31), max_age=(3,)) == 1.0
    assert np.isnan(_one(held, date(2023, 1, 1), max_age=(3,)))


def test_a_publishers_statement_that_it_does_not_cover_a_place_is_kept() -> None:
    held = [Holding("a:x", "AAA", 2019, None, SPRING_2020), Holding("a:x", "BBB", 2019, 1.0, SPRING_2020)]
    selection = select(panel_of(held), ("a:x",), date(2020, 6, 1))
    assert selection.not_covered[:, 0].tolist() == [True, False]


def test_an_empty_panel_and_an_unknown_series_give_nothing() -> None:
    assert np.isnan(select(panel_of([], ("AAA",)), ("a:x",), date(2020, 6, 1)).value).all()
    held = [Holding("a:x", "AAA", 2019, 1.0, SPRING_2020)]
    assert np.isnan(select(panel_of(held), ("b:y",), date(2020, 6, 1)).value).all()

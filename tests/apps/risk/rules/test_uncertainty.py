"""Chances of each band: what they rest on, what they keep apart, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.draws import (
    Figures,
    perturbed_weights,
    scores_drawn,
    shared_shocks,
    stated_weights,
)
from duecare.apps.risk.rules.methodology import CountryMethod
from duecare.apps.risk.rules.normalise import layout_of
from duecare.apps.risk.rules.outlook import Outlook, outlooks
from duecare.apps.risk.rules.outlook_words import headline, percent, sentences
from duecare.apps.risk.rules.scoring import ScoreTable, score_countries
from duecare.apps.risk.rules.uncertainty import Uncertainty, uncertainty
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of

from .documents import shipped, values_at

DAY = date(2024, 12, 31)
NINE, OPEN = shipped("nine-2026").country, shipped("open-2026").country
SERIES = tuple(values_at(NINE, 0))
MIXED = {"rsf_score": 73, "pts_a": 73, "pts_h": 73, "pts_s": 73, "vdem_clphy": 74}
"""Risks of some series that put an otherwise elevated country on the edge of high."""
COUNTRIES = tuple(f"AA{letter}" for letter in "ABCDE")


def fewer(method: CountryMethod, draws: int = 400) -> CountryMethod:
    """The same method with fewer draws, for tests that need many tables."""
    assert method.errors.weights is not None
    weights = replace(method.errors.weights, draws=draws)
    return replace(method, errors=replace(method.errors, draws=draws, weights=weights))


FEW = fewer(NINE)


def panel(risks: dict[str, dict[str, float]], year: int = 2023, *, back: bool = True) -> Panel:
    """Places at the risks given for each series, and in the year before a little off."""
    held = []
    for at, (place, of) in enumerate(risks.items()):
        for number, (series, risk) in enumerate(of.items()):
            off = 3 * ((7 * at + number) % 5 - 2)
            for of_year, shown in ((year, risk), *(((year - 1, risk + off),) if back else ())):
                value = values_at(NINE, min(100, max(0, shown)))[series]
                held.append(Holding(series, place, of_year, value, date(of_year + 1, 1, 31)))
    return panel_of(held, tuple(risks))


def level(risk: float, **other: float) -> dict[str, float]:
    """A country that stands at one risk throughout, but for some series."""
    return dict.fromkeys(SERIES, risk) | {name.replace("_", ":", 1): value for name, value in other.items()}


def several() -> Panel:
    return panel({place: level(20 + 13 * at) for at, place in enumerate(COUNTRIES)})


def of(panel_: Panel, method: CountryMethod = FEW, day: date = DAY) -> tuple[ScoreTable, Uncertainty]:
    table = score_countries(panel_, method, day)
    return table, uncertainty(table)


def at_or_above(found: Uncertainty, kind: str) -> np.ndarray:  # type: ignore[type-arg]  # floats
    shares = getattr(found.rated, kind)
    return np.asarray(shares[:, ::-1].cumsum(axis=1)[:, ::-1])


@pytest.mark.parametrize("method", [NINE, OPEN])
def test_a_draw_without_error_by_the_stated_weights_is_the_score(method: CountryMethod) -> None:
    """The draws repeat the method's arithmetic; whoever changes one of the two meets this test."""
    held = [
        Holding(series, place, 2023, value, date(2024, 1, 31))
        for at, place in enumerate(COUNTRIES)
        for number, (series, value) in enumerate(values_at(method, 15 * at + 7).items())
        if (number + at) % 4
    ]
    table = score_countries(panel_of(held, COUNTRIES), method, DAY)
    method, layout = table.method, table.layout
    for value, expected in (
        (table.leaves.value, table.score),
        (table.leaves.high, table.missing_high),
        (table.leaves.low, table.missing_low),
    ):
        still = Figures(value, np.zeros_like(value), np.zeros_like(value))
        shocks = shared_shocks(method.errors, tuple(leaf.input.index for leaf in layout.leaves), slice(0, 3))
        drawn = scores_drawn(method, layout, still, shocks, [stated_weights(method, layout)])
        assert drawn[0] == pytest.approx(np.tile(expected, (3, 1)).T, abs=1e-4)


@pytest.mark.parametrize("method", [NINE, OPEN])
def test_weights_vary_as_far_as_the_method_says(method: CountryMethod) -> None:
    varied = perturbed_weights(method, layout_of(method))
    stated = np.array([item.weight for item in method.dimensions])
    assert varied.dimensions.sum(axis=1) == pytest.approx(1) and (varied.dimensions >= 0).all()
    assert varied.dimensions.mean(axis=0) == pytest.approx(stated, abs=0.003)
    severe = [item.severity for item in method.dimensions]
    assert (varied.dimensions[:, severe].sum(axis=1) > 0.5).mean() >= (0.99 if method is NINE else 0.97)
    first = np.quantile(varied.dimensions[:, 0], (0.05, 0.95))
    assert first == pytest.approx((0.18, 0.32) if method is NINE else (0.23, 0.38), abs=0.01)
    if method is NINE:
        assert np.quantile(varied.shares[:, 0], (0.05, 0.95)) == pytest.approx((0.37, 0.63), abs=0.01)


def test_chances_are_shares_and_the_same_every_time() -> None:
    (table, first), (_, again) = of(several()), of(several())
    for kind in ("weights", "errors", "both"):
        shares = getattr(first.rated, kind)
        assert shares == pytest.approx(getattr(again.rated, kind), abs=0)
        assert shares.sum(axis=1) == pytest.approx(1)
    other = replace(FEW, errors=replace(FEW.errors, seed=7))
    assert (of(several(), other)[1].rated.both != first.rated.both).any()
    assert table.complete.all() and (first.held.both == first.rated.both).all()


def test_a_place_asked_for_alone_has_the_same_chances() -> None:
    gone = several()
    table, whole = of(gone.without((gone.place_at == 2) & (gone.series_at == gone.series.index("rsf:score"))))
    for at in range(len(COUNTRIES)):
        alone = uncertainty(table, [at])
        assert (alone.rated.both[0] == whole.rated.both[at]).all() and (alone.held.both[0] == whole.held.both[at]).all()
        assert (alone.low[0], alone.high[0]) == (whole.low[at], whole.high[at]) and alone.ranks is None


def test_what_varies_is_told_apart() -> None:
    """At one risk throughout no weighting can move a country; a mixed one is moved by weights and by errors."""
    table, found = of(panel({"AAA": level(54), "AAB": level(40, **MIXED)}))
    assert found.rated.weights[0].tolist() == [0, 0, 1, 0]
    assert 0 < found.rated.errors[0, 3] < 1
    assert 0 < found.rated.weights[1, 3] < 1
    assert table.band == ("elevated", "high")


def test_a_method_without_the_block_takes_weights_as_stated() -> None:
    plain = replace(FEW, errors=replace(FEW.errors, weights=None))
    table, found = of(several(), plain)
    assert not found.varied and set(np.unique(found.rated.weights)) == {0, 1}
    assert (found.rated.errors == found.rated.both).all()
    assert headline(outlooks(table, found)[0]) == (
        "This method does not say how its weights may vary; they are taken as stated."
    )


def test_the_two_ranges_stay_apart_and_it_is_said_which_one_sets_the_band() -> None:
    risks = {place: level(12) for place in COUNTRIES}
    del risks["AAB"]["rsf:score"]
    table, found = of(panel(risks))
    whole, lacking = outlooks(table, found)[:2]
    assert (whole.band, whole.band_set_by, whole.complete) == ("low", "score", True)
    assert (lacking.band, lacking.band_set_by, lacking.complete) == ("high", "missing data", False)
    assert lacking.statistical[1] is not None and lacking.statistical[1] < 25 < 70 < lacking.missing[1]
    assert lacking.share("high").both > 0.99 and lacking.share("low").held == 1
    said = " ".join(sentences(lacking))
    assert "What is missing sets the band" in said and "The figures held alone: low 100 %." in said
    assert "Nothing is missing" in " ".join(sentences(whole))


def test_below_minimum_coverage_there_is_no_rank_and_it_is_said() -> None:
    risks = {place: level(12) for place in COUNTRIES}
    risks["AAB"] = {series: 12.0 for series in SERIES if series.startswith(("wgi", "cpi"))}
    risks["AAC"] = {}
    table, found = of(panel(risks))
    few, none = outlooks(table, found)[1:3]
    assert few.band == none.band == "indeterminate" and few.rank is none.rank is None
    assert "treated as high" in " ".join(sentences(few))
    assert none.score is None and none.share("low").held is None and none.share("high").both > 0.99
    assert "held alone" not in " ".join(sentences(none))


def test_ranks_are_stable_where_countries_stand_apart_and_swap_where_they_do_not() -> None:
    apart = {place: level(10 + 20 * at) for at, place in enumerate(COUNTRIES)}
    _, found = of(panel(apart))
    assert found.ranks is not None
    assert found.ranks.rank.tolist() == [5, 4, 3, 2, 1] == found.ranks.low.tolist() == found.ranks.high.tolist()
    assert found.ranks.swaps == 0 and np.isnan(found.ranks.swap[0])
    close = {place: level(40 + 0.1 * at) for at, place in enumerate(COUNTRIES)}
    _, near = of(panel(close))
    assert near.ranks is not None and near.ranks.swaps > 0.3
    assert near.ranks.low.min() == 1 and near.ranks.high.max() == 5
    assert "changes places" in " ".join(sentences(outlooks(*of(panel(close)))[1]))


def test_words_never_round_a_chance_away() -> None:
    assert [percent(share) for share in (0, 0.0004, 0.012, 0.5, 0.996, 1)] == [
        "0 %", "less than 1 %", "1 %", "50 %", "more than 99 %", "100 %",
    ]  # fmt: skip
    table, found = of(panel({"AAA": level(40, **MIXED), "AAB": level(10)}))
    mixed, safe = outlooks(table, found)
    share = mixed.share("elevated").weights
    assert headline(mixed) == f"High; elevated under {percent(share)} of weightings."
    assert headline(safe) == "Low under every one of 400 weightings."


def test_an_older_figure_widens_the_range_towards_worse_and_is_named() -> None:
    fresh, later = (score_countries(several(), NINE, date(year, 12, 31)) for year in (2024, 2026))
    assert (later.score == fresh.score).all() and (later.low == pytest.approx(fresh.low))
    assert (later.high > fresh.high + 0.1).all()
    shown = outlooks(later, uncertainty(later, [0]))[0]
    assert ("rsf:score", 2023) in shown.late
    assert f"{len(SERIES)} figures are older than usual, the oldest of 2023" in " ".join(sentences(shown))
    assert outlooks(fresh, uncertainty(fresh, [0]))[0].late == ()


risks = st.fixed_dictionaries(dict.fromkeys(SERIES, st.floats(0, 100)))


def never_lower(before: Uncertainty, after: Uncertainty) -> None:
    for kind in ("weights", "errors", "both"):
        assert (at_or_above(after, kind) >= at_or_above(before, kind) - 1e-12).all(), kind
    assert (after.high >= before.high - 1e-6).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(risks, min_size=1, max_size=3), st.data())
def test_removing_figures_never_lowers_a_chance_nor_an_upper_end(
    of_places: list[dict[str, float]], data: st.DataObject
) -> None:
    held = panel(dict(zip(COUNTRIES, of_places, strict=False)))
    gone = np.array(data.draw(st.lists(st.booleans(), min_size=len(held.value), max_size=len(held.value))))
    first, second = (score_countries(each, FEW, DAY) for each in (held, held.without(gone)))
    # What an index's figures are worth is estimated from all countries: the same for both.
    second = replace(second, precision=replace(first.precision, late=second.precision.late))
    never_lower(uncertainty(first), uncertainty(second))
    assert (second.missing_high >= first.missing_high - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(risks, st.dictionaries(st.sampled_from(SERIES), st.integers(1, 6), min_size=1), st.booleans())
def test_older_figures_never_lower_a_chance_nor_an_upper_end(
    of_place: dict[str, float], older: dict[str, int], whole_series: bool
) -> None:
    """A whole series that stopped years ago, or one country's figure that is older than its series."""
    held = panel({"AAA": of_place, "AAB": level(50)})
    moved = held.year - np.array(
        [
            older.get(held.series[series], 0) if whole_series or place == 0 else 0
            for series, place in zip(held.series_at, held.place_at, strict=True)
        ]
    )
    rows = [
        Holding(
            held.series[held.series_at[n]], held.places[held.place_at[n]], int(moved[n]), float(held.value[n]),
            date(int(moved[n]) + 1, 1, 31),
        )
        for n in range(len(held.value))
    ]  # fmt: skip
    first, second = (score_countries(each, FEW, DAY) for each in (held, panel_of(rows, held.places)))
    second = replace(second, precision=replace(first.precision, late=second.precision.late))
    never_lower(uncertainty(first), uncertainty(second))
    assert (second.missing_high >= first.missing_high - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(risks, st.sampled_from(SERIES), st.floats(0, 100))
def test_a_worse_figure_never_lowers_a_chance(of_place: dict[str, float], changed: str, other: float) -> None:
    low, high = sorted((of_place[changed], other))
    first, second = (
        score_countries(panel({"AAA": of_place | {changed: risk}}, back=False), FEW, DAY) for risk in (low, high)
    )
    never_lower(uncertainty(first), uncertainty(replace(second, precision=first.precision)))


def shown(table: ScoreTable, found: Uncertainty, place: str) -> Outlook:
    return outlooks(table, found)[table.places.index(place)]


@settings(max_examples=25, deadline=None)
@given(risks)
def test_the_score_lies_in_its_ranges_and_its_band_is_possible(of_place: dict[str, float]) -> None:
    one = shown(*of(panel({"AAA": of_place})), "AAA")
    assert one.score is not None and one.statistical[0] is not None and one.statistical[1] is not None
    assert one.statistical[0] <= one.score <= one.statistical[1]
    assert 0 <= one.rated[0] <= one.rated[1] <= 100
    assert sum(share.both for share in one.shares) == pytest.approx(1)

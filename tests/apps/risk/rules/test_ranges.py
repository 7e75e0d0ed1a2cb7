"""Statistical ranges: fixed by the seed, never of width zero, wider for correlated errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from duecare.apps.risk.rules.draws import draws
from duecare.apps.risk.rules.normalise import layout_of, normalise
from duecare.apps.risk.rules.ranges import standard_errors
from duecare.apps.risk.rules.scoring import score_countries
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of, select

from .documents import shipped, values_at

DAY = date(2024, 12, 31)
NINE = shipped("nine-2026").country


def _panel(error: float | None = None, wobble: float = 0.0) -> Panel:
    rows = []
    for at, place in enumerate(("AAA", "AAB", "AAC", "AAD")):
        for year in (2022, 2023):
            risk = 30 + 10 * at + (wobble * (-1) ** at if year == 2022 else 0)
            for series, value in values_at(NINE, risk).items():
                published = error if series.startswith("wgi:") else None
                rows.append(Holding(series, place, year, value, date(year + 1, 1, 31), published))
    return panel_of(rows)


def test_the_same_seed_gives_the_same_range_and_another_seed_another() -> None:
    first, again = (score_countries(_panel(), NINE, DAY) for _ in range(2))
    assert first.low.tolist() == again.low.tolist() and first.high.tolist() == again.high.tolist()
    other = replace(NINE, errors=replace(NINE.errors, seed=7))
    assert score_countries(_panel(), other, DAY).low.tolist() != first.low.tolist()


def test_no_range_has_width_zero_even_without_published_errors_or_movement() -> None:
    table = score_countries(_panel(), NINE, DAY)
    assert (table.high - table.low > 0.5).all()


def test_larger_published_errors_widen_the_range() -> None:
    narrow, wide = (score_countries(_panel(error), NINE, DAY) for error in (0.1, 0.6))
    assert ((wide.high - wide.low) > (narrow.high - narrow.low)).all()


def test_errors_not_published_are_estimated_from_movement() -> None:
    layout = layout_of(NINE)

    def errors(wobble: float) -> float:
        panel = _panel(wobble=wobble)
        now, before = (normalise(select(panel, layout.series, DAY, back=back), layout) for back in (0, 1))
        rsf = [leaf.input.id for leaf in layout.leaves].index("rsf")
        return float(standard_errors(NINE.errors, layout, now, before)[0, rsf])

    assert errors(0) == NINE.errors.least
    assert errors(10) == pytest.approx(14.826, abs=0.01)


def test_shocks_are_correlated_as_stated() -> None:
    model = replace(NINE.errors, draws=40_000)
    shocks = draws(model, ("a", "a", "b"))
    correlations = np.corrcoef(shocks, rowvar=False)
    assert correlations[0, 1] == pytest.approx(model.within_publisher, abs=0.02)
    assert correlations[0, 2] == pytest.approx(model.between_publishers, abs=0.02)
    assert shocks.std(axis=0) == pytest.approx(1, abs=0.02)


def test_what_is_missing_does_not_widen_the_statistical_range() -> None:
    panel = _panel()
    gone = panel.without(np.array([panel.series[at] == "rsf:score" for at in panel.series_at]))
    with_rsf, without = (score_countries(each, NINE, DAY) for each in (panel, gone))
    assert (without.missing_high - without.missing_low > 20).all()
    assert (without.high - without.low < with_rsf.high - with_rsf.low + 2).all()

"""What the method gives on the publishers' own files. Skipped where they are not at hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from duecare.apps.risk.rules.methodology import Methodology, severity_of
from duecare.apps.risk.rules.scoring import score_countries
from duecare.apps.risk.rules.scoring_weights import effective_weights
from duecare.apps.risk.rules.scoring_working import score_country
from duecare.apps.risk.rules.vintage import Panel

pytestmark = [pytest.mark.large, pytest.mark.once]
DAY = date(2024, 12, 31)


@pytest.mark.parametrize("year", [2015, 2020, 2024])
def test_severity_dimensions_really_weigh_most(real: Panel, nine: Methodology, year: int) -> None:
    found = effective_weights(score_countries(real, nine.country, date(year, 12, 31)))
    share = dict(zip(found.dimensions, found.effective, strict=True))
    severe = {item.id for item in nine.country.dimensions if item.severity}
    assert min(share[name] for name in severe) > max(share[name] for name in share if name not in severe)
    assert sum(found.effective) == pytest.approx(1)
    assert found.places >= 100


def test_one_country_by_hand(real: Panel, nine: Methodology) -> None:
    score = score_country(score_countries(real, nine.country, DAY), "DNK")
    readings = {r.series: r for d in score.dimensions for c in d.contributions for r in c.readings}
    assert readings["pts:h"].not_covered and readings["pts:h"].value is None
    assert (readings["pts:a"].value, readings["pts:s"].value) == (1, 1)
    assert readings["rsf:score"].value == pytest.approx(89.60, abs=0.005)
    assert score.coverage == 9 and score.band == "low" and score.band_set_by == "score"


def test_every_country_has_a_row_and_none_without_figures_is_low(real: Panel, nine: Methodology) -> None:
    table = score_countries(real, nine.country, DAY)
    assert len(table.places) == 250 and table.places == tuple(sorted(table.places))
    for at in np.flatnonzero(table.coverage < nine.country.minimum):
        assert table.band[at] == "indeterminate"
        assert severity_of(table.treated_as[at]) >= severity_of("elevated")


def test_strict_vintage_holds_nothing_that_was_not_yet_out(real: Panel, nine: Methodology) -> None:
    table = score_countries(real, nine.country, DAY, "strict")
    assert table.restated == 0
    restated = score_countries(real, nine.country, DAY)
    assert 0 < restated.restated <= restated.values
    assert table.values < restated.values


def test_removing_random_values_never_lowers_a_band(real: Panel, nine: Methodology) -> None:
    before = score_countries(real, nine.country, DAY)
    for seed in range(5):
        gone = np.random.default_rng(seed).random(len(real.value)) < 0.1 * (seed + 1)
        after = score_countries(real.without(gone), nine.country, DAY)
        assert all(severity_of(b) >= severity_of(a) for a, b in zip(before.treated_as, after.treated_as, strict=True))


def test_no_more_than_half_of_all_countries_stand_above_moderate(real: Panel, nine: Methodology) -> None:
    """What the method says of its threshold: the lowest whole number at which this holds, 2010 to 2024 together."""
    at, lower = [], []
    elevated = next(step.at for step in nine.country.bands if step.name == "elevated")
    for year in range(2010, 2025):
        table = score_countries(real, nine.country, date(year, 12, 31))
        held, banded = ~np.isnan(table.score), np.array(table.band) != "indeterminate"
        at.append((banded & np.isin(table.band, ["elevated", "high"]))[held].mean())
        lower.append((banded & (table.missing_high >= elevated - 1))[held].mean())
    assert np.mean(at) <= 0.5 < np.mean(lower)


def test_before_a_publisher_began_its_figures_are_missing_for_nobody(real: Panel, nine: Methodology) -> None:
    table = score_countries(real, nine.country, date(2010, 12, 31))
    assert table.complete.sum() > 50
    assert {"low", "moderate", "elevated", "high"} <= set(table.band)

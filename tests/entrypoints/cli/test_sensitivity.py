"""`duecare risk sensitivity` and `duecare risk uncertainty` on the figures that ship."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result

from duecare.apps.risk import queries
from duecare.entrypoints.cli.risk import risk
from duecare.kernel.countries import all_codes
from tests.apps.risk.world import held_world

pytestmark = pytest.mark.django_db
DAY = ("--as-of", "2024-12-31")
OPEN = ("--method", "open-2026", *DAY)


@pytest.fixture
def figures() -> None:
    held_world()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(risk, arguments)


def test_severity_really_weighs_most_and_every_choice_is_compared(figures: None) -> None:
    told = json.loads(run("sensitivity", *OPEN, "--format", "json").stdout)
    method = queries.method("open-2026")
    assert (told["method"], told["sha256"], told["as_of"]) == (method.urn, method.sha256, "2024-12-31")
    assert told["places"] > 150 and 0.8 < told["alpha"] < 1
    share = {one["id"]: one["effective"] for one in told["dimensions"]}
    severe = [one["id"] for one in told["dimensions"] if one["severity"]]
    assert severe and min(share[one] for one in severe) > max(share[one] for one in share if one not in severe)
    assert sum(share.values()) == pytest.approx(1)
    names = {(one["group"], one["name"]) for one in told["alternatives"]}
    assert {("index", "wgi"), ("index", "vdem"), ("dimension", "civic_space"), ("scale", "z_score")} <= names
    for one in told["alternatives"]:
        assert 0 < one["rank_correlation"] <= 1 and one["changed"] == one["worse"] + one["better"] <= told["places"]


def test_the_comparison_as_table_and_csv(figures: None) -> None:
    rows = list(csv.DictReader(io.StringIO(run("sensitivity", *OPEN, "--format", "csv").stdout)))
    assert {"group", "name", "rank_correlation", "rank_shift", "points", "worse", "better", "changed"} <= set(rows[0])
    shown = run("sensitivity", *OPEN).stdout
    for row in rows:
        assert row["name"] in shown
    assert "physical_integrity" in shown and "Cronbach" in shown


def test_too_few_countries_with_every_figure_is_said(figures: None) -> None:
    done = run("sensitivity", "--method", "nine-2026", *DAY)
    assert done.exit_code != 0 and "Nothing was compared" in str(done.exception)


def test_chances_of_every_country(figures: None) -> None:
    rows = list(csv.DictReader(io.StringIO(run("uncertainty", *OPEN, "--format", "csv").stdout)))
    assert [row["iso3"] for row in rows] == list(all_codes())

    def added(row: dict[str, str], kind: str) -> float:
        return sum(float(row[f"{kind}_{band}"]) for band in ("low", "moderate", "elevated", "high"))

    for row in rows:
        for kind in ("weights", "errors", "both"):
            assert added(row, kind) == pytest.approx(1)
    ranks = sorted(int(row["rank"]) for row in rows if row["rank"])
    assert ranks == list(range(1, len(ranks) + 1)) and len(ranks) > 150
    for row in rows:
        if row["rank"]:
            assert 1 <= int(row["rank_low"]) <= int(row["rank_high"]) <= len(ranks)
        else:
            assert row["band"] == "indeterminate"


def test_one_country_in_words_and_the_same_twice(figures: None) -> None:
    first, again = (run("uncertainty", *OPEN, "--country", "nor").stdout for _ in range(2))
    assert first == again and "NOR  low" in first and "from the riskiest" in first
    told = json.loads(run("uncertainty", *OPEN, "--country", "NOR", "--format", "json").stdout)["countries"]
    assert [one["place"] for one in told] == ["NOR"] and told[0]["words"][0].startswith("Low")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sensitivity", "--as-of", "31.12.2024"], "YYYY-MM-DD"),
        (["uncertainty", "--country", "QQQ"], "alpha-3"),
        (["sensitivity", "--method", "made-up"], "made-up"),
    ],
)
def test_a_wrong_option_says_what_to_write(arguments: Sequence[str], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code != 0 and says in str(done.exception)

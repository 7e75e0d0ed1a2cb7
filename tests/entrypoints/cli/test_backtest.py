"""`duecare risk backtest` on the figures that ship, with lists drawn by rule."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from duecare.apps.risk import queries
from duecare.entrypoints.cli.risk import risk
from duecare.kernel.countries import all_codes
from duecare.kernel.errors import BadInput
from tests.apps.risk.world import held_world
from tests.conftest import REPOSITORY

FIGURES = REPOSITORY / "src" / "duecare" / "library" / "figures"
KEYS = ["n_cases", "n_clean", "restated_share", "auc_clean", "auc_all", "single", "bands", "false_comfort"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def figures() -> None:
    held_world()


def lists(folder: Path) -> tuple[str, str]:
    """Every twentieth country as a case of 2015 or 2018, every thirtieth of the rest as clean: drawn by rule."""
    cases = list(all_codes()[4::20])
    clean = [code for code in all_codes()[7::30] if code not in cases]
    (folder / "cases.csv").write_text(
        "\ufeffISO3,First_Year\r\n" + "".join(f"{c},{2015 + 3 * (n % 2)}\r\n" for n, c in enumerate(cases))
    )
    (folder / "clean.csv").write_text("iso3\n" + "\n".join(clean) + "\n")
    return str(folder / "cases.csv"), str(folder / "clean.csv")


def test_the_report_is_what_counting_over_the_scores_gives(figures: None, tmp_path: Path) -> None:
    cases, clean = lists(tmp_path)
    picture = tmp_path / "picture.svg"
    call = ["backtest", cases, "--clean", clean, "--method", "open-2026", "--format"]
    done = CliRunner().invoke(risk, [*call, "json", "--picture", str(picture), "--keep"], catch_exceptions=False)
    found = json.loads(done.stdout)
    assert list(found)[:8] == KEYS
    assert found["auc_all"] == pytest.approx(by_hand(cases, None)) and found["auc_clean"] == pytest.approx(
        by_hand(cases, clean)
    )
    assert set(found["single"]) == {"wgi", "vdem"} and set(found["single"]["wgi"]) >= {"auc_clean", "auc_all"}
    assert list(found["bands"]) == ["low", "moderate", "elevated", "high"]
    assert found["bands"]["low"] | {"share_banded": 1} == {"recall": 1, "share": 1, "share_banded": 1}
    scored = {case["iso3"]: case for case in found["cases"]}
    assert found["false_comfort"] == [c["iso3"] for c in found["cases"] if c["band"] in ("low", "moderate")]
    assert all(scored[code]["score"] is None or scored[code]["band"] != "high" for code in found["false_comfort"])
    assert found["method_sha256"] == queries.method("open-2026").sha256
    assert "predict" not in done.stdout and "No report is not no misuse" in found["says"]

    drawn = ElementTree.parse(picture).getroot()
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg" and f"{found['auc_all']:.2f}" in drawn.attrib["aria-label"]
    (kept,) = queries.backtests()
    assert dict(kept.report) == found and kept.cases_sha256 == found["cases_sha256"]

    rows = list(csv.DictReader(io.StringIO(CliRunner().invoke(risk, [*call, "csv"]).stdout)))
    assert [row["iso3"] for row in rows] == [case["iso3"] for case in found["cases"]]
    table = CliRunner().invoke(risk, [*call, "table"]).stdout
    assert "ranks documented cases" in table and f"{found['bands']['elevated']['recall']:.0%}" in table


def by_hand(cases: str, clean: str | None) -> float:
    """The definition again, over rows of scores."""
    text = Path(cases).read_text("utf-8-sig").split()[1:]
    years = {code: int(year) for code, year in (line.split(",") for line in text)}
    means = []
    for code, year in years.items():
        rows = queries.scores(queries.method("open-2026"), date(year - 1, 12, 31)).countries()
        scores = {row.iso3: row.score for row in rows if row.score is not None}
        others = Path(clean).read_text().split()[1:] if clean else [c for c in all_codes() if c not in years]
        theirs = [scores[other] for other in others if other in scores]
        if code in scores and theirs:
            mine = scores[code]
            means.append(sum((mine > value) + 0.5 * (mine == value) for value in theirs) / len(theirs))
    return sum(means) / len(means)


def test_without_a_clean_list_there_is_no_figure_against_it(figures: None, tmp_path: Path) -> None:
    cases, _ = lists(tmp_path)
    done = CliRunner().invoke(risk, ["backtest", cases, "--method", "open-2026", "--format", "json"])
    found = json.loads(done.stdout)
    assert (found["n_clean"], found["auc_clean"], found["auc_clean_interval"]) == (0, None, None)


def test_a_list_that_cannot_be_used_is_refused_with_file_and_row(figures: None, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    for text, says in (
        ("iso3,first_year\nQQQ,2015\n", "bad.csv, row 2"),
        ("iso3,first_year\nTHA,1950\n", "value '1950'"),
        ("iso3,first_year\nTHA,2999\n", "after today"),
    ):
        bad.write_text(text)
        done = CliRunner().invoke(risk, ["backtest", str(bad), "--method", "open-2026"])
        assert isinstance(done.exception, BadInput) and says in str(done.exception)
    assert queries.backtests() == ()

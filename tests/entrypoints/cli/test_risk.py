"""`duecare risk …` on the publishers' own files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from duecare.entrypoints.cli.risk import risk
from duecare.kernel.countries import all_codes

PUBLISHERS = (
    "wgi",
    "freedom_in_the_world",
    "press_freedom",
    "corruption_perceptions",
    "vdem",
    "rule_of_law",
    "economist_democracy",
    "fragile_states",
    "political_terror_scale",
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.large, pytest.mark.once]


def test_all_nine_publishers_import_and_score_every_country(shared_data: Path) -> None:
    runner = CliRunner()
    folders = [str(shared_data / "indices" / name) for name in PUBLISHERS]
    done = runner.invoke(risk, ["import", *folders])
    assert done.exit_code == 2, "the damaged file must be reported"
    assert "2025_as_stored_decimals_lost.csv, row 2" in done.output and "8718" in done.output
    files = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    assert f"{len(files) - 1} of {len(files)} files are held." in done.output
    again = runner.invoke(risk, ["import", folders[3]])
    assert again.exit_code == 0 and "imported" not in again.output and "unchanged" in again.output

    shown = runner.invoke(
        risk, ["score", "--method", "nine-2026", "--as-of", "2024-12-31", "--format", "csv"], catch_exceptions=False
    )
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert list(rows[0]) == ["iso3", "score", "low", "high", "band", "coverage"]
    assert [row["iso3"] for row in rows] == list(all_codes())
    for row in rows:
        assert row["coverage"].isdigit() and 0 <= int(row["coverage"]) <= 9
        if row["score"]:
            assert 0 <= float(row["low"]) <= float(row["score"]) <= float(row["high"]) <= 100
            assert all(len(row[name].partition(".")[2]) == 2 for name in ("score", "low", "high"))
        else:
            assert row["band"] == "indeterminate"
    assert {row["band"] for row in rows} <= {"low", "moderate", "elevated", "high", "indeterminate"}
    kept = [row for row in rows if row["band"] == "indeterminate" and row["score"]]
    assert kept and all(row["coverage"] != "0" for row in kept), "a score that exists is shown, though it sets no band"
    bands = {row["iso3"]: row["band"] for row in rows}
    assert (bands["NOR"], bands["PRK"], bands["TUV"]) == ("low", "high", "indeterminate")
    assert "XKX" in bands

    one = runner.invoke(risk, ["score", "--as-of", "2024-12-31", "--format", "json", "--country", "tha"])
    assert json.loads(one.stdout)[0]["iso3"] == "THA"


def test_a_later_publication_does_not_count_before_its_day(shared_data: Path) -> None:
    runner = CliRunner()
    runner.invoke(risk, ["import", str(shared_data / "indices" / "corruption_perceptions")])
    call = ["score", "--method", "nine-2026", "--format", "json", "--country", "DNK", "--as-of"]
    before, after = (json.loads(runner.invoke(risk, [*call, day]).stdout)[0] for day in ("2012-11-30", "2013-01-31"))
    assert (before["coverage"], after["coverage"]) == ("0", "1")
    strict = json.loads(runner.invoke(risk, [*call, "2013-01-31", "--vintage", "strict"]).stdout)[0]
    assert strict["coverage"] == "0", "no edition of 2012 is held"


def test_a_file_beyond_the_limit_is_refused_unread_and_the_help_states_the_limit(tmp_path: Path) -> None:
    """Two terabytes of holes: whoever read it first would need as much memory."""
    with (tmp_path / "disk.img").open("wb") as file:
        file.truncate(2 * 1024**4)
    done = CliRunner().invoke(risk, ["import", str(tmp_path / "disk.img")])
    assert done.exit_code == 2 and "disk.img: larger than 100 MB" in done.output and "0 of 1 files" in done.output
    told = CliRunner().invoke(risk, ["import", "--help"]).output
    assert "100 MB" in told and "1 GB unpacked" in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["score", "--as-of", "31.12.2024"], "YYYY-MM-DD"),
        (["score", "--country", "QQQ"], "alpha-3"),
        (["score", "--method", "made-up"], "made-up"),
    ],
)
def test_a_wrong_option_says_what_to_write(arguments: list[str], says: str) -> None:
    done = CliRunner().invoke(risk, arguments)
    assert done.exit_code != 0 and says in str(done.exception)

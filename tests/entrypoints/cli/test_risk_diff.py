"""`duecare risk import --diff` and `duecare risk trend`, as a person types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django_tasks_db.models import DBTaskResult

from duecare.apps.assessments import queries as assessments
from duecare.apps.risk import queries
from duecare.apps.risk.models import Edition, EditionProposal
from duecare.entrypoints.cli.risk import risk
from duecare.entrypoints.worker.loop import carry_out
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated
from tests.apps.mitigation import figures
from tests.apps.risk.made_editions import rsf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Press freedom of 2024, and of 2025 with Thailand much worse."""
    old, new = tmp_path / "2024.csv", tmp_path / "2025.csv"
    old.write_bytes(rsf(2024))
    new.write_bytes(rsf(2024, 2025, changes={("THA", 2025): 3, ("NOR", 2024): 10}))
    return old, new


def test_diff_prints_and_stops_and_importing_works_as_before(files: tuple[Path, Path]) -> None:
    old, new = files
    runner = CliRunner()
    assert runner.invoke(risk, ["import", str(old)]).exit_code == 0
    made = deals.filed()
    outdated.confirmed(made)
    shown = runner.invoke(risk, ["import", str(new), "--diff"], catch_exceptions=False)
    assert shown.exit_code == 0 and Edition.objects.count() == 1 and not EditionProposal.objects.exists()
    diff = queries.diff_file(new.read_bytes(), "2025.csv")
    told = diff.values
    for said in (
        "Nothing was imported", f"{told.total} values: {told.added} new, {len(told.revised)} revised",
        "years added: 2025", "revised  rsf:score NOR 2024", "1 deployments with a class",
        assessments.deal(made).reference,
    ):  # fmt: skip
        assert said in shown.output, said
    thai = next(one for one in diff.movers if one.place == "THA")
    assert f"{thai.before:6.2f} → {thai.after:6.2f} ({thai.change:+.1f})" in shown.output
    assert not DBTaskResult.objects.filter(task_path__endswith="queue_reassessments", status="READY").count() > 1
    assert runner.invoke(risk, ["import", str(new)]).exit_code == 0 and Edition.objects.count() == 2
    carry_out()
    assert [row.opportunity_id for row in assessments.reassessments(deals.OFFICER)] == [made]
    again = runner.invoke(risk, ["import", str(new), "--diff"])
    assert "held already: importing it again changes nothing" in again.output


def test_a_bad_file_is_refused_whole_with_diff_too(files: tuple[Path, Path]) -> None:
    bad = files[0].with_name("bad.csv")
    bad.write_bytes(rsf(2025).replace(b"ABW;30,00", b"ABW;3000", 1))
    done = CliRunner().invoke(risk, ["import", str(bad), str(files[0]), "--diff"])
    assert done.exit_code == 2 and "bad.csv, row 2" in done.output and "2024.csv: World Press Freedom" in done.output
    assert not Edition.objects.exists()


def test_trend_tells_what_is_beyond_error_in_three_shapes() -> None:
    figures.held()
    runner = CliRunner()
    call = ["trend", "--method", "open-2026", "--as-of", "2024-12-31"]
    rows = json.loads(runner.invoke(risk, [*call, "--format", "json"], catch_exceptions=False).stdout)
    assert len(rows) == 500 and {row["years"] for row in rows} == {1, 5}
    norway = next(row for row in rows if row["iso3"] == "NOR" and row["years"] == 1)
    assert norway["change"] == pytest.approx(norway["after"] - norway["before"], abs=2e-4)
    assert norway["flag"] == ("worse" if norway["change"] > 1.6449 * norway["error"] else "")
    assert next(row for row in rows if row["iso3"] == "PER")["flag"] == "not comparable"
    table = list(csv.DictReader(io.StringIO(runner.invoke(risk, [*call, "--format", "csv"]).stdout)))
    assert len(table) == 500 and table[0].keys() >= {"iso3", "years", "flag", "breaks", "indices"}
    said = runner.invoke(risk, call, catch_exceptions=False).output
    assert "beyond error at 90%" in said and "5 years, since 2019-12-31" in said
    wrong = runner.invoke(risk, ["trend", "--as-of", "31.12.2024"])
    assert wrong.exit_code != 0 and "YYYY-MM-DD" in str(wrong.exception)

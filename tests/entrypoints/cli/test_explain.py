"""`duecare risk explain` through the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from duecare.apps.risk import actions
from duecare.entrypoints.cli.risk import risk
from duecare.kernel.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("frozen")]
CALL = ["explain", "NOR", "--method", "nine-2026", "--as-of", "2024-12-31", "--format"]


def test_a_score_is_explained_in_every_shape_and_says_whether_it_is_confidential(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shared_data / "indices" / "press_freedom" / "2024.csv"
    actions.import_edition(by=SYSTEM, data=file.read_bytes(), file_name=file.name)
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    words = runner.invoke(risk, CALL[:-1])
    assert "rsf:score 91.89 (2024)" in words.output and "verified: false" in words.output
    whole = json.loads(runner.invoke(risk, [*CALL, "json"]).stdout)
    closed = json.loads(runner.invoke(risk, [*CALL, "json", "--open"]).stdout)
    assert whole["confidential"] and not closed["confidential"] and whole["score"] == closed["score"]
    assert "91.89" in json.dumps(whole) and "91.89" not in json.dumps(closed)
    for shape, mark in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        done = runner.invoke(risk, [*CALL, shape], catch_exceptions=False)
        assert done.exit_code == 0 and "Confidential" in done.stderr
        assert (tmp_path / f"confidential-NOR-nine-2026-2024-12-31.{shape}").read_bytes().startswith(mark)
        runner.invoke(risk, [*CALL, shape, "--open", "--output", f"mine.{shape}"], catch_exceptions=False)
        assert (tmp_path / f"mine.{shape}").read_bytes().startswith(mark)
    mine, theirs = (
        load_workbook(io.BytesIO((tmp_path / name).read_bytes()))["Raw"]
        for name in ("mine.xlsx", "confidential-NOR-nine-2026-2024-12-31.xlsx")
    )
    values = [[row[3].value for row in sheet.iter_rows() if row[1].value == "rsf:score"] for sheet in (mine, theirs)]
    assert values == [["withheld"], [91.89]]
    assert not list(tmp_path.glob(".*")), "nothing half-written is left"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explain", "QQQ"], "alpha-3"),
        (["explain", "NOR", "--as-of", "31.12.2024"], "YYYY-MM-DD"),
        (["explain", "all", "--format", "pdf"], "workbook only"),
        (["explain", "NOR", "--format", "pdf", "--output", "no-such-folder/x.pdf"], "could not be written"),
    ],
)
def test_what_cannot_be_explained_says_why(arguments: list[str], says: str) -> None:
    done = CliRunner().invoke(risk, arguments)
    assert done.exit_code != 0 and says in str(done.exception)

"""`duecare risk backtest`: how well a method ranks documented cases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from duecare.adapters import clock
from duecare.apps.risk import actions, queries
from duecare.apps.risk.rules.vintage import Vintage
from duecare.entrypoints.drawing import backtest_picture, ranking_rows, svg_file
from duecare.kernel.actor import SYSTEM

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("cases", type=_FILE)
@click.option("--clean", type=_FILE, help="Countries without documented misuse: a CSV with the column iso3.")
@click.option("--method", "method_name", default="", help="Methodology, e.g. nine-2026; default: the one in force.")
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--vintage", type=click.Choice(["restated", "strict"]), default="restated", show_default=True)
@click.option("--min-confidence", type=float, help="Leave out rows whose confidence is below this number.")
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="Write the ranking as an SVG file.")
@click.option("--keep", is_flag=True, help="Keep the result, with the hashes of method and files, for the staff pages.")
def backtest(
    cases: Path,
    clean: Path | None,
    method_name: str,
    shape: str,
    vintage: str,
    min_confidence: float | None,
    picture: Path | None,
    keep: bool,
) -> None:
    """Say how well a method ranks the documented cases in CASES, each on the eve of its first year.

    CASES is a CSV with the columns iso3 and first_year, and may have confidence. Each case is scored as of
    31 December of the year before, and so are the countries it is compared with. No report is not no misuse.
    """
    method = queries.method(method_name) if method_name else queries.method_in_force(clock.today())
    editions: Vintage = "strict" if vintage == "strict" else "restated"
    run = queries.run_backtest(
        method,
        (cases.read_bytes(), cases.name),
        (clean.read_bytes(), clean.name) if clean else None,
        clock.today(),
        editions,
        min_confidence=min_confidence,
    )
    report: Mapping[str, Any] = run.report
    if picture:
        titles = {spec.id: spec.title for spec in queries.index_specs().values()}
        picture.write_text(svg_file(backtest_picture(ranking_rows(report, titles))), encoding="utf-8")
    if keep:
        actions.keep_backtest(by=SYSTEM, run=run)
    match shape:
        case "json":
            click.echo(json.dumps(report, indent=1))
        case "csv":
            click.echo(_csv(report), nl=False)
        case _:
            for line in _table(report, queries.short_name(method.urn)):
                click.echo(line)


def _csv(report: Mapping[str, Any]) -> str:
    """One row a case, the lowest first."""
    text = io.StringIO()
    fields = ("iso3", "first_year", "as_of", "score", "missing_low", "missing_high", "band", "indeterminate")
    out = csv.DictWriter(text, fields, lineterminator="\n")
    out.writeheader()
    for case in report["cases"]:
        figures = {key: _two(case[key]) for key in ("score", "missing_low", "missing_high")}
        out.writerow({**case, **figures, "indeterminate": "yes" if case["indeterminate"] else "no"})
    return text.getvalue()


def _table(report: Mapping[str, Any], name: str) -> Sequence[str]:
    lines = [
        f"{name}, {report['vintage']}, sha256 {report['method_sha256']}",
        f"{report['n_cases']} cases, {report['n_clean']} without documented misuse, {report['n_all']} other countries "
        f"({report['n_indeterminate']} of them indeterminate); {report['restated_share']:.0%} of figures restated.",
        "",
        f"{'':28}{'against clean':>22}{'against all others':>22}",
        f"{'this method':28}{_auc(report, 'auc_clean'):>22}{_auc(report, 'auc_all'):>22}",
        _row("plain mean of the indices", report["plain_mean"]),
        *(_row(f"{index} alone ({one['n_cases']} cases)", one) for index, one in report["single"].items()),
        "",
        f"{'band or worse':28}{'of the cases':>22}{'of all countries':>22}",
        *(f"{band:28}{one['recall']:>22.0%}{one['share']:>22.0%}" for band, one in report["bands"].items()),
        "",
        "Rated low or moderate all the same: " + (", ".join(report["false_comfort"]) or "none"),
    ]
    for key, words in (
        ("repeated", "Listed more than once, earliest year taken"),
        ("left_out", "Left out, confidence too low"),
        ("unscored", "Without any figure, counted as elevated"),
    ):
        if report[key]:
            lines.append(f"{words}: {', '.join(report[key])}")
    return [*lines, "", report["says"]]


def _row(name: str, one: Mapping[str, Any]) -> str:
    return f"{name:28}{_two(one['auc_clean']):>22}{_two(one['auc_all']):>22}"


def _auc(report: Mapping[str, Any], key: str) -> str:
    ends = report[f"{key}_interval"]
    return _two(report[key]) + (f" ({ends[0]:.2f}–{ends[1]:.2f})" if ends else "")


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"

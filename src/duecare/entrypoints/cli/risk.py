"""`duecare risk …`: import publishers' files, list editions, compute scores."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import click
from tqdm import tqdm

from duecare.adapters.files import IMPORT_LIMIT
from duecare.apps.assessments.tasks import queue_reassessments
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import CountryRow
from duecare.apps.risk.rules.vintage import Vintage
from duecare.entrypoints.cli.days import day_asked
from duecare.entrypoints.cli.sensitivity import sensitivity, uncertainty
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import BadInput, DuecareError, LimitExceeded

from .backtests import backtest
from .diff import diff_lines
from .events import events
from .explaining import explain
from .simulating import simulate_draft
from .statements import published
from .trend import trend


@click.group()
def risk() -> None:
    """Country risk: indices, editions, scores, backtests."""


risk.add_command(backtest)


risk.add_command(sensitivity)
risk.add_command(uncertainty)
risk.add_command(simulate_draft)
risk.add_command(explain)
risk.add_command(trend)
risk.add_command(published)
risk.add_command(events)


@risk.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--diff", "only_diff", is_flag=True, help="Say what each file would change, and stop: nothing is imported."
)
def import_files(files: Sequence[Path], only_diff: bool) -> None:
    """Import publishers' original FILES (or folders of them), each recognised by its content.

    XLSX, CSV or CSV.GZ, each at most 100 MB, 1 GB unpacked. A file that cannot be
    used is refused whole, with its row and value; the others are imported. With --diff
    each file is compared with what is held today, and nothing is written.
    """
    todo = [path for given in files for path in _expand(given)]
    refused, new = 0, False
    for path in todo:
        try:
            new = (_diff_one(path) if only_diff else _import_one(path)) or new
        except DuecareError as fault:
            refused += 1
            click.echo(f"refused   {fault}", err=True)
    if new:
        queue_reassessments.enqueue()
    if not only_diff:
        click.echo(f"{len(todo) - refused} of {len(todo)} files are held.")
    if refused:
        raise click.exceptions.Exit(2)


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(inner for inner in path.rglob("*") if inner.is_file() and not inner.name.startswith("."))
    return [path]


def _diff_one(path: Path) -> bool:
    for line in diff_lines(path.name, queries.diff_file(_read(path), path.name)):
        click.echo(line)
    return False


def _read(path: Path) -> bytes:
    if path.stat().st_size > IMPORT_LIMIT:  # before it is read: a disk image would fill the memory
        raise LimitExceeded(
            f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=path.name, means="Nothing of it was imported."
        )
    return path.read_bytes()


def _import_one(path: Path) -> bool:
    data = _read(path)
    with tqdm(desc=path.name, unit=" values", delay=2, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        edition, new = actions.import_edition(by=SYSTEM, data=data, file_name=path.name, progress=progress)
    word = "imported " if new else "unchanged"
    years = f"{edition.first_year}–{edition.last_year}"
    click.echo(f"{word} {path.name}: {edition.index} {edition.label}, {edition.values_count} values, {years}")
    return new


@risk.command("editions")
def list_editions() -> None:
    """List the editions held, with hash and years."""
    for row in queries.editions():
        click.echo(
            f"{row.index:5} {row.label:20} {row.first_year}–{row.last_year}  {row.values:6} values  "
            f"published {row.published}  sha256 {row.sha256[:16]}…  {row.file_name}"
        )


@risk.command("score")
@click.option("--method", "method_name", default="", help="Methodology, e.g. nine-2026; default: the one in force.")
@click.option("--as-of", default="", help="Day, YYYY-MM-DD; default: today.")
@click.option("--vintage", type=click.Choice(["restated", "strict"]), default="restated", show_default=True)
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--country", default="", help="One country, alpha-3.")
def score(method_name: str, as_of: str, vintage: str, shape: str, country: str) -> None:
    """Score every country as of a day: one row per ISO 3166-1 country and Kosovo, sorted.

    Low and high are the range that sets the band: from publishers' errors (90 %) where no figure is
    missing, else from the missing figures, each at its best and at its worst. Coverage counts indices.
    """
    day = day_asked(as_of)
    method = queries.method(method_name) if method_name else queries.method_in_force(day)
    editions: Vintage = "strict" if vintage == "strict" else "restated"
    rows = [
        row for row in queries.scores(method, day, editions).countries() if not country or row.iso3 == country.upper()
    ]
    if country and not rows:
        raise BadInput("there is no such country", field="--country", value=country, todo="Use its alpha-3 code.")
    match shape:
        case "csv":
            click.echo(_csv(rows), nl=False)
        case "json":
            click.echo(json.dumps([_record(row) for row in rows], indent=1))
        case _:
            click.echo(f"{method.urn} as of {day}, {vintage}. 0 is safest, 100 worst.")
            for row in rows:
                record = _record(row)
                click.echo(
                    f"{record['iso3']}  {record['score']:>6}  {record['low']:>6}–{record['high']:<6}  "
                    f"{record['band']:14} {record['coverage']}"
                )


def _record(row: CountryRow) -> dict[str, str]:
    return {
        "iso3": row.iso3,
        "score": _two(row.score),
        "low": _two(row.low),
        "high": _two(row.high),
        "band": row.band,
        "coverage": str(row.coverage),
    }


def _two(value: float | None) -> str:
    """Two decimals; empty where no score exists at all."""
    return "" if value is None or value != value else f"{value:.2f}"


def _csv(rows: Sequence[CountryRow]) -> str:
    text = io.StringIO()
    out = csv.DictWriter(text, ("iso3", "score", "low", "high", "band", "coverage"), lineterminator="\n")
    out.writeheader()
    out.writerows(_record(row) for row in rows)
    return text.getvalue()

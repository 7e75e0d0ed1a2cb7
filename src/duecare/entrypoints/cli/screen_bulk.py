"""`duecare screen bulk`: a portfolio against the lists in force, over several processes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
from tqdm import tqdm

from duecare.apps.screening import queries
from duecare.apps.screening.queries import Subject
from duecare.apps.screening.rules.bulk import BadRow, PortfolioRow, portfolio, unused_columns
from duecare.kernel.errors import Conflict

AT_ONCE = 20_000
"""Rows compared together; what is held in memory at a time."""
TOLD = 20
"""Faults of rows that are shown; all of them stand in the output."""


@click.command("bulk")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="JSON lines: hits, faults.")
@click.option("--processes", type=click.IntRange(1, 64), default=os.cpu_count() or 1, show_default=True)
def bulk(file: Path, out: Path, processes: int) -> None:
    """Compare every row of FILE with the lists in force and write the hits to --out; nothing else is kept.

    CSV or TSV in UTF-8 with a heading: name, and where known id, schema, aliases, country, birth,
    registration (several separated by a semicolon). A row that cannot be used is told with its number and
    the rest is screened.
    """
    if not queries.in_force().numbers:
        raise Conflict("No list is in force.", "Nothing can be screened.", "Import one: duecare screen import FILES.")
    tqdm.monitor_interval = 0  # its thread would keep this process from being copied
    data = file.read_bytes()
    for column in unused_columns(data, file.name):
        click.echo(f"column “{column}” is not used", err=True)
    rows = portfolio(data, file.name)
    part = out.with_name(f"{out.name}.part")
    done = struck = hits = bad = 0
    with part.open("w", encoding="utf-8") as text, tqdm(desc=file.name, unit=" rows", delay=2, leave=False) as bar:
        while some := list(islice(rows, AT_ONCE)):
            for line in _lines(some, processes):
                bad += "error" in line
                struck += "hits" in line
                hits += len(line.get("hits", ()))  # type: ignore[arg-type]  # a list, as `_lines` makes it
                if "error" in line and bad <= TOLD:
                    click.echo(f"row {line['row']}: {line['error']}: {line['value']}", err=True)
                text.write(json.dumps(line, ensure_ascii=False) + "\n")
            done += len(some)
            bar.update(len(some))
    part.replace(out)
    click.echo(f"{done - bad} rows screened, {struck} with a hit, {hits} hits, {bad} rows not usable: {out}")
    if bad:
        raise click.exceptions.Exit(2)


def _lines(some: Sequence[PortfolioRow | BadRow], processes: int) -> Iterator[dict[str, object]]:
    """What is written of some rows, in their order; a row without hit or fault writes nothing."""
    usable = [row for row in some if isinstance(row, PortfolioRow)]
    subjects = [Subject(row.names, row.schema, row.known) for row in usable]
    found = iter(queries.compare(subjects, queries.index_in_force(), processes, near=False))
    for row in some:
        if isinstance(row, BadRow):
            yield dict(row.body())
            continue
        if hits := [one.body() for one in next(found) if one.strength]:
            yield {"row": row.row, "id": row.id, "name": row.names[0], "hits": hits}

"""`duecare screen bulk`: a portfolio against the lists in force, over several processes or machines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import click
from tqdm import tqdm

from duecare.apps.screening import queries
from duecare.apps.screening.queries import Spread, Subject
from duecare.apps.screening.rules.bulk import BadRow, PortfolioRow, portfolio, unused_columns
from duecare.kernel.errors import Conflict

AT_ONCE = 20_000
"""Rows compared together; what is held in memory at a time."""
EACH = 4_000
"""Rows a process that are compared together where there are many, so that none waits for the others too often."""
TOLD = 20
"""Faults of rows that are shown; all of them stand in the output."""


@click.command("bulk")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="JSON lines: hits, faults.")
@click.option("--ray", "address", default="", help="A Ray cluster that does the work: host:port, or local.")
@click.option("--processes", type=click.IntRange(1, 4096), help="Default: every core of this machine or the cluster.")
def bulk(file: Path, out: Path, address: str, processes: int | None) -> None:
    """Compare every row of FILE with the lists in force and write the hits to --out; nothing else is kept.

    CSV or TSV in UTF-8 with a heading: name, and where known id, schema, aliases, country, birth,
    registration (several separated by a semicolon). A row that cannot be used is told with its number and
    the rest is screened. The output is the same, byte for byte, wherever and by how many the work is done.
    """
    if not queries.in_force().numbers:
        raise Conflict("No list is in force.", "Nothing can be screened.", "Import one: duecare screen import FILES.")
    tqdm.monitor_interval = 0  # its thread would keep this process from being copied
    data = file.read_bytes()
    for column in unused_columns(data, file.name):
        click.echo(f"column “{column}” is not used", err=True)
    rows = portfolio(data, file.name)
    with _team(address, processes) as team, _whole(out) as text:
        counted = _write(rows, text, team, file.name)
    done, struck, hits, bad = counted
    click.echo(f"{done - bad} rows screened, {struck} with a hit, {hits} hits, {bad} rows not usable: {out}")
    if bad:
        raise click.exceptions.Exit(2)


@dataclass(frozen=True, slots=True)
class Team:
    """Who shares the work."""

    processes: int
    spread: Spread | None = None


@contextmanager
def _team(address: str, processes: int | None) -> Iterator[Team]:
    """This machine's processes, or those of the cluster at `address` while they are ours."""
    if not address:
        yield Team(processes or os.cpu_count() or 1)
        return
    from duecare.adapters.ray_cluster import Cluster

    with Cluster(address, processes) as cluster:
        click.echo(f"{cluster.processes} processes, {cluster.machines} machines of the Ray cluster at {address}")
        yield Team(cluster.processes, cluster.spread)


@contextmanager
def _whole(out: Path) -> Iterator[TextIO]:
    """Text that stands at `out` once all of it is written; of half of it nothing stays."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as text:
            yield text
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write(rows: Iterator[PortfolioRow | BadRow], text: TextIO, team: Team, name: str) -> tuple[int, int, int, int]:
    """Write what was found; returns how many rows, rows with a hit, hits, and rows that cannot be used."""
    done = struck = hits = bad = 0
    at_once = max(AT_ONCE, EACH * team.processes)
    with tqdm(desc=name, unit=" rows", delay=2, leave=False) as bar:
        while some := list(islice(rows, at_once)):
            for line in _lines(some, team):
                bad += "error" in line
                struck += "hits" in line
                hits += len(line.get("hits", ()))  # type: ignore[arg-type]  # a list, as `_lines` makes it
                if "error" in line and bad <= TOLD:
                    click.echo(f"row {line['row']}: {line['error']}: {line['value']}", err=True)
                text.write(json.dumps(line, ensure_ascii=False) + "\n")
            done += len(some)
            bar.update(len(some))
    return done, struck, hits, bad


def _lines(some: Sequence[PortfolioRow | BadRow], team: Team) -> Iterator[dict[str, object]]:
    """What is written of some rows, in their order; a row without hit or fault writes nothing."""
    usable = [row for row in some if isinstance(row, PortfolioRow)]
    subjects = [Subject(row.names, row.schema, row.known) for row in usable]
    found = iter(queries.compare(subjects, queries.index_in_force(), team.processes, team.spread, near=False))
    for row in some:
        if isinstance(row, BadRow):
            yield dict(row.body())
            continue
        if hits := [one.body() for one in next(found) if one.strength]:
            yield {"row": row.row, "id": row.id, "name": row.names[0], "hits": hits}

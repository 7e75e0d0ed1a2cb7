"""`duecare screen import-results`: results of other screening, a vendor's or from before Duecare."""

from __future__ import annotations

from pathlib import Path

import click

from duecare.apps.screening import actions
from duecare.apps.screening.rules.outside import RESULTS_LIMIT
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import LimitExceeded

TOLD = 20
"""Faults of rows that are shown; all of them are kept with the import."""


@click.command("import-results")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_results(file: Path) -> None:
    """Import results of other screening from FILE: CSV, TSV, JSON or JSON lines in UTF-8, at most 5 MB.

    Columns: party (Duecare's id, a registration number or a name), list, listed_id, listed_name, verdict (cleared,
    confirmed or possible), date, vendor, reason. A row that cannot be used is told with its number and the rest is
    kept. A clearance stays unverified, and opens no gate, until it was drawn in a sample and looked at here.
    """
    if file.stat().st_size > RESULTS_LIMIT:
        limit = f"larger than {RESULTS_LIMIT // 1024 // 1024} MB"
        raise LimitExceeded(limit, file=file.name, means="Nothing was imported.")
    found = actions.import_results(by=SYSTEM, data=file.read_bytes(), file_name=file.name)
    row = found.row
    if not found.new:
        click.echo(f"unchanged: {file.name} was imported on {row.imported_at:%Y-%m-%d} as {row.id}")
        return
    for fault in row.faults[:TOLD]:
        click.echo(f"row {fault['row']}: {fault['error']}: {fault['value']}", err=True)
    click.echo(f"{row.kept} results kept of {row.rows} rows, {row.known} known before, {len(row.faults)} not usable")
    click.echo(f"{row.cleared} clearances are unverified until they are drawn and looked at: import {row.id}")
    if row.faults:
        raise click.exceptions.Exit(2)

"""`duecare worker`."""

from __future__ import annotations

import click

from duecare.entrypoints.worker.loop import carry_out, keep_going


@click.command()
@click.option("--once", is_flag=True, help="Carry out what waits, then stop.")
def worker(once: bool) -> None:
    """Turn promised jobs into tasks and carry them out, until SIGTERM or Ctrl-C."""
    if once:
        click.echo(f"{carry_out()} jobs taken up.")
    else:
        click.echo("Duecare's worker waits for jobs (Ctrl-C stops).")
        keep_going()

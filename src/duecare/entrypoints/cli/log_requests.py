"""`duecare log-requests`: the daily run by hand."""

from __future__ import annotations

import click


@click.group("log-requests")
def log_requests() -> None:
    """Requests for usage logs, to all customers on days that nobody can foresee."""


@log_requests.command()
def run() -> None:
    """Draw who is asked today and write the letters; the worker does the same. A day is drawn once."""
    from duecare.apps.monitoring.actions import ask_due

    click.echo(f"{ask_due()} written.")

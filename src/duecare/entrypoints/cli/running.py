"""`duecare serve`."""

from __future__ import annotations

import os

import click

from duecare.entrypoints.cli.starting import home_folder
from duecare.entrypoints.cli.tables import refuse_old_tables


@click.command()
@click.option("--with-worker", is_flag=True, help="Carry out jobs too, in a second process.")
def serve(with_worker: bool) -> None:
    """Serve the staff site and the API until Ctrl-C."""
    refuse_old_tables()
    start(with_worker=with_worker)


def start(*, with_worker: bool) -> None:
    """Serve; the tables are known to be this version's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
    from django.conf import settings  # settings alone: apps are loaded by the server's processes

    from duecare.adapters.serving import Place, run

    env = settings.DUECARE
    (home_folder() / "static").mkdir(exist_ok=True)  # collected files, if any; served from the package otherwise
    click.echo(f"Duecare serves {env.company or 'the company'} at {env.base_url} (Ctrl-C stops).")
    run(Place(env.bind, env.port), processes=env.workers, with_worker=with_worker)

"""`duecare serve`."""

from __future__ import annotations

import os

import click

from duecare.entrypoints.cli.starting import home_folder, no_company
from duecare.entrypoints.cli.tables import refuse_old_tables


@click.command()
@click.option("--with-worker", is_flag=True, help="Carry out jobs too, in a process of its own.")
@click.option("--with-public", is_flag=True, help="Serve the public site too, in a process of its own.")
@click.option("--with-reporter", is_flag=True, help="Serve the site for reports too, in a process of its own.")
@click.option("--with-agent", is_flag=True, help="Hold the vaults of staff too, in processes of their own.")
def serve(with_worker: bool, with_public: bool, with_reporter: bool, with_agent: bool) -> None:
    """Serve the staff site and the API until Ctrl-C."""
    refuse_old_tables()
    start(with_worker=with_worker, with_public=with_public, with_reporter=with_reporter, with_agent=with_agent)


def start(*, with_worker: bool, with_public: bool, with_reporter: bool, with_agent: bool = False) -> None:
    """Serve staff and API; the tables are known to be this version's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
    from django.conf import settings  # settings alone: apps are loaded by the server's processes

    from duecare.adapters.serving import Place, refuse_if_taken, run

    env = settings.DUECARE
    (home_folder() / "static").mkdir(exist_ok=True)  # collected files, if any; served from the package otherwise
    click.echo(f"Duecare serves {env.company or 'the company'} at {env.base_url} (Ctrl-C stops).")
    beside = [["worker"]] if with_worker else []
    if with_public:
        refuse_if_taken(Place(env.bind, env.public_port))
        click.echo(f"Anybody reads the method at {env.public_url}.")
        beside.append(["serve-public"])
    if with_reporter:
        refuse_if_taken(Place(env.bind, env.reporter_port))
        click.echo(f"People report at {env.reporter_url}.")
        refuse_if_taken(Place(env.bind, env.uploads_port))
        beside += [["serve-reporter"], ["serve-uploads"]]
    if with_agent:
        beside.append(["agent"])
    run(Place(env.bind, env.port), processes=env.workers, beside=beside)


@click.command()
def serve_public() -> None:
    """Serve the public site alone until Ctrl-C: the method in force on any day, signed."""
    from django.conf import settings

    from duecare.adapters.serving import PUBLIC, Place, run

    env = settings.DUECARE
    if not env.database and not (home_folder() / "duecare.sqlite3").exists():
        raise no_company()  # without asking: SQLite would make an empty file
    refuse_old_tables()
    click.echo(f"Duecare serves what is public at {env.public_url} (Ctrl-C stops).")
    run(Place(env.bind, env.public_port), application=PUBLIC)

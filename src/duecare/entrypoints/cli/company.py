"""`duecare init`: a real, empty company."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

import click

from duecare.entrypoints.cli.founding import (
    new_home,
    refuse_unless_empty,
    settings_file,
    write_keys,
    write_private,
)
from duecare.entrypoints.cli.starting import home_folder
from duecare.entrypoints.cli.tables import make_tables, refuse_used_database

CHECKLIST = (
    "People: invite them; a second person confirms each role (People).",
    "Committee: found it, with a member from outside the company (Committees).",
    "Authority matrix: adopt who decides what, by class and value (Decisions, authority).",
    "Methodology: read the one in force and say so (Methods).",
    "First import: `duecare risk import FILES`, the publishers' original files.",
)


class Asked(click.Option):
    """Asked for at a terminal; where no answer can come (a script, a container) the default holds."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """The answer, or the default; an option without default is named as missing.

        Nobody answers nine questions to be told afterwards that the folder is taken.
        """
        refuse_unless_empty(home_folder())
        try:
            return super().prompt_for_value(ctx)
        except click.Abort:
            if sys.stdin.isatty():
                raise
            click.echo()
        default = self.get_default(ctx)
        if not isinstance(default, str):
            raise click.MissingParameter(ctx=ctx, param=self)
        return default


@click.command()
@click.option("--company", cls=Asked, prompt="Name of the company", help="Shown on every page.")
@click.option(
    "--base-url", cls=Asked, prompt="Address people will use", default="http://localhost:8000", show_default=True
)
@click.option("--time-zone", cls=Asked, prompt="Time zone of deadlines", default="UTC", show_default=True)
@click.option(
    "--languages", cls=Asked, prompt="Languages offered, first one is the default", default="en", show_default=True
)
@click.option(
    "--mail", cls=Asked, prompt="Mail server (smtp://…; empty: mail waits in a folder)", default="", show_default=False
)
@click.option("--mail-from", default="duecare@localhost", show_default=True, help="Sender of mail.")
@click.option(
    "--database", cls=Asked, prompt="PostgreSQL (postgres://…; empty: SQLite)", default="", show_default=False
)
@click.option("--administrator", cls=Asked, prompt="Name of the first administrator")
@click.option("--email", cls=Asked, prompt="Their e-mail address")
def init(
    company: str,
    base_url: str,
    time_zone: str,
    languages: str,
    mail: str,
    mail_from: str,
    database: str,
    administrator: str,
    email: str,
) -> None:
    """Start a real, empty company in DUECARE_HOME; refuses a folder or database that holds something."""
    values: dict[str, str | int] = {
        "company": company,
        "base_url": base_url,
        "port": _port(base_url),
        "time_zone": time_zone,
        "languages": languages,
        "mail": mail,
        "mail_from": mail_from,
        "database": database,
    }
    home = home_folder()
    refuse_unless_empty(home)
    with new_home(home):
        write_keys(home)
        write_private(home / "duecare.toml", settings_file(values))
        refuse_used_database()
        make_tables()
        link = f"{base_url.rstrip('/')}/invitation/{_first_administrator(administrator, email)}/"
    click.echo(f"{company} stands in {home}. Serve it with: duecare --home {home} serve")
    click.echo(f"\nOne-time link for {administrator}:\n  {link}\n\nThen, in this order:")
    for number, step in enumerate(CHECKLIST, start=1):
        click.echo(f"  {number}. {step}")


def _first_administrator(name: str, email: str) -> str:
    from duecare.apps.accounts.actions import make_first_administrator
    from duecare.kernel.actor import SYSTEM

    return make_first_administrator(by=SYSTEM, name=name, email=email).token


def _port(base_url: str) -> int:
    """Where to listen: the port people type, unless a proxy with a certificate stands before us."""
    parts = urlsplit(base_url)
    return parts.port if parts.scheme == "http" and parts.port else 8000

"""`duecare entitlement`: check a file or an answer without a company, and do the daily run by hand."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from duecare.adapters import clock
from duecare.adapters.signing import open_token
from duecare.apps.entitlements.rules.signed import Statement, read_statement
from duecare.entrypoints.cli.starting import open_home
from duecare.kernel.errors import BadInput

_LARGEST = 256 * 1024


@click.group("entitlement")
def entitlement() -> None:
    """Entitlements: what a product may do in a customer's hands."""


@entitlement.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, help="Public key of the installation, 64 hex digits, from a place you trust.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day to ask about; default: today, in UTC.")
@click.option("--least", type=int, default=0, help="Lowest number that is not an old file: the highest you have seen.")
def verify(file: Path, key: str, day: object, least: int) -> None:
    """Check an entitlement file, or an answer about one. Exit code 1: the signature fits, and it permits nothing.

    Needs no company, no network and no database. A file knows nothing of what changed after it was written.
    """
    if len(key) != 64 or not all(sign in "0123456789abcdefABCDEF" for sign in key):
        raise BadInput(
            "this is no public key", field="--key", value=key, todo="64 hex digits: `duecare check` shows it."
        )
    if file.stat().st_size > _LARGEST:
        raise BadInput("larger than any entitlement", file=file.name, means="It was not read.")
    text = file.read_bytes().decode("ascii", errors="replace").strip()
    found = read_statement(open_token(bytes.fromhex(key), text), clock.now())
    on = clock.today() if day is None else date.fromisoformat(f"{day:%Y-%m-%d}")
    _told(found)
    if found.serial < least:
        click.echo(f"Number {found.serial} is older than {least}: not permitted.")
        sys.exit(1)
    if not found.permitted(on):
        click.echo(f"On {on}: not permitted.")
        sys.exit(1)
    click.echo(f"On {on}: permitted." if found.expires is None else f"On {on}: permitted, as far as the days go.")


@entitlement.command()
def run() -> None:
    """Carry out what is due on the daily run; the worker does the same. Twice is as good as once."""
    open_home()
    from duecare.apps.entitlements.actions import carry_out_due

    click.echo(f"{carry_out_due()} carried out.")


def _told(found: Statement) -> None:
    code = f", code {found.code}" if found.code else ""
    click.echo(f"{found.entitlement}, number {found.serial}: {found.state} since {found.since}{code}.")
    click.echo(f"From {found.start} until {found.until}, both included.")
    for name, value in (*found.about.items(), *found.permits.items()):
        said = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        click.echo(f"{name.replace('_', ' ')}: {_line(said)}")


def _line(text: str) -> str:
    """One line without signs that steer a terminal."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())

"""`duecare-certify`: an officer signs, on a machine without a network. Needs neither Django nor a database."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import click

from duecare.adapters import clock
from duecare.adapters.sealed.officer_key import new_officer, open_officer, public_of
from duecare.adapters.sealed.private_file import write_over
from duecare.adapters.signing import verifies
from duecare.apps.intake.rules.admission import SHOWN, check_fit, check_signatures
from duecare.kernel.errors import BadInput, DuecareError

from .asking import asked, drawn
from .paper_files import in_words, read_paper, refuse_no_place
from .starting import say

PINNED = timedelta(days=730)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paper", type=_FILE, required=False)
@click.option("--key", type=_FILE, help="The officer's key file.")
@click.option("--new-officer", type=click.Path(path_type=Path), help="Make an officer's key in this new file instead.")
@click.version_option(package_name="duecare")
def certify(paper: Path | None, key: Path | None, new_officer: Path | None) -> None:
    """Show in words what the request PAPER asks for, ask, and sign it with an officer's key; the file is written anew.

    The second officer signs the same file after the first, with a key of their own.
    """
    if new_officer is not None and paper is None and key is None:
        _make(new_officer)
    elif paper is not None and key is not None and new_officer is None:
        _sign(paper, key)
    else:
        raise click.UsageError("Name a PAPER and --key, or --new-officer alone.")


def _make(file: Path) -> None:
    refuse_no_place(file)
    key = new_officer(file, drawn("The officer's passphrase"))
    today = clock.today()
    click.echo(f"{file.name} holds the key, locked by the passphrase. Neither ever goes to the server.")
    click.echo("To be pinned in DUECARE_OFFICERS, or `officers` of duecare.toml; read it to whoever writes it there:\n")
    click.echo(f"    {key.public.hex()} {today} {today + PINNED}")


def _sign(file: Path, key: Path) -> None:
    paper, today = read_paper(file), clock.today()
    check_signatures(paper, verifies, file=file.name)
    check_fit(paper, None, today, file=file.name)
    mine = public_of(key).hex()
    if mine in paper.signatures:
        raise BadInput("this officer has signed it already", file=file.name, field="signatures", value=mine[:SHOWN])
    for line in in_words(paper):
        click.echo(line)
    click.echo(f"This machine's day is {_said(today)}.\n")
    click.echo(
        "The person whose keys these are reads the number from the server's screen; every digit has to be the same."
    )
    if not click.confirm("Is it the same, and do you sign all of the above?", default=False):
        click.echo("Nothing was signed.")
        sys.exit(1)
    officer = open_officer(key, asked("The officer's passphrase"))
    if read_paper(file).written() != paper.written():
        raise BadInput("the file was changed while it was shown", file=file.name, means="Nothing was signed.")
    signed = paper.signed(officer.public.hex(), officer.sign(paper.message))
    write_over(file, signed.written())
    left = signed.takes - len(signed.signatures)
    click.echo(f"Signed by {officer.public.hex()[:SHOWN]}.")
    click.echo("One more officer has to sign." if left > 0 else "Import it on the server: duecare keys import FILE")


def _said(today: date) -> str:
    return today.strftime("%A ") + today.isoformat()


def main() -> None:
    """Entry point: our own errors are three sentences on stderr and exit code 2."""
    try:
        certify(standalone_mode=True)
    except DuecareError as fault:
        say(fault)
        sys.exit(2)


if __name__ == "__main__":
    main()

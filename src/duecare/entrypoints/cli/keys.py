"""`duecare keys`: keys of sealed reporting, requested here, certified elsewhere by two officers, imported here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from duecare.adapters.sealed import vault_place
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.vaults import vault_keys
from duecare.apps.intake.actions.certifying import enter
from duecare.apps.intake.queries.key_state import directory
from duecare.apps.intake.rules.admission import sound
from duecare.apps.intake.rules.papers import Ending, Paper, unfit
from duecare.apps.intake.rules.records import KeyRecord, Office
from duecare.kernel.errors import BadInput

from .asking import asked, drawn
from .devices import device
from .drills import drill
from .key_settings import day_of, env, hexed, place, today
from .key_words import status_lines
from .paper_files import in_words, read_paper, refuse_no_place, write_paper

Papering = Callable[[bytes, Keys], Paper]
"""(person, their keys) -> the request."""
YEAR = timedelta(days=365)
_NEW = click.Path(path_type=Path)


@click.group()
def keys() -> None:
    """Keys of sealed reporting: request, import what officers signed, revoke, status."""


keys.add_command(device)
keys.add_command(drill)


@keys.command()
@click.argument("file", type=_NEW)
@click.option(
    "--office", "offices", multiple=True, required=True, type=click.Choice([one.value for one in Office]),
    help="What the keys are for; may be given several times.",
)  # fmt: skip
@click.option("--independent", is_flag=True, help="A member of the committee who does not depend on the company.")
@click.option("--sales", is_flag=True, help="Works in sales: gets no report first.")
@click.option("--from", "begins", default="", help="First day, YYYY-MM-DD; default: today.")
@click.option("--until", "ends", default="", help="Last day, YYYY-MM-DD; default: a year later.")
@click.option("--person", default="", help="Somebody who has a vault here, 32 hex digits; default: somebody new.")
@click.option("--anew", is_flag=True, help="With --person: the next pair of keys of their vault.")
def request(
    file: Path,
    offices: tuple[str, ...],
    independent: bool,
    sales: bool,
    begins: str,
    ends: str,
    person: str,
    anew: bool,
) -> None:
    """Make or open a person's vault and write FILE: their public keys for the officers to certify, and nothing secret.

    The person sits at this terminal: six words are shown once, or asked for.
    """
    first = day_of(begins, "--from")
    last = day_of(ends, "--until") if ends else first + YEAR
    for_offices = frozenset(Office(one) for one in offices)
    for why in unfit(for_offices, first, last, independent=independent, today=today()):
        raise BadInput(why, field="request")
    if anew and not person:
        raise BadInput("the next keys of a vault need the person", field="--anew", todo="Add --person.")
    refuse_no_place(file)
    installation = place().founded()

    def paper(whose: bytes, pair: Keys) -> Paper:
        record = KeyRecord(
            whose, for_offices, independent, sales, pair.opening.public, pair.signing.public, first, last
        )  # fmt: skip
        return Paper(installation, record, {})

    written = _of_known(file, person, anew, paper) if person else _of_new(file, paper)
    for line in in_words(written):
        click.echo(line)
    click.echo(f"\n{file} goes to two officers, one after the other: duecare-certify {file.name} --key THEIRS")


def _of_new(file: Path, paper: Papering) -> Paper:
    agent = env().agent_folder
    vault, pair = vault_place.new_vault(agent, drawn("The passphrase of the vault"))
    try:
        made = paper(vault.person, pair)
        write_paper(file, made)
    except BaseException:
        vault_place.forget(agent, vault)
        raise
    click.echo(
        f"The vault's number begins {vault.person.hex()[:8]}: note it beside the words; its owner types it once."
    )
    click.echo(f"Now print the device secret for two officers: duecare keys device print {vault.person.hex()}")
    return made


def _of_known(file: Path, person: str, anew: bool, paper: Papering) -> Paper:
    agent, whose = env().agent_folder, hexed(person, 16, "--person")
    vault = vault_place.find(agent, whose)
    opened = vault.opened(asked("The passphrase of the vault"))
    pair = vault_place.next_keys(agent, vault, opened) if anew else vault_keys(opened, len(vault.fingerprints))
    made = paper(whose, pair)
    write_paper(file, made)
    return made


@keys.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Append what two pinned officers certified, or one of them ended, to the key log."""
    paper = read_paper(file)
    new = enter(place(), paper, officers=env().pins(), today=today(), file=file.name)
    what = "certified" if isinstance(paper.asks, KeyRecord) else f"ended from {paper.begins} on"
    click.echo(f"Entry {new.seq} of the key log: keys {paper.fingerprint.hex()[:16]} {what}. Head {new.head}.")


@keys.command()
@click.argument("fingerprint")
@click.argument("file", type=_NEW)
@click.option("--from", "begins", default="", help="Day from which the keys count no more; default: today.")
def revoke(fingerprint: str, file: Path, begins: str) -> None:
    """Write FILE, which asks one officer to end the keys with FINGERPRINT (16 hex digits or all 64)."""
    refuse_no_place(file)
    known = sound(directory(place(), env().pins()))
    found = {one.fingerprint for one in known.every if one.fingerprint.hex().startswith(fingerprint)}
    if len(fingerprint) < 16 or len(found) != 1:
        raise BadInput(
            "no keys, or several, have this fingerprint", field="FINGERPRINT", value=fingerprint,
            todo="`duecare keys status` lists them.",
        )  # fmt: skip
    installation = place().installation()
    assert installation is not None  # keys were certified for it
    paper = Paper(installation, Ending(found.pop(), day_of(begins, "--from")), {})
    write_paper(file, paper)
    for line in in_words(paper):
        click.echo(line)
    click.echo(f"\nNothing is ended yet. {file} goes to one officer, then back: duecare keys import {file.name}")


@keys.command()
def status() -> None:
    """Officers, keys and what is missing before reporting may open; exit code 1 while something is."""
    known = env()
    lines, complete = status_lines(place(), known.pins(), today(), known.recovery_shares, known.env == "production")
    for line in lines:
        click.echo(line)
    if not complete:
        sys.exit(1)

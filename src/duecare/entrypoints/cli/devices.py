"""`duecare keys device`: the device secret of a vault, printed for two officers and typed back on another machine."""

from __future__ import annotations

import os
import stat
import sys

import click

from duecare.adapters.sealed import vault_place
from duecare.adapters.sealed.device_paper import LINES, Device, device_of, line_data
from duecare.adapters.sealed.vault_place import Vault
from duecare.adapters.sealed.vaults import vault_key, vault_keys
from duecare.apps.intake.queries.key_state import directory
from duecare.apps.intake.rules.admission import sound
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError

from .asking import TRIES, asked
from .key_settings import env, hexed, place, today

MOST_PAIRS = 64
"""Pairs of keys that are looked for; a vault makes one a year or so."""


@click.group()
def device() -> None:
    """The device secret of a vault on paper, and back."""


@device.command("print")
@click.argument("person")
def print_(person: str) -> None:
    """Show what two officers keep of the vault of PERSON (32 hex digits): eight lines, to be printed or written down.

    Without the passphrase it opens nothing; with it, on any machine, everything.
    """
    if stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode):
        raise DuecareError(
            "A device secret is shown on a terminal or given to a printer, and written into no file.",
            "Nothing was shown.",
            "Call the command at a terminal, or send it to a printer: duecare keys device print PERSON | lp",
        )
    vault = vault_place.find(env().agent_folder, hexed(person, 16, "PERSON"))
    one = Device(vault.person, vault.device, vault.salt, vault.memory, len(vault.fingerprints))
    click.echo(f"Device secret of the vault of {vault.person.hex()}")
    click.echo(f"Printed {today()}. Two officers keep one copy each, sealed, apart from the passphrase.\n")
    for number, line in enumerate(one.lines(), start=1):
        click.echo(f"  {number}   {line}")
    click.echo("\nBack on another machine: duecare keys device restore PERSON")


@device.command()
@click.argument("person")
def restore(person: str) -> None:
    """Type the eight lines back where the vault of PERSON is to be; the passphrase proves that they are right."""
    whose, agent = hexed(person, 16, "PERSON"), env().agent_folder
    if vault_place.exists(agent, whose):
        raise Conflict(
            f"The vault of {person} is here already.",
            "Nothing was changed; no vault is ever written over.",
            "If it is damaged, move its folder away first.",
        )
    certified = _certified(whose)
    typed = device_of(tuple(_typed(number) for number in range(1, LINES + 1)))
    if typed.person != whose:
        raise BadInput(
            "this paper is of somebody else's vault", field="PERSON", value=typed.person.hex(),
            means="Nothing was restored.", todo="Take the paper of the person named, or name the person of the paper.",
        )  # fmt: skip
    vault = _proved(typed, certified, asked("The passphrase of the vault"))
    vault_place.put(agent, vault)
    click.echo(f"The vault of {person} is restored in {agent}, with {len(vault.fingerprints)} pairs of keys.")
    click.echo("If the machine it was on is lost and not destroyed, end these keys: duecare keys revoke")


def _certified(person: bytes) -> frozenset[str]:
    """Fingerprints that officers certified for this person, ended ones too: they open what is old."""
    known = sound(directory(place(), env().pins()))
    found = frozenset(one.fingerprint.hex() for one in known.every if one.record.person == person)
    if not found:
        raise BadInput(
            "no keys of this person are certified here, so nothing could prove that the lines are right",
            field="PERSON", value=person.hex(), means="Nothing was restored.",
            todo="`duecare keys status` lists persons; restore the home with its key log first.",
        )  # fmt: skip
    return found


def _typed(number: int) -> bytes:
    """One line; at a terminal a slip is told and the line asked for again."""
    left = TRIES if sys.stdin.isatty() else 1
    while True:
        left -= 1
        try:
            return line_data(number, asked(f"Line {number}"))
        except BadInput as fault:
            if not left:
                raise
            click.echo(f"{fault.happened}. {fault.todo}")


def _proved(typed: Device, certified: frozenset[str], phrase: str) -> Vault:
    """The vault with every pair up to the last one certified.

    Raises:
        Denied: passphrase and secret make none of the certified keys.
    """
    key = vault_key(phrase, typed.secret, typed.salt, memory=typed.memory)
    pairs = [vault_keys(key, number).fingerprint.hex() for number in range(1, MOST_PAIRS + 1)]
    known = [number for number, one in enumerate(pairs, start=1) if one in certified]
    if not known:
        raise Denied(
            "Passphrase and device secret make none of the keys certified for this person.",
            "Nothing was restored.",
            "The lines are right in themselves: read the passphrase from the paper again.",
        )
    count = max(known[-1], typed.pairs)
    return Vault(typed.person, typed.secret, typed.salt, typed.memory, tuple(pairs[:count]))

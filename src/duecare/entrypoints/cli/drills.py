"""`duecare keys drill`: the committee rehearses a recovery, so that vaults, papers and people are known to work."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from duecare.adapters.sealed import drill_file, vault_place
from duecare.adapters.sealed.keys import Keys
from duecare.adapters.sealed.vault_place import Vault
from duecare.adapters.sealed.vaults import vault_keys
from duecare.apps.intake.actions.rehearsing import rehearse
from duecare.apps.intake.queries.key_state import directory
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.stored import stored
from duecare.apps.intake.rules.admission import SHOWN, sound
from duecare.apps.intake.rules.ceremony import missing
from duecare.apps.intake.rules.drills import Drill
from duecare.apps.intake.rules.key_log import Certified, Directory
from duecare.apps.intake.rules.records import Office
from duecare.kernel.errors import BadInput, Denied, DuecareError

from .asking import TRIES, asked
from .demo_keys import demo_phrase
from .key_settings import env, place, today

MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class _Here:
    """Somebody whose certified keys are in a vault on this machine."""

    certified: Certified
    vault: Vault

    def keys(self, phrase: str) -> Keys:
        number = self.vault.fingerprints.index(self.certified.fingerprint.hex()) + 1
        return vault_keys(self.vault.opened(phrase), number)


@click.command()
@click.option("--demo", is_flag=True, help="The fictional company's vaults, which one passphrase opens.")
def drill(demo: bool) -> None:
    """Rehearse a recovery: a made-up report is recovered by the committee members who open their vaults here.

    Each types the passphrase of their own vault; an empty line passes somebody over. No real case is opened.
    """
    known, needed = _ready(), env().recovery_shares
    phrase = demo_phrase(env().agent_folder, env().env) if demo else None
    members = list(_here(known, Office.COMMITTEE))
    click.echo(f"Recovery takes {needed} of the committee; {len(members)} of them have a vault here.")
    opened: list[Keys] = []
    for one in members:
        if len(opened) < needed and (keys := _opened(one, phrase)) is not None:
            opened.append(keys)
            click.echo(f"Vault {len(opened)} of {needed} is open: {one.certified.fingerprint.hex()[:SHOWN]}.")
    if len(opened) < needed:
        raise DuecareError(
            f"{len(opened)} vaults of the committee were opened here, and recovery takes {needed}.",
            "Nothing was rehearsed; a real case could not be recovered on this machine today.",
            "Bring the vaults of further members here (duecare keys device restore), or certify further members.",
        )
    handler = next((one.keys(phrase) for one in _here(known, Office.CASE_HANDLER)), None) if phrase else None
    held = _held(known, opened, needed, handler)
    drill_file.append(place().folder, held.written())
    click.echo(
        f"Rehearsed on {held.day}: a made-up report was submitted under today's key log, and {needed} of the committee"
        f" recovered it for {held.to.hex()[:SHOWN]}. No real case was opened."
    )


def _ready() -> Directory:
    """Raises DuecareError while the ceremony is not complete: nobody could report either."""
    known = sound(directory(place(), env().pins()))
    lacking = [*missing(known, env().pins(), on=today(), threshold=env().recovery_shares, production=False)]
    if lacking:
        raise DuecareError(
            f"The ceremony is not complete: {lacking[0]}",
            "Nothing was rehearsed.",
            "`duecare keys status` tells everything that is missing.",
        )
    return known


def _here(known: Directory, office: Office) -> Iterator[_Here]:
    """Holders of an office whose vault is on this machine and makes the keys that were certified."""
    for one in known.holders(office, today()):
        if vault_place.exists(env().agent_folder, one.record.person):
            vault = vault_place.find(env().agent_folder, one.record.person)
            if one.fingerprint.hex() in vault.fingerprints:
                yield _Here(one, vault)


def _opened(one: _Here, phrase: str | None) -> Keys | None:
    """The member's keys, or None: passed over. At a terminal a slip is told and the passphrase asked for again."""
    if phrase is not None:
        return one.keys(phrase)
    for left in reversed(range(TRIES if sys.stdin.isatty() else 1)):
        typed = asked(f"Passphrase of member {one.certified.record.person.hex()} (empty: not here)", or_nothing=True)
        if not typed.strip():
            return None
        try:
            return one.keys(typed)
        except Denied as fault:
            if not left:
                raise
            click.echo(fault.happened)
    return None


def _held(known: Directory, opened: list[Keys], needed: int, handler: Keys | None) -> Drill:
    room = MEMORY if os.access(MEMORY, os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(dir=room, prefix="duecare-drill-") as folder,
        closing(stored(Path(folder))) as rows,
    ):
        installation = place().installation()
        if installation is None:
            raise BadInput("there is no number of the installation", file="sealed/installation")
        site = Site(installation, rows, known, today())
        return rehearse(by=opened, site=site, threshold=needed, handler=handler)

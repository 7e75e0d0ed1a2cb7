"""`duecare check` and `duecare audit verify`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from duecare.entrypoints.cli.starting import home_folder, no_company
from duecare.kernel.errors import BadInput, DuecareError

ROOM = 1024 * 1024 * 1024
"""Bytes that should be free in the home: one import, unpacked."""


@click.group()
def audit() -> None:
    """The audit chain."""


@audit.command()
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Signed heads kept elsewhere; without it, those of the home.",
)
def verify(checkpoint: Path | None) -> None:
    """Find any altered, removed or reordered entry, a cut-off tail, a rebuilt chain, an older database."""
    report(checkpoint)


@audit.command()
@click.argument("hashed", metavar="HASH")
def find(hashed: str) -> None:
    """On which day an entry of sealed reporting entered the log. HASH is what its reader's page shows beside it.

    Nobody but its readers can tell which entry a HASH belongs to; exit code 1 when it is in no day's batch.
    """
    from duecare.apps.audit.queries import batch_with

    try:
        leaf = bytes.fromhex(hashed)
    except ValueError:
        leaf = b""
    if len(leaf) != 32:  # bytes of SHA-256
        raise BadInput("64 hex digits are expected", field="HASH", value=hashed)
    found = batch_with(leaf)
    if found is None:
        click.echo("In no day's batch. What was written today enters the log at three in the night.", err=True)
        sys.exit(1)
    click.echo(f"In the batch of {found.day}: entry {found.seq} of the log, entered {found.at:%Y-%m-%d %H:%M} UTC.")
    click.echo(f"Head behind it: {found.head}. Each later signed checkpoint covers it: duecare audit verify")


def report(checkpoint: Path | None) -> None:
    """Print what the verification found; exit code 1 when the chain is not sound."""
    from duecare.apps.audit.queries import prove

    found = prove(checkpoint)
    click.echo(
        f"{found.entries} entries compared with {found.anchors} signed checkpoints, {found.beyond} after the last."
    )
    for finding in found.findings:
        click.echo(f"FOUND  {finding}", err=True)
    if not found.sound:
        click.echo("The audit chain is not sound. Keep this database as it is and compare it with a backup.", err=True)
        sys.exit(1)
    click.echo("The audit chain is sound.")


@click.command()
def check() -> None:
    """Say whether everything is in order here; exit code 1 when something is not."""
    if not home_folder().is_dir():
        raise no_company()
    from django.db import Error

    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("settings", _settings),
        ("signing key", _key),
        ("room on disk", _room),
        ("database", _database),
        ("web framework", _framework),
        ("library", _library),
        ("committed methods", _methods),
        ("published statements", _statements),
        ("audit chain", _audit),
        ("checkpoints", _checkpoints),
        ("stored files", _files),
    )
    wrong = 0
    for name, look in steps:
        try:
            click.echo(f"ok     {name}: {look()}")
        except (DuecareError, Error, OSError) as fault:
            wrong += 1
            click.echo(f"WRONG  {name}: {fault}", err=True)
    if wrong:
        sys.exit(1)


def _settings() -> str:
    from django.conf import settings

    return f"{settings.DUECARE.env}, home {settings.DUECARE.home}, people come to {settings.DUECARE.base_url}"


def _key() -> str:
    from duecare.adapters.home import audit_key, audit_key_file

    loose = audit_key_file().exists() and audit_key_file().stat().st_mode & 0o077
    key = audit_key()
    if loose:
        raise DuecareError("Others on this machine can read the signing key.", "", f"chmod 600 {audit_key_file()}")
    return f"public key {key.public.hex()}"


def _room() -> str:
    from duecare.adapters.home import home

    free = shutil.disk_usage(home()).free
    if free < ROOM:
        raise DuecareError(f"Only {free // 1024 // 1024} MB are free in {home()}.", "Imports may fail.", "Make room.")
    return f"{free // 1024 // 1024 // 1024} GB free"


def _database() -> str:
    from django.db import Error, connection

    from duecare.entrypoints.cli.tables import pending

    try:
        steps = pending()
    except Error as fault:
        raise DuecareError(
            f"The database does not answer: {fault}", "", "Start it, or mend DUECARE_DATABASE."
        ) from fault
    if steps:
        raise DuecareError(f"{len(steps)} steps behind this version.", "", "Run `duecare upgrade --backup FILE`.")
    return f"{connection.vendor}, up to date"


def _framework() -> str:
    from django.core.checks import WARNING, run_checks

    found = [message for message in run_checks() if message.level >= WARNING]
    if found:
        raise DuecareError("; ".join(str(message.msg) for message in found))
    return "no findings"


def _library() -> str:
    from duecare.adapters.library import LIBRARY, load_folder

    return ", ".join(_counted(LIBRARY, load_folder))


def _counted(root: Path, load: Callable[[str], tuple[object, ...]]) -> Iterator[str]:
    for schema in sorted(root.glob("*/schema.json")):
        yield f"{len(load(schema.parent.name))} {schema.parent.name.replace('_', ' ')}"


def _methods() -> str:
    """Every hash computed anew from what the rows say, and held against the log."""
    from duecare.apps.risk.queries import committed_altered

    count, wrong = committed_altered()
    if wrong:
        raise DuecareError(
            f"{len(wrong)} altered: {'; '.join(wrong)}.",
            "Nobody committed what they say now, so nothing is rated by them.",
            "Bring the rows back from a backup and find out who wrote past the product.",
        )
    return f"{count} committed, unaltered"


def _statements() -> str:
    from duecare.apps.risk.queries import statements_altered

    count, wrong = statements_altered()
    if wrong:
        raise DuecareError("; ".join(wrong), "Outsiders hold another text than this one.", "Restore the database.")
    return f"{count} about the method, all signed and in one row"


def _audit() -> str:
    from duecare.apps.audit.queries import prove

    found = prove()
    if not found.sound:
        raise DuecareError(
            f"{len(found.findings)} findings, the first: {found.findings[0]}.", "", "Run `duecare audit verify`."
        )
    return f"{found.entries} entries, sound"


def _checkpoints() -> str:
    """The file outside the database names its end; see docs/adr/0006."""
    from duecare.apps.audit.queries import lag, newest

    behind = lag(newest())
    if behind is not None:
        raise DuecareError(
            f"The newest checkpoint names entry {behind.named}, the log ends at {behind.end}.",
            "What came after it is recorded, but not yet signed outside the database.",
            "Make room and see that the audit folder can be written; the next entry or the worker catches up.",
        )
    return "the newest names the end of the log"


def _files() -> str:
    """Every document has its file; files without a record are told, and the worker removes them."""
    from duecare.adapters import clock, stored_files

    if gone := stored_files.missing():
        raise DuecareError(
            f"{len(gone)} documents are recorded whose file is gone, the first: {gone[0]}.",
            "Nobody can read them.",
            "Bring the files back from a backup into the home's evidence or editions folder.",
        )
    left = sum(len(one.names) for one in stored_files.strays(clock.now()))
    held = sum(sum(1 for _ in store.hashes()) for store in stored_files.stores().values())
    return f"{held} files, {left} of no record, which the worker removes"

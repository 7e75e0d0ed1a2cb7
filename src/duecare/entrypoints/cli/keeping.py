"""`duecare backup`, `restore`, `upgrade`: nothing is lost, and it is proved afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

from duecare.entrypoints.cli.checking import report
from duecare.entrypoints.cli.founding import new_home
from duecare.entrypoints.cli.starting import home_folder, settled
from duecare.entrypoints.cli.tables import pending

SECRET = click.option(
    "--secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose content is the secret (a key file); asked for when absent.",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@SECRET
def backup(file: Path, secret_file: Path | None) -> None:
    """Write database, keys, evidence and checkpoints into one encrypted FILE, while people work."""
    click.echo(_back_up(file, _secret(secret_file, confirm=True)))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SECRET
def restore(file: Path, secret_file: Path | None) -> None:
    """Put the backup FILE into an empty DUECARE_HOME and verify the audit chain."""
    from duecare.adapters import backup as backups

    home = home_folder()
    secret = _secret(secret_file, confirm=False)
    with new_home(home), _bar("restoring") as progress:
        manifest, folder = backups.unpack(file, home, secret, progress)
        settled()
        backups.put_database(manifest, folder, home)
    click.echo(f"Restored into {home}: {len(manifest.files)} files, made {manifest.at} by version {manifest.version}.")
    if pending():
        click.echo("Its tables are of an older version: run `duecare upgrade` before serving.")
    report(None)


@click.command()
@click.option(
    "--backup", "file", type=click.Path(path_type=Path), required=True, help="Where the backup made first is written."
)
@SECRET
def upgrade(file: Path, secret_file: Path | None) -> None:
    """Back up, then bring the tables up to this version's."""
    from django.core.management import call_command

    from duecare.apps.screening.rules.warming import prepare

    prepare()  # the matcher's machine code belongs to a version as its tables do
    steps = pending()
    if not steps:
        click.echo("The tables are up to date; nothing was changed.")
        return
    click.echo(_back_up(file, _secret(secret_file, confirm=True)))
    call_command("migrate", verbosity=0, interactive=False)
    click.echo(f"{len(steps)} steps taken. The backup made before is {file}.")
    report(None)


def _back_up(file: Path, secret: bytes) -> str:
    from duecare.adapters import backup as backups
    from duecare.adapters import clock

    with _bar("backing up") as progress:
        manifest = backups.write(file, home_folder(), secret, clock.now(), progress)
    return f"{file}: {len(manifest.files)} files, {file.stat().st_size / 1024 / 1024:.1f} MB, encrypted."


def _secret(file: Path | None, *, confirm: bool) -> bytes:
    if file is not None:
        return file.read_bytes().strip()
    text: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    return text.encode()


@contextmanager
def _bar(title: str) -> Iterator[Callable[[str], None]]:
    """Shows how many files were dealt with once it takes longer than two seconds; called with each name."""
    with tqdm(desc=title, unit=" files", delay=2, leave=False) as bar:

        def step(name: str) -> None:
            bar.update()

        yield step

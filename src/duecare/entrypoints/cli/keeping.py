"""`duecare backup`, `restore`, `upgrade`: nothing is lost, and it is proved afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

from duecare.entrypoints.cli.checking import report
from duecare.entrypoints.cli.founding import new_home
from duecare.entrypoints.cli.restoring import bring_back
from duecare.entrypoints.cli.starting import home_folder, settled
from duecare.entrypoints.cli.tables import pending
from duecare.kernel.errors import BadInput, DuecareError

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


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--second", type=_FILE, help="The second bundle, which was written with the backup and is kept apart.")
@click.option("--shred-list", type=_FILE, help="What was shredded since; default: the one beside the second bundle.")
@click.option("--without-second", is_flag=True, help="It is lost: nothing sealed will open, the rest is restored.")
@SECRET
def restore(
    file: Path, second: Path | None, shred_list: Path | None, without_second: bool, secret_file: Path | None
) -> None:
    """Put the backup FILE into an empty DUECARE_HOME, shred again what was shredded since, verify the audit chain."""
    from duecare.adapters import backup as backups
    from duecare.adapters.sealed import second_bundle

    home = home_folder()
    secret = _secret(secret_file, confirm=False)
    with new_home(home), _bar("restoring") as progress:
        try:
            manifest, folder = backups.unpack(file, home, secret, progress)
        except BadInput as fault:
            raise (_only_second(file) if second_bundle.is_one(file, secret) else fault) from fault
        settled()
        backups.put_database(manifest, folder, home)
        sealed = bring_back(manifest, home, second, shred_list, secret, without=without_second)
    click.echo(f"Restored into {home}: {len(manifest.files)} files, made {manifest.at} by version {manifest.version}.")
    if sealed:
        click.echo(sealed)
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


def _only_second(file: Path) -> DuecareError:
    return DuecareError(
        f"{file.name} is the second bundle of a backup: it holds the outer keys of what is sealed, and nothing else.",
        "Nothing was restored; alone it opens nothing.",
        f"Name the ordinary backup, and this one beside it: duecare restore BACKUP --second {file.name}",
    )


def _back_up(file: Path, secret: bytes) -> str:
    from django.conf import settings

    from duecare.adapters import backup as backups
    from duecare.adapters import clock
    from duecare.adapters.sealed.second_bundle import KEPT, name_of

    bundles, now = settings.DUECARE.shred_folder, clock.now()
    with _bar("backing up") as progress:
        manifest = backups.write(file, home_folder(), secret, now, progress, bundles=bundles)
    said = f"{file}: {len(manifest.files)} files, {file.stat().st_size / 1024 / 1024:.1f} MB, encrypted."
    if not manifest.pair:
        return said
    second = bundles / name_of(manifest.pair, now.date())
    return (
        f"{said}\n{second}: the second bundle, with the outer keys of what is sealed. Keep it apart from the first, and"
        f" no longer than {KEPT.days} days:\nthe worker removes it from this folder then; copies elsewhere are yours to"
        f" remove. Whatever is shredded meanwhile is named in {bundles / 'shred-list'}."
    )


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

"""`duecare serve-reporter`, `duecare serve-uploads` and `duecare verify-proof`."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import click

from duecare.kernel.errors import BadInput


@click.command()
def serve_reporter() -> None:
    """Serve the site for reports alone until Ctrl-C: no script, no account, no trace of who asks."""
    from django.conf import settings

    from duecare.adapters.sealed import drawers
    from duecare.adapters.serving import REPORTER, REPORTER_THREADS, Place, refuse_if_taken, run

    env = settings.DUECARE
    # What is being written is readable in memory: no process of this site leaves a copy of it behind when it crashes.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    refuse_if_taken(Place(env.bind, env.reporter_port))
    drawers.Drawers(drawers.folder(env.home.absolute(), env.reporter_drafts)).empty()
    click.echo(f"People report at {env.reporter_url} (Ctrl-C stops).")
    run(Place(env.bind, env.reporter_port), application=REPORTER, threads=REPORTER_THREADS)


@click.command()
def serve_uploads() -> None:
    """Take the files that reporters attach, until Ctrl-C: a process of its own, so that none of them stops a text."""
    import signal

    from django.conf import settings
    from django.utils.module_loading import import_string

    from duecare.adapters.serving import UPLOADS, Place, refuse_if_taken
    from duecare.adapters.serving_uploads import Server

    env = settings.DUECARE
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    refuse_if_taken(Place(env.bind, env.uploads_port))
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _end)
    click.echo(f"Attached files are taken at {env.bind} port {env.uploads_port}, path /attach/ (Ctrl-C stops).")
    Server(env.bind, env.uploads_port, import_string(UPLOADS.replace(":", "."))).serve_forever()


def _end(*_: object) -> None:
    """At once: what is being sent is dropped, and swept at the next start."""
    os._exit(0)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", help="Public key of the installation, in hex, from a place you trust.")
def verify_proof(file: Path, key: str) -> None:
    """Check a reporter's proof of filing: needs no company, no network and no database."""
    from duecare.adapters.signing import verifies
    from duecare.apps.intake.rules.proofs import decoded

    try:
        proof = decoded(file.read_bytes())
    except (ValueError, KeyError) as fault:
        raise BadInput(str(fault), file=file.name, means="It proves nothing.") from fault
    if not verifies(proof.public, proof.message, proof.signature):
        raise BadInput("the signature does not fit what stands in the file", file=file.name, means="It proves nothing.")
    if key and key.lower() != proof.public.hex():
        raise BadInput("signed with another key", file=file.name, value=proof.public.hex(), means="It proves nothing.")
    click.echo(f"The text is the one that was filed: {proof.hash.hex()}.")
    click.echo(f"Received on {proof.received.isoformat()}, as the installation said on {proof.issued.isoformat()}.")
    click.echo(f"Signed with key {proof.public.hex()}" + ("." if key else "; compare it with the installation's."))

"""`duecare agent`."""

from __future__ import annotations

import os
from contextlib import suppress

import click
from django.conf import settings

from duecare.adapters.agent import confined, line
from duecare.apps.investigations.queries.rubrics import every_rubric

from .setting import Setting
from .supervisor import Supervisor


@click.command()
def agent() -> None:
    """Hold the vaults that staff open, each in a process of its own, until Ctrl-C.

    Needs no database. Runs on the machine of the web processes, as their unix user.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings"
    env = settings.DUECARE  # settings alone: no table is needed
    confined.confine()
    listening = line.listening(env.agent_folder)
    if listening is None:
        click.echo("A key agent answers here already.")
        return
    setting = Setting(
        env.home.absolute(), env.agent_folder, env.shred_folder, env.pins(), env.time_zone, shares=env.recovery_shares,
        drafts=env.reporter_drafts,
    )  # fmt: skip
    click.echo("Duecare's key agent waits for vaults to be opened (Ctrl-C stops).")
    with suppress(KeyboardInterrupt):
        every_rubric()  # read before processes of vaults begin: each would read it while somebody waits for a page
        Supervisor(setting, listening).serve()

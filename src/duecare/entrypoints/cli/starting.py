"""What every command does first: settings, home, and how an error is said."""

from __future__ import annotations

import os
from pathlib import Path

import click

from duecare.kernel.errors import DuecareError


def settled() -> None:
    """Set Django up from the environment and the home's file.

    Raises:
        BadInput: a setting that does not exist or cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
    import django

    django.setup()


def home_folder() -> Path:
    """The folder of all data, as the environment names it."""
    return Path(os.environ.get("DUECARE_HOME") or "var/home")


def open_home() -> None:
    """Set up, and refuse to work where nobody has started a company.

    Raises:
        DuecareError: the home has no keys.
    """
    if not (home_folder() / "keys" / "signing.pem").exists():
        raise no_company()
    settled()


def no_company() -> DuecareError:
    """The home holds nothing to work with."""
    return DuecareError(
        f"There is no company in {home_folder()}.",
        "Nothing was started or changed.",
        "Start one with `duecare init`, look at the fictional one with `duecare demo`, "
        "or name the folder with --home or DUECARE_HOME.",
    )


def say(fault: DuecareError) -> None:
    """What happened, what it means, what to do: three lines on stderr."""
    for line in (fault.happened, fault.means, fault.todo):
        if line:
            click.echo(line, err=True)

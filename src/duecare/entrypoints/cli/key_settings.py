"""What the commands of the ceremony read first: settings, key place, day, and digits as they were typed."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from django.conf import settings

from duecare.adapters import clock
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.intake.rules.reading import day
from duecare.kernel.errors import BadInput

from .starting import home_folder, no_company


def env() -> Any:
    """What was set. The ceremony needs no table, so the web framework's settings are read and nothing of it is started.

    Raises:
        DuecareError: nobody has started a company here.
    """
    if not (home_folder() / "keys" / "signing.pem").exists():
        raise no_company()
    os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings"
    return settings.DUECARE


def place() -> KeyPlace:
    """Number of the installation and key log."""
    return KeyPlace(env().home.absolute() / "sealed")


def today() -> date:
    """The company's day."""
    return clock.today(env().time_zone)


def day_of(text: str, field: str) -> date:
    """A day as typed; today when nothing was. Raises BadInput."""
    try:
        return day(text) if text else today()
    except ValueError as fault:
        raise BadInput("is not a day", field=field, value=text, todo="Write YYYY-MM-DD.") from fault


def hexed(text: str, size: int, field: str) -> bytes:
    """Bytes from lower-case hex. Raises BadInput."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != size or found.hex() != text:
        raise BadInput(f"{size * 2} lower-case hex digits are expected", field=field, value=text)
    return found

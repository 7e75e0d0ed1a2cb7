"""What a request needs of the installation: its key log as it stands, its store, the drawers."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache

from django.conf import settings

from duecare.adapters import clock
from duecare.adapters.sealed import drawers
from duecare.adapters.sealed.drawers import Drawers
from duecare.adapters.sealed.files import Files
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.intake.queries import key_state
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.stored import stored
from duecare.apps.intake.rules.ceremony import missing
from duecare.apps.intake.rules.key_log import Directory
from duecare.kernel.errors import DuecareError

SWEEP = 60
"""Seconds between two sweeps, whether or not anything is there."""
_own = threading.local()
_walked: dict[bytes, Directory] = {}


def today() -> date:
    """The calendar day in the company's time zone."""
    return clock.today(settings.DUECARE.time_zone)


def keys() -> KeyPlace:
    """Where the installation's number and the key log are."""
    return KeyPlace(settings.DUECARE.home.absolute() / "sealed")


def directory() -> Directory:
    """The key log, walked from its beginning whenever a byte of it is another one than before."""
    place, env = keys(), settings.DUECARE
    data = place.log.read_bytes() if place.log.exists() else b""
    state = hashlib.sha256(env.officers.encode() + b"\0" + (place.installation() or b"") + data).digest()
    if (found := _walked.get(state)) is None:
        found = key_state.directory(place, env.pins())
        _walked.clear()
        _walked[state] = found
    return found


def site() -> Site:
    """The installation today, for the thread that asks.

    Raises:
        DuecareError: there are no keys yet.
    """
    installation = keys().installation()
    if installation is None:
        raise DuecareError("There are no keys here yet.", "Nobody can report.", "Hold the ceremony of keys.")
    home = settings.DUECARE.home.absolute()
    if getattr(_own, "home", None) != home:
        _own.home, _own.store = home, stored(home)
    return Site(installation, _own.store, directory(), today())


def is_open() -> bool:
    """Whether anybody can report: everything that a ceremony takes is there today."""
    try:
        return _complete(directory(), today())
    except DuecareError:
        return False


def was_open() -> bool:
    """Whether the log, as it stood after some entry, was a complete ceremony on the day that a certificate began: then
    somebody may want to come back, whatever has ended since."""
    try:
        known = directory()
    except DuecareError:
        return False
    days = {one.record.begins for one in known.every if one.record.begins <= today()}
    return any(_complete(known.at(count), day) for count in range(1, len(known.heads) + 1) for day in days)


def _complete(known: Directory, on: date) -> bool:
    env = settings.DUECARE
    lacking = missing(known, env.pins(), on=on, threshold=env.recovery_shares, production=env.env == "production")
    return next(lacking, None) is None


@cache
def kept() -> Drawers:
    """Drafts and opened mailboxes."""
    env = settings.DUECARE
    return Drawers(drawers.folder(env.home.absolute(), env.reporter_drafts))


def files() -> Files:
    """Attached files, sealed."""
    return Files(settings.DUECARE.home.absolute(), keys().installation() or b"")


def keep_swept(pause: Callable[[float], None] = time.sleep) -> None:
    """A thread that takes away, every minute, what is older than half an hour."""
    every_minute(lambda: kept().sweep(), pause)


def every_minute(sweep: Callable[[], object], pause: Callable[[float], None] = time.sleep) -> None:
    """A thread that sweeps now and every minute; a full disk or a busy file is tried again at the next one."""

    def on() -> None:
        while True:
            with suppress(DuecareError, OSError):
                sweep()
            pause(SWEEP)

    threading.Thread(target=on, daemon=True).start()

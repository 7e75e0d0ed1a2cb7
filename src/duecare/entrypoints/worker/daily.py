"""What sealed reporting does by itself: once a day at a fixed hour, the same whether or not anything was reported.

Each step notes the day when it is done, so that a tick that was cut off goes on where it stopped, and a second worker
finds nothing left to do. Days on which no worker ran are not made up for one by one: one tick does what is left.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from duecare.adapters import clock
from duecare.adapters.sealed import second_bundle, shred_list
from duecare.adapters.sealed.files import Files
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.sealed.private_file import write_over
from duecare.apps.audit.actions import record_batch
from duecare.apps.intake.actions.batching import Batch, close_day, left_over
from duecare.apps.intake.queries.stored import stored
from duecare.kernel.actor import SYSTEM
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import Conflict

from . import daily_mail

HOUR = 3
"""Of the company's time zone. Nobody works then, and everybody finds the message in the morning."""
FILE = "daily.json"
Step = Callable[[Path, date], None]


def due_day(now: datetime, zone: str) -> date:
    """The newest day whose hour has passed."""
    return (now.astimezone(ZoneInfo(zone)) - timedelta(hours=HOUR)).date()


def tick() -> bool:
    """Do what is left of the newest due day; False when it was done already or another worker is at it."""
    home, day = settings.DUECARE.home.absolute(), due_day(clock.now(), settings.DUECARE.time_zone)
    place = KeyPlace(home / "sealed")
    if place.installation() is None:  # nobody has asked for a key yet: there is nothing sealed, and nobody to tell
        return False
    did = False
    with _alone(place.folder) as alone:
        done = _done(place.folder) if alone else {name: day for name, _ in STEPS}
        for name, step in STEPS:
            if done.get(name, date.min) < day:
                step(home, day)
                done[name] = day
                write_over(place.folder / FILE, canonical({key: one.isoformat() for key, one in done.items()}))
                did = True
    return did


def _batch(home: Path, day: date) -> None:
    """The day's hashes enter the open chain; one that was made and did not get there goes first."""
    installation = KeyPlace(home / "sealed").installation() or b""
    with closing(stored(home)) as rows:
        before = left_over(rows)
        if before is not None:
            _enter(before)
        _enter(close_day(rows, installation, day))


def _enter(batch: Batch) -> None:
    with suppress(Conflict):  # a tick that was cut off had entered it already
        record_batch(by=SYSTEM, day=batch.day, hashes=batch.hashes)


def _tidy(home: Path, _: date) -> None:
    """Both files are laid anew, and the shred list beside the second bundles is made whole."""
    bundles = settings.DUECARE.shred_folder
    with closing(stored(home)) as rows:
        rows.tidy()
        if gone := rows.gone():
            shred_list.add(bundles, gone)


def _sweep(home: Path, day: date) -> None:
    second_bundle.sweep(settings.DUECARE.shred_folder, day)
    with closing(stored(home)) as rows:
        files = Files(home, KeyPlace(home / "sealed").installation() or b"")
        files.sweep(lambda name: rows.shred_key(name) is not None)


STEPS: tuple[tuple[str, Step], ...] = (
    ("batch", _batch),
    ("tidy", _tidy),
    ("sweep", _sweep),
    ("digest", daily_mail.digest),
    ("absence", daily_mail.absence),
)
"""Mail comes last: a mail server that is down keeps nothing else from being done, and the next start tries again."""


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """True for one worker at a time, also across processes."""
    with (folder / f"{FILE}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _done(folder: Path) -> dict[str, date]:
    """Step -> newest day it was done; nothing when the file is missing or damaged: each step stands being repeated."""
    try:
        told = json.loads((folder / FILE).read_bytes())
        return {str(name): date.fromisoformat(day) for name, day in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}

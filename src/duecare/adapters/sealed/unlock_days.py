"""On which day each person last opened their vault, so that the absence of all intake officers is noticed.

One line of canonical JSON in the folder `sealed` of the home: person (hex) to day (ISO), nothing finer. Whoever opens a
vault notes it: the web process or the key agent, under a lock. No backup holds it.
"""

from __future__ import annotations

import fcntl
import json
from datetime import date
from pathlib import Path

from duecare.adapters.sealed.private_file import write_over
from duecare.kernel.canonical import JSON, canonical

FILE = "last-unlock"


def note(folder: Path, person: bytes, day: date) -> None:
    """That this person opened their vault on that day (company's time zone); written once a day at most.

    Args:
        folder: `KeyPlace.folder`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"{FILE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = read(folder)
        if known.get(person, date.min) < day:
            told: dict[str, JSON] = {who.hex(): last.isoformat() for who, last in (known | {person: day}).items()}
            write_over(folder / FILE, canonical(told))


def read(folder: Path) -> dict[bytes, date]:
    """Person -> day. A damaged file reads like none: then the message of absence goes out, which harms nobody."""
    try:
        told = json.loads((folder / FILE).read_bytes())
        return {bytes.fromhex(who): date.fromisoformat(day) for who, day in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}

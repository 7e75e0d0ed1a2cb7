"""A home in which a ceremony was held: number of the installation, key log, and pins for the settings."""

from __future__ import annotations

from pathlib import Path

from duecare.adapters.sealed import log_file
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.kernel.chain import GENESIS
from tests.apps.intake.memory import FULL, INSTALLATION, PINNED

PINS = "; ".join(f"{who} {begins} {ends}" for who, (begins, ends) in PINNED.pinned.items())


def hold_ceremony(home: Path) -> KeyPlace:
    """Everybody of `memory.STAFF` is certified here."""
    place = KeyPlace(home / "sealed")
    place.folder.mkdir()
    (place.folder / "installation").write_text(INSTALLATION.hex() + "\n")
    after = (0, GENESIS)
    for one in FULL:
        new = log_file.append(place.log, one.body, after=after)
        after = (new.seq, new.head)
    return place

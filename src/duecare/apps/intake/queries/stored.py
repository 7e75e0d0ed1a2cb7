"""Where an installation keeps what is sealed: `intake.sqlite` and `shred.sqlite` stand in the home, beside the main
database whichever that is."""

from __future__ import annotations

from pathlib import Path

from duecare.adapters.sealed.rows import Rows
from duecare.apps.intake import models


def stored(home: Path, bundles: Path | None = None) -> Rows:
    """The store of a home, for one thread; made when it is missing.

    Args:
        bundles: folder of the second bundles, so that the shred list there is whole after each step and not only after
            the next daily tick.
    """
    return models.open_rows(home, bundles)

"""The place everything sealed happens in, opened for one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.intake.rules.key_log import Officers

from .key_state import directory
from .site import Kept, Site
from .stored import stored


@contextmanager
def opened(
    home: Path, officers: Officers, today: date, bundles: Path | None = None, kept: Kept | None = None
) -> Iterator[Site]:  # fmt: skip
    """The rows of a home, and its key log checked just now; for one thread, closed afterwards.

    Args:
        bundles: see `stored`; for whoever shreds.
        kept: for the process of an open vault.
    """
    place = KeyPlace(home / "sealed")
    rows = stored(home, bundles)
    try:
        yield Site(place.installation() or b"", rows, directory(place, officers), today, kept)
    finally:
        rows.close()

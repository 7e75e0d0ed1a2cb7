"""The key log of an installation, walked from its beginning."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from duecare.adapters.sealed import log_file
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.signing import verifies
from duecare.apps.intake.rules.key_log import Directory, Officers, checked
from duecare.kernel.chain import Stored


def directory(place: KeyPlace, officers: Officers) -> Directory:
    """Whose keys count here; nobody's before the first request.

    Raises:
        BadInput: a line of the log that is no entry, with its number.
    """
    pinned = tuple(sorted(officers.pinned.items()))
    return _checked(log_file.read(place.log), place.installation() or b"", pinned, officers.demo)


@lru_cache(maxsize=4)
def _checked(
    log: tuple[Stored, ...], installation: bytes, pinned: tuple[tuple[str, tuple[date, date]], ...], demo: bool
) -> Directory:
    # The walk depends on nothing else: the same bytes for the same officers say the same, and two signatures an entry
    # are most of what it costs to open a page.
    return checked(log, installation=installation, officers=Officers(dict(pinned), demo), verifies=verifies)

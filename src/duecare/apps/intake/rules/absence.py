"""When nobody has looked: all intake officers of a track away for three days is itself a danger to reporters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from .key_log import Directory
from .records import INTAKE, Track

AWAY = timedelta(days=3)


def absent(directory: Directory, unlocked: Mapping[bytes, date], on: date) -> Iterator[Track]:
    """Tracks none of whose intake officers opened their vault in the three days before this one.

    Whether anything arrived plays no part. Somebody who never opened it counts as having done so on the first day of
    their keys. A track without officers is not open, so nobody is missed.

    Args:
        unlocked: person -> last day.
    """
    for track, office in INTAKE.items():
        officers = directory.holders(office, on)
        last = [unlocked.get(one.record.person, one.record.begins) for one in officers]
        if last and on - max(last) >= AWAY:
            yield track

"""Which rehearsals of recovery were held here, and which of them still prove something."""

from __future__ import annotations

from collections.abc import Iterator

from duecare.adapters.sealed import drill_file
from duecare.adapters.sealed.key_place import KeyPlace
from duecare.adapters.signing import verifies
from duecare.apps.intake.rules import drills
from duecare.apps.intake.rules.drills import Drill
from duecare.apps.intake.rules.key_log import Directory


def rehearsed(place: KeyPlace, known: Directory) -> tuple[tuple[Drill, ...], tuple[int, ...]]:
    """(rehearsals signed by as many of the committee as it took, oldest first; numbers of lines that prove nothing)."""
    installation = place.installation() or b""
    good, bad = [], []
    for number, one in _lines(place):
        if one is not None and drills.holds(one, known, installation=installation, verifies=verifies):
            good.append(one)
        else:
            bad.append(number)
    return tuple(good), tuple(bad)


def _lines(place: KeyPlace) -> Iterator[tuple[int, Drill | None]]:
    for number, line in enumerate(drill_file.lines(place.folder), start=1):
        try:
            yield number, drills.parsed(line)
        except ValueError:
            yield number, None

"""An answer behind which bytes follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duecare.apps.intake.rules.desk_files import Coming


@dataclass(frozen=True, slots=True)
class Opened:
    """What is answered, and what opens the bytes that follow, given the home; the latter never leaves the process."""

    told: Coming
    pieces: Callable[[Path], Iterator[bytes]]

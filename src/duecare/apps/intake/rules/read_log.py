"""The case's own read log: who opened what on which day, inside the seal.

Readings are a chain beside a compartment's own, under a seed that follows from the compartment's. So whoever can read
the compartment can read and write them, a turn of the keys and a shredding reach them as they reach everything else,
and a reading never stands where somebody's step was about to be written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .compartments import Compartment
from .reading import mapping, text

FORMAT = "duecare/reading/1"
SEED_LABEL = "duecare/compartment/1/readings"
"""Of HKDF-Expand: the seed of the readings in an epoch, from the compartment's seed of that epoch."""
LANES = (Compartment.WORK, Compartment.REPORT)
"""Beside which readings stand. Who holds the work writes there; an observer, who does not, beside the report."""
ROOM = 128
"""Hashes that may wait for the open chain before readings put theirs in: half of a day's batch stays for what people
write, however much is read."""
LONGEST = 64


class Thing(StrEnum):
    """What was opened."""

    CASE = "case"
    """Any page of it."""
    FILE = "file"
    """One that the reporter sent, without its metadata; `which` is its number."""
    ORIGINAL = "original"
    """The same as it was sent."""
    ADDED = "added"
    """One that a member added, without its metadata."""
    ADDED_ORIGINAL = "added-original"
    PACK = "pack"
    """An evidence pack; `which` is the mark of the act."""
    COUNSEL = "counsel"
    """Advice of counsel."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was opened; `which` tells it from others of its sort, "" for the case."""

    thing: Thing
    which: str = ""

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": FORMAT, "thing": self.thing.value, "which": self.which}


CASE = Reading(Thing.CASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A reading as it stands: the day, and the keys that signed it."""

    day: date
    author: bytes
    what: Reading


def decoded(body: JSON) -> Reading:
    """The reading again. Raises ValueError: it is none."""
    told = mapping(body)
    if set(told) != {"format", "thing", "which"} or told["format"] != FORMAT or len(text(told["which"])) > LONGEST:
        raise ValueError("no reading")
    return Reading(Thing(text(told["thing"])), text(told["which"]))


def noted(known: Sequence[Read], person: Collection[bytes], what: Reading, day: date) -> bool:
    """Whether it stands there already; `person`: every key of whoever reads, since a renewed key is no second one."""
    return any(one.day == day and one.what == what and one.author in person for one in known)


def queued(waiting: Sequence[bytes], before: bytes, new: bytes) -> tuple[bytes, ...]:
    """What waits for the open chain once a reading was written.

    The newest reading of a chain stands for those before it, since it names them: it takes the place of the one before
    where that still waits, and a place of its own only while there is `ROOM`. Otherwise the next reading, or the link
    of the next turn, stands for it.

    Args:
        before, new: leaves of the chain's head before and after.
    """
    if before in waiting:
        return tuple(new if one == before else one for one in waiting)
    return (*waiting, new) if len(waiting) < ROOM else tuple(waiting)

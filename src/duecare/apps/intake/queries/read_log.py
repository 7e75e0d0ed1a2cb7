"""The read log of a case, from both chains of readings."""

from __future__ import annotations

from dataclasses import dataclass

from duecare.apps.intake.rules import read_log as rules
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.read_log import Read
from duecare.apps.intake.rules.records import Office

from .history import MEMBERS
from .opening import Case
from .site import Site
from .walking import Found, Walk, walk_readings


@dataclass(frozen=True, slots=True)
class Readings:
    """One chain: what counts, oldest first, and how many entries do not."""

    read: tuple[Read, ...]
    faults: int
    walk: Walk


def lane(case: Case) -> Compartment:
    """Beside which compartment whoever opened the case writes what they read."""
    return Compartment.WORK if Compartment.WORK in case.bundle.seeds else Compartment.REPORT


def readings(site: Site, case: Case, where: Compartment) -> Readings:
    """The chain beside a compartment.

    Raises:
        NotHeld: the compartment is not open to these keys.
    """
    done = walk_readings(site.store, case.id, where, case.seed(where))
    good, faults = [], len(done.faults)
    for one in done.found:
        try:
            if one.entry.kind is not Kind.READING or not _rightly(site, case, where, one):
                raise ValueError("nobody who may")
            good.append(Read(one.entry.day, one.entry.author, rules.decoded(one.entry.body)))
        except ValueError:
            faults += 1
    return Readings(tuple(good), faults, done)


def _rightly(site: Site, case: Case, where: Compartment, found: Found) -> bool:
    """Whether its author could read there in that epoch, was certified that day, and signed. The reporter's key, which
    opens the report as well, writes none: nobody of the staff is said by it to have read anything."""
    entry = found.entry
    during = [one.header for one in case.versions if one.header.seeds[where][0] == found.at.epoch]
    held = any(where in one.members.get(entry.author, frozenset()) for one in during)
    return held and site.signed_by_staff(entry, found.signed, found.signature, *MEMBERS, Office.OBSERVER)

"""Compartments of a case: each has a seed of its own and an epoch that rises when somebody loses it."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from duecare.kernel.framing import framed


class Compartment(StrEnum):
    """Six hold what is written; two serve the case itself."""

    REPORT = "report"
    """What the reporter tells and is told."""
    WORK = "work"
    """The investigation."""
    IDENTITY = "identity"
    """Who the reporter is: one object, its key split between case handlers and custodians."""
    PRIVILEGE = "privilege"
    """Advice of counsel."""
    EVIDENCE = "evidence"
    STATS = "stats"
    """What may be counted without reading the rest."""
    HEADER = "header"
    """Who is in the case, with which keys; everybody in it reads this."""
    RECOVERY = "recovery"
    """Seeds sealed to the recovery key; committee members and whoever may grant reach the outer layer."""


WRITTEN = tuple(one for one in Compartment if one not in (Compartment.HEADER, Compartment.RECOVERY))
SEEDED = tuple(one for one in Compartment if one is not Compartment.IDENTITY)
"""Those whose seed stands in a bundle as it is; of identity only a half does."""
RECOVERED = tuple(one for one in SEEDED if one is not Compartment.RECOVERY)
"""Seeds that the committee can give back, in the order of their slots in a recovery record. After them comes the
handlers' half of identity: the custodians' half is never among them, so that no committee reads a name alone."""
OF_REPORTER = (Compartment.HEADER, Compartment.REPORT)


def commitment(case: bytes, compartment: Compartment, epoch: int, seed: bytes) -> bytes:
    """What the header says of a seed, so that a wrong one in an envelope is seen."""
    return hashlib.sha256(framed("duecare/commit/1", case, compartment.value, epoch, seed)).digest()


def object_aad(case: bytes, compartment: Compartment, epoch: int, name: bytes) -> bytes:
    """What an object is bound to: moved to another place or case, it opens no more."""
    return framed("duecare/obj/1", case, compartment.value, epoch, name)

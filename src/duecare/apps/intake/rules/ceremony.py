"""Whether reporting may open: the ceremony is complete, or here is what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .key_log import CERTIFIERS, Directory, Officers
from .recipients import FIRST_READERS
from .records import INTAKE, READING, Office

COMMITTEE = 3
"""Shares at least (n)."""
THRESHOLD = 2
"""Shares that give a seed back, at least (k)."""


def missing(directory: Directory, officers: Officers, *, on: date, threshold: int, production: bool) -> Iterator[str]:
    """Why the reporter site says "not open yet", one sentence each; nothing when it may open."""
    if officers.demo and production:
        yield "The pinned officers are the demonstration's; they prove nothing here."
    if directory.faults:
        yield f"The key log is not sound: {directory.faults[0].says}."
        return
    pinned = [who for who, (begins, ends) in officers.pinned.items() if begins <= on <= ends]
    if len(pinned) < CERTIFIERS:
        yield f"Two officers have to be pinned in the configuration; {len(pinned)} are today."
    for track, office in INTAKE.items():
        holders = [one for one in directory.holders(office, on) if not one.record.sales]
        if len(holders) < FIRST_READERS:
            yield f"The {track.value} track needs two intake officers outside sales; it has {len(holders)}."
    if not directory.holders(Office.CUSTODIAN, on):
        yield "A custodian of identities is missing."
    yield from _committee(directory, on, threshold)
    yield from _apart(directory, on)


def _committee(directory: Directory, on: date, threshold: int) -> Iterator[str]:
    committee = directory.holders(Office.COMMITTEE, on)
    if len(committee) < COMMITTEE:
        yield f"Recovery needs three committee keys; there are {len(committee)}."
    if not THRESHOLD <= threshold <= max(len(committee), THRESHOLD):
        yield f"Recovery needs at least two shares and no more than there are; {threshold} is asked for."
    if not any(one.record.independent for one in committee):
        yield "The committee needs an independent member."


def _apart(directory: Directory, on: date) -> Iterator[str]:
    """A custodian who could read reports would hold both halves of an identity."""
    custodians = {one.record.person for one in directory.holders(Office.CUSTODIAN, on)}
    others = {one.record.person for office in READING for one in directory.holders(office, on)}
    others |= {one.record.person for one in directory.holders(Office.COMMITTEE, on) if one.record.independent}
    if custodians & others:
        yield "A custodian of identities may not read reports as well."

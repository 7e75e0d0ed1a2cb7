"""Who reads a new report first, and who may hold a share of its recovery seed.

Only the track's intake officers and the independent member, none from sales, none whom the reporter excludes. They
check conflicts; only then does one of them grant to case handlers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .key_log import Certified, Directory
from .records import INTAKE, Office, Track

FIRST_READERS = 2
"""Intake officers a track needs, so that one person's absence or conflict stops nothing."""
PLACES = 16
"""Envelopes in a group; one of them is the reporter's."""


class Refusal(StrEnum):
    """Why a report cannot be sealed to anybody. Pages say it in the reporter's language."""

    NOBODY = "nobody"
    """Everybody who could read it first is excluded."""
    NO_RECOVERY = "no-recovery"
    """Too few of the committee are left to hold shares."""
    NO_CUSTODIAN = "no-custodian"
    """An identity was given, and every custodian is excluded: nobody could ever read it."""
    TOO_MANY = "too-many"
    """More than fifteen are to read."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who a report is sealed to.

    Attributes:
        first: may read the report.
        custodians: half of the identity key is sealed to each.
        shares: hold a share of the recovery seed.
        refusal: why it cannot be sealed, or None.
    """

    first: tuple[Certified, ...]
    custodians: tuple[Certified, ...]
    shares: tuple[Certified, ...]
    refusal: Refusal | None


def readers(
    directory: Directory, *, track: Track, on: date, threshold: int, excluded: Collection[bytes] = ()
) -> Readers:
    """Choose from the checked key log.

    Args:
        threshold: shares that give the seed back.
        excluded: person ids that the reporter does not want to read it.
    """

    def left(office: Office) -> tuple[Certified, ...]:
        holders = directory.holders(office, on)
        return tuple(one for one in holders if one.record.person not in excluded and not one.record.sales)

    officers, committee = left(INTAKE[track]), left(Office.COMMITTEE)
    independent = tuple(one for one in committee if one.record.independent)
    by_person = {one.record.person: one for one in (*independent, *officers)}
    first = tuple(by_person.values())
    refusal = None
    if not officers:
        refusal = Refusal.NOBODY
    elif len(committee) < threshold:
        refusal = Refusal.NO_RECOVERY
    elif len(first) >= PLACES or len(committee) > PLACES:
        refusal = Refusal.TOO_MANY
    return Readers(first, left(Office.CUSTODIAN), committee, refusal)

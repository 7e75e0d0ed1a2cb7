"""The no-go register: what an entry covers, and on which days.

An entry is the strongest thing one person can do alone, because a delay harms those it protects and a
mistake harms only a sale: it counts from the day it is entered. To lift it takes a reason and a second
person. An entry about a body covers whatever stands below it in the tree and whatever it holds by half
or more, and a holding whose size nobody knows counts as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from duecare.kernel.errors import BadInput

HALF = Decimal(50)
"""Per cent from which a holding brings what is held under an entry about its holder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. Exactly one of `country` and `body_id` is given; `until` is the day it was lifted."""

    id: UUID
    reference: str
    country: str
    body_id: UUID | None
    name: str
    reason: str
    since: date
    until: date | None = None

    def stands(self, on: date) -> bool:
        """True on the day it was entered, no longer on the day it was lifted."""
        return self.since <= on and (self.until is None or on < self.until)

    def sentence(self) -> str:
        """What stands in the way, for whoever asks why."""
        return f"{self.name} is on the no-go register ({self.reference}): {self.reason}"


def check_entry(country: str, body_id: UUID | None, reason: str) -> None:
    """Refuse an entry about nothing, about two things, or without a reason.

    Raises:
        BadInput: names the field.
    """
    if bool(country) == (body_id is not None):
        raise BadInput("name either a country or a body.", field="country")
    if not reason.strip():
        raise BadInput("say why.", field="reason", todo="Whoever is refused a sale because of it will read this.")


def brings_under(share: Decimal | None) -> bool:
    """Whether a holding of this size (per cent, None unknown) brings what is held under its holder's entry."""
    return share is None or share >= HALF


def met(entries: Iterable[Entry], places: Collection[str], bodies: Collection[UUID], on: date) -> tuple[Entry, ...]:
    """The entries that speak of these places or bodies on a day, by reference.

    Args:
        places: codes of every country or territory whose score applies.
        bodies: every body of the deal, with all that stand above it or hold it.
    """
    found = [one for one in entries if one.stands(on) and (one.country in places or one.body_id in bodies)]
    return tuple(sorted(found, key=lambda one: one.reference))

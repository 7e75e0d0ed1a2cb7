"""Which header may follow which: a turn of the keys.

Every grant, revocation and rotation is one and the same step: all seeds are made anew, recovery is dealt anew, every
group is written anew. So whoever leaves takes no key along, and storage does not tell which of the three it was. It
takes somebody who holds every compartment, since nobody can write into an envelope what they do not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from .compartments import SEEDED, WRITTEN, Compartment
from .headers import Header


class Standing(StrEnum):
    """By what right a version was written."""

    MEMBER = "member"
    COMMITTEE = "committee"


KEPT = ("case", "track", "mailbox", "reporter_opening", "reporter_signing", "halves", "identity", "evidence")
"""What no version changes. New halves of identity could be made by a custodian and a handler together only."""


def lacking(header: Header, who: bytes) -> frozenset[Compartment]:
    """Compartments that these keys do not hold; without any, their holder may turn the keys."""
    return frozenset(WRITTEN) - header.members.get(who, frozenset())


def breaches(before: Header, after: Header, author: bytes, standing: Standing) -> Iterator[str]:
    """Everything that forbids `after` as the version behind `before`; nothing when it may follow.

    Args:
        author: fingerprint of whoever signed `after`; whether the office allows it is asked of the key log.
        standing: COMMITTEE when enough of its members approved; then the author's own holdings do not count.
    """
    if after.version != before.version + 1:
        yield "it is not the next version"
    yield from (
        f"it changes {what.replace('_', ' ')}" for what in KEPT if getattr(after, what) != getattr(before, what)
    )
    for one in SEEDED:
        if one not in after.seeds or after.seeds[one][0] != before.seeds[one][0] + 1:
            yield f"the epoch of {one.value} does not follow"
    if set(after.seeds) != set(SEEDED):
        yield "it has seeds of its own"
    if after.log[0] < before.log[0]:
        yield "it names an older key log"
    if after.dealing.opening == before.dealing.opening:
        yield "recovery was not dealt anew"
    if any(after.custody.get(who) != half for who, half in before.custody.items()):
        yield "it takes from custodians what they hold"
    if standing is Standing.MEMBER and lacking(before, author):
        yield "its author does not hold every compartment"

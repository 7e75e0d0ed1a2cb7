"""A letter, read by one of those who take part in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from duecare.adapters.sealed import objects
from duecare.apps.intake.rules import entries
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.letters import letter_aad, to_whom
from duecare.apps.intake.rules.reading import mapping
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.kernel.canonical import JSON

from .site import Site

LONGEST = 512
"""Sheets of a letter at most."""


@dataclass(frozen=True, slots=True)
class Letter:
    """As it stands.

    Attributes:
        group: its name in the storage.
        sheets: oldest first.
        head: what the next one names as the one before it.
    """

    group: bytes
    seed: bytes = field(repr=False)
    sheets: tuple[Entry, ...]
    head: bytes

    @property
    def first(self) -> Mapping[str, JSON]:
        """What the letter is about."""
        return mapping(self.sheets[0].body)

    @property
    def between(self) -> frozenset[bytes]:
        """Who takes part."""
        return frozenset({self.sheets[0].author, *to_whom(self.first)})


def letter(site: Site, group: bytes, seed: bytes) -> Letter:
    """Every sheet of it.

    Raises:
        Altered: one is missing, moved, or not by somebody of those who take part, certified on its day.
    """
    return proved(site, group, seed, contents(site, group, seed))


def contents(site: Site, group: bytes, seed: bytes) -> Iterator[bytes]:
    """What the sheets hold, signature and entry, oldest first. Raises Altered: one does not open."""
    for counter in range(LONGEST):
        name = objects.name(seed, 1, counter)
        box = site.store.object(name)
        if box is None:
            return
        content = objects.opened(seed, letter_aad(site.installation, group, name), box)
        if content is None:
            raise Altered("a sheet of a letter does not open")
        yield content


def proved(site: Site, group: bytes, seed: bytes, sheets: Iterable[bytes]) -> Letter:
    """A letter from what its sheets hold, wherever they were kept. Raises Altered: see `letter`."""
    known: Letter | None = None
    for counter, content in enumerate(sheets):
        head = known.head if known else FIRST
        aad = letter_aad(site.installation, group, objects.name(seed, 1, counter))
        try:
            signature, plain = entries.parted(content)
            entry = entries.decoded(plain)
            between = {entry.author, *to_whom(mapping(entry.body))} if known is None else known.between
        except ValueError as fault:
            raise Altered("a sheet of a letter does not open") from fault
        signed = site.signed_by_staff(entry, entries.to_sign(aad, plain), signature, *Office)
        if entry.kind is not Kind.SHEET or entry.previous != head or entry.author not in between or not signed:
            raise Altered("a sheet of a letter is by nobody who takes part, or does not follow the one before it")
        known = Letter(group, seed, (*(known.sheets if known else ()), entry), entries.digest(content))
    if known is None:
        raise Altered("a letter without a sheet")
    return known

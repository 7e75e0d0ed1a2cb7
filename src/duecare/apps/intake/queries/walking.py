"""One compartment, from its first entry to its last: found by counting, chained, closed epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from duecare.adapters.sealed import objects
from duecare.adapters.sealed.keys import expand
from duecare.apps.intake.rules import entries
from duecare.apps.intake.rules.bundles import Seed, seed_of
from duecare.apps.intake.rules.compartments import Compartment, object_aad
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.read_log import SEED_LABEL
from duecare.apps.intake.rules.reading import hexed, mapping, whole
from duecare.apps.intake.rules.store import Store
from duecare.kernel.canonical import JSON

LONGEST = 1 << 16
"""Entries of one epoch at most: whoever forges a link keeps nobody counting for ever."""


AHEAD = 8
"""Places looked at behind the last entry found. A longer tail cut off is told by what a key-ring remembers alone."""
AT_ONCE = 64
"""Boxes fetched in one question at most: a chain of a hundred entries takes four questions, a short one takes one."""


class At(NamedTuple):
    """Where an entry stands."""

    epoch: int
    counter: int


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as found, not yet asked who may have written it."""

    at: At
    entry: Entry
    signed: bytes
    """What its author signed."""
    signature: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Walk:
    """A compartment as it stands.

    Attributes:
        seeds: oldest epoch first.
        found: entries in order, links among them.
        faults: what does not fit, in words, each with its place.
        next: where the next entry goes.
        head: what it names as the one before it.
    """

    seeds: tuple[Seed, ...]
    found: tuple[Found, ...]
    faults: tuple[tuple[At, str], ...]
    next: At
    head: bytes


@dataclass(frozen=True, slots=True)
class _End:
    """Where a link says that the epoch before it ended."""

    count: int
    head: bytes


_Ends = tuple[_End, _End]
"""Of the compartment itself, and of the readings beside it."""


def walk(store: Store, case: bytes, compartment: Compartment, current: Seed) -> Walk:
    """Read everything that the seed of the newest epoch leads to."""
    seeds, ends, faults = _back(store, case, compartment, current)
    return _along(store, case, compartment, seeds, [one and one[0] for one in ends], faults)


def walk_readings(store: Store, case: bytes, compartment: Compartment, current: Seed) -> Walk:
    """The same of the chain of readings beside the compartment, which has a seed of its own in each epoch."""
    seeds, ends, faults = _back(store, case, compartment, current)
    beside = [Seed(one.epoch, expand(one.secret, SEED_LABEL)) for one in seeds]
    return _along(store, case, compartment, beside, [one and one[1] for one in ends], faults)


def _along(
    store: Store, case: bytes, compartment: Compartment, seeds: Sequence[Seed], ends: Sequence[_End | None],
    faults: list[tuple[At, str]],
) -> Walk:  # fmt: skip
    found: list[Found] = []
    head = FIRST
    at = At(seeds[-1].epoch, 0)
    for seed, end in zip(seeds, ends, strict=True):
        boxes = _Boxes(store, seed)
        for counter in count():
            at = At(seed.epoch, counter)
            if end is not None and counter >= end.count:
                break
            name, box = boxes.taken(counter)
            one = _found(boxes.chain, case, compartment, At(seed.epoch, counter), name, box)
            if one is None:
                if end is None and box is None and not boxes.any(range(counter + 1, counter + AHEAD)):
                    break  # else a hole: a fault, and no end
                faults.append((at, "an entry is missing or was altered"))
                continue
            if one.entry.previous != head:
                faults.append((at, "it does not follow the entry before it"))
            if found and one.entry.day < found[-1].entry.day:
                faults.append((at, "it is dated before the entry it follows"))
            found.append(one)
            head = one.digest
        if end is not None and head != end.head:
            faults.append((at, "the epoch did not end here"))
            head = end.head
    return Walk(tuple(seeds), tuple(found), tuple(faults), at, head)


def look(store: Store, case: bytes, compartment: Compartment, seed: Seed, counter: int) -> Found | None:
    """The entry at one place, or None: nothing there, another key, another place, no entry."""
    chain = objects.Chain(seed.secret, seed.epoch)
    name = chain.name(counter)
    return _found(chain, case, compartment, At(seed.epoch, counter), name, store.object(name))


class _Boxes:
    """The boxes of one epoch in their order, fetched ahead."""

    def __init__(self, store: Store, seed: Seed) -> None:
        self._store, self.chain = store, objects.Chain(seed.secret, seed.epoch)
        self._names: list[bytes] = []
        self._boxes: dict[bytes, bytes] = {}

    def taken(self, counter: int) -> tuple[bytes, bytes | None]:
        """Name of a place, and what stands there, which is let go of."""
        return self._name(counter), self._boxes.pop(self._names[counter], None)

    def any(self, places: Iterable[int]) -> bool:
        """Whether something stands at one of them."""
        return any(self._name(one) in self._boxes for one in places)

    def _name(self, counter: int) -> bytes:
        while counter >= (known := len(self._names)):
            places = range(known, known + min(AT_ONCE, max(AHEAD, known)))
            more = [self.chain.name(one) for one in places]
            self._names += more
            self._boxes |= self._store.objects(more)
        return self._names[counter]


def _found(
    chain: objects.Chain, case: bytes, compartment: Compartment, at: At, name: bytes, box: bytes | None
) -> Found | None:
    aad = object_aad(case, compartment, at.epoch, name)
    content = chain.opened(aad, box) if box is not None else None
    if content is None:
        return None
    try:
        signature, plain = entries.parted(content)
        entry = entries.decoded(plain)
    except ValueError:
        return None
    signed = entries.to_sign(aad, plain)
    return Found(at, entry, signed, signature, entries.digest(content))


def _back(
    store: Store, case: bytes, compartment: Compartment, current: Seed
) -> tuple[list[Seed], list[_Ends | None], list[tuple[At, str]]]:
    """Seeds of every epoch, oldest first, and where each ended."""
    seeds: list[Seed] = [current]
    ends: list[_Ends | None] = [None]
    while seeds[0].epoch > 1:
        link = look(store, case, compartment, seeds[0], 0)
        try:
            if link is None or link.entry.kind is not Kind.LINK:
                raise ValueError("no link")
            body = mapping(link.entry.body)
            before, end = seed_of(body.get("seed")), _End(whole(body.get("count")), hexed(body.get("head"), 32))
            read = _read(body.get("readings"))
            if before.epoch != seeds[0].epoch - 1 or max(end.count, read.count) > LONGEST:
                raise ValueError("another epoch, or no end")
        except ValueError:
            return seeds, ends, [(At(seeds[0].epoch, 0), "the link to the epoch before it is missing or was altered")]
        seeds.insert(0, before)
        ends.insert(0, (end, read))
    return seeds, ends, []


def _read(told: JSON) -> _End:
    """Where the readings of an epoch ended. Links that are older than the read log do not say: there were none."""
    if told is None:
        return _End(0, FIRST)
    if not isinstance(told, list) or len(told) != 2:
        raise ValueError("count and head expected")
    return _End(whole(told[0]), hexed(told[1], 32))

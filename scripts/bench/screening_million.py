"""A list of a million names: the real one, and invented names as the real ones are made.

Fitted to `list_base.tsv`, per schema: how many words a name has, which words come first, last or between and how
often, and how often a word is one that was not seen before (Good and Turing: the share of words seen once); such a
word is made of the beginning of one rare word and the end of another. Half of the names are second names of an entity
and differ from the first in one word. No name is given twice, none is one of the list's. One seed, so one list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from .screening_lists import Entity, listed, script
from .screening_sets import SEED

MILLION = 1_000_000
PLACES = (slice(0, 1), slice(1, -1), slice(-1, None))
"""First, middle and last words of a name."""


def enlarged(where: Path, names: int = MILLION) -> list[Entity]:
    """The real list and invented entities behind it, together of `names` names (one fewer at most)."""
    real = listed(where)
    lacking = names - sum(len(one.names) for one in real)
    taken = {name.casefold() for one in real for name in one.names}
    found = list(real)
    for schema in sorted({one.schema for one in real}):
        own = [name for one in real if one.schema == schema for name in one.names if script(name) == "LATIN"]
        share = sum(len(one.names) for one in real if one.schema == schema) / (names - lacking)
        invented = Words(own, schema).names(int(lacking * share / 2) + 1, taken)
        found += [Entity(f"made-{schema}-{number}", schema, "made", both) for number, both in enumerate(invented)]
    surplus = max(0, sum(len(one.names) for one in found) - names)
    return found[: len(found) - (surplus + 1) // 2]


class Words:
    """The words of one schema's names, by place in the name, and how often they stand there."""

    def __init__(self, names: Sequence[str], seed: str) -> None:
        self._chance = np.random.default_rng([SEED, *seed.encode()])
        split = [words for name in names if (words := name.replace(",", " ").split())]
        self._lengths = np.array([min(len(words), 12) for words in split])
        # Every occurrence is kept, so that drawing one evenly draws a word as often as the list has it.
        self._places = [[word for words in split for word in words[place]] for place in PLACES]
        counts = Counter(word for words in split for word in words)
        self._rare = [word for word, count in counts.items() if count == 1 and len(word) >= 4]
        self._new = sum(count == 1 for count in counts.values()) / sum(counts.values())

    def names(self, count: int, taken: set[str]) -> Iterator[tuple[str, str]]:
        """`count` times a name and a second one; `taken` grows by them."""
        while count > 0:
            for words, at, new in self._drawn(count):
                first, second = " ".join(words), " ".join((*words[:at], new, *words[at + 1 :]))
                both = {first.casefold(), second.casefold()}
                if len(both) == 2 and not both & taken:
                    taken |= both
                    count -= 1
                    yield first, second

    def _drawn(self, count: int) -> Iterator[tuple[list[str], int, str]]:
        """Names as lists of words; the place of one of them and another word for it."""
        lengths = self._chance.choice(self._lengths, count)
        places = (self._chance.random(count) * lengths).astype(int)
        words = [iter(self._words(place, int(need))) for place, need in enumerate(_needed(lengths))]
        for length, at, other in zip(
            lengths, places, self._words(1 if len(self._places[1]) else 0, count), strict=True
        ):
            which = [0, *[1] * (int(length) - 2), 2][: int(length)]
            yield [next(words[place]) for place in which], int(at), other

    def _words(self, place: int, count: int) -> list[str]:
        """Words for one place, invented ones among them."""
        there = self._places[place]
        drawn = [there[at] for at in self._chance.integers(len(there), size=count)] if there else []
        for at in np.flatnonzero(self._chance.random(len(drawn)) < self._new):
            one, other = (self._rare[int(part)] for part in self._chance.integers(len(self._rare), size=2))
            drawn[at] = one[: len(one) // 2 + 1] + other[len(other) // 2 :]
        return drawn


def _needed(lengths: np.ndarray) -> tuple[int, int, int]:
    """How many first, middle and last words names of these lengths have."""
    return len(lengths), int((lengths - 2).clip(0).sum()), int((lengths > 1).sum())

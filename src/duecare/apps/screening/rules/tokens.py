"""Names as rows of tokens, and the table of what is known of each token.

A `Lexicon` grows as names are read: a word met a second time costs one look-up. Its columns are plain
arrays, because the search and the alignment are compiled and because an index is opened by mapping
them from disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from .edits import SKELETON
from .knowledge import Knowledge
from .normalise import MOST_WORDS, Word, latin_words, plain
from .sounds import WIDTH, sound_rows

ABJAD, INITIAL, NUMBER, SYLLABLE, SLIGHT, FOREIGN = 1, 2, 4, 8, 16, 32
"""Flags of a token: vowels are not written; one letter; digits; a Han or Hangul syllable; a legal form,
title or particle, which says next to nothing; written in another script than Latin."""

_VOWELS = frozenset("aeiouy")

GROUPS = 4
"""Groups of equivalent names to which one token may belong."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns over tokens; every array has one row a token.

    Attributes:
        sounds: (n, WIDTH) codes of `sounds`; `lengths` says how many count.
        idents: hash of the writing: equal means the same word in the same script.
        masks: bit set of the skeleton's classes, to leave out what cannot be near.
        flags, weights: see above; weight is what the token says of a name, 1 for an ordinary word.
        groups, strengths: (n, GROUPS) equivalence groups (-1 none) and how strong (0 spelling, 1 nickname, 2 translation).
    """

    sounds: NDArray[np.uint8]
    lengths: NDArray[np.uint8]
    idents: NDArray[np.uint64]
    masks: NDArray[np.uint16]
    flags: NDArray[np.uint8]
    weights: NDArray[np.float32]
    groups: NDArray[np.int32]
    strengths: NDArray[np.uint8]

    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """All arrays in the order in which compiled functions take them."""
        return tuple(getattr(self, item.name) for item in fields(self))


class Lexicon:
    """Words met so far; not shared between threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.numbers: dict[str, int] = {}
        self.latin: list[str] = []
        self._flags: list[int] = []
        self._weights: list[float] = []
        self._known: tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]] = ({}, {})

    def __len__(self) -> int:
        return len(self.latin)

    def read(self, name: str, person: bool) -> tuple[int, ...]:
        """Token numbers of a name; empty when it holds no letter.

        Args:
            person: titles are recognised in persons' names, legal forms in all others.
        """
        known = self._known[person]
        found: list[int] = []
        words = plain(name).split()
        if len(words) > MOST_WORDS:
            words = words[:MOST_WORDS]
        for word in words:
            ids = known.get(word)
            if ids is None:
                ids = known[word] = self._learn(word, person)
            if not ids:
                continue
            if ids[0] < 0:  # a word of a legal form or a title, or one that writes several at once
                return self._with_care(words, person)
            found += ids
        return tuple(found[:MOST_WORDS])

    def _learn(self, word: str, person: bool) -> tuple[int, ...]:
        parts = latin_words(word)
        if any(part.latin in self.knowledge.special(person) for part in parts):
            return (-1,)
        return tuple(self.token(part, person) for part in parts)

    def _with_care(self, words: Sequence[str], person: bool) -> tuple[int, ...]:
        parts = [part for word in words for part in latin_words(word)][:MOST_WORDS]
        return tuple(
            self._slight(piece) if isinstance(piece, str) else self.token(piece, person)
            for piece in self.knowledge.parts(parts, person)
        )

    def shown(self, name: str, person: bool) -> tuple[str, ...]:
        """The words behind the tokens of `read`, as written."""
        parts = [part for word in plain(name).split()[:MOST_WORDS] for part in latin_words(word)][:MOST_WORDS]
        if not any(part.latin in self.knowledge.special(person) for part in parts):
            return tuple(part.shown for part in parts)
        return tuple(
            piece.removeprefix("=") if isinstance(piece, str) else piece.shown
            for piece in self.knowledge.parts(parts, person)
        )

    def _slight(self, piece: str) -> int:
        """A legal form, title or particle: its code is all that counts."""
        key = "\x01" + piece
        if (number := self.numbers.get(key)) is None:
            latin = "".join(char for char in piece if char.isascii() and char.isalnum()) or "x"
            number = self._add(key, latin, SLIGHT, self.knowledge.slight_weight(piece))
        return number

    def token(self, word: Word, person: bool) -> int:
        """The number of a word's token; a person's name typed without its vowels is read as an alphabet without them."""
        latin, script = word.latin, word.script
        bare = person and script == "latin" and len(latin) > 2 and latin.isalpha() and not _VOWELS & set(latin)
        key = latin if script == "latin" else f"\x02{latin}\x02{word.shown if script in ('han', 'hangul') else script}"
        key = "\x03" + latin if bare else key
        if (number := self.numbers.get(key)) is None:
            flags = (
                (bare or script in ("arabic", "hebrew")) * ABJAD
                | (len(latin) == 1 and latin.isalpha()) * INITIAL
                | latin.isdigit() * NUMBER
                | (script in ("han", "hangul")) * SYLLABLE
                | (script != "latin") * FOREIGN
            )
            if script in ("han", "hangul"):
                flags &= ~INITIAL
            number = self._add(key, latin, flags, self.knowledge.weight(latin, flags & SYLLABLE != 0))
        return number

    def _add(self, key: str, latin: str, flags: int, weight: float) -> int:
        number = self.numbers[key] = len(self.latin)
        self.latin.append(latin)
        self._flags.append(flags)
        self._weights.append(weight)
        return number

    def table(self, start: int = 0) -> Table:
        """Columns over the tokens from number `start` on."""
        latin = self.latin[start:]
        sounds, lengths = sound_rows(latin)
        keys = list(self.numbers)[start:]
        groups = np.full((len(latin), GROUPS), -1, np.int32)
        strengths = np.zeros((len(latin), GROUPS), np.uint8)
        flags = np.array(self._flags[start:], np.uint8)
        for row, word in enumerate(latin):
            if flags[row] & SLIGHT:
                continue
            for place, (group, strength) in enumerate(self.knowledge.groups(word)[:GROUPS]):
                groups[row, place], strengths[row, place] = group, strength
        return Table(
            sounds, lengths, _idents(keys), _masks(sounds, lengths), flags,
            np.array(self._weights[start:], np.float32), groups, strengths,
        )  # fmt: skip


def _idents(keys: Iterable[str]) -> NDArray[np.uint64]:
    hashed = b"".join(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest() for key in keys)
    return np.frombuffer(hashed, np.uint64)


def _masks(sounds: NDArray[np.uint8], lengths: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Which classes of the skeleton a word holds."""
    held = np.where(np.arange(WIDTH)[None, :] < lengths[:, None], SKELETON[sounds], 0).astype(np.uint16)
    return np.bitwise_or.reduce(np.where(held > 0, 1 << held, 0).astype(np.uint16), axis=1, initial=0)


def columns_of(arrays: Mapping[str, NDArray[np.generic]]) -> Table:
    """A table from stored arrays of the same names."""
    return Table(**{item.name: arrays[item.name] for item in fields(Table)})  # type: ignore[arg-type]

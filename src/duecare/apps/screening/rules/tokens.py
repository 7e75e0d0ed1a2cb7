"""Names as rows of tokens, and the table of what is known of each token.

A `Lexicon` grows as names are read: a word met a second time costs one look-up. Its columns are plain
arrays, because the search and the alignment are compiled and because an index is opened by mapping
them from disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .edits import SKELETON
from .knowledge import Knowledge
from .normalise import MOST_WORDS, Word, latin_words, plain
from .sounds import WIDTH, letter_rows, sound_rows

ABJAD, INITIAL, NUMBER, SYLLABLE, SLIGHT, FOREIGN, FORM = 1, 2, 4, 8, 16, 32, 64
"""Flags of a token: vowels are not written; one letter; digits; a Han or Hangul syllable; a legal form,
title or particle, which says next to nothing; written in another script than Latin; a legal form or title, which is
no part of the name."""

GENERIC = "\x04"
"""Marks the token of a word that says less in a body's name than in a person's."""

SHOWN = 5_000
"""Names whose words are remembered for the next explanation."""

RUN_TOGETHER = 8
"""Letters from which one word may be a whole name."""

_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿа-яё])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])")
_VOWELS = frozenset("aeiouy")

GROUPS = 4
"""Groups of equivalent names to which one token may belong."""


TOKEN = np.dtype(
    [
        ("sounds", np.uint8, (WIDTH,)), ("letters", np.uint8, (WIDTH,)), ("groups", np.int32, (GROUPS,)),
        ("ident", np.uint64), ("weight", np.float32),
        ("strengths", np.uint8, (GROUPS,)), ("mask", np.uint16), ("length", np.uint8), ("flags", np.uint8),
        ("written", np.uint8), ("letter_mask", np.uint32),
    ],
    align=True,
)  # fmt: skip
"""What is known of a token; one row each, because a comparison needs all of it.

sounds: codes of `sounds`, of which `length` count. letters: as typed, `written` of
them; letter_mask: bit set of these. ident: hash of the writing, equal for the same word in the same
script. mask: bit set of the skeleton's classes, to leave out what cannot be near. weight: what it says of a name, 1 for
an ordinary word. groups, strengths: equivalence groups (-1 none), 0 spelling, 1 nickname, 2 translation.
"""

Table = NDArray[np.void]


class Lexicon:
    """Words met so far; not shared between threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.numbers: dict[str, int] = {}
        self.latin: list[str] = []
        self._flags: list[int] = []
        self._weights: list[float] = []
        self._parts: dict[str, tuple[Word, ...]] = {}
        self._shown: dict[tuple[str, bool], tuple[str, ...]] = {}
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
        words = self._words(name, person)[:MOST_WORDS]
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

    def _words(self, name: str, person: bool) -> list[str]:
        """Words of a name; one that is written without spaces is taken apart where its letters say so."""
        words = plain(name).split()
        if len(words) == 1 and len(words[0]) >= RUN_TOGETHER and len(words[0]) < len(name) + 1:
            parted = plain(" ".join(_CAMEL.split(name))).split()
            words = parted if len(parted) > 1 else self.knowledge.without_form(words[0], person)
        return words

    def _learn(self, word: str, person: bool) -> tuple[int, ...]:
        special = self.knowledge.is_special
        if word.isascii():  # most words, and a list has hundreds of thousands
            return (-1,) if special(word, person) else (self._latin_token(word, person),)
        parts = latin_words(word)
        if any(special(part.latin, person) for part in parts):
            return (-1,)
        return tuple(self.token(part, person) for part in parts)

    def _with_care(self, words: Sequence[str], person: bool) -> tuple[int, ...]:
        parts: list[Word] = []
        for word in words:
            known = self._parts.get(word)
            if known is None:
                known = self._parts[word] = latin_words(word)
            parts += known
        parts = parts[:MOST_WORDS]
        return tuple(
            self._slight(piece) if isinstance(piece, str) else self.token(piece, person)
            for piece in self.knowledge.parts(parts, person)
        )

    def shown(self, name: str, person: bool) -> tuple[str, ...]:
        """The words behind the tokens of `read`, as written."""
        if (held := self._shown.get((name, person))) is None:
            if len(self._shown) >= SHOWN:
                self._shown.clear()
            held = self._shown[name, person] = self._put_in_words(name, person)
        return held

    def _put_in_words(self, name: str, person: bool) -> tuple[str, ...]:
        words = self._words(name, person)[:MOST_WORDS]
        parts = [part for word in words for part in latin_words(word)][:MOST_WORDS]
        if not any(self.knowledge.is_special(part.latin, person) for part in parts):
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
            flags = SLIGHT if self.knowledge.is_particle(piece) else SLIGHT | FORM
            number = self._add(key, latin, flags, self.knowledge.slight_weight(piece))
        return number

    def token(self, word: Word, person: bool) -> int:
        """The number of a word's token."""
        latin, script = word.latin, word.script
        if script == "latin":
            return self._latin_token(latin, person)
        syllable = script in ("han", "hangul")
        key = f"\x02{latin}\x02{word.shown if syllable else script}"
        key = key if person or not self.knowledge.generic(latin) else key + GENERIC
        if (number := self.numbers.get(key)) is None:
            flags = (
                FOREIGN
                | (script in ("arabic", "hebrew")) * ABJAD
                | (len(latin) == 1 and latin.isalpha() and not syllable) * INITIAL
                | latin.isdigit() * NUMBER
                | syllable * SYLLABLE
            )
            number = self._add(key, latin, flags, self.knowledge.weight(latin, syllable, person))
        return number

    def _latin_token(self, latin: str, person: bool) -> int:
        """The number of a word in Latin letters; a person's without vowels is read as of an alphabet without them."""
        bare = person and len(latin) > 1 and _VOWELS.isdisjoint(latin) and latin.isalpha()
        key = "\x03" + latin if bare else latin
        key = key if person or not self.knowledge.generic(latin) else key + GENERIC
        if (number := self.numbers.get(key)) is None:
            initial = len(latin) == 1 and latin.isalpha()
            flags = bare * ABJAD | initial * INITIAL | latin.isdigit() * NUMBER
            number = self._add(key, latin, flags, self.knowledge.weight(latin, False, person))
        return number

    def _add(self, key: str, latin: str, flags: int, weight: float) -> int:
        number = self.numbers[key] = len(self.latin)
        self.latin.append(latin)
        self._flags.append(flags)
        self._weights.append(weight)
        return number

    def table(self, start: int = 0) -> Table:
        """Rows of the tokens from number `start` on."""
        latin = self.latin[start:]
        rows = np.zeros(len(latin), TOKEN)
        keys = list(self.numbers)[start:]
        rows["sounds"], rows["length"] = sound_rows(latin)
        rows["letters"], rows["letter_mask"] = letter_rows(latin)
        rows["written"] = np.fromiter((min(len(word), WIDTH) for word in latin), np.uint8, len(latin))
        rows["ident"] = _idents(key.removesuffix(GENERIC) for key in keys)
        rows["mask"] = _masks(rows["sounds"], rows["length"])
        rows["flags"], rows["weight"] = self._flags[start:], self._weights[start:]
        rows["groups"] = -1
        groups = self.knowledge.groups
        for row, word in enumerate(latin):
            found = groups(word, not keys[row].endswith(GENERIC))
            if not found or self._flags[start + row] & SLIGHT:
                continue
            for place, (group, strength) in enumerate(found[:GROUPS]):
                rows["groups"][row, place], rows["strengths"][row, place] = group, strength
        return rows


def _idents(keys: Iterable[str]) -> NDArray[np.uint64]:
    hashed = b"".join(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest() for key in keys)
    return np.frombuffer(hashed, np.uint64)


def _masks(sounds: NDArray[np.uint8], lengths: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Which classes of the skeleton a word holds."""
    out = np.zeros(len(lengths), np.uint16)
    _mark(np.ascontiguousarray(sounds), np.ascontiguousarray(lengths), out)
    return out


@compiled
def _mark(sounds: NDArray[np.uint8], lengths: NDArray[np.uint8], out: NDArray[np.uint16]) -> None:
    for row in range(len(lengths)):
        for k in range(lengths[row]):
            held = SKELETON[sounds[row, k]]
            if held > 0:
                out[row] |= np.uint16(1 << held)

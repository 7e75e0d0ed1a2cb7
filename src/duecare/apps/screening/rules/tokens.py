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
        words = self._words(name, person)
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

    def _words(self, name: str, person: bool) -> list[str]:
        """Words of a name; one that is written without spaces is taken apart where its letters say so."""
        words = plain(name).split()
        if len(words) == 1 and len(words[0]) >= RUN_TOGETHER and len(words[0]) < len(name) + 1:
            parted = plain(" ".join(_CAMEL.split(name))).split()
            words = parted if len(parted) > 1 else self.knowledge.without_form(words[0], person)
        return words

    def _learn(self, word: str, person: bool) -> tuple[int, ...]:
        parts = latin_words(word)
        if any(self.knowledge.is_special(part.latin, person) for part in parts):
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
        """The number of a word's token; a person's word typed without vowels is read as of an alphabet without them."""
        latin, script = word.latin, word.script
        bare = person and script == "latin" and len(latin) > 1 and latin.isalpha() and not _VOWELS & set(latin)
        key = latin if script == "latin" else f"\x02{latin}\x02{word.shown if script in ('han', 'hangul') else script}"
        key = "\x03" + latin if bare else key
        key = key + GENERIC if not person and self.knowledge.generic(latin) else key
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
            number = self._add(key, latin, flags, self.knowledge.weight(latin, flags & SYLLABLE != 0, person))
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
        rows["letters"], rows["written"] = letter_rows(latin), [min(len(word), WIDTH) for word in latin]
        rows["letter_mask"] = np.bitwise_or.reduce(
            np.uint32(1) << (rows["letters"] % 32).astype(np.uint32), axis=1, initial=0
        )
        rows["ident"] = _idents(key.removesuffix(GENERIC) for key in keys)
        rows["mask"] = _masks(rows["sounds"], rows["length"])
        rows["flags"], rows["weight"] = self._flags[start:], self._weights[start:]
        rows["groups"] = -1
        for row, word in enumerate(latin):
            if self._flags[start + row] & SLIGHT:
                continue
            found = self.knowledge.groups(word, not keys[row].endswith(GENERIC))
            for place, (group, strength) in enumerate(found[:GROUPS]):
                rows["groups"][row, place], rows["strengths"][row, place] = group, strength
        return rows


def _idents(keys: Iterable[str]) -> NDArray[np.uint64]:
    hashed = b"".join(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest() for key in keys)
    return np.frombuffer(hashed, np.uint64)


def _masks(sounds: NDArray[np.uint8], lengths: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Which classes of the skeleton a word holds."""
    held = np.where(np.arange(WIDTH)[None, :] < lengths[:, None], SKELETON[sounds], 0).astype(np.uint16)
    masks: NDArray[np.uint16] = np.bitwise_or.reduce(
        np.where(held > 0, 1 << held, 0).astype(np.uint16), axis=1, initial=0
    )
    return masks

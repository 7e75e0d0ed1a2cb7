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
from .edits import SKELETON, SOUNDED, WITHOUT_VOWELS, mass
from .knowledge import Knowledge
from .normalise import MOST_WORDS, Word, plain
from .sounds import WIDTH, joined, letter_word, sound_word

ABJAD, INITIAL, NUMBER, SYLLABLE, SLIGHT, FOREIGN, FORM = 1, 2, 4, 8, 16, 32, 64
"""Flags of a token: vowels are not written; one letter; digits; a Han or Hangul syllable; a legal form,
title or particle, which says next to nothing; written in another script than Latin; a legal form or title, which is
no part of the name."""

ANYWHERE, BY_PLACE = -2, -1
"""Stand before what is known of a word: slight wherever it stands; or what it is depends on where it stands."""

LONGEST_ENDING = 3
"""Words at the end of a name that are remembered together."""

GENERIC = "\x04"
"""Marks the token of a word that says less in a body's name than in a person's."""

SHOWN = 20_000
"""Names whose words are remembered for the next explanation; some 5 MB."""

RUN_TOGETHER = 8
"""Letters from which one word may be a whole name."""

_CAMEL = re.compile(
    r"(?<=[a-zß-öø-ÿа-яё])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])|(?<=[A-ZÀ-ÖØ-ÞА-ЯЁ]{2})(?=[A-ZÀ-ÖØ-ÞА-ЯЁ][a-zß-öø-ÿа-яё]{3})"
)
"""Where letters say that a word begins: AhmadHarun, AOPolet."""
_VOWELS = frozenset("aeiouy")

GROUPS = 4
"""Groups of equivalent names to which one token may belong."""


_FIELDS = (
    ("ident", np.uint64, 1), ("weight", np.float32, 1), ("masses", np.float32, 2), ("letter_mask", np.uint32, 1),
    ("mask", np.uint16, 1), ("length", np.uint8, 1), ("flags", np.uint8, 1), ("sounds", np.uint8, WIDTH),
    ("written", np.uint8, 1), ("strengths", np.uint8, GROUPS), ("groups", np.int32, GROUPS),
    ("letters", np.uint8, WIDTH),
)  # fmt: skip
TOKEN = np.dtype([(name, kind, (many,)) if many > 1 else (name, kind) for name, kind, many in _FIELDS], align=True)
"""What is known of a token; one row each, what most comparisons end with first: a vocabulary does not fit a
processor's cache, and a row's first half is one wait.

ident: hash of the writing, equal for the same word in the same script. weight: what it says of a name, 1 for an
ordinary word. masses: what its sounds weigh for the distance, where vowels are written and where not. mask: bit set of
the skeleton's classes, to leave out what cannot be near. sounds: codes of `sounds`, of which `length` count. letters:
as typed, `written` of them; letter_mask: bit set of these. groups, strengths: equivalence groups (-1 none), 0 spelling,
1 nickname, 2 translation.
"""

Table = NDArray[np.void]


class Piece:
    """A word whose place tells what it is.

    Attributes:
        typed: the word of a legal form that was meant, or the word.
        small: whether it is slight where no legal form is.
        number: of its token as a word; -1 until a name had it.
    """

    __slots__ = ("number", "small", "typed", "word")

    def __init__(self, word: Word, typed: str, small: bool) -> None:
        self.word, self.typed, self.small, self.number = word, typed, small, -1


class Lexicon:
    """Words met so far; not shared between threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.numbers: dict[str, int] = {}
        self.latin: list[str] = []
        self._roots: list[str] = []
        self.words: list[str] = []
        self._flags: list[int] = []
        self._weights: list[float] = []
        self._pieces: tuple[dict[str, tuple[Piece, ...]], dict[str, tuple[Piece, ...]]] = ({}, {})
        self._shown: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._ordinary: tuple[set[str], set[str]] = (set(), set())
        self._endings: tuple[dict[tuple[str, ...], tuple[int, ...]], dict[tuple[str, ...], tuple[int, ...]]] = ({}, {})
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
        plain_words = 0
        words = self._words(name, person)[:MOST_WORDS]
        for at, word in enumerate(words):
            ids = known.get(word)
            if ids is None:
                ids = known[word] = self._learn(word, person)
            if not ids:
                continue
            if ids[0] >= 0:
                found += ids
                plain_words += 1
            elif ids[0] == ANYWHERE:
                found.append(ids[1])
            else:  # may be a word of a legal form, or writes several at once
                ending = self._ending(words, at, person, found) if plain_words else None
                return self._with_care(words, person) if ending is None else tuple((*found, *ending)[:MOST_WORDS])
        if not plain_words:  # a name of titles and particles alone stays as it is
            return self._with_care(words, person)
        return tuple(found[:MOST_WORDS])

    def _ending(self, words: Sequence[str], at: int, person: bool, before: Sequence[int]) -> tuple[int, ...] | None:
        """Tokens of the words from `at` on, the first that may be a legal form's: "Co Ltd" is taken apart once."""
        known, ending = self._endings[person], tuple(words[at:])
        if len(ending) > LONGEST_ENDING:
            return None
        if (tail := known.get(ending)) is None:
            ids = self._with_care(words, person)
            if ids[: len(before)] != tuple(before):
                return None
            tail = known[ending] = ids[len(before) :]
        return tail

    def _words(self, name: str, person: bool) -> list[str]:
        """Words of a name; one that is written without spaces is taken apart where its letters say so."""
        words = plain(name).split()
        if words and len(name) >= RUN_TOGETHER and " " not in name.strip():
            if len(words) == 1:
                words = plain(" ".join(_CAMEL.split(name))).split()
            return words if person else self.knowledge.without_forms(words)
        return words

    def _learn(self, word: str, person: bool) -> tuple[int, ...]:
        if word.isascii() and self.knowledge.is_slight(word, person):
            return (ANYWHERE, self.slight(word))
        if word.isascii():  # most words, and a list has hundreds of thousands
            return (BY_PLACE,) if self._by_place(word, person) else (self.latin_token(word, person),)
        if not person and self.knowledge.bodies.begins_phrase(word):
            return (BY_PLACE,)
        special = self.knowledge.is_special
        parts = self.knowledge.pieces(word, person)
        if any(special(part.latin, person) for part in parts):
            return (BY_PLACE,)
        return tuple(self.token(part, person) for part in parts)

    def _with_care(self, words: Sequence[str], person: bool) -> tuple[int, ...]:
        """Tokens of words whose place tells what they are."""
        front, middle, back, whole = self._placed(words, person)
        if whole:
            return tuple([self._number(piece, person) for piece in middle])
        slight = self.slight
        return (
            *map(slight, front),
            *[slight(piece.word.latin) if piece.small else self._number(piece, person) for piece in middle],
            *map(slight, back),
        )

    def _placed(self, words: Sequence[str], person: bool) -> tuple[list[str], list[Piece], list[str], bool]:
        """Codes of legal forms in front, the words between, codes behind; whether the name holds nothing else.

        A name of legal forms and particles alone stays as it is: there is a company called Limited.
        """
        known = self._pieces[person]
        pieces: list[Piece] = []
        for word in words if person else self.knowledge.bodies.phrases(words):
            if (found := known.get(word)) is None:
                found = known[word] = tuple(self._piece(part, person) for part in self.knowledge.pieces(word, person))
            pieces += found
        pieces = pieces[:MOST_WORDS]
        middle, front, back = pieces, list[str](), list[str]()
        if not person:
            typed = tuple([piece.typed for piece in pieces])
            front, low, high, back = self.knowledge.ends([piece.word for piece in pieces], typed)
            middle = pieces[low:high]
        if all(piece.small for piece in middle):
            return [], pieces, [], True
        return front, middle, back, False

    def _piece(self, word: Word, person: bool) -> Piece:
        latin = word.latin
        return Piece(word, latin if person else self.knowledge.meant(latin), self.knowledge.is_small(latin, person))

    def _number(self, piece: Piece, person: bool) -> int:
        if piece.number < 0:
            piece.number = self.token(piece.word, person)
        return piece.number

    def shown(self, name: str, person: bool) -> tuple[str, ...]:
        """The words behind the tokens of `read`, as written."""
        if (held := self._shown.get((name, person))) is None:
            if len(self._shown) >= SHOWN:
                for kept in (self._shown, *self._ordinary, *self._pieces):
                    kept.clear()
            held = self._shown[name, person] = self._put_in_words(name, person)
        return held

    def _put_in_words(self, name: str, person: bool) -> tuple[str, ...]:
        words = self._words(name, person)[:MOST_WORDS]
        ordinary = self._ordinary[person]
        for word in words:
            if word not in ordinary and word.isascii() and not self._by_place(word, person):
                ordinary.add(word)
        if ordinary.issuperset(words):
            return tuple(words)
        front, middle, back, whole = self._placed(words, person)
        between = [piece.word.latin if piece.small and not whole else piece.word.shown for piece in middle]
        return (*[code.removeprefix("=") for code in front], *between, *[code.removeprefix("=") for code in back])

    def _by_place(self, word: str, person: bool) -> bool:
        """Whether what a word of ASCII letters is depends on where it stands."""
        knowledge = self.knowledge
        return knowledge.is_special(word, person) or (not person and knowledge.bodies.begins_phrase(word))

    def slight(self, piece: str) -> int:
        """A legal form, title or particle: its code is all that counts."""
        key = "\x01" + piece
        if (number := self.numbers.get(key)) is None:
            latin = "".join(char for char in piece if char.isascii() and char.isalnum()) or "x"
            flags = SLIGHT if self.knowledge.is_particle(piece) else SLIGHT | FORM
            number = self._add(key, latin, flags, self.knowledge.slight_weight(piece), latin)
        return number

    def token(self, word: Word, person: bool) -> int:
        """The number of a word's token."""
        latin, script = word.latin, word.script
        if script == "latin":
            return self.latin_token(latin, person)
        syllable = script in ("han", "hangul") and len(word.shown) == 1
        key = f"\x02{latin}\x02{word.shown if syllable else script}"
        root = self.knowledge.root(word, person)
        key = key if person or not self.knowledge.generic(root) else key + GENERIC
        if (number := self.numbers.get(key)) is None:
            flags = (
                FOREIGN
                | (script in ("arabic", "hebrew")) * ABJAD
                | (len(latin) == 1 and latin.isalpha() and not syllable) * INITIAL
                | latin.isdigit() * NUMBER
                | syllable * SYLLABLE
            )
            number = self._add(key, latin, flags, self.knowledge.weight(latin, syllable, person, root), root)
        return number

    def latin_token(self, latin: str, person: bool) -> int:
        """The number of a word in Latin letters; a person's without vowels is read as of an alphabet without them."""
        bare = person and len(latin) > 1 and _VOWELS.isdisjoint(latin) and latin.isalpha()
        key = "\x03" + latin if bare else latin
        root = latin if person else self.knowledge.bodies.root(latin, "latin")
        key = key if person or not self.knowledge.generic(root) else key + GENERIC
        if (number := self.numbers.get(key)) is None:
            initial = len(latin) == 1 and latin.isalpha()
            flags = bare * ABJAD | initial * INITIAL | latin.isdigit() * NUMBER
            number = self._add(key, latin, flags, self.knowledge.weight(latin, False, person, root), root)
        return number

    def _add(self, key: str, latin: str, flags: int, weight: float, root: str) -> int:
        number = self.numbers[key] = len(self.latin)
        self.latin.append(latin)
        self._roots.append(root)
        self.words.append(key)
        self._flags.append(flags)
        self._weights.append(weight)
        return number

    def table(self, start: int = 0) -> Table:
        """Rows of the tokens from number `start` on."""
        latin = self.latin[start:]
        keys = self.words[start:]
        rows = np.zeros(len(latin), TOKEN)
        rows["ident"] = _idents(key.removesuffix(GENERIC) for key in keys)
        rows["flags"], rows["weight"] = self._flags[start:], self._weights[start:]
        rows["groups"] = -1
        _fill(rows, *joined(latin))
        groups = self.knowledge.groups
        for row, root in enumerate(self._roots[start:]):
            found = groups(root, not keys[row].endswith(GENERIC))
            if not found or self._flags[start + row] & SLIGHT:
                continue
            for place, (group, strength) in enumerate(found[:GROUPS]):
                rows["groups"][row, place], rows["strengths"][row, place] = group, strength
        return rows


def _idents(keys: Iterable[str]) -> NDArray[np.uint64]:
    hashed = b"".join(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest() for key in keys)
    return np.frombuffer(hashed, np.uint64)


@compiled
def _fill(rows: Table, letters: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
    """What follows from the letters of each word: its sounds, their classes and weight, its letters as typed."""
    for k in range(len(rows)):
        row = rows[k]
        row.length = sound_word(letters, starts[k], starts[k + 1], row.sounds)
        row.written = min(starts[k + 1] - starts[k], WIDTH)
        row.letter_mask = letter_word(letters, starts[k], starts[k + 1], row.letters)
        for at in range(np.int64(row.length)):
            held = SKELETON[row.sounds[at]]
            if held > 0:
                row.mask |= np.uint16(1 << held)
        row.masses[SOUNDED] = mass(row.sounds, np.int64(row.length), SOUNDED)
        row.masses[WITHOUT_VOWELS] = mass(row.sounds, np.int64(row.length), WITHOUT_VOWELS)

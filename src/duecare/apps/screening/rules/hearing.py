"""Names of a whole list as tokens: what is plain ASCII is taken apart in compiled code, the rest by the lexicon.

Most names of a list are words of ASCII letters. Each of these words is looked up once, and where a name's legal forms
and particles stand is then a matter of numbers. A name in another script, or of one word that may be several, goes
through `Lexicon.read`; what both ways give for a name is the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .normalise import ASCII_BYTES, ASCII_GONE, MOST_LETTERS, MOST_WORDS
from .placing import CARE, FORM, ROLES, SMALL, forms_of, kinds_of, place
from .tokens import RUN_TOGETHER, Lexicon

Blob = tuple[NDArray[np.uint8], NDArray[np.int64]]
"""Texts in one row of bytes, and where each begins."""

SPACE, GONE = 32, 0
_INTO = np.frombuffer(bytes(GONE if code in ASCII_GONE else ASCII_BYTES[code] for code in range(128)), np.uint8)
"""What each ASCII character of a name becomes, as `normalise.plain` has it."""
_PARTING = np.flatnonzero(_INTO == SPACE)
"""Characters that stand between words."""


def packed(texts: Sequence[str]) -> Blob:
    """Texts as UTF-8; half a surrogate is a question mark."""
    sizes = [len(text) if text.isascii() else len(text.encode("utf-8", "replace")) for text in texts]
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.array(sizes, np.int64), out=starts[1:])
    return np.frombuffer("".join(texts).encode("utf-8", "replace"), np.uint8), starts


def hear(
    lexicon: Lexicon, names: Sequence[str], persons: NDArray[np.uint8], blob: Blob
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Tokens of all names, one after another, and how many each has; as `lexicon.read` gives them one by one.

    Args:
        persons: 1 where a name is a person's.
        blob: `packed` names.
    """
    words, whose, said, counts = _words(persons, blob)
    forms = forms_of(lexicon.knowledge)
    kinds, meant = kinds_of(lexicon.knowledge, words, whose, forms.words)
    placed, lengths = np.zeros(len(said), np.int32), np.zeros(len(names), np.int64)
    used = np.zeros((ROLES, max(len(words), len(forms.codes))), np.bool_)
    filled = place(said, counts, persons, kinds, meant, forms.front, forms.back, used, placed, lengths)
    numbers = _numbered(lexicon, words, forms.codes, used)
    return _with_care(lexicon, names, persons, numbers[placed[:filled]], lengths)


def _numbered(
    lexicon: Lexicon, words: Sequence[str], codes: Sequence[str], used: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Tokens of what `place` used, by its numbers."""
    found = np.zeros(used.shape, np.int32)
    for role, row in enumerate(used):
        places = np.flatnonzero(row)
        if role == FORM:
            found[role, places] = [lexicon.slight("=" + codes[at]) for at in places.tolist()]
        elif role == SMALL:
            found[role, places] = [lexicon.slight(words[at]) for at in places.tolist()]
        else:
            found[role, places] = [lexicon.latin_token(words[at], bool(role)) for at in places.tolist()]
    return found.reshape(-1)


def _with_care(
    lexicon: Lexicon, names: Sequence[str], persons: NDArray[np.uint8], tokens: NDArray[np.int32],
    lengths: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:  # fmt: skip
    """Read the names that need care, and put their tokens between those of the others."""
    careful = lengths == CARE
    read = [lexicon.read(names[at], bool(persons[at])) for at in np.flatnonzero(careful).tolist()]
    lengths[careful] = np.fromiter(map(len, read), np.int64, len(read))
    of_care = np.repeat(careful, lengths)
    found = np.zeros(len(of_care), np.int32)
    found[of_care] = np.fromiter((token for ids in read for token in ids), np.int32)
    found[~of_care] = tokens
    return found, lengths


def _words(
    persons: NDArray[np.uint8], blob: Blob
) -> tuple[list[str], NDArray[np.uint8], NDArray[np.int32], NDArray[np.int64]]:
    """Words of the names that are plain ASCII.

    Returns:
        Each word once; whose name it is in (bit 0 a body's, bit 1 a person's); the words of one name after another;
        how many each name has, `CARE` where it is not taken apart.
    """
    text, starts = blob
    room = int(np.bincount(text, minlength=256)[_PARTING].sum()) + len(persons)
    slots = np.zeros(1 << (2 * room).bit_length(), np.int32)
    letters = np.zeros(len(text) + len(persons) + 1, np.uint8)
    begins, whose, said = np.zeros(room + 1, np.int64), np.zeros(room, np.uint8), np.zeros(room, np.int32)
    counts = np.zeros(len(persons), np.int64)
    many, filled = _split(text, starts, persons, _INTO, slots, letters, begins, whose, counts, said)
    return letters[: begins[many]].tobytes().decode("ascii").split(), whose[:many], said[:filled], counts


@compiled
def _split(
    text: NDArray[np.uint8], starts: NDArray[np.int64], persons: NDArray[np.uint8], into: NDArray[np.uint8],
    slots: NDArray[np.int32], letters: NDArray[np.uint8], begins: NDArray[np.int64], whose: NDArray[np.uint8],
    counts: NDArray[np.int64], said: NDArray[np.int32],
) -> tuple[int, int]:  # fmt: skip
    """Fill what `_words` returns; how many distinct words, and how many words in all."""
    many, filled = 0, 0
    for name in range(len(persons)):
        start, end = starts[name], min(starts[name + 1], starts[name] + MOST_LETTERS)
        if _needs_care(text, starts[name], starts[name + 1]):
            counts[name] = CARE
            continue
        before, at = filled, begins[many]
        for k in range(start, end + 1):
            code = into[text[k]] if k < end else np.uint8(SPACE)
            if code == GONE:
                continue
            if code != SPACE:
                letters[at] = code
                at += 1
            elif at > begins[many]:
                word = _found(slots, letters, begins, many, at)
                if word == many:
                    letters[at] = SPACE
                    many += 1
                    begins[many] = at + 1
                at = begins[many]
                whose[word] |= np.uint8(1 << persons[name])
                said[filled] = word
                filled += 1
        counts[name] = filled - before
        if counts[name] > MOST_WORDS:
            counts[name], filled = CARE, before
    return many, filled


@compiled
def _needs_care(text: NDArray[np.uint8], start: int, end: int) -> bool:
    """Whether a name has another letter than ASCII's, or is one word that may have to be taken apart."""
    low, high, spaces = end, start, 0
    for k in range(start, end):
        if text[k] >= 128:
            return True
        if text[k] > SPACE:
            low, high = min(low, k), k
    for k in range(low, high):
        spaces += text[k] == SPACE
    return bool(spaces == 0 and end - start >= RUN_TOGETHER)


@compiled
def _found(slots: NDArray[np.int32], letters: NDArray[np.uint8], begins: NDArray[np.int64], many: int, end: int) -> int:
    """The number of the word whose letters stand behind all others, up to `end`; `many` where it is a new one."""
    start = begins[many]
    value = np.uint64(0xCBF29CE484222325)
    for k in range(start, end):
        value = (value ^ np.uint64(letters[k])) * np.uint64(0x100000001B3)
    value ^= value >> np.uint64(32)
    mask = np.uint64(len(slots) - 1)
    slot = np.int64(value & mask)
    while slots[slot]:
        word = slots[slot] - 1
        first = begins[word]
        if begins[word + 1] - first == end - start + 1:
            same = True
            for k in range(end - start):
                if letters[first + k] != letters[start + k]:
                    same = False
                    break
            if same:
                return int(word)
        slot = (slot + 1) & np.int64(mask)
    slots[slot] = many + 1
    return many

"""Where legal forms and particles stand in names of ASCII words: the rule of `Knowledge.ends`, in compiled code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .knowledge import Knowledge
from .normalise import MOST_WORDS

CARE = -1
"""Instead of a count of words: this name is read by the lexicon."""

ALONE, BEGINS, GOES_ON = 4, 8, 16
"""Bits of a word: it is a legal form before a name although it stands alone; it is the first word, or the second, of
several that are one word elsewhere (Hong Kong)."""

SMALL, FORM, ROLES = 2, 3, 4
"""What is in its place a particle or a title, and a legal form; 0 and 1 are words of a body's and a person's name."""

Tree = tuple[NDArray[np.int16], NDArray[np.int16]]
"""See `Forms`."""


class Forms(NamedTuple):
    """Legal forms as numbers.

    Attributes:
        words: number of each word of a form, from 1 on.
        codes: of the forms.
        front, back: the forms from their first word on, and from their last one back: (steps, codes), where
            steps[node, word] is the next node, 0 for none, and codes[node] - 1 the form that is complete there.
    """

    words: dict[str, int]
    codes: list[str]
    front: Tree
    back: Tree


@lru_cache(2)
def forms_of(knowledge: Knowledge) -> Forms:
    legal = knowledge.legal_forms
    words = {word: number for number, word in enumerate(sorted({word for form in legal for word in form}), start=1)}
    codes = sorted(set(legal.values()))
    numbered = [([words[word] for word in form], codes.index(code) + 1) for form, code in legal.items()]
    return Forms(words, codes, _tree(numbered, len(words), 1), _tree(numbered, len(words), -1))


def _tree(forms: Sequence[tuple[Sequence[int], int]], words: int, way: int) -> Tree:
    rows: list[dict[int, int]] = [{}]
    ends = [0]
    for form, code in forms:
        node = 0
        for word in form[::way]:
            if word not in rows[node]:
                rows[node][word] = len(rows)
                rows.append({})
                ends.append(0)
            node = rows[node][word]
        ends[node] = code
    steps = np.zeros((len(rows), words + 1), np.int16)
    for node, row in enumerate(rows):
        for word, after in row.items():
            steps[node, word] = after
    return steps, np.array(ends, np.int16)


def kinds_of(
    knowledge: Knowledge, words: Sequence[str], whose: NDArray[np.uint8], numbers: Mapping[str, int]
) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
    """Of each word whether it is slight in a body's and in a person's name and may begin one as a legal form, as bits;
    and the number of the legal form's word that it is, or was meant for, in a body's name."""
    kinds, meant = np.zeros(len(words), np.uint8), np.zeros(len(words), np.int16)
    place = {word: at for at, word in enumerate(words)}
    for person in (0, 1):
        for word in knowledge.small(bool(person)) & place.keys():
            kinds[place[word]] |= 1 << person
    for bit, some in ((BEGINS, knowledge.bodies.begin_phrases()), (GOES_ON, knowledge.bodies.go_on())):
        for word in some & place.keys():
            kinds[place[word]] |= bit
    for word in knowledge.noted([words[at] for at in np.flatnonzero(whose & 1).tolist()]):
        kinds[place[word]] |= knowledge.starts_alone(word) * ALONE
        meant[place[word]] = numbers.get(knowledge.meant(word), 0)
    return kinds, meant


@compiled
def place(
    said: NDArray[np.int32], counts: NDArray[np.int64], persons: NDArray[np.uint8], kinds: NDArray[np.uint8],
    meant: NDArray[np.int16], front: Tree, back: Tree, used: NDArray[np.bool_], placed: NDArray[np.int32],
    lengths: NDArray[np.int64],
) -> int:  # fmt: skip
    """What each word of each name is in its place, as `Lexicon.read` has it; how many were written.

    Written are `placed`, role × width of `used` + number of the word or form, and `lengths`, words or `CARE`.
    """
    width, at, filled = used.shape[1], 0, 0
    codes = np.zeros((2, MOST_WORDS), np.int32)
    for name in range(len(counts)):
        many, person = counts[name], np.int64(persons[name])
        lengths[name] = many
        if many == CARE:
            continue
        words = said[at : at + many]
        at += many
        low, high, before, behind = 0, many, 0, 0
        if not person and _may_hold_phrase(words, kinds):
            lengths[name] = CARE
            continue
        if not person:
            high, behind = _take_back(words, meant, back, codes[1])
            low, before = _take_front(words[:high], kinds, meant, front, codes[0])
        whole = _all_small(words[low:high], kinds, person)
        if whole:  # a name of legal forms and particles alone stays as it is
            low, high, before, behind = 0, many, 0, 0
        role = person if whole else SMALL
        first = filled
        filled = _write_forms(codes[0], range(before), width, placed, filled)
        for k in range(low, high):
            small = (kinds[words[k]] >> person) & 1 != 0
            placed[filled] = (role if small else person) * width + words[k]
            filled += 1
        filled = _write_forms(codes[1], range(behind - 1, -1, -1), width, placed, filled)
        for k in range(first, filled):
            used[placed[k] // width, placed[k] % width] = True
        lengths[name] = filled - first
    return filled


@compiled
def _write_forms(codes: NDArray[np.int32], order: range, width: int, placed: NDArray[np.int32], filled: int) -> int:
    """Write the legal forms at one end of a name; how many are written now."""
    for k in order:
        placed[filled] = FORM * width + codes[k]
        filled += 1
    return filled


@compiled
def _may_hold_phrase(words: NDArray[np.int32], kinds: NDArray[np.uint8]) -> bool:
    found = False
    for k in range(len(words) - 1):
        found |= (kinds[words[k]] & BEGINS != 0) and (kinds[words[k + 1]] & GOES_ON != 0)
    return found


@compiled
def _all_small(words: NDArray[np.int32], kinds: NDArray[np.uint8], person: int) -> bool:
    found = True
    for k in range(len(words)):
        found &= (kinds[words[k]] >> person) & 1 != 0
    return found


@compiled
def _take_back(
    words: NDArray[np.int32], meant: NDArray[np.int16], back: Tree, codes: NDArray[np.int32]
) -> tuple[int, int]:
    """Take the longest legal forms off the end of a name: where it ends now, and how many there were."""
    high, found = len(words), 0
    while high > 0:
        node, took = 0, 0
        for k in range(high - 1, -1, -1):
            node = int(back[0][node, meant[words[k]]])
            if node == 0:
                break
            if back[1][node] > 0:
                took, codes[found] = high - k, back[1][node] - 1
        if took == 0:
            break
        high -= took
        found += 1
    return high, found


@compiled
def _take_front(
    words: NDArray[np.int32], kinds: NDArray[np.uint8], meant: NDArray[np.int16], front: Tree, codes: NDArray[np.int32]
) -> tuple[int, int]:
    """Take the longest legal forms off the beginning: where the name begins now, and how many there were.

    One Latin word is a form there only where such forms are written so.
    """
    low, found = 0, 0
    while low < len(words):
        node, took = 0, 0
        for k in range(low, len(words)):
            node = int(front[0][node, meant[words[k]]])
            if node == 0:
                break
            if front[1][node] > 0 and (k > low or kinds[words[low]] & ALONE):
                took, codes[found] = k + 1 - low, front[1][node] - 1
        if took == 0:
            break
        low += took
        found += 1
    return low, found

"""How near two tokens are, 0 to 1, and why: compiled, one pair at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .edits import SOUNDED, TYPED, WITHOUT_VOWELS, distance
from .knowledge import GROUP_OF_BODIES
from .tallying import Work
from .tokens import ABJAD, FOREIGN, GROUPS, INITIAL, NUMBER, SLIGHT, SYLLABLE

APART, SAME, SPELLING, SOUND, NICKNAME, TRANSLATION, ABBREVIATED, JOINED, CUT = range(9)
"""Reasons: nothing in common; the same word; letters differ; the same sounds; a nickname; the same name or
word in another language; an initial; written together; cut off at the end."""

NEAR = 0.62
"""Below it two words have nothing to do with each other."""

LONG = 6
SAME_SOUND_OF = np.array([0.7, 0.7, 0.8, 0.86, 0.91, 0.95, 0.97])
"""By length: Li and Lee, or two initialisms, are not one name because they sound alike."""

_OF_GROUP = np.array([0.96, 0.9, 0.84], np.float32)
ACROSS = np.float32(0.92)
"""A generic word of a body's name in another script: there it cannot be written as the other name writes it."""

SHORT, LESS_WHEN_SHORT = 3, 0.1
"""One syllable belongs to many names: Li, Lei and Yi are one family name in some mouths and three given names."""

_OF_INITIAL = 0.8
_OF_CUT = 0.93
TYPED_BELOW = 0.88
_HOMOPHONE = 0.8

Table = NDArray[np.void]
"""Rows of `tokens.TOKEN`."""

Row = Any
"""One of them."""


@compiled
def ones(bits: int) -> int:
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@compiled
def _far(left: int, right: int) -> bool:
    """More than three classes of consonants that only one of two words has."""
    apart = np.int64(left) ^ np.int64(right)
    apart &= apart - 1
    apart &= apart - 1
    apart &= apart - 1
    return bool(apart != 0)


@compiled
def token_similarity(left: Row, right: Row, work: Work) -> tuple[float, int]:
    """Similarity of two tokens, with its reason."""
    if left.ident == right.ident:
        return 1.0, SAME
    either = left.flags | right.flags
    if either & (SLIGHT | NUMBER):
        return 0.0, APART
    if not either & INITIAL and _far(left.mask, right.mask) and (left.groups[0] < 0 or right.groups[0] < 0):
        return 0.0, APART
    n, m = np.int64(left.length), np.int64(right.length)
    if n == 0 or m == 0:
        return 0.0, APART
    if either & INITIAL:
        return _of_initial(left, right)
    best, why = _of_groups(left, right)
    if left.flags & right.flags & SYLLABLE:  # the same sound, another character
        same = n == m and distance(left.sounds, n, right.sounds, m, 0.0, SOUNDED, work.distances) == 0.0
        return (max(best, _HOMOPHONE), SOUND) if same else (best, why)
    way = WITHOUT_VOWELS if either & ABJAD else SOUNDED
    near, how = sound_similarity(
        left.sounds, n, left.mask, left.masses[way], right.sounds, m, right.mask, right.masses[way],
        way, work,
    )  # fmt: skip
    if near < TYPED_BELOW and not either & ABJAD:
        typed = _typed_similarity(left, right, work)
        if typed > near:
            near, how = typed, SPELLING
    return (near, how) if near > best else (best, why)


@compiled
def _typed_similarity(left: Row, right: Row, work: Work) -> float:
    """Similarity of the letters: a slip of the finger can change the sound altogether."""
    n, m = np.int64(left.written), np.int64(right.written)
    if abs(n - m) > 1 or min(n, m) < 4:
        return 0.0
    errors = 1 if max(n, m) < 9 else 2
    if ones(np.int64(left.letter_mask) ^ np.int64(right.letter_mask)) > 2 * errors:
        return 0.0
    most = errors + 0.01
    cost = distance(left.letters, n, right.letters, m, most, TYPED, work.distances)
    return 0.0 if cost > most else 1 - cost / max(n, m)


@compiled
def sound_similarity(
    left: NDArray[np.uint8], n: int, left_mask: int, left_mass: float, right: NDArray[np.uint8], m: int,
    right_mask: int, right_mass: float, way: int, work: Work,
) -> tuple[float, int]:  # fmt: skip
    """Similarity of two rows of sounds; `way` says whether vowels are written on both sides."""
    apart = ones(np.int64(left_mask) ^ np.int64(right_mask))
    if apart > 3 or (apart > 2 and min(n, m) < 6):
        return 0.0, APART
    if n > 2 * m + 2 or m > 2 * n + 2:
        return 0.0, APART
    mass = max((left_mass + right_mass) / 2, 1.6)
    cost = distance(left, n, right, m, (1 - NEAR) * mass, way, work.distances)
    near = SAME_SOUND_OF[min(n, m, LONG)] * (1 - cost / mass)
    if cost == 0.0:
        return near, SOUND
    if near < _OF_CUT and min(n, m) >= 3 and abs(n - m) >= 1:
        short = min(n, m)
        same = True
        for k in range(short):
            if left[k] != right[k]:
                same = False
                break
        if same:
            return _OF_CUT * (0.8 + 0.2 * short / max(n, m)), CUT
    return (near, SPELLING) if near >= NEAR else (0.0, APART)


@compiled
def same_initial(left: Row, right: Row) -> bool:
    """Whether one of two words, an initial, may stand for the other: S. for Shahzad, K. for Khalid and for Qasim."""
    alike = left.sounds[0] == right.sounds[0] or left.letters[0] == right.letters[0]
    return bool(alike and (left.written > 1 or right.written > 1))


@compiled
def _of_initial(left: Row, right: Row) -> tuple[float, int]:
    if not same_initial(left, right):
        return 0.0, APART
    return _OF_INITIAL, ABBREVIATED


@compiled
def _of_groups(left: Row, right: Row) -> tuple[float, int]:
    """The strongest group to which both belong."""
    best, why = 0.0, APART
    for a in range(GROUPS):
        group = left.groups[a]
        if group < 0:
            break
        for b in range(GROUPS):
            if right.groups[b] < 0:
                break
            if right.groups[b] == group:
                strength = max(left.strengths[a], right.strengths[b])
                near = float(_OF_GROUP[strength])
                if group >= GROUP_OF_BODIES and (left.flags ^ right.flags) & FOREIGN:
                    near = float(ACROSS)
                elif min(left.length, right.length) <= SHORT:
                    near -= LESS_WHEN_SHORT
                if near > best:
                    best = near
                    why = SPELLING if strength == 0 else NICKNAME if strength == 1 else TRANSLATION
    return best, why


@compiled
def cut_short(left: Row, right: Row, left_last: bool, right_last: bool) -> bool:
    """True when one word is the beginning of the other, too short to be near, and stands where a field ends."""
    n, m = np.int64(left.length), np.int64(right.length)
    if (left.flags | right.flags) & (SLIGHT | NUMBER | INITIAL | SYLLABLE) or n == m:
        return False
    if not (left_last if n < m else right_last) or min(n, m) < 2:
        return False
    alike = 0
    while alike < min(n, m) and left.sounds[alike] == right.sounds[alike]:
        alike += 1
    return alike == min(n, m)

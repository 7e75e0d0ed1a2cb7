"""How near two tokens are, 0 to 1, and why: compiled, one pair at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .edits import DROP, DROP_ABJAD, SOUNDED, TYPED, WITHOUT_VOWELS, distance
from .sounds import WIDTH
from .tokens import ABJAD, GROUPS, INITIAL, NUMBER, SLIGHT, SYLLABLE

APART, SAME, SPELLING, SOUND, NICKNAME, TRANSLATION, ABBREVIATED, JOINED, CUT = range(9)
"""Reasons: nothing in common; the same word; letters differ; the same sounds; a nickname; the same name or
word in another language; an initial; written together; cut off at the end."""

NEAR = 0.62
"""Below it two words have nothing to do with each other."""

LONG = 6
SAME_SOUND_OF = np.array([0.7, 0.7, 0.8, 0.86, 0.91, 0.95, 0.97])
"""By length: Li and Lee, or two initialisms, are not one name because they sound alike."""

_OF_GROUP = np.array([0.96, 0.9, 0.84], np.float32)
SHORT, LESS_WHEN_SHORT = 3, 0.1
"""One syllable belongs to many names: Li, Lei and Yi are one family name in some mouths and three given names."""

_OF_INITIAL = 0.8
_OF_CUT = 0.93
TYPED_BELOW = 0.88
_HOMOPHONE = 0.8

Table = NDArray[np.void]
"""Rows of `tokens.TOKEN`."""


@compiled
def _ones(bits: int) -> int:
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
def token_similarity(left: Table, i: int, right: Table, j: int, work: NDArray[np.float32]) -> tuple[float, int]:
    """Similarity of token `i` of one table and `j` of another, with its reason."""
    if left[i].ident == right[j].ident:
        return 1.0, SAME
    either = left[i].flags | right[j].flags
    if either & (SLIGHT | NUMBER):
        return 0.0, APART
    if not either & INITIAL and (left[i].groups[0] < 0 or right[j].groups[0] < 0) and _far(left[i].mask, right[j].mask):
        return 0.0, APART
    n, m = np.int64(left[i].length), np.int64(right[j].length)
    if n == 0 or m == 0:
        return 0.0, APART
    if either & INITIAL:
        return _of_initial(left, i, right, j)
    best, why = _of_groups(left, i, right, j)
    if left[i].flags & right[j].flags & SYLLABLE:  # the same sound, another character
        same = n == m and distance(left[i].sounds, n, right[j].sounds, m, 0.0, SOUNDED, work) == 0.0
        return (max(best, _HOMOPHONE), SOUND) if same else (best, why)
    near, how = sound_similarity(
        left[i].sounds, n, left[i].mask, right[j].sounds, m, right[j].mask, either & ABJAD != 0, work
    )
    if near < TYPED_BELOW and not either & ABJAD:
        typed = _typed_similarity(left, i, right, j, work)
        if typed > near:
            near, how = typed, SPELLING
    return (near, how) if near > best else (best, why)


@compiled
def _typed_similarity(left: Table, i: int, right: Table, j: int, work: NDArray[np.float32]) -> float:
    """Similarity of the letters: a slip of the finger can change the sound altogether."""
    n, m = np.int64(left[i].written), np.int64(right[j].written)
    if abs(n - m) > 1 or min(n, m) < 4:
        return 0.0
    errors = 1 if max(n, m) < 9 else 2
    if _ones(np.int64(left[i].letter_mask) ^ np.int64(right[j].letter_mask)) > 2 * errors:
        return 0.0
    most = errors + 0.01
    cost = distance(left[i].letters, n, right[j].letters, m, most, TYPED, work)
    return 0.0 if cost > most else 1 - cost / max(n, m)


@compiled
def sound_similarity(
    left: NDArray[np.uint8], n: int, left_mask: int, right: NDArray[np.uint8], m: int, right_mask: int,
    abjad: bool, work: NDArray[np.float32],
) -> tuple[float, int]:  # fmt: skip
    """Similarity of two rows of sounds."""
    apart = _ones(np.int64(left_mask) ^ np.int64(right_mask))
    if apart > 3 or (apart > 2 and min(n, m) < 6):
        return 0.0, APART
    if n > 2 * m + 2 or m > 2 * n + 2:
        return 0.0, APART
    drop = DROP_ABJAD if abjad else DROP
    mass = 0.0
    for k in range(n):
        mass += drop[left[k]]
    for k in range(m):
        mass += drop[right[k]]
    mass = max(mass / 2, 1.6)
    cost = distance(left, n, right, m, (1 - NEAR) * mass, WITHOUT_VOWELS if abjad else SOUNDED, work)
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
def _of_initial(left: Table, i: int, right: Table, j: int) -> tuple[float, int]:
    if left[i].sounds[0] != right[j].sounds[0] or (left[i].length == 1 and right[j].length == 1):
        return 0.0, APART
    return _OF_INITIAL, ABBREVIATED


@compiled
def _of_groups(left: Table, i: int, right: Table, j: int) -> tuple[float, int]:
    """The strongest group to which both belong."""
    best, why = 0.0, APART
    for a in range(GROUPS):
        group = left[i].groups[a]
        if group < 0:
            break
        for b in range(GROUPS):
            if right[j].groups[b] < 0:
                break
            if right[j].groups[b] == group:
                strength = max(left[i].strengths[a], right[j].strengths[b])
                near = float(_OF_GROUP[strength])
                if min(left[i].length, right[j].length) <= SHORT:
                    near -= LESS_WHEN_SHORT
                if near > best:
                    best = near
                    why = SPELLING if strength == 0 else NICKNAME if strength == 1 else TRANSLATION
    return best, why


def new_work() -> NDArray[np.float32]:
    """Room for `edits.distance`."""
    return np.zeros((3, WIDTH * 3 + 2), np.float32)

"""How near two tokens are, 0 to 1, and why: compiled, one pair at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .edits import DROP, DROP_ABJAD, distance
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
_OF_INITIAL = 0.8
_OF_CUT = 0.86
_HOMOPHONE = 0.8

Columns = tuple[NDArray[Any], ...]


@njit(cache=True)
def _ones(bits: int) -> int:
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@njit(cache=True)
def token_similarity(left: Columns, i: int, right: Columns, j: int, work: NDArray[np.float32]) -> tuple[float, int]:
    """Similarity of token `i` of one table and `j` of another, with its reason."""
    if left[2][i] == right[2][j]:
        return 1.0, SAME
    either = left[4][i] | right[4][j]
    if either & (SLIGHT | NUMBER):
        return 0.0, APART
    n, m = np.int64(left[1][i]), np.int64(right[1][j])
    if n == 0 or m == 0:
        return 0.0, APART
    if either & INITIAL:
        return _of_initial(left, i, right, j)
    best, why = _of_groups(left, i, right, j)
    if left[4][i] & right[4][j] & SYLLABLE:  # the same sound, another character
        same = n == m and distance(left[0][i], n, right[0][j], m, 0.0, False, work) == 0.0
        return (max(best, _HOMOPHONE), SOUND) if same else (best, why)
    near, how = sound_similarity(left[0][i], n, left[3][i], right[0][j], m, right[3][j], either & ABJAD != 0, work)
    return (near, how) if near > best else (best, why)


@njit(cache=True)
def sound_similarity(
    left: NDArray[np.uint8], n: int, left_mask: int, right: NDArray[np.uint8], m: int, right_mask: int,
    abjad: bool, work: NDArray[np.float32],
) -> tuple[float, int]:  # fmt: skip
    """Similarity of two rows of sounds."""
    apart = _ones(np.int64(left_mask) ^ np.int64(right_mask))
    if apart > 3 or (apart > 2 and min(n, m) < 6):
        return 0.0, APART
    drop = DROP_ABJAD if abjad else DROP
    mass = 0.0
    for k in range(n):
        mass += drop[left[k]]
    for k in range(m):
        mass += drop[right[k]]
    mass = max(mass / 2, 1.6)
    cost = distance(left, n, right, m, (1 - NEAR) * mass, abjad, work)
    near = SAME_SOUND_OF[min(n, m, LONG)] * (1 - cost / mass)
    if cost == 0.0:
        return near, SOUND
    if near < _OF_CUT and min(n, m) >= 4 and abs(n - m) >= 1:
        short = min(n, m)
        same = True
        for k in range(short):
            if left[k] != right[k]:
                same = False
                break
        if same:
            return _OF_CUT * (0.75 + 0.25 * short / max(n, m)), CUT
    return (near, SPELLING) if near >= NEAR else (0.0, APART)


@njit(cache=True)
def _of_initial(left: Columns, i: int, right: Columns, j: int) -> tuple[float, int]:
    if left[0][i][0] != right[0][j][0] or (left[1][i] == 1 and right[1][j] == 1):
        return 0.0, APART
    return _OF_INITIAL, ABBREVIATED


@njit(cache=True)
def _of_groups(left: Columns, i: int, right: Columns, j: int) -> tuple[float, int]:
    """The strongest group to which both belong."""
    best, why = 0.0, APART
    for a in range(GROUPS):
        group = left[6][i, a]
        if group < 0:
            break
        for b in range(GROUPS):
            if right[6][j, b] < 0:
                break
            if right[6][j, b] == group:
                strength = max(left[7][i, a], right[7][j, b])
                if _OF_GROUP[strength] > best:
                    best = float(_OF_GROUP[strength])
                    why = SPELLING if strength == 0 else NICKNAME if strength == 1 else TRANSLATION
    return best, why


def new_work() -> NDArray[np.float32]:
    """Room for `edits.distance`."""
    return np.zeros((3, WIDTH * 3 + 2), np.float32)

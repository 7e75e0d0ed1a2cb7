"""A name typed as one word: how it sounds where it is taken apart again. Compiled.

Letters that meet at the seam are no sound of either word: East Sea typed as eastsea holds no "ts", Kaveh
Aluminium keeps its h. Where the seam is nobody says, so every place at which a seam changes the sounds is tried.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import JOINED_TO, hash_joined
from .similarity import Row
from .sounds import WIDTH, sound_word

MOST_SEAMS = 6
"""Places of one word at which a seam changes what is heard."""

MOST_SEAM_KEYS = MOST_SEAMS * (MOST_SEAMS + 1) // 2


@compiled
def seam_keys(row: Row, out: NDArray[np.uint64]) -> int:
    """Write the keys of a word with one seam and with two, those apart that it has without any; how many."""
    n = np.int64(row.written)
    typed, parted, buffer = np.zeros(WIDTH, np.uint8), np.zeros(WIDTH + 1, np.uint8), np.zeros(WIDTH + 1, np.uint8)
    for k in range(n):
        typed[k] = row.letters[k] + 96 if row.letters[k] < 27 else row.letters[k] + 21
    whole = _key(typed, 0, 0, n, parted, buffer)
    seams = np.zeros(MOST_SEAMS, np.int64)
    many, count = 0, 0
    for seam in range(1, n - 1):
        key = _key(typed, 0, seam, n, parted, buffer)
        if key != whole and many < MOST_SEAMS:
            out[count] = key
            seams[many] = seam
            many += 1
            count += 1
    for first in range(many):
        for second in range(first + 1, many):
            out[count] = _key(typed, seams[first], seams[second], n, parted, buffer)
            count += 1
    return count


@compiled
def _key(
    typed: NDArray[np.uint8], first: int, second: int, end: int, parted: NDArray[np.uint8], buffer: NDArray[np.uint8]
) -> np.uint64:
    """Key of the letters up to `first`, from there to `second` and from there to `end`, each heard as a word."""
    size, start = 0, 0
    for stop in (first, second, end):
        for k in range(sound_word(typed, start, stop, buffer)):
            if size < JOINED_TO and (size == 0 or parted[size - 1] != buffer[k]):
                parted[size] = buffer[k]
                size += 1
        start = stop
    return hash_joined(parted, size)

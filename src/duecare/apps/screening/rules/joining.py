"""Parts of a name that one side writes together and the other apart. Compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import WHOLE
from .similarity import CUT, JOINED, Table, sound_similarity
from .sounds import WIDTH
from .tallying import PARTS, Work, won
from .tokens import ABJAD, FORM, INITIAL, NUMBER, SLIGHT, SYLLABLE

JOINED_NEAR = 0.86


@compiled
def _foreign(part: int, whole: int) -> bool:
    more = np.int64(part) & ~np.int64(whole)
    return bool(more & (more - 1) != 0)


@compiled
def _could_join(single: Any, many: Table, several: NDArray[np.int32], used: NDArray[np.int8]) -> bool:
    """False when a word stands on the other side as it is, or holds consonants that the other side has not."""
    all_masks, shorter = np.int64(0), 0
    for k in range(len(several)):
        part = many[several[k]]
        if part.ident == single.ident:
            return False
        if (
            used[k] == 0
            and (part.length < single.length or single.flags & ABJAD)
            and not _foreign(part.mask, single.mask)
        ):
            all_masks |= np.int64(part.mask)
            shorter += 1
    return shorter > 1 and not _foreign(single.mask, all_masks)


@compiled
def _run(
    one: Table, row: int, many: Table, several: NDArray[np.int32], j: int, way: int, used: NDArray[np.int8],
    work: Work, buffer: NDArray[np.uint8],
) -> tuple[float, int]:  # fmt: skip
    """The parts from `j` on that together are one word of the other name: how near, and how many; 0 for none.

    Backwards two at most: Harun, Ahmad written as AhmadHarun.
    """
    single = one[row]
    long = np.int64(single.length)
    most = 3 * WIDTH if long >= WIDTH else 2 * long + 2 if single.flags & ABJAD else long + 2
    size, mask, flags, weight = 0, np.int64(0), np.int64(single.flags), 0.0
    n = len(several)
    for step in range(min(n, WHOLE) if way > 0 else 2):
        at = j + way * step
        if at < 0:
            break
        at %= n
        part = many[several[at]]
        if used[at] or size + part.length > most or part.flags & INITIAL:
            break
        if part.ident == single.ident or _foreign(part.mask, single.mask):
            break
        if part.flags & FORM:
            continue
        for s in range(np.int64(part.length)):
            if size < WIDTH:
                buffer[size] = part.sounds[s]
                size += 1
        mask |= np.int64(part.mask)
        flags |= np.int64(part.flags)
        weight += part.weight
        if step == 0 or (size < long - 2 and not flags & ABJAD) or weight < 0.3:
            continue
        near, why = sound_similarity(single.sounds, long, single.mask, buffer, size, mask, flags & ABJAD != 0, work[0])
        if near >= JOINED_NEAR and why != CUT:
            return near, step + 1
    return 0.0, 0


@compiled
def join(
    one: Table, single: NDArray[np.int32], many: Table, several: NDArray[np.int32], sign: int,
    used_single: NDArray[np.int8], used_several: NDArray[np.int8], work: Work, pairs: NDArray[np.int8],
    nears: NDArray[np.float32], kept: int, sums: NDArray[np.float64],
) -> int:  # fmt: skip
    """Parts that one side writes together and the other apart: Jinping, Jin Ping."""
    for i in range(len(single)):
        row = one[single[i]]
        if used_single[i] or row.length < 5 or row.flags & (SLIGHT | NUMBER | SYLLABLE):
            continue
        if not _could_join(row, many, several, used_several):
            continue
        near, j, way, count = _first_run(one, single[i], many, several, used_several, work)
        if count == 0:
            continue
        used_single[i] = 1
        weight = 0.0
        for step in range(count):
            at = (j + way * step) % len(several)
            used_several[at] = 1
            weight += many[several[at]].weight
        won(near, max(row.weight, weight), sums)
        if kept < PARTS:
            first = j if way > 0 else j - 1
            pairs[kept, 0], pairs[kept, 1] = (i, first) if sign > 0 else (first, i)
            pairs[kept, 2], pairs[kept, 3] = JOINED, sign * count
            nears[kept] = near
            kept += 1
    return kept


@compiled
def _first_run(
    one: Table, row: int, many: Table, several: NDArray[np.int32], used: NDArray[np.int8], work: Work
) -> tuple[float, int, int, int]:
    """The first `_run` that is near enough: how near, where, which way, how many parts; 0 for none."""
    for j in range(len(several)):
        for way in (1, -1):
            if way < 0 and (j == 0 or len(several) < 3):
                continue
            near, count = _run(one, row, many, several, j, way, used, work, work[5])
            if count > 0:
                return near, j, way, count
    return 0.0, 0, 0, 0

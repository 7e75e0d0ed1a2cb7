"""Two names laid side by side, part by part: the score and its explanation are one thing.

Each part of one name is given its counterpart in the other. What is left over on one side only was
*omitted* (a middle name, a generic word) and costs little; what is left over on both sides is
*contradicted* and costs more than it could have given. Legal forms, titles and particles count next
to nothing, generic and very common words less than others. Weights are of the words themselves and not
of the list, so that a pair keeps its score when the list changes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import WHOLE
from .normalise import MOST_WORDS
from .similarity import ABBREVIATED, APART, CUT, JOINED, NEAR, SAME, Table, sound_similarity, token_similarity
from .sounds import WIDTH
from .tokens import ABJAD, FORM, INITIAL, NUMBER, SLIGHT, SYLLABLE

BEST = 0.99
"""Highest score of two names that are not written alike; 1 is for identity alone."""

LOSS = 1.5
"""What a part loses for each hundredth of dissimilarity, against its own weight."""

CONTRADICTED = np.array([1.6, 2.0])
OMITTED = np.array([0.6, 0.35])
REORDERED = np.array([0.96, 0.985])
"""Costs for organisations and for persons: a person leaves out a middle name, a company is another one."""

LITTLE = 1.6
"""How much more a loss counts where little was met: two frequent names prove less than four rare ones."""

ONE_PART = 0.9
"""A person met by one part alone, where either name has more."""

JOINED_NEAR = 0.86
NOT_LAST = 0.85

PARTS = 12
"""Pairs that are kept for the explanation."""

Work = tuple[
    NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8], NDArray[np.int8], NDArray[np.int8], NDArray[Any]
]


def new_work() -> Work:
    """Room for one alignment at a time."""
    side = MOST_WORDS
    return (
        np.zeros((3, WIDTH * 3 + 2), np.float32), np.zeros((side, side), np.float32), np.zeros((side, side), np.uint8),
        np.zeros(side, np.int8), np.zeros(side, np.int8), np.zeros(WIDTH * 3, np.uint8),
    )  # fmt: skip


@compiled
def align(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], person: int, work: Work,
    pairs: NDArray[np.int8], nears: NDArray[np.float32],
) -> float:  # fmt: skip
    """Score of two names, 0 to `BEST`.

    Args:
        q, c: token numbers in `left` and `right`, at most `MOST_WORDS` each.
        person: 1 for persons, 0 for all others.
        pairs: (PARTS, 4) written with (first part of q, first part of c, reason, how many parts were joined, negative
            when those of q were); the rest is -1.
        nears: (PARTS,) similarity of each pair.
    """
    m, n = len(q), len(c)
    pairs[:] = -1
    if m == 0 or n == 0:
        return 0.0
    used_q, used_c = work[3], work[4]
    used_q[:m] = 0
    used_c[:n] = 0
    sums = np.zeros(3)  # won, lost, order
    kept = _join(left, q, right, c, 1, used_q, used_c, work, pairs, nears, 0, sums)
    kept = _join(right, c, left, q, -1, used_c, used_q, work, pairs, nears, kept, sums)
    kept, content = _pair(left, q, right, c, used_q, used_c, work, pairs, nears, kept, sums)
    over_q, many_q = _left_over(left, q, used_q)
    over_c, many_c = _left_over(right, c, used_c)
    against = min(over_q, over_c)
    total = sums[0] + sums[1] + CONTRADICTED[person] * against + OMITTED[person] * (max(over_q, over_c) - against)
    if total <= 0.0:
        return 0.0
    score = sums[0] / total
    score **= 1 + LITTLE * math.exp(-sums[0])
    if sums[2] > 0:
        score *= REORDERED[person]
    if person and content == 1 and many_q + many_c > 0:
        score *= ONE_PART
    return min(score, BEST)


@compiled
def _left_over(side: Table, ids: NDArray[np.int32], used: NDArray[np.int8]) -> tuple[float, int]:
    """Weight of the parts without a counterpart, and how many say something."""
    weight, many = 0.0, 0
    for k in range(len(ids)):
        if used[k] == 0 and not side[ids[k]].flags & SLIGHT:
            weight += side[ids[k]].weight
            many += 1
    return weight, many


@compiled
def _won(near: float, weight: float, sums: NDArray[np.float64]) -> None:
    lost = min(1.0, LOSS * (1 - near))
    sums[0] += weight * (1 - lost)
    sums[1] += weight * lost


@compiled
def _pair(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], used_q: NDArray[np.int8],
    used_c: NDArray[np.int8], work: Work, pairs: NDArray[np.int8], nears: NDArray[np.float32], kept: int,
    sums: NDArray[np.float64],
) -> tuple[int, int]:  # fmt: skip
    """Give each part its counterpart, the weightiest likeness first; how many are kept and say something."""
    m, n = len(q), len(c)
    near, why = work[1], work[2]
    for i in range(m):
        for j in range(n):
            near[i, j] = 0.0
            if used_q[i] == 0 and used_c[j] == 0:
                near[i, j], why[i, j] = token_similarity(left, q[i], right, c[j], work[0])
                if why[i, j] == CUT and ((i < m - 1 and j < n - 1) or min(m, n) == 1):  # only what stands last is cut off
                    near[i, j] *= NOT_LAST
    content, last_i, last_j = 0, -1, -1
    for k in range(kept):
        content += 2
        last_i, last_j = pairs[k, 0], pairs[k, 1]
    while True:
        best, at, to = 0.0, -1, -1
        for i in range(m):
            for j in range(n):
                if near[i, j] > 0.0 and used_q[i] == 0 and used_c[j] == 0:
                    value = near[i, j] * (0.2 + min(left[q[i]].weight, right[c[j]].weight)) - 0.001 * abs(i - j)
                    if value > best:
                        best, at, to = value, i, j
        if at < 0:
            return kept, content
        used_q[at] = used_c[to] = 1
        wq, wc = float(left[q[at]].weight), float(right[c[to]].weight)
        slight = left[q[at]].flags & SLIGHT
        weight = (wq + wc) / 2
        if why[at, to] == ABBREVIATED:  # an initial proves little and contradicts nothing
            weight = min(wq, wc)
            sums[1] += (max(wq, wc) - weight) * 0.2
        _won(near[at, to], weight, sums)
        if not slight:
            content += 1
            if last_i >= 0 and (at - last_i) * (to - last_j) < 0:
                sums[2] += 1
            last_i, last_j = at, to
        if kept < PARTS:
            pairs[kept, 0], pairs[kept, 1], pairs[kept, 2], pairs[kept, 3] = at, to, why[at, to], 1
            nears[kept] = near[at, to]
            kept += 1


@compiled
def _foreign(part: int, whole: int) -> bool:
    more = np.int64(part) & ~np.int64(whole)
    return more & (more - 1) != 0


@compiled
def _could_join(single: Any, many: Table, several: NDArray[np.int32], used: NDArray[np.int8]) -> bool:
    """False when a word stands on the other side as it is, or holds consonants that the other side has not."""
    all_masks, shorter = np.int64(0), 0
    for k in range(len(several)):
        part = many[several[k]]
        if part.ident == single.ident:
            return False
        if used[k] == 0 and (part.length < single.length or single.flags & ABJAD) and not _foreign(part.mask, single.mask):
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
def _join(
    one: Table, single: NDArray[np.int32], many: Table, several: NDArray[np.int32], sign: int,
    used_single: NDArray[np.int8], used_several: NDArray[np.int8], work: Work, pairs: NDArray[np.int8],
    nears: NDArray[np.float32], kept: int, sums: NDArray[np.float64],
) -> int:  # fmt: skip
    """Parts that one side writes together and the other apart: Jinping, Jin Ping."""
    buffer = work[5]
    for i in range(len(single)):
        row = single[i]
        long = np.int64(one[row].length)
        if used_single[i] or long < 5 or one[row].flags & (SLIGHT | NUMBER | SYLLABLE):
            continue
        if not _could_join(one[row], many, several, used_several):
            continue
        for j in range(len(several)):
            for way in (1, -1):
                if way < 0 and (j == 0 or len(several) < 3):
                    continue
                near, count = _run(one, row, many, several, j, way, used_several, work, buffer)
                if count == 0:
                    continue
                used_single[i] = 1
                weight = 0.0
                for step in range(count):
                    at = (j + way * step) % len(several)
                    used_several[at] = 1
                    weight += many[several[at]].weight
                _won(near, max(one[row].weight, weight), sums)
                if kept < PARTS:
                    first = j if way > 0 else j - 1
                    pairs[kept, 0], pairs[kept, 1] = (i, first) if sign > 0 else (first, i)
                    pairs[kept, 2], pairs[kept, 3] = JOINED, sign * count
                    nears[kept] = near
                    kept += 1
                break
            if used_single[i]:
                break
    return kept


__all__ = ["APART", "BEST", "NEAR", "PARTS", "SAME", "align", "new_work"]

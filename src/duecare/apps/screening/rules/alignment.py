"""Two names laid side by side, part by part: the score and its explanation are one thing.

Each part of one name is given its counterpart in the other. What is left over on one side only was
*omitted* (a middle name, a generic word) and costs little; what is left over on both sides is
*contradicted* and costs more than it could have given. Legal forms, titles and particles count next
to nothing, generic and very common words less than others. Weights are of the words themselves and not
of the list, so that a pair keeps its score when the list changes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .joining import join
from .similarity import ABBREVIATED, APART, CUT, NEAR, SAME, Table, token_similarity
from .tallying import PARTS, Work, new_work, won
from .tokens import SLIGHT

BEST = 0.99
"""Highest score of two names that are not written alike; 1 is for identity alone."""

CONTRADICTED = np.array([1.6, 2.0])
OMITTED = np.array([0.6, 0.35])
REORDERED = np.array([0.96, 0.985])
"""Costs for organisations and for persons: a person leaves out a middle name, a company is another one."""

LITTLE = 1.6
"""How much more a loss counts where little was met: two frequent names prove less than four rare ones."""

SHORT_WORD, SHORT_AND_UNLIKE = 5, 0.85
"""A body met by one word of so few sounds that is written otherwise."""

ONE_PART = 0.9
"""A person met by one part alone, where either name has more."""

NOT_LAST = 0.85


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
    kept = join(left, q, right, c, 1, used_q, used_c, work, pairs, nears, 0, sums)
    kept = join(right, c, left, q, -1, used_c, used_q, work, pairs, nears, kept, sums)
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
    if not person and content == 1 and kept > 0 and _short_and_unlike(left, q, right, c, pairs):
        score *= SHORT_AND_UNLIKE
    return float(min(score, BEST))


@compiled
def _short_and_unlike(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], pairs: NDArray[np.int8]
) -> bool:
    """True when all that says something is one short word, written otherwise: initialisms are alike by chance."""
    for k in range(PARTS):
        if pairs[k, 0] < 0:
            break
        row, other = left[q[pairs[k, 0]]], right[c[pairs[k, 1]]]
        if not row.flags & SLIGHT:
            return bool(pairs[k, 2] != SAME and min(row.length, other.length) <= SHORT_WORD)
    return False


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
def _likenesses(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], used_q: NDArray[np.int8],
    used_c: NDArray[np.int8], work: Work,
) -> None:  # fmt: skip
    """How near each free part is to each of the other name, and why, into `work`."""
    m, n = len(q), len(c)
    near, why = work[1], work[2]
    for i in range(m):
        for j in range(n):
            near[i, j] = 0.0
            if used_q[i] or used_c[j]:
                continue
            near[i, j], why[i, j] = token_similarity(left, q[i], right, c[j], work[0])
            inside = (i < m - 1 and j < n - 1) or min(m, n) == 1
            if why[i, j] == CUT and inside:  # only what stands last is cut off
                near[i, j] *= NOT_LAST


@compiled
def _weightiest(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], used_q: NDArray[np.int8],
    used_c: NDArray[np.int8], near: NDArray[np.float32],
) -> tuple[int, int]:  # fmt: skip
    """The two free parts whose likeness weighs most; -1 when nothing is alike any more."""
    best, at, to = 0.0, -1, -1
    for i in range(len(q)):
        if used_q[i]:
            continue
        for j in range(len(c)):
            if used_c[j] or near[i, j] <= 0.0:
                continue
            value = near[i, j] * (0.2 + min(left[q[i]].weight, right[c[j]].weight)) - 0.001 * abs(i - j)
            if value > best:
                best, at, to = value, i, j
    return at, to


@compiled
def _pair(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], used_q: NDArray[np.int8],
    used_c: NDArray[np.int8], work: Work, pairs: NDArray[np.int8], nears: NDArray[np.float32], kept: int,
    sums: NDArray[np.float64],
) -> tuple[int, int]:  # fmt: skip
    """Give each part its counterpart, the weightiest likeness first; how many are kept and say something."""
    near, why = work[1], work[2]
    _likenesses(left, q, right, c, used_q, used_c, work)
    content, last_i, last_j = 0, -1, -1
    for k in range(kept):
        content += 1
        last_i, last_j = pairs[k, 0], pairs[k, 1]
    while True:
        at, to = _weightiest(left, q, right, c, used_q, used_c, near)
        if at < 0:
            return kept, content
        used_q[at] = used_c[to] = 1
        wq, wc = float(left[q[at]].weight), float(right[c[to]].weight)
        weight = (wq + wc) / 2
        if why[at, to] == ABBREVIATED:  # an initial proves little and contradicts nothing
            weight = min(wq, wc)
            sums[1] += (max(wq, wc) - weight) * 0.2
        won(near[at, to], weight, sums)
        if not left[q[at]].flags & SLIGHT:
            content += 1
            if last_i >= 0 and (at - last_i) * (to - last_j) < 0:
                sums[2] += 1
            last_i, last_j = at, to
        if kept < PARTS:
            pairs[kept, 0], pairs[kept, 1], pairs[kept, 2], pairs[kept, 3] = at, to, why[at, to], 1
            nears[kept] = near[at, to]
            kept += 1


__all__ = ["APART", "BEST", "NEAR", "PARTS", "SAME", "Work", "align", "new_work"]

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
from .similarity import ABBREVIATED, APART, CUT, NEAR, SAME, Table, cut_short, token_similarity
from .tallying import PARTS, Work, keep, new_work, tally
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

OF_TWO, OF_REST = 0.72, 0.8
"""A word at the end of which two letters, or more, are left: it proves as much as an initial."""


@compiled
def align(left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], person: int, work: Work) -> float:
    """Score of two names, 0 to `BEST`; which parts were met stands in `work`.

    Args:
        q, c: token numbers in `left` and `right`, at most `MOST_WORDS` each.
        person: 1 for persons, 0 for all others.
    """
    m, n = len(q), len(c)
    work.kept = work.crossed = 0
    work.won = work.lost = 0.0
    if m == 0 or n == 0:
        return 0.0
    for k in range(m):
        work.used[0, k] = 0
    for k in range(n):
        work.used[1, k] = 0
    join(left, q, right, c, 1, work)
    join(right, c, left, q, 0, work)
    content = _pair(left, q, right, c, work)
    over_q, many_q = _left_over(left, q, 0, work)
    over_c, many_c = _left_over(right, c, 1, work)
    against = min(over_q, over_c)
    total = work.won + work.lost + CONTRADICTED[person] * against + OMITTED[person] * (max(over_q, over_c) - against)
    if total <= 0.0:
        return 0.0
    score = work.won / total
    score **= 1 + LITTLE * math.exp(-work.won)
    if work.crossed > 0:
        score *= REORDERED[person]
    if person and content == 1 and many_q + many_c > 0:
        score *= ONE_PART
    if not person and content == 1 and work.kept > 0 and _short_and_unlike(left, q, right, c, work):
        score *= SHORT_AND_UNLIKE
    return float(min(score, BEST))


@compiled
def align_alone(
    left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], person: int, room: NDArray[np.void],
    pairs: NDArray[np.int8], nears: NDArray[np.float32],
) -> float:  # fmt: skip
    """`align`, for callers that are not compiled: its pairs are written to `pairs` (PARTS, 4) and `nears` (PARTS,)."""
    work = room[0]
    score = align(left, q, right, c, person, work)
    write_pairs(work, pairs, nears)
    return score


@compiled
def write_pairs(work: Work, pairs: NDArray[np.int8], nears: NDArray[np.float32]) -> None:
    """Copy what was met; the rest of `pairs` is -1."""
    for k in range(PARTS):
        for at in range(4):
            pairs[k, at] = work.pairs[k, at] if k < work.kept else -1
        nears[k] = work.nears[k] if k < work.kept else 0.0


@compiled
def _short_and_unlike(left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], work: Work) -> bool:
    """True when all that says something is one short word, written otherwise: initialisms are alike by chance."""
    for k in range(work.kept):
        row, other = left[q[work.pairs[k, 0]]], right[c[work.pairs[k, 1]]]
        if not row.flags & SLIGHT:
            return bool(work.pairs[k, 2] != SAME and min(row.length, other.length) <= SHORT_WORD)
    return False


@compiled
def _left_over(table: Table, ids: NDArray[np.int32], side: int, work: Work) -> tuple[float, int]:
    """Weight of the parts without a counterpart, and how many say something."""
    weight, many = 0.0, 0
    for k in range(len(ids)):
        if work.used[side, k] == 0:
            row = table[ids[k]]
            if not row.flags & SLIGHT:
                weight += row.weight
                many += 1
    return weight, many


@compiled
def _likenesses(left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], work: Work) -> None:
    """How near each free part of one name is to each free part of the other name, and why, into `work`."""
    m, n = len(q), len(c)
    for i in range(m):
        row = left[q[i]]
        for j in range(n):
            if work.used[0, i] or work.used[1, j]:
                work.near[i, j] = 0.0
                continue
            near, why = token_similarity(row, right[c[j]], work)
            inside = (i < m - 1 and j < n - 1) or min(m, n) == 1
            if why == CUT and inside:  # only what stands last is cut off
                near *= NOT_LAST
            if near == 0.0 and not inside and cut_short(row, right[c[j]], i == m - 1, j == n - 1):
                near, why = OF_REST if min(row.length, right[c[j]].length) > 2 else OF_TWO, ABBREVIATED
            work.near[i, j], work.why[i, j] = near, why


@compiled
def _weightiest(left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], work: Work) -> tuple[int, int]:
    """The two free parts whose likeness weighs most; -1 when nothing is alike any more."""
    best, at, to = 0.0, -1, -1
    for i in range(len(q)):
        if work.used[0, i]:
            continue
        for j in range(len(c)):
            near = work.near[i, j]
            if near <= 0.0 or work.used[1, j]:
                continue
            value = near * (0.2 + min(left[q[i]].weight, right[c[j]].weight)) - 0.001 * abs(i - j)
            if value > best:
                best, at, to = value, i, j
    return at, to


@compiled
def _pair(left: Table, q: NDArray[np.int32], right: Table, c: NDArray[np.int32], work: Work) -> int:
    """Give each part its counterpart, the weightiest likeness first; how many were kept and say something."""
    _likenesses(left, q, right, c, work)
    content, last_i, last_j = 0, -1, -1
    for k in range(work.kept):
        content += 1
        last_i, last_j = work.pairs[k, 0], work.pairs[k, 1]
    while True:
        at, to = _weightiest(left, q, right, c, work)
        if at < 0:
            return content
        work.used[0, at] = work.used[1, to] = 1
        near, why = work.near[at, to], work.why[at, to]
        wq, wc = float(left[q[at]].weight), float(right[c[to]].weight)
        weight = (wq + wc) / 2
        if why == ABBREVIATED:  # an initial proves little and contradicts nothing
            weight = min(wq, wc)
            work.lost += (max(wq, wc) - weight) * 0.2
        tally(near, weight, work)
        if not left[q[at]].flags & SLIGHT:
            content += 1
            if last_i >= 0 and (at - last_i) * (to - last_j) < 0:
                work.crossed += 1
            last_i, last_j = at, to
        keep(at, to, why, 1, near, work)


__all__ = ["APART", "BEST", "NEAR", "PARTS", "SAME", "Work", "align", "align_alone", "new_work", "write_pairs"]

"""What an alignment writes while it is made: pairs, what was won and lost, and room to work in. Compiled.

All of it is one record: a compiled function that is handed a record is handed one address, where a dozen arrays cost
more to hand over and to count than most alignments take.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .normalise import MOST_WORDS
from .sounds import WIDTH

LOSS = 1.5
"""What a part loses for each hundredth of dissimilarity, against its own weight."""

PARTS = 12
"""Pairs that are kept for the explanation."""

WORK = np.dtype(
    [
        ("distances", np.float32, (3, WIDTH * 3 + 2)), ("near", np.float32, (MOST_WORDS, MOST_WORDS)),
        ("why", np.uint8, (MOST_WORDS, MOST_WORDS)), ("used", np.int8, (2, MOST_WORDS)),
        ("sounds", np.uint8, (WIDTH * 3,)), ("won", np.float64), ("lost", np.float64), ("crossed", np.int32),
        ("kept", np.int32), ("pairs", np.int8, (PARTS, 4)), ("nears", np.float32, (PARTS,)),
    ],
    align=True,
)  # fmt: skip
"""One alignment at a time.

distances: lines of `edits.distance`. near, why: likeness of each part of one name to each of the other. used: parts
that have a counterpart, of either side. sounds: parts written together. won, lost: weight. crossed: counterparts out of
order. kept, pairs, nears: how many pairs, (first part, first part, reason, how many were joined), their likeness.
"""

Work = Any
"""A record of `WORK`."""


def new_work() -> NDArray[np.void]:
    """Room for one alignment at a time: an array of one record, to be held by whoever is not compiled."""
    return np.zeros(1, WORK)


@compiled
def tally(near: float, weight: float, work: Work) -> None:
    """Add a met part of this weight to what was won and lost."""
    lost = min(1.0, LOSS * (1 - near))
    work.won += weight * (1 - lost)
    work.lost += weight * lost


@compiled
def keep(i: int, j: int, why: int, many: int, near: float, work: Work) -> None:
    """Keep a pair for the explanation, while there is room."""
    at = work.kept
    if at < PARTS:
        work.pairs[at, 0], work.pairs[at, 1], work.pairs[at, 2], work.pairs[at, 3] = i, j, why, many
        work.nears[at] = near
        work.kept = at + 1

"""What an alignment writes while it is made: pairs, what was won and lost, and room to work in. Compiled."""

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

Work = tuple[
    NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8], NDArray[np.int8], NDArray[np.int8], NDArray[Any]
]


@compiled
def new_work() -> Work:
    """Room for one alignment at a time."""
    side = MOST_WORDS
    return (
        np.zeros((3, WIDTH * 3 + 2), np.float32), np.zeros((side, side), np.float32), np.zeros((side, side), np.uint8),
        np.zeros(side, np.int8), np.zeros(side, np.int8), np.zeros(WIDTH * 3, np.uint8),
    )  # fmt: skip


@compiled
def won(near: float, weight: float, sums: NDArray[np.float64]) -> None:
    """Add a met part of this weight to what was won and lost (`sums`)."""
    lost = min(1.0, LOSS * (1 - near))
    sums[0] += weight * (1 - lost)
    sums[1] += weight * lost

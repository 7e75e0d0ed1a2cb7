"""Pieces of a long search: what one process, here or elsewhere, is given and gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .alignment import BEST
from .index import NameIndex

Raw: TypeAlias = tuple[NDArray[Any], ...]
"""As `NameIndex.search_raw` gives it: counts, numbers of names, scores, pairs, their similarities."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Names that are asked together. At most `top` entities each; what scores below `lower` is left out."""

    names: Sequence[str]
    schema: str | None
    top: int
    lower: float


def search_piece(index: NameIndex, piece: Piece) -> Raw:
    """What `search_raw` finds, without what scores too low; no wider than the fullest row, so it travels light."""
    counts, numbers, scores, pairs, nears = index.search_raw(piece.names, piece.schema, piece.top)
    # The same writing becomes 1 when it is a hit. Rows hold their best first, so a count says it all.
    lower = np.float64(min(piece.lower, BEST - 1e-6))
    enough = (scores >= lower) & (np.arange(piece.top) < counts[:, None])
    counts = enough.sum(axis=1, dtype=np.int32)
    most = int(counts.max(initial=0))
    return counts, *(values[:, :most].copy() for values in (numbers, scores, pairs, nears))

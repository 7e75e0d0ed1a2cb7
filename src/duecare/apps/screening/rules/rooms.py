"""An index as compiled functions take it, and the room in which one search works."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .keys import Places
from .similarity import Table
from .tallying import new_work

List = tuple[
    Table, Places, Places, NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32],
    NDArray[np.int32], NDArray[np.float32],
]  # fmt: skip
"""An index: token columns, token keys, join keys, postings (starts, names), names (starts, tokens), entity of a
name, weight of a token by its rarity."""

CELL = np.dtype(
    [("won", np.float32), ("serial", np.int32), ("weight", np.float32), ("last", np.int16), ("kind", np.uint8)],
    align=True,
)
"""What a search knows of one name, in one place: a list of a million names does not fit a processor's cache, and each
name that a search touches costs one wait instead of five.

won: weight that is shared. serial: the search that wrote it. weight: of the name. last: the part of the query that was
added last. kind: bits of what the name may belong to.
"""

Cell = Any
"""A record of `CELL`."""

Room = tuple[
    NDArray[Any],
    NDArray[np.int32],
    NDArray[np.float32],
    NDArray[np.int32],
    NDArray[np.float32],
    NDArray[Any],
    NDArray[np.void],
]
"""Cells of names; names touched, and room for one more, which is written before it is known to be new; what they
promise; serials and values of tokens; the last serial; room for an alignment.

A record holds no claim on its array, and compiled code lets go of an array after its last use: so the arrays stand
here, with the caller.
"""


def new_room(weights: NDArray[np.float32], kinds: NDArray[np.uint8], tokens: int) -> Room:
    """Room for a search over these names and so many tokens: not to be shared by two threads."""
    cells = np.zeros(max(1, len(weights)), CELL)
    if len(weights):
        cells["weight"], cells["kind"] = weights, kinds
    names, tokens = len(cells), max(1, tokens)
    return (
        cells, np.zeros(names + 1, np.int32), np.zeros(names, np.float32), np.zeros(tokens, np.int32),
        np.zeros(tokens, np.float32), np.zeros(1, np.int32), new_work(),
    )  # fmt: skip

"""What a word of a query could be in this list: found once, kept for all queries to come.

Names of a portfolio share their words: of forty thousand names every second has no word that was not read before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import MOST_KEYS, find, token_keys
from .rooms import List, Room
from .similarity import Row, Table, token_similarity
from .tallying import Work

MOST_READINGS = 160
"""Tokens of the list that one token of a query may be."""

POSSIBLE = 0.66
"""Similarity from which a token of the list is a possible reading."""

KEPT = 1 << 22
"""Readings that are kept (32 MB); beyond, all are forgotten and found anew."""

Read = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
"""Where the readings of each token of a batch begin and end, the tokens of the list, their similarity."""


class Readings:
    """Readings of the tokens of a lexicon, by their numbers; not shared between threads."""

    def __init__(self) -> None:
        self._starts, self._ends = np.full(0, -1, np.int64), np.full(0, -1, np.int64)
        self._tokens, self._nears = np.zeros(0, np.int32), np.zeros(0, np.float32)
        self._filled = 0

    def of(self, columns: Table, chosen: NDArray[np.int64], held: List, room: Room) -> Read:
        """Readings of the chosen rows of `columns`, those that are not known found now."""
        if self._filled > KEPT:
            self._starts[:] = -1
            self._filled = 0
        if len(self._starts) < len(columns):
            more = np.full(2 * len(columns) - len(self._starts), -1, np.int64)
            self._starts, self._ends = np.concatenate((self._starts, more)), np.concatenate((self._ends, more))
        fresh = chosen[self._starts[chosen] < 0]
        if len(fresh):
            self._make_room(len(fresh))
            self._filled = _read(
                columns, fresh, held, room, self._starts, self._ends, self._tokens, self._nears, self._filled
            )
        return self._starts[chosen], self._ends[chosen], self._tokens, self._nears

    def _make_room(self, many: int) -> None:
        needed = self._filled + many * MOST_READINGS
        if needed > len(self._tokens):
            more = 2 * needed - len(self._tokens)
            self._tokens = np.concatenate((self._tokens, np.zeros(more, np.int32)))
            self._nears = np.concatenate((self._nears, np.zeros(more, np.float32)))


@compiled
def _read(
    columns: Table, fresh: NDArray[np.int64], held: List, room: Room, starts: NDArray[np.int64],
    ends: NDArray[np.int64], tokens: NDArray[np.int32], nears: NDArray[np.float32], filled: int,
) -> int:  # fmt: skip
    """Write the readings of these rows, the nearest first, behind those that are there; how many there are now."""
    work = room[6][0]
    keys = np.zeros(MOST_KEYS, np.uint64)
    for row in fresh:
        many = token_keys(columns, row, keys)
        into = slice(filled, filled + MOST_READINGS)
        count = _expand(columns[row], keys, many, held, room, work, tokens[into], nears[into])
        order = np.argsort(-nears[filled : filled + count])
        tokens[filled : filled + count] = tokens[filled : filled + count][order]
        nears[filled : filled + count] = nears[filled : filled + count][order]
        starts[row], ends[row] = filled, filled + count
        filled += count
    return filled


@compiled
def _expand(
    asked: Row, keys: NDArray[np.uint64], many: int, held: List, room: Room, work: Work, tokens: NDArray[np.int32],
    nears: NDArray[np.float32],
) -> int:  # fmt: skip
    """Tokens of the list that a token of the query, with its `many` keys, may be, and their similarity; how many."""
    table, place, leads, stamps = held[0], held[1], held[1][2], room[3]
    room[5][0] += 1
    serial = room[5][0]
    count = 0
    for k in range(many):
        low, high = find(place, keys[k])
        for at in range(low, high):
            token = leads[at]
            if stamps[token] == serial:
                continue
            stamps[token] = serial
            near, _ = token_similarity(asked, table[token], work)
            if near < POSSIBLE:
                continue
            if count < MOST_READINGS:
                tokens[count], nears[count] = token, near
                count += 1
                continue
            least = np.argmin(nears[:count])
            if near > nears[least]:
                tokens[least], nears[least] = token, near
    return count

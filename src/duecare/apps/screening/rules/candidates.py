"""Candidates of a search: names that share a token, a sound, a skeleton or parts written together. Compiled.

What the query's tokens could be in this list is found once for each distinct token of a batch. Rare
tokens find candidates; a very common one only adds to those already found, unless nothing rarer is
there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import (
    JOINED_FROM,
    MOST_KEYS,
    WAYS,
    Places,
    bone_keys,
    find,
    hash_joined,
    hash_name,
    join_sounds,
    span,
    token_keys,
)  # fmt: skip
from .similarity import Table, token_similarity
from .sounds import WIDTH
from .tokens import ABJAD, INITIAL, NUMBER, SLIGHT

EXPANSIONS = 160
"""Tokens of the list that one token of the query may be."""

POSSIBLE = 0.66
"""Similarity from which a token of the list is a possible reading."""

AS_WRITTEN = 1e6
"""Added to a name that holds just the words of the query, so that it is aligned before all others."""

VISITS = 12_000
"""Names visited by way of common tokens; a token that would go beyond only adds to names already found."""

List = tuple[
    Table, Places, Places, NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32],
    NDArray[np.int32], NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32],
]  # fmt: skip
"""An index: token columns, token keys, join keys, postings (starts, names), names (starts, tokens), entity of a
name, kind of a name, weight of a name, weight of a token by its rarity."""

Room = tuple[NDArray[Any], ...]


def new_room(names: int, tokens: int) -> Room:
    """Room for a search over so many names and tokens: not to be shared by two threads."""
    return (
        np.zeros(names, np.float32), np.zeros(names, np.int32), np.zeros(names, np.int16), np.zeros(names, np.int32),
        np.zeros(tokens, np.int32), np.zeros(tokens, np.float32), np.zeros(1, np.int32), np.zeros(names, np.float32),
    )  # fmt: skip


@compiled
def expand(
    query: Table, row: int, held: List, room: Room, tokens: NDArray[np.int32], nears: NDArray[np.float32]
) -> int:
    """Tokens of the list that token `row` of the query may be, with their similarity; how many."""
    stamps, serial = room[4], room[6]
    serial[0] += 1
    keys = np.zeros(MOST_KEYS, np.uint64)
    work = np.zeros((3, WIDTH * 3 + 2), np.float32)
    count = 0
    place = held[1]
    for k in range(token_keys(query, row, keys)):
        low, high = find(place, keys[k])
        for at in range(low, high):
            token = place[2][at]
            if stamps[token] == serial[0]:
                continue
            stamps[token] = serial[0]
            near, _ = token_similarity(query, row, held[0], token, work)
            if near < POSSIBLE:
                continue
            if count < EXPANSIONS:
                tokens[count], nears[count] = token, near
                count += 1
                continue
            least = np.argmin(nears[:count])
            if near > nears[least]:
                tokens[least], nears[least] = token, near
    return count


@compiled
def _add(name: int, value: float, mark: int, held: List, allowed: int, room: Room, serial: int, touched: int) -> int:
    """Add to a name once for each part of the query; how many names are touched now."""
    won, stamps, last, names = room[0], room[1], room[2], room[3]
    if stamps[name] != serial:
        stamps[name] = serial
        if not held[8][name] & allowed:
            won[name] = -1.0
            return touched
        won[name] = value
        last[name] = mark
        names[touched] = name
        return touched + 1
    if won[name] >= 0.0 and last[name] != mark:
        won[name] += value
        last[name] = mark
    return touched


@compiled
def _find_as_written(query: Table, ids: NDArray[np.int32], held: List, allowed: int, room: Room, serial: int) -> int:
    """Names of the same words: also those of initials alone, and those whose words many others hold together."""
    touched = 0
    low, high = find(held[2], hash_name(query, ids)) if len(ids) > 0 else (0, 0)
    for at in range(low, min(high, low + VISITS)):
        touched = _add(held[2][2][at], AS_WRITTEN, 63, held, allowed, room, serial, touched)
    return touched


@compiled
def _find_joined(
    query: Table, ids: NDArray[np.int32], held: List, allowed: int, room: Room, serial: int, touched: int
) -> int:
    """Names by parts written together, on either side."""
    buffer = np.zeros(WIDTH + 1, np.uint8)
    keys = np.zeros(8, np.uint64)
    for i in range(len(ids)):
        row = ids[i]
        size, abjad = int(query[row].length), query[row].flags & ABJAD != 0
        if size >= JOINED_FROM and not query[row].flags & (SLIGHT | NUMBER):
            keys[0] = hash_joined(query[row].sounds, size)
            for k in range(bone_keys(query[row].sounds, size, abjad, keys, 1)):
                low, high = find(held[2], keys[k])
                for at in range(low, min(high, low + VISITS)):
                    touched = _add(
                        held[2][2][at], 1.5 * query[row].weight, 64 + i, held, allowed, room, serial, touched
                    )
        for turn in range(WAYS):
            many = span(query, ids, i, turn)
            if many == 0:
                continue
            size, abjad = join_sounds(query, ids, i, many, buffer)
            if size == 0:
                continue
            value = 0.0
            for k in range(i, i + abs(many)):
                value += query[ids[k % len(ids)]].weight
            keys[0] = hash_joined(buffer, size)
            for k in range(bone_keys(buffer, size, True, keys, 1) if abjad else 1):
                touched = _add_joined(keys[k], size, value, 96 + i, held, allowed, room, serial, touched)
    return touched


@compiled
def _add_joined(
    key: np.uint64, size: int, value: float, mark: int, held: List, allowed: int, room: Room, serial: int, touched: int
) -> int:
    """Names that hold, as one word, what the query writes apart."""
    low, high = find(held[1], key)
    for at in range(low, high):
        token = held[1][2][at]
        if abs(np.int64(held[0][token].length) - size) > 4:
            continue
        first, past = held[3][token], held[3][token + 1]
        for p in range(first, min(past, first + VISITS)):
            touched = _add(held[4][p], value, mark, held, allowed, room, serial, touched)
    return touched


@compiled
def gather(
    query: Table, ids: NDArray[np.int32], allowed: int, held: List, room: Room, exp_tokens: NDArray[np.int32],
    exp_nears: NDArray[np.float32], exp_counts: NDArray[np.int32], distinct: NDArray[np.int32],
) -> tuple[int, float]:  # fmt: skip
    """Touch the names that share something; how many, and the weight of the query."""
    m = len(ids)
    serial = room[6][0] + 1
    room[6][0] = serial
    frequency = np.zeros(m, np.int64)
    weights = np.zeros(m, np.float32)
    total = 0.0
    for i in range(m):
        d = distinct[ids[i]]
        rare = np.float32(0)
        for e in range(exp_counts[d]):
            token = exp_tokens[d, e]
            frequency[i] += held[3][token + 1] - held[3][token]
            rare = max(rare, held[10][token])
        flags = query[ids[i]].flags
        weights[i] = rare if rare > 0 else query[ids[i]].weight
        if flags & INITIAL:
            weights[i] = 0.1
        total += weights[i]
    order = np.argsort(frequency)
    touched, visited = _find_as_written(query, ids, held, allowed, room, serial), 0
    touched = _find_joined(query, ids, held, allowed, room, serial, touched)
    skipped = False
    for turn in range(m):
        i = order[turn]
        if frequency[i] == 0:
            continue
        if visited > 0 and visited + frequency[i] > VISITS:
            skipped = True
            break
        visited += frequency[i]
        d = distinct[ids[i]]
        for e in range(exp_counts[d]):
            token = exp_tokens[d, e]
            value = weights[i] * exp_nears[d, e]
            for p in range(held[3][token], held[3][token + 1]):
                touched = _add(held[4][p], value, i, held, allowed, room, serial, touched)
    if skipped:
        _add_common(ids, order[turn:], weights, held, room, exp_tokens, exp_nears, exp_counts, distinct, touched)
    return touched, total


@compiled
def _add_common(
    ids: NDArray[np.int32], which: NDArray[np.int64], weights: NDArray[np.float32], held: List, room: Room,
    exp_tokens: NDArray[np.int32], exp_nears: NDArray[np.float32], exp_counts: NDArray[np.int32],
    distinct: NDArray[np.int32], touched: int,
) -> None:  # fmt: skip
    """What common tokens add to names already found."""
    won, names, stamps, values = room[0], room[3], room[4], room[5]
    serial = room[6][0] + 1
    room[6][0] = serial
    for i in which:
        d = distinct[ids[i]]
        for e in range(exp_counts[d]):
            token = exp_tokens[d, e]
            value = weights[i] * exp_nears[d, e]
            if stamps[token] != serial or values[token] < value:
                stamps[token] = serial
                values[token] = value
    for k in range(touched):
        name = names[k]
        more = np.float32(0)
        for p in range(held[5][name], held[5][name + 1]):
            token = held[6][p]
            if stamps[token] == serial:
                more += values[token]
        won[name] += more

"""Candidates of a search: names that share a token, a sound, a skeleton or parts written together. Compiled.

What the query's tokens could be in this list is known (`readings`). Rare tokens find candidates; a common one is
followed to the lightest names only, those that could still be among the best, and adds to the ones already found.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import (
    JOINED_FROM,
    WAYS,
    bone_keys,
    find,
    hash_joined,
    hash_name,
    join_sounds,
    span,
)  # fmt: skip
from .readings import Read
from .rooms import Cell, List, Room
from .run_together import MOST_SEAM_KEYS, seam_keys
from .second_look import LOOKED, MOST, any_faint
from .similarity import Table
from .sounds import WIDTH
from .tokens import ABJAD, INITIAL, NUMBER, RUN_TOGETHER, SLIGHT

AS_WRITTEN = 1e6
"""Added to a name that holds just the words of the query, so that it is aligned before all others."""

CANDIDATES = 40
"""Names that are aligned."""

ALWAYS, WORTH, WORTH_GUESSED = 12, 0.4, 0.25
"""Beyond so many names those that share less than this part of what the first one shares are left out; and where some
of it is a guess."""

SURE, AS_NEAR = 0.99, 0.1

OF_BONES = 1.0
"""What a word says, for each hundredth of its weight, of a name that has its consonants in two words."""

BINS = 256
THIN_FROM = 200
"""Names that hold a word, from which on it is worth asking whether they could still be aligned."""

VISITS = 12_000
"""Names visited by way of common tokens, the lightest first; beyond them a token only adds to names already found."""


@compiled
def _add(cell: Cell, value: float, mark: int, allowed: int, serial: int) -> int:
    """Add to a name once for each part of the query; 1 when it was not found before."""
    if cell.serial != serial:
        cell.serial = serial
        if not cell.kind & allowed:
            cell.won = -1.0
            return 0
        cell.won = value
        cell.last = mark
        return 1
    if cell.won >= 0.0 and cell.last != mark:
        cell.won += value
        cell.last = mark
    return 0


@compiled
def _find_as_written(query: Table, ids: NDArray[np.int32], held: List, allowed: int, room: Room, serial: int) -> int:
    """Names of the same words: also those of initials alone, and those whose words many others hold together."""
    touched = 0
    if len(ids) > 0:
        touched = _add_joined_names(hash_name(query, ids), AS_WRITTEN, 63, held, allowed, room, serial, 0)
    return touched


@compiled
def _add_joined_names(
    key: np.uint64, value: float, mark: int, held: List, allowed: int, room: Room, serial: int, touched: int
) -> int:
    """Names to which a key of words together leads; how many are touched now."""
    cells, names, leads = room[0], room[1], held[2][2]
    low, high = find(held[2], key)
    for at in range(low, min(high, low + VISITS)):
        name = leads[at]
        names[touched] = name
        touched += _add(cells[name], value, mark, allowed, serial)
    return touched


@compiled
def _only_word(query: Table, ids: NDArray[np.int32]) -> int:
    """The only word of a name that says something, where it is long enough to be several; -1 otherwise."""
    found = -1
    for i in range(len(ids)):
        row = query[ids[i]]
        if not row.flags & SLIGHT:
            if found >= 0 or row.written < RUN_TOGETHER or row.flags & NUMBER:
                return -1
            found = i
    return found


@compiled
def _find_joined(
    query: Table, ids: NDArray[np.int32], held: List, allowed: int, room: Room, serial: int, touched: int
) -> int:
    """Names by parts written together, on either side."""
    buffer = np.zeros(WIDTH + 1, np.uint8)
    keys = np.zeros(MOST_SEAM_KEYS, np.uint64)
    alone = _only_word(query, ids)
    for i in range(len(ids)):
        row = query[ids[i]]
        size, abjad = int(row.length), row.flags & ABJAD != 0
        if size >= JOINED_FROM and not row.flags & (SLIGHT | NUMBER):
            keys[0] = hash_joined(row.sounds, size)
            for k in range(bone_keys(row.sounds, size, 3 if abjad else 0, keys, 1)):
                value = (1.5 if k == 0 else OF_BONES) * row.weight
                touched = _add_joined_names(keys[k], value, 64 + i, held, allowed, room, serial, touched)
            for k in range(seam_keys(row, keys) if i == alone else 0):
                touched = _add_joined_names(keys[k], 1.5 * row.weight, 64 + i, held, allowed, room, serial, touched)
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
            for k in range(bone_keys(buffer, size, 3, keys, 1) if abjad else 1):
                touched = _add_joined(keys[k], size, value, 96 + i, held, allowed, room, serial, touched)
    return touched


@compiled
def _add_joined(
    key: np.uint64, size: int, value: float, mark: int, held: List, allowed: int, room: Room, serial: int, touched: int
) -> int:
    """Names that hold, as one word, what the query writes apart."""
    table, leads, starts, posted, cells, names = held[0], held[1][2], held[3], held[4], room[0], room[1]
    low, high = find(held[1], key)
    for at in range(low, high):
        token = leads[at]
        if abs(np.int64(table[token].length) - size) > 4:
            continue
        first, past = starts[token], starts[token + 1]
        for p in range(first, min(past, first + VISITS)):
            name = posted[p]
            names[touched] = name
            touched += _add(cells[name], value, mark, allowed, serial)
    return touched


@compiled
def promise(won: float, total: float, weight: float) -> float:
    """What a name shares with the query against what either has alone, 0 to 1."""
    shared = min(won, total, weight)
    return shared / max(total + weight - shared, shared, 0.05)


@compiled
def _thin(room: Room, touched: int, total: float, left: float, most: int) -> tuple[int, float]:
    """Names that may still be aligned when words that weigh `left` are to come; and what one must promise for it.

    As in MaxScore (Turtle and Flood 1995): of the names found those are dropped that cannot catch up any more.
    """
    cells, names = room[0], room[1]
    bins = np.zeros(BINS + 1, np.int64)
    best = 0.0
    for k in range(touched):
        cell = cells[names[k]]
        part = promise(cell.won, total, cell.weight)
        best = max(best, part)
        bins[np.int64(part * BINS)] += 1
    many, place, first = 0, BINS + 1, 0.0
    while place > 0 and many < most:
        place -= 1
        many += bins[place]
        if first == 0.0 and many >= ALWAYS:
            first = place / BINS
    enough = place / BINS if many >= most else 0.0
    enough = max(enough, min(first, WORTH * best))
    kept = 0
    for k in range(touched):
        cell = cells[names[k]]
        if promise(cell.won + left, total, cell.weight) >= enough:
            names[kept] = names[k]
            kept += 1
    return kept, enough


@compiled
def _weigh(
    query: Table, ids: NDArray[np.int32], held: List, read: Read, frequency: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> float:  # fmt: skip
    """How many names hold each word of the query, and what it weighs here; the weight of all."""
    total = 0.0
    for i in range(len(ids)):
        rare, first = np.float32(0), read[0][ids[i]]
        for e in range(first, read[1][ids[i]]):
            token = read[2][e]
            frequency[i] += held[3][token + 1] - held[3][token]
            if read[3][e] >= (read[3][first] if read[3][first] > SURE else read[3][first] - AS_NEAR):
                rare = max(rare, held[8][token])
        weights[i] = rare if rare > 0 else query[ids[i]].weight
        if query[ids[i]].flags & INITIAL:
            weights[i] = 0.1
        total += weights[i]
    return total


@compiled
def _visit(
    i: int, d: int, weight: float, heaviest: float, most: int, allowed: int, held: List, room: Room, serial: int,
    read: Read, touched: int,
) -> tuple[int, int, bool]:  # fmt: skip
    """Add a word to the names that hold it, the lightest first: touched now, how many visited, and whether all were."""
    cells, names, starts, posted = room[0], room[1], held[3], held[4]
    visited, all_of_them = 0, True
    for e in range(read[0][d], read[1][d]):
        token = read[2][e]
        value = min(weight, held[8][token]) * read[3][e]
        for p in range(starts[token], starts[token + 1]):
            name = posted[p]
            cell = cells[name]
            if cell.weight > heaviest or visited >= most:
                all_of_them = False
                break
            visited += 1
            names[touched] = name
            touched += _add(cell, value, i, allowed, serial)
    return touched, visited, all_of_them


@compiled
def gather(
    query: Table, ids: NDArray[np.int32], allowed: int, held: List, room: Room, read: Read,
    weights: NDArray[np.float32], faint: NDArray[np.uint8],
) -> tuple[int, float, int]:  # fmt: skip
    """Touch the names that share something; how many, the weight of the query, and how many are worth a look.

    Args:
        weights, faint: written with what each word weighs here, and whether it leads nowhere.
    """
    serial = room[5][0] + 1
    room[5][0] = serial
    frequency = np.zeros(len(ids), np.int64)
    total = _weigh(query, ids, held, read, frequency, weights)
    order = np.argsort(frequency)
    touched, left, most = _find_as_written(query, ids, held, allowed, room, serial), total, 1 << 40
    touched = _find_joined(query, ids, held, allowed, room, serial, touched)
    aligned, spare = CANDIDATES, 0.0
    if any_faint(query, ids, read, faint):
        aligned = LOOKED
        for i in range(len(ids)):
            spare += MOST * weights[i] * (faint[i] > 0)
    for i in order:
        if frequency[i] == 0:
            left -= weights[i]
            continue
        heaviest = np.inf
        if touched >= ALWAYS and frequency[i] >= THIN_FROM:
            touched, enough = _thin(room, touched, total, left + spare, aligned)
            if enough > 0:  # a name that shares all that is left promises enough only up to this weight
                heaviest = (left + spare) / enough - total + left + spare
        touched, visited, whole = _visit(
            i, ids[i], weights[i], heaviest, most, allowed, held, room, serial, read, touched
        )
        if not whole:
            _add_to_found(i, ids[i], weights[i], held, room, read, touched)
        left -= weights[i]
        most = max(min(most, VISITS) - visited, 0)
    return touched, total, aligned


@compiled
def _add_to_found(i: int, d: int, weight: float, held: List, room: Room, read: Read, touched: int) -> None:
    """What a word adds to names already found."""
    cells, names, stamps, values, starts, tokens = room[0], room[1], room[3], room[4], held[5], held[6]
    serial = room[5][0] + 1
    room[5][0] = serial
    for e in range(read[0][d], read[1][d]):
        token = read[2][e]
        stamps[token], values[token] = serial, min(weight, held[8][token]) * read[3][e]
    for k in range(touched):
        cell = cells[names[k]]
        if cell.last == i:
            continue
        for p in range(starts[names[k]], starts[names[k] + 1]):
            token = tokens[p]
            if stamps[token] == serial:
                cell.won += values[token]
                cell.last = i
                break

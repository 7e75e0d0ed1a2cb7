"""A second look at candidates: words that lead nowhere tell those apart that share the others. Compiled.

An initial, a word of two sounds, one cut off at the end and one that nobody listed bears have no keys, or too many.
Among hundreds of names that share a patronymic or “Shipping” they say which are aligned: no more than that, since the
score is the alignment's own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .readings import Read
from .rooms import List, Room
from .similarity import Row, Table, ones, same_initial
from .tokens import INITIAL, NUMBER, SLIGHT, SYLLABLE

LOOKED = 200
"""Names that are looked at again."""

FAINT, FAINT_AT_THE_END = 3, 4
"""Sounds up to which a word is faint, and the last of a name, which may be cut off."""

OF_INITIAL, EXCUSED = 0.1, 0.8
"""What an initial gives, and which part of the word it stands for is then not missed."""

BEGINS, BEGINS_AT_THE_END, BONES, NEAR_BONES = 0.5, 0.75, 0.6, 0.35
"""What a word gives that begins as the other does, or has its consonants, or nearly so."""

MOST = 0.75
"""The most of its weight that a faint word gives."""


@compiled
def any_faint(query: Table, ids: NDArray[np.int32], read: Read, faint: NDArray[np.uint8]) -> bool:
    """Mark the faint words of a name: 1, or 2 for the last; whether there are any."""
    last, found = -1, False
    for i in range(len(ids)):
        if not query[ids[i]].flags & SLIGHT:
            last = i
    for i in range(len(ids)):
        row = query[ids[i]]
        faint[i] = 0
        if row.flags & (SLIGHT | NUMBER | SYLLABLE) or row.length == 0:
            continue
        short = row.length <= (FAINT_AT_THE_END if i == last else FAINT)
        if short or row.flags & INITIAL or read[0][ids[i]] == read[1][ids[i]]:
            faint[i] = 2 if i == last else 1
            found = True
    return found


@compiled
def look_again(
    query: Table, ids: NDArray[np.int32], faint: NDArray[np.uint8], weights: NDArray[np.float32], total: float,
    held: List, room: Room, read: Read, chosen: NDArray[np.int32], guesses: NDArray[np.float32], count: int,
) -> None:  # fmt: skip
    """Add to the guesses at the `count` chosen names what faint words say."""
    cells, stamps, values = room[0], room[3], room[4]
    serial = _mark_read(ids, read, room)
    for k in range(count):
        if guesses[k] > 1.0:  # as written
            continue
        tokens = held[6][held[5][chosen[k]] : held[5][chosen[k] + 1]]
        met, used = np.int64(0), np.int64(0)
        for j in range(len(tokens)):
            if stamps[tokens[j]] == serial:
                met |= np.int64(values[tokens[j]])
                used |= np.int64(1) << j
        if met == 0:  # found by words written together, which holds their parts already
            continue
        gained, excused = np.float32(0), np.float32(0)
        for i in range(len(ids)):
            if not faint[i] or met & (np.int64(1) << (i % 24)):
                continue
            gain, sorry, at = _best(query[ids[i]], weights[i], faint[i] > 1, tokens, used, held)
            if at >= 0:
                used |= np.int64(1) << at
                gained += gain
                excused += sorry
        cell = cells[chosen[k]]
        left = max(cell.weight - excused, np.float32(0.05))
        shared = min(cell.won + gained, total, left)
        guesses[k] = shared / max(total + left - shared, shared, 0.05)


@compiled
def _mark_read(ids: NDArray[np.int32], read: Read, room: Room) -> int:
    """Stamp the tokens that words of the name may be, with these words as bits; the stamp."""
    stamps, values = room[3], room[4]
    serial = room[5][0] + 1
    room[5][0] = serial
    for i in range(len(ids)):
        bit = np.int64(1) << (i % 24)
        for e in range(read[0][ids[i]], read[1][ids[i]]):
            token = read[2][e]
            if stamps[token] != serial:
                stamps[token], values[token] = serial, 0.0
            values[token] = np.float32(np.int64(values[token]) | bit)
    return int(serial)


@compiled
def _best(
    row: Row, weight: float, last: bool, tokens: NDArray[np.int32], used: int, held: List
) -> tuple[float, float, int]:
    """What a word gives with the best of the free tokens, what is not missed then, and which it is; -1 for none."""
    gain, sorry, at = 0.0, 0.0, -1
    for j in range(len(tokens)):
        if used & (np.int64(1) << j):
            continue
        other = held[0][tokens[j]]
        if other.flags & (SLIGHT | NUMBER | SYLLABLE) or other.length == 0:
            continue
        rarity = float(held[8][tokens[j]])
        if (row.flags | other.flags) & INITIAL:
            fits = same_initial(row, other)
            found, spared = (OF_INITIAL, EXCUSED * rarity) if fits else (0.0, 0.0)
        else:
            found, spared = min(weight, rarity) * _resemblance(row, other, last), 0.0
        if found + spared > gain + sorry:
            gain, sorry, at = found, spared, j
    return gain, sorry, at


@compiled
def _resemblance(row: Row, other: Row, last: bool) -> float:
    """A guess at how near two words are, from their beginning and their consonants alone."""
    n, m = np.int64(row.length), np.int64(other.length)
    if 2 <= n < m:
        alike = 0
        while alike < n and row.sounds[alike] == other.sounds[alike]:
            alike += 1
        if alike == n:
            return BEGINS_AT_THE_END if last else BEGINS
    apart = ones(np.int64(row.mask) ^ np.int64(other.mask))
    if apart == 0:
        return BONES
    both = ones(np.int64(row.mask) & np.int64(other.mask))
    return NEAR_BONES if apart <= 2 and both >= 2 * apart else 0.0

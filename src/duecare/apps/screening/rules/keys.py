"""Keys under which a token is found again although it is written otherwise.

A key is a 64-bit hash: of the sounds, of the sounds with one left out (two words one edit apart share
such a key), of the skeleton of consonants, of each group of equivalent names. Neighbours written
together have the key of their joined sounds. A look-up table by the first bits leads to each key.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .edits import SKELETON
from .similarity import Table
from .sounds import DH, TH, WIDTH, A, E, I, O, S, U, V
from .tokens import ABJAD, FORM, GROUPS, INITIAL, NUMBER, SLIGHT

DELETIONS_FROM, DELETIONS_TO = 4, 20
MOST_KEYS = DELETIONS_TO + 7 + GROUPS
BEGINNING = 5
JOINED_FROM, JOINED_TO = 5, 14
WAYS = 4
UNPARTED = 4
WHOLE = 6
"""Parts of a name that may have been written as one word."""
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_32 = np.uint64(32)
_SOUND, _BONES, _GROUP, _BEGIN, _NAME = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4), np.uint64(5)

Places = tuple[NDArray[np.uint32], NDArray[np.uint64], NDArray[np.int32]]
"""A look-up table: starts by first bits, hashes in order, what each leads to."""


@compiled
def _finish(value: np.uint64) -> np.uint64:
    value = (value ^ (value >> _32)) * _MIX
    return value ^ (value >> _32)


@compiled
def hash_sounds(codes: NDArray[np.uint8], n: int, without: int) -> np.uint64:
    """Key of the first `n` sounds, the one at `without` left out (-1 for none)."""
    value = _OFFSET ^ _SOUND
    for k in range(n):
        if k != without:
            value = (value ^ np.uint64(codes[k])) * _PRIME
    return _finish(value)


@compiled
def hash_bones(codes: NDArray[np.uint8], n: int, reading: int) -> np.uint64:
    """Key of the skeleton; 0 when it has fewer than two consonants.

    Args:
        reading: bit 1 reads w as a vowel, bit 2 dh and th as z and s, as Persian does, bit 3 takes like consonants
            with a vowel between them for one, as where the vowel was left out.
    """
    value = _OFFSET ^ _BONES
    first = codes[0]
    if first in (A, E, I, O, U):
        value = (value ^ np.uint64(99)) * _PRIME
    count, last = 0, 0
    for k in range(n):
        code = codes[k]
        if reading & 2 and code in (DH, TH):
            code = S
        bone = SKELETON[code]
        if bone == 0 or (reading & 1 and k > 0 and code == V) or bone == last:
            if bone != last and not reading & UNPARTED:  # a vowel, or w read as one: Yinon has two n
                last = 0
            continue
        value = (value ^ np.uint64(bone)) * _PRIME
        last = bone
        count += 1
    return _finish(value) if count >= 2 else np.uint64(0)


@compiled
def bone_keys(codes: NDArray[np.uint8], n: int, most: int, out: NDArray[np.uint64], at: int) -> int:
    """Add the skeleton's keys to `out` from `at` on; where it ends now.

    Args:
        most: the last of the readings that are tried, from 0 on; 3 where vowels are not written.
    """
    start = at
    for reading in range(most + 1):
        key = hash_bones(codes, n, reading)
        fresh = key != 0
        for k in range(start, at):
            if out[k] == key:
                fresh = False
        if fresh:
            out[at] = key
            at += 1
    return at


@compiled
def token_keys(table: Table, row: int, out: NDArray[np.uint64]) -> int:
    """Write the keys of a token; how many. A legal form, a title and an initial have none."""
    flags = table[row].flags
    n = np.int64(table[row].length)
    if n == 0 or flags & (SLIGHT | INITIAL):
        return 0
    codes = table[row].sounds
    out[0] = hash_sounds(codes, n, -1)
    count = 1
    if flags & NUMBER:
        return count
    if DELETIONS_FROM <= n <= DELETIONS_TO:
        for k in range(n):
            if k > 0 and codes[k] == codes[k - 1]:
                continue
            out[count] = hash_sounds(codes, n, k)
            count += 1
    if n >= BEGINNING:
        out[count] = hash_sounds(codes, BEGINNING, -1) ^ _BEGIN
        count += 1
    bones = count
    count = bone_keys(codes, n, 3 if flags & ABJAD else 0, out, count)
    key = hash_bones(codes, n, UNPARTED)
    if count > bones and key != out[bones]:
        out[count] = key
        count += 1
    for g in range(GROUPS):
        group = table[row].groups[g]
        if group < 0:
            break
        out[count] = _finish((_OFFSET ^ _GROUP ^ np.uint64(group)) * _PRIME)
        count += 1
    return count


@compiled
def all_token_keys(table: Table, total: int, hashes: NDArray[np.uint64], rows: NDArray[np.int32]) -> int:
    """Keys of the first `total` tokens into `hashes` with the token each leads to; how many."""
    out = np.zeros(MOST_KEYS, np.uint64)
    at = 0
    for row in range(total):
        for k in range(token_keys(table, row, out)):
            hashes[at] = out[k]
            rows[at] = row
            at += 1
    return at


@compiled
def join_sounds(
    table: Table, ids: NDArray[np.int32], start: int, many: int, buffer: NDArray[np.uint8]
) -> tuple[int, bool]:
    """Write the sounds of `many` tokens from `start` on together, from the last on to the first; -2 for two backwards.

    Legal forms and titles are left out. Returns how many sounds (0: nothing to join), at most `WIDTH`, and whether a
    part has no vowels.
    """
    size, parts, abjad = 0, 0, False
    for step in range(abs(many)):
        k = start + step if many > 0 else start + 1 - step
        row = table[ids[k % len(ids)]]
        if row.flags & INITIAL or (row.flags & NUMBER and many < len(ids)):
            return 0, False
        if row.flags & FORM:
            continue
        abjad = abjad or row.flags & ABJAD != 0
        parts += 1
        for s in range(np.int64(row.length)):
            if size > 0 and buffer[size - 1] == row.sounds[s]:
                continue  # as sounds of one word would stand
            if size == WIDTH:
                break
            buffer[size] = row.sounds[s]
            size += 1
    return (size, abjad) if parts > 1 and size >= JOINED_FROM else (0, abjad)


@compiled
def hash_joined(codes: NDArray[np.uint8], n: int) -> np.uint64:
    """Key of parts written together: of their beginning, because a long run is cut somewhere."""
    return hash_sounds(codes, min(n, JOINED_TO), -1)


@compiled
def hash_name(table: Table, ids: NDArray[np.int32]) -> np.uint64:
    """Key of a name as it is written, word by word: the same name is found whatever its words are."""
    value = _OFFSET ^ _NAME
    for k in range(len(ids)):
        value = (value ^ table[ids[k]].ident) * _PRIME
    return _finish(value)


@compiled
def span(table: Table, ids: NDArray[np.int32], start: int, turn: int) -> int:
    """How many tokens are joined from `start` on in the `turn`-th way; 0 for none.

    The whole name from any of its parts, a long one from its first; two neighbours, the last and the first too (Reza
    Radan, listed as Radan, Ahmad-Reza); two backwards (a list writes the family name first); two with a particle
    between (Abd al-Qadir).
    """
    n = len(ids)
    if turn == 0:
        return n if 2 <= n <= WHOLE or (n > WHOLE and start == 0) else 0
    if n < 3:
        return 0
    if turn == 1:
        return 2
    if start + 2 > n:
        return 0
    if turn == 2:
        return -2
    return 3 if start + 3 <= n and n > 3 and table[ids[start + 1]].flags & SLIGHT else 0


@compiled
def all_join_keys(
    table: Table,
    starts: NDArray[np.int64],
    ids: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    names: NDArray[np.int32],
) -> int:
    """Keys of whole names and of parts written together with the name each leads to; how many.

    Stops when `hashes` is full.
    """
    buffer = np.zeros(WIDTH + 1, np.uint8)
    out = np.zeros(8, np.uint64)
    at = 0
    for name in range(len(starts) - 1):
        row = ids[starts[name] : starts[name + 1]]
        hashes[at], names[at] = hash_name(table, row), name
        at += 1
        for k in range(len(row)):
            for turn in range(WAYS):
                many = span(table, row, k, turn)
                if many == 0:
                    continue
                size, abjad = join_sounds(table, row, k, many, buffer)
                if size == 0 or at + 5 + len(starts) - name > len(hashes):
                    continue
                count = 1
                out[0] = hash_joined(buffer, size)
                if abjad:
                    count = bone_keys(buffer, size, 3, out, 1)
                for key in range(count):
                    hashes[at] = out[key]
                    names[at] = name
                    at += 1
    return at


def places(hashes: NDArray[np.uint64], targets: NDArray[np.int32]) -> Places:
    """The look-up table of keys that lead to `targets`."""
    bits = max(1, len(hashes).bit_length() - 1)
    starts = np.zeros((1 << bits) + 1, np.uint32)
    ordered, led = np.zeros(len(hashes), np.uint64), np.zeros(len(hashes), np.int32)
    _order(hashes, targets, bits, starts, ordered, led)
    return starts, ordered, led


@compiled
def _order(
    hashes: NDArray[np.uint64], targets: NDArray[np.int32], bits: int, starts: NDArray[np.uint32],
    ordered: NDArray[np.uint64], led: NDArray[np.int32],
) -> None:  # fmt: skip
    """Sort by hash, equal ones as they came: by slots of the first bits, which hold one or two, then within a slot."""
    shift = np.uint64(64 - bits)
    for k in range(len(hashes)):
        starts[np.int64(hashes[k] >> shift) + 1] += np.uint32(1)
    for slot in range(1, len(starts)):
        starts[slot] += starts[slot - 1]
    free = starts[:-1].copy()
    for k in range(len(hashes)):
        place = np.int64(hashes[k] >> shift)
        at = np.int64(free[place])
        free[place] += np.uint32(1)
        while at > np.int64(starts[place]) and ordered[at - 1] > hashes[k]:
            ordered[at], led[at] = ordered[at - 1], led[at - 1]
            at -= 1
        ordered[at], led[at] = hashes[k], targets[k]


@compiled
def owners(
    tokens: NDArray[np.int32], names: NDArray[np.int64], order: NDArray[np.int64], starts: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The names that hold each token, token after token, a token's names in this order.

    Args:
        names, starts: where the tokens of a name, and where the names of a token begin.
    """
    free = starts[:-1].copy()
    found = np.zeros(len(tokens), np.int32)
    for name in order:
        for k in range(names[name], names[name + 1]):
            found[free[tokens[k]]] = name
            free[tokens[k]] += 1
    return found


@compiled
def find(place: Places, key: np.uint64) -> tuple[int, int]:
    """Where the targets of a key begin and end."""
    starts, hashes = place[0], place[1]
    bits = 0
    size = len(starts) - 1
    while (1 << bits) < size:
        bits += 1
    slot = np.int64(key >> np.uint64(64 - bits))
    low, end = int(starts[slot]), int(starts[slot + 1])
    while low < end and hashes[low] != key:
        low += 1
    high = low
    while high < end and hashes[high] == key:
        high += 1
    return low, high

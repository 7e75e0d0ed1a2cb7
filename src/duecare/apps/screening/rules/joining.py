"""Parts of a name that one side writes together and the other apart. Compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .edits import SOUNDED, WITHOUT_VOWELS, mass
from .keys import WHOLE
from .similarity import CUT, JOINED, Row, Table, sound_similarity
from .sounds import WIDTH
from .tallying import Work, keep, tally
from .tokens import ABJAD, FORM, INITIAL, NUMBER, SLIGHT, SYLLABLE

LEAST_JOINED = 0.3
"""Weight that parts written together must have."""
JOINED_NEAR, AS_TYPED = 0.86, 0.97
"""How near parts written together must be; and how near they are when no letter differs."""


@compiled
def _foreign(part: int, whole: int) -> bool:
    more = np.int64(part) & ~np.int64(whole)
    return bool(more & (more - 1) != 0)


@compiled
def _goes_on(single: Row, spot: int, part: Row) -> bool:
    """Whether the letters of a word from `spot` on are those of the part, as far as they are kept."""
    for k in range(np.int64(part.written)):
        if spot + k < WIDTH and single.letters[spot + k] != part.letters[k]:
            return False
    return True


@compiled
def _could_join(single: Row, many: Table, several: NDArray[np.int32], side: int, work: Work) -> bool:
    """False when a word stands on the other side as it is, or holds consonants that the other side has not."""
    all_masks, shorter = np.int64(0), 0
    abjad = single.flags & ABJAD
    for k in range(len(several)):
        part = many[several[k]]
        if part.ident == single.ident:
            return False
        if work.used[side, k] == 0 and (part.length < single.length or abjad) and not _foreign(part.mask, single.mask):
            all_masks |= np.int64(part.mask)
            shorter += 1
    return shorter > 1 and not _foreign(single.mask, all_masks)


@compiled
def _as_typed(single: Row, many: Table, several: NDArray[np.int32], j: int, side: int, work: Work) -> int:
    """How many parts from `j` on are the word letter by letter, written with its legal forms or without; 0 for none."""
    n = len(several)
    spot, parts, weight = 0, 0, 0.0
    for step in range(n):
        at = (j + step) % n
        part = many[several[at]]
        form = part.flags & FORM != 0
        if work.used[side, at] or part.flags & INITIAL:
            return 0
        if _goes_on(single, spot, part):
            spot = int(spot + np.int64(part.written))
            parts += 0 if form else 1
            weight += part.weight
        elif not form:
            return 0
        if parts > 1 and spot == np.int64(single.written) and weight >= LEAST_JOINED:
            return step + 1
    return 0


@compiled
def _reach(n: int, j: int, way: int) -> int:
    """Parts of a name of `n` that may be one word, from part `j` on."""
    if way < 0:
        return 2
    return n if j == 0 else min(n, WHOLE)


@compiled
def _run(
    single: Row, many: Table, several: NDArray[np.int32], j: int, way: int, side: int, work: Work
) -> tuple[float, int]:
    """The parts from `j` on that together are one word of the other name: how near, and how many; 0 for none.

    Backwards two at most: Harun, Ahmad written as AhmadHarun.
    """
    long = np.int64(single.length)
    most = 3 * WIDTH if long >= WIDTH else 2 * long + 2 if single.flags & ABJAD else long + 2
    size, parts, masks, flags, weight = 0, 0, np.int64(0), np.int64(single.flags), 0.0
    n = len(several)
    buffer = work.sounds
    for step in range(_reach(n, j, way)):
        at = j + way * step
        if at < 0:
            break
        at %= n
        part = many[several[at]]
        if work.used[side, at] or size + part.length > most or part.flags & INITIAL:
            break
        if part.ident == single.ident or _foreign(part.mask, single.mask):
            break
        if part.flags & FORM:
            continue
        parts += 1
        for s in range(np.int64(part.length)):
            if size < WIDTH:
                buffer[size] = part.sounds[s]
                size += 1
        masks |= np.int64(part.mask)
        flags |= np.int64(part.flags)
        weight += part.weight
        if parts < 2 or (size < long - 2 and not flags & ABJAD) or weight < LEAST_JOINED:
            continue
        kind = WITHOUT_VOWELS if flags & ABJAD else SOUNDED
        near, why = sound_similarity(
            single.sounds, long, single.mask, single.masses[kind], buffer, size, masks, mass(buffer, size, kind), kind,
            work,
        )  # fmt: skip
        if near >= JOINED_NEAR and why != CUT:
            return near, step + 1
    return 0.0, 0


@compiled
def join(one: Table, single: NDArray[np.int32], many: Table, several: NDArray[np.int32], side: int, work: Work) -> None:
    """Parts that one name writes together and the other apart: Jinping, Jin Ping.

    Args:
        side: which of the two names writes apart, 1 for the second.
    """
    for i in range(len(single)):
        row = one[single[i]]
        if work.used[1 - side, i] or row.length < 5 or row.flags & (SLIGHT | NUMBER | SYLLABLE):
            continue
        if not _could_join(row, many, several, side, work):
            continue
        near, j, way, count = _first_run(row, many, several, side, work)
        if count == 0:
            continue
        work.used[1 - side, i] = 1
        weight = 0.0
        for step in range(count):
            at = (j + way * step) % len(several)
            work.used[side, at] = 1
            weight += many[several[at]].weight
        tally(near, max(row.weight, weight), work)
        first = j if way > 0 else j - 1
        if side == 1:
            keep(i, first, JOINED, count, near, work)
        else:
            keep(first, i, JOINED, -count, near, work)


@compiled
def _first_run(row: Row, many: Table, several: NDArray[np.int32], side: int, work: Work) -> tuple[float, int, int, int]:
    """The first `_run` that is near enough: how near, where, which way, how many parts; 0 for none."""
    for j in range(len(several)):
        parts = _as_typed(row, many, several, j, side, work)
        if parts > 0:
            return AS_TYPED, j, 1, parts
        for way in (1, -1):
            if way < 0 and (j == 0 or len(several) < 3):
                continue
            near, count = _run(row, many, several, j, way, side, work)
            if count > 0:
                return near, j, way, count
    return 0.0, 0, 0, 0

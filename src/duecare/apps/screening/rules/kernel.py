"""The search: candidates ordered by what they share, the best of them aligned. Compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .alignment import Work, align, write_pairs
from .candidates import ALWAYS, AS_WRITTEN, BINS, CANDIDATES, WORTH, WORTH_GUESSED, gather, promise
from .compiled import compiled
from .normalise import MOST_WORDS
from .readings import Read
from .rooms import List, Room
from .second_look import LOOKED, look_again
from .similarity import Table
from .tokens import FOREIGN


@compiled
def _choose(
    room: Room, touched: int, total: float, most: int, chosen: NDArray[np.int32], guesses: NDArray[np.float32]
) -> int:
    """The `most` most promising names by what they share against what they do not, best first; how many."""
    cells, names, guess = room[0], room[1], room[2]
    bins = np.zeros(BINS + 1, np.int64)
    for k in range(touched):
        cell = cells[names[k]]
        part = promise(cell.won, total, cell.weight)
        if cell.won >= AS_WRITTEN:
            part = 2.0  # stands before all others, and so it is the one of its entity's names that is shown
        guess[k] = part
        bins[np.int64(min(part, 1.0) * BINS)] += 1
    cut, many = BINS, 0
    while cut >= 0 and many + bins[cut] <= most:
        many += bins[cut]
        cut -= 1
    count = 0
    for k in range(touched):  # all above the bin where the room ends, then of that bin what still fits
        if np.int64(min(guess[k], 1.0) * BINS) > cut:
            chosen[count], guesses[count] = names[k], guess[k]
            count += 1
    for k in range(touched):
        if count >= most or cut < 0:
            break
        if np.int64(min(guess[k], 1.0) * BINS) == cut:
            chosen[count], guesses[count] = names[k], guess[k]
            count += 1
    return count


@compiled
def _foreign(query: Table, ids: NDArray[np.int32]) -> bool:
    """Whether a word is of another script: a body's may be translated, which shares less than one transcribed."""
    flags = np.int64(0)
    for k in range(len(ids)):
        flags |= np.int64(query[ids[k]].flags)
    return bool(flags & FOREIGN)


@compiled
def _best_first(chosen: NDArray[np.int32], guesses: NDArray[np.float32], count: int, worth: float) -> int:
    """Put the chosen in order, and leave out those that promise too little to be aligned; how many stay."""
    order = np.argsort(-guesses[:count])
    chosen[:count] = chosen[:count][order]
    guesses[:count] = guesses[:count][order]
    count = min(count, CANDIDATES)
    while count > ALWAYS and guesses[count - 1] < worth * guesses[0]:
        count -= 1
    return count


@compiled
def _rank(
    query: Table, ids: NDArray[np.int32], person: int, held: List, room: Room, chosen: NDArray[np.int32], count: int,
    work: Work, hit_names: NDArray[np.int32], hit_scores: NDArray[np.float32], hit_pairs: NDArray[np.int8],
    hit_nears: NDArray[np.float32],
) -> int:  # fmt: skip
    """Align the chosen; each entity once, by its best name; best first. How many hits."""
    found = 0
    for k in range(count):
        name = chosen[k]
        row = held[6][held[5][name] : held[5][name + 1]]
        kind = 1 if room[0][name].kind & 1 and person != 0 else 0
        score = np.float32(align(query, ids, held[0], row, kind, work))
        if score <= 0.0:
            continue
        at = _place(held[7], hit_names, hit_scores, found, held[7][name], score)
        if at < 0:
            continue
        found = max(found, at + 1)
        while at > 0 and hit_scores[at - 1] < score:
            hit_names[at], hit_scores[at] = hit_names[at - 1], hit_scores[at - 1]
            hit_pairs[at], hit_nears[at] = hit_pairs[at - 1], hit_nears[at - 1]
            at -= 1
        hit_names[at], hit_scores[at] = name, score
        write_pairs(work, hit_pairs[at], hit_nears[at])
    return found


@compiled
def _place(
    entities: NDArray[np.int32], hit_names: NDArray[np.int32], hit_scores: NDArray[np.float32], found: int,
    entity: int, score: float,
) -> int:  # fmt: skip
    """The place that a name of `entity` may take: its own, a free one or the last; -1 when it does not reach it."""
    top = len(hit_names)
    for h in range(found):
        if entities[hit_names[h]] == entity:
            return h if score > hit_scores[h] else -1
    if found < top:
        return found
    return top - 1 if score > hit_scores[top - 1] else -1


@compiled
def search(
    query: Table, read: Read, starts: NDArray[np.int64], ids: NDArray[np.int32], persons: NDArray[np.uint8],
    allowed: NDArray[np.uint8], held: List, room: Room, counts: NDArray[np.int32], hit_names: NDArray[np.int32],
    hit_scores: NDArray[np.float32], hit_pairs: NDArray[np.int8], hit_nears: NDArray[np.float32],
) -> None:  # fmt: skip
    """Search a batch.

    Args:
        query, read: tokens of the batch, and what each could be in this list.
        starts, ids: which of them each name holds, in its order.
        persons: 0 no person, 1 a person, 2 not known.
        allowed: bits of the kinds of names that may be found.
        counts: (names,) written with the number of hits; `hit_*` (names, top, …) with the hits, best first.
    """
    work = room[6][0]
    chosen, guesses = np.zeros(LOOKED, np.int32), np.zeros(LOOKED, np.float32)
    weights, faint = np.zeros(MOST_WORDS, np.float32), np.zeros(MOST_WORDS, np.uint8)
    for k in range(len(starts) - 1):
        row_ids = ids[starts[k] : starts[k + 1]]
        touched, total, most = gather(query, row_ids, allowed[k], held, room, read, weights, faint)
        count = _choose(room, touched, total, most, chosen, guesses)
        worth = WORTH_GUESSED if persons[k] != 1 and _foreign(query, row_ids) else WORTH
        if most > CANDIDATES and count > ALWAYS:
            worth = WORTH_GUESSED
            look_again(query, row_ids, faint, weights, total, held, room, read, chosen, guesses, count)
        count = _best_first(chosen, guesses, count, worth)
        counts[k] = _rank(
            query, row_ids, persons[k], held, room, chosen, count, work, hit_names[k], hit_scores[k], hit_pairs[k],
            hit_nears[k],
        )  # fmt: skip

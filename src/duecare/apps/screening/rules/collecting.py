"""From entities to the arrays of an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import keys
from .hearing import hear, packed
from .kinds import kind_of
from .knowledge import GROUP_OF_BODIES, Knowledge
from .tokens import ABJAD, FOREIGN, Lexicon, Table

Entity = tuple[str, str, Sequence[str]]
"""(id, schema, names)."""


def collected(knowledge: Knowledge, entities: Sequence[Entity]) -> dict[str, NDArray[Any]]:
    """Arrays of an index of these entities; a name without a letter or digit is left out."""
    names = [name for _, _, names in entities for name in names]
    many = np.fromiter((len(names) for _, _, names in entities), np.int64, len(entities))
    owners = np.repeat(np.arange(len(entities), dtype=np.int32), many)
    kinds = np.fromiter((kind_of(schema) for _, schema, _ in entities), np.uint8, len(entities))
    persons = np.fromiter((schema == "Person" for _, schema, _ in entities), np.uint8, len(entities))
    lexicon, blob = Lexicon(knowledge), packed(names)
    tokens, lengths = hear(lexicon, names, persons[owners], blob)
    kept = lengths > 0
    if not kept.all():
        owners, lengths, blob = owners[kept], lengths[kept], packed([names[at] for at in np.flatnonzero(kept)])
    arrays: dict[str, NDArray[Any]] = {"tokens": lexicon.table()}
    arrays |= _postings(arrays, tokens, lengths)
    arrays["name_entities"], arrays["name_kinds"] = owners, kinds[owners]
    arrays["name_texts"], arrays["name_text_starts"] = blob
    arrays["ids"], arrays["id_starts"] = packed([identity for identity, _, _ in entities])
    return arrays


def _postings(
    arrays: Mapping[str, NDArray[Any]], tokens: NDArray[np.int32], lengths: NDArray[np.int64]
) -> dict[str, Any]:
    """Which names hold a token, what a token and a name weigh, and where keys lead."""
    table = arrays["tokens"]
    many, names = len(table), len(lengths)
    starts = np.zeros(names + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    frequency = np.bincount(tokens, minlength=many)
    post_starts = np.zeros(many + 1, np.int64)
    np.cumsum(frequency, out=post_starts[1:])
    owner = np.repeat(np.arange(names, dtype=np.int32), lengths)
    rarity = np.log((names + 1) / (_borne(table, frequency) + 0.5)) / np.log(names + 2)
    token_rarity = (table["weight"] * (0.25 + 0.75 * np.clip(rarity, 0, 1))).astype(np.float32)
    weights = np.bincount(owner, token_rarity[tokens], minlength=names).astype(np.float32)
    with ThreadPoolExecutor(2) as two:  # compiled code runs side by side
        apart = two.submit(_token_places, table)
        halves = [two.submit(_joins, table, starts, tokens, half) for half in ((0, names // 2), (names // 2, names))]
        join = keys.places(*map(np.concatenate, zip(*[half.result() for half in halves], strict=True)))
        key = apart.result()
    posted = keys.owners(tokens, starts, np.argsort(weights, kind="stable"), post_starts)
    return {
        "post_starts": post_starts, "post_names": posted, "name_starts": starts,
        "name_tokens": tokens, "name_weights": weights, "token_rarity": token_rarity,
        "key_starts": key[0], "key_hashes": key[1], "key_tokens": key[2],
        "join_starts": join[0], "join_hashes": join[1], "join_names": join[2],
    }  # fmt: skip


def _borne(table: Table, frequency: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many names hold a word; of a personal name in another script, how many hold it or its equivalents in any.

    Few names of a list are written in Arabic: there a Mohammad would look rare.
    """
    first = table["groups"][:, 0]
    shared = np.flatnonzero((first >= 0) & (first < GROUP_OF_BODIES))
    if not len(shared):
        return frequency
    _, place = np.unique(first[shared], return_inverse=True)
    totals = np.bincount(place, frequency[shared]).astype(np.int64)
    borne = frequency.copy()
    borne[shared] = np.where(table["flags"][shared] & FOREIGN, totals[place], frequency[shared])
    return borne


def _token_places(table: Table) -> keys.Places:
    """Where the keys of all tokens lead."""
    hashes, rows = np.zeros(len(table) * keys.MOST_KEYS, np.uint64), np.zeros(len(table) * keys.MOST_KEYS, np.int32)
    count = keys.all_token_keys(table, len(table), hashes, rows)
    return keys.places(hashes[:count], rows[:count])


def _joins(
    table: Table, starts: NDArray[np.int64], tokens: NDArray[np.int32], some: tuple[int, int]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Keys of whole names and of parts written together, of the names from one to another, and the names."""
    low, high = some
    starts = starts[low : high + 1]
    ids, lengths = tokens[starts[0] : starts[-1]], np.diff(starts)
    abjad = np.add.reduceat((table["flags"][ids] & ABJAD) != 0, starts[:-1] - starts[0]) if len(ids) else 0
    room = keys.WAYS * (len(ids) + 4 * int((lengths * (abjad > 0)).sum())) + high - low + 8
    hashes, rows = np.zeros(room, np.uint64), np.zeros(room, np.int32)
    count = keys.all_join_keys(table, starts - starts[0], ids, hashes, rows)
    return hashes[:count], rows[:count] + np.int32(low)

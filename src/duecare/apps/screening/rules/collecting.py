"""From entities to the arrays of an index: their words are heard, in one part or in several, and put together.

Parts are heard apart because a million names take a while: each has numbers of its own for its words. Put together in
their order they give the arrays that one part would have given.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import keys
from .kinds import kind_of
from .knowledge import GROUP_OF_BODIES, Knowledge
from .tokens import ABJAD, FOREIGN, Lexicon, Table

Entity = tuple[str, str, Sequence[str]]
"""(id, schema, names)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Names of some entities as words.

    Attributes:
        tokens: numbers of the words, name after name.
        lengths: words of each name; 0 for one without a letter or digit.
        words: what tells one word from another, by number.
        table: what is known of each word.
    """

    tokens: NDArray[np.int32]
    lengths: NDArray[np.int64]
    words: Sequence[str]
    table: Table


def heard(knowledge: Knowledge, entities: Sequence[Entity]) -> Heard:
    """The words of all names of these entities."""
    lexicon = Lexicon(knowledge)
    tokens, lengths = array("i"), array("i")
    read = lexicon.read
    for _, schema, names in entities:
        person = schema == "Person"
        for name in names:
            found = read(name, person)
            tokens.extend(found)
            lengths.append(len(found))
    return Heard(_of(tokens, np.int32), _of(lengths, np.int64), lexicon.words, lexicon.table())


def collected(entities: Sequence[Entity], parts: Sequence[Heard]) -> dict[str, NDArray[Any]]:
    """Arrays of an index of these entities, heard in these parts."""
    tokens, lengths, table = _together(parts)
    kept = lengths > 0
    many = np.fromiter((len(names) for _, _, names in entities), np.int64, len(entities))
    owners = np.repeat(np.arange(len(entities), dtype=np.int32), many)[kept]
    kinds = np.fromiter((kind_of(schema) for _, schema, _ in entities), np.uint8, len(entities))
    every = [name for _, _, names in entities for name in names]
    texts = every if kept.all() else [name for name, keep in zip(every, kept, strict=True) if keep]
    arrays: dict[str, NDArray[Any]] = {"tokens": table}
    arrays |= _postings(arrays, tokens, lengths[kept])
    arrays["name_entities"], arrays["name_kinds"] = owners, kinds[owners] if len(owners) else np.zeros(0, np.uint8)
    arrays["name_texts"], arrays["name_text_starts"] = _packed(texts)
    arrays["ids"], arrays["id_starts"] = _packed([identity for identity, _, _ in entities])
    return arrays


def _together(parts: Sequence[Heard]) -> tuple[NDArray[np.int32], NDArray[np.int64], Table]:
    """Words that several parts heard get one number, that of the first."""
    if len(parts) == 1:
        return parts[0].tokens, parts[0].lengths, parts[0].table
    numbers: dict[str, int] = {}
    tokens, tables = [], []
    for part in parts:
        before = len(numbers)
        places = np.fromiter((numbers.setdefault(word, len(numbers)) for word in part.words), np.int32, len(part.words))
        tokens.append(places[part.tokens])
        tables.append(part.table[places >= before])
    return np.concatenate(tokens), np.concatenate([part.lengths for part in parts]), np.concatenate(tables)


def _of(values: array[int], kind: Any) -> NDArray[Any]:
    return np.array(values, kind) if len(values) else np.zeros(0, kind)


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
    hashes, rows = np.zeros(many * keys.MOST_KEYS, np.uint64), np.zeros(many * keys.MOST_KEYS, np.int32)
    count = keys.all_token_keys(table, many, hashes, rows)
    key = keys.places(hashes[:count], rows[:count])
    room = keys.WAYS * (len(tokens) + 4 * int(lengths[_has_abjad(table, tokens, owner, names)].sum())) + names + 8
    hashes, rows = np.zeros(room, np.uint64), np.zeros(room, np.int32)
    count = keys.all_join_keys(table, starts, tokens, hashes, rows)
    join = keys.places(hashes[:count], rows[:count])
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


def _has_abjad(table: Table, tokens: NDArray[np.int32], owner: NDArray[np.int32], names: int) -> NDArray[np.bool_]:
    """Which names hold a word without vowels; those have more keys."""
    return np.bincount(owner, (table["flags"][tokens] & ABJAD) != 0, minlength=names) > 0


def _packed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [text.encode("utf-8", "replace") for text in texts]
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=starts[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), starts

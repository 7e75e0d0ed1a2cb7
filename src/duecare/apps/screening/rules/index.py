"""An index of names: built once, searched with reasons, stored as plain arrays.

`NameIndex` is pure: it takes entities and gives arrays and hits. Files and processes are
`adapters.name_index`; `duecare.screening` puts both together for programs.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from . import alignment, kernel, keys
from .compiled import PLACE
from .explanation import Alignment, explain
from .knowledge import Knowledge
from .normalise import same_writing
from .tokens import ABJAD, Lexicon, Table

FORMAT = f"1-{PLACE}"
"""An index is of use only to the program that built it: another one may read names otherwise."""

PERSON, BODY, VESSEL, AIRCRAFT, THING = 1, 2, 4, 8, 16
_KINDS = {
    "Person": PERSON, "LegalEntity": PERSON | BODY, "Organization": BODY, "Company": BODY, "PublicBody": BODY,
    "Vessel": VESSEL, "Airplane": AIRCRAFT, "Vehicle": AIRCRAFT | VESSEL | THING, "Thing": 31,
}  # fmt: skip
LEXICON_LIMIT = 200_000
"""Words of queries that are remembered; beyond, remembering begins anew."""

BATCH = 512


def kind_of(schema: str | None) -> int:
    """Bits of what a schema may be; every bit for None and for one that is not known, which excludes nothing."""
    return _KINDS.get(schema or "Thing", 31)


class Hit:
    """One listed entity that a name could mean.

    Attributes:
        id: the entity's id.
        score: 0 to 1; 1 only for the same writing.
        name: the listed name that met best.
        alignment: part by part, why.
    """

    __slots__ = ("_pairs", "_query", "_read", "id", "name", "score")

    def __init__(self, id: str, score: float, name: str, query: str, pairs: Any, read: Any) -> None:
        self.id, self.score, self.name = id, score, name
        self._query, self._pairs, self._read = query, pairs, read

    @property
    def alignment(self) -> Alignment:
        """The alignment that gave the score."""
        pairs, nears, person = self._pairs
        return explain(self._read, self._query, self.name, person, pairs, nears, self.score)

    def __repr__(self) -> str:
        return f"Hit(id={self.id!r}, score={self.score:.3f}, name={self.name!r})"


class Hits(Sequence[Hit]):
    """Hits of one name, best first. All is computed; the objects are made when somebody looks."""

    __slots__ = ("_index", "_made", "_name", "_raw", "_row", "_schema")

    def __init__(
        self, index: NameIndex, name: str, schema: str | None, raw: tuple[NDArray[Any], ...], row: int
    ) -> None:
        self._index, self._name, self._schema, self._raw, self._row = index, name, schema, raw, row
        self._made: list[Hit] | None = None

    def made(self) -> list[Hit]:
        """The hits as a list."""
        if self._made is None:
            self._made = self._index.made(self._name, self._schema, self._raw, self._row)
        return self._made

    def __len__(self) -> int:
        return int(self._raw[0][self._row])

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        return self.made()[at]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.made())

    def __repr__(self) -> str:
        return repr(self.made())


class NameIndex:
    """Names of entities, ready to be searched. One thread at a time."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], knowledge: Knowledge) -> None:
        self.arrays = arrays
        self.knowledge = knowledge
        self.table: Table = arrays["tokens"]
        self._held: kernel.List = (
            self.table,
            (arrays["key_starts"], arrays["key_hashes"], arrays["key_tokens"]),
            (arrays["join_starts"], arrays["join_hashes"], arrays["join_names"]),
            arrays["post_starts"], arrays["post_names"], arrays["name_starts"], arrays["name_tokens"],
            arrays["name_entities"], arrays["name_kinds"], arrays["name_weights"], arrays["token_rarity"],
        )  # fmt: skip
        self._room: kernel.Room | None = None
        self._lexicon = Lexicon(knowledge)
        self._columns: Table | None = None

    def __len__(self) -> int:
        return len(self.arrays["name_entities"])

    @classmethod
    def build(cls, entities: Iterable[tuple[str, str, Sequence[str]]], knowledge: Knowledge) -> NameIndex:
        """Index entities given as (id, schema, names); a name without a letter or digit is left out."""
        lexicon = Lexicon(knowledge)
        tokens, lengths, owners, kinds = array("i"), array("i"), array("i"), array("B")
        ids: list[str] = []
        texts: list[str] = []
        for number, (identity, schema, names) in enumerate(entities):
            ids.append(identity)
            kind = kind_of(schema)
            person = schema == "Person"
            for name in names:
                found = lexicon.read(name, person)
                if not found:
                    continue
                tokens.extend(found)
                lengths.append(len(found))
                owners.append(number)
                kinds.append(kind)
                texts.append(name)
        arrays: dict[str, NDArray[Any]] = {"tokens": lexicon.table()}
        arrays |= _postings(arrays, _of(tokens, np.int32), _of(lengths, np.int64))
        arrays["name_entities"], arrays["name_kinds"] = _of(owners, np.int32), _of(kinds, np.uint8)
        arrays["name_texts"], arrays["name_text_starts"] = _packed(texts)
        arrays["ids"], arrays["id_starts"] = _packed(ids)
        return cls(arrays, knowledge)

    def search(self, name: str, schema: str | None = None, top: int = 10) -> list[Hit]:
        """Entities that the name could mean, best first, at most `top`."""
        return self.search_many((name,), schema, top)[0].made()

    def search_many(self, names: Sequence[str], schema: str | None = None, top: int = 10) -> list[Hits]:
        """`search` for each name; what their words could be in this list is found once for all."""
        found: list[Hits] = []
        for start in range(0, len(names), BATCH):
            batch = names[start : start + BATCH]
            found += self.hits(batch, schema, self.search_raw(batch, schema, top))
        return found

    def search_raw(self, names: Sequence[str], schema: str | None, top: int) -> tuple[NDArray[Any], ...]:
        """Counts, numbers of names, scores, pairs and their similarities as arrays; small enough to send on."""
        if top < 1:
            raise ValueError("top must be 1 or more")
        if self._room is None:
            self._room = kernel.new_room(max(1, len(self)), max(1, len(self.table)))
        if len(self._lexicon) > LEXICON_LIMIT:
            self._lexicon = Lexicon(self.knowledge)
        person = schema == "Person"
        read = [self._lexicon.read(name, person) for name in names]
        distinct = sorted({token for row in read for token in row})
        columns, renumbered = self._query_columns(distinct)
        ids = np.fromiter((renumbered[token] for row in read for token in row), np.int32)
        starts = np.zeros(len(names) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, read), np.int64, len(read)), out=starts[1:])
        shape = (len(names), top)
        counts, hits, scores = np.zeros(shape[0], np.int32), np.zeros(shape, np.int32), np.zeros(shape, np.float32)
        pairs = np.full((*shape, alignment.PARTS, 4), -1, np.int8)
        nears = np.zeros((*shape, alignment.PARTS), np.float32)
        persons = np.full(shape[0], 2 if schema is None else kind_of(schema) & PERSON, np.uint8)
        allowed = np.full(shape[0], kind_of(schema), np.uint8)
        kernel.search(
            columns, starts, ids, persons, allowed, self._held, self._room, counts, hits, scores, pairs, nears
        )
        return counts, hits, scores, pairs, nears

    def _query_columns(self, distinct: Sequence[int]) -> tuple[Table, dict[int, int]]:
        """Columns of the query's tokens, taken from what this index has read before."""
        if self._columns is None or len(self._columns) < len(self._lexicon):
            self._columns = _extended(self._columns, self._lexicon)
        chosen = np.array(distinct, np.int64)
        return self._columns[chosen], {token: place for place, token in enumerate(distinct)}

    def hits(self, names: Sequence[str], schema: str | None, raw: tuple[NDArray[Any], ...]) -> list[Hits]:
        """What `search_raw` found, as hits."""
        return [Hits(self, name, schema, raw, row) for row, name in enumerate(names)]

    def made(self, name: str, schema: str | None, raw: tuple[NDArray[Any], ...], row: int) -> list[Hit]:
        """The hits of one row of `search_raw`."""
        counts, found, scores, pairs, nears = raw
        hits = []
        for place in range(counts[row]):
            number = int(found[row, place])
            score = float(scores[row, place])
            if score >= alignment.BEST - 1e-6:
                number = self._as_written(number, name)
            text = self.name(number)
            if score >= alignment.BEST - 1e-6 and same_writing(text, name):
                score = 1.0
            detail = (pairs[row, place], nears[row, place], self._as_person(number, schema))
            hits.append(Hit(self.entity(number), score, text, name, detail, self._lexicon.shown))
        hits.sort(key=lambda hit: -hit.score)
        return hits

    def _as_written(self, number: int, name: str) -> int:
        """Of one entity's names with the same words the one that is written as `name`: Ja'fari, not Jafari."""
        owners, starts, tokens = (self.arrays[one] for one in ("name_entities", "name_starts", "name_tokens"))
        low, high = np.searchsorted(owners, owners[number], "left"), np.searchsorted(owners, owners[number], "right")
        words = tokens[starts[number] : starts[number + 1]]
        for other in (number, *range(low, high)):
            same = np.array_equal(words, tokens[starts[other] : starts[other + 1]])
            if same and same_writing(self.name(other), name):
                return int(other)
        return number

    def _as_person(self, number: int, schema: str | None) -> bool:
        return bool(self.arrays["name_kinds"][number] & PERSON) and (schema is None or bool(kind_of(schema) & PERSON))

    def name(self, number: int) -> str:
        """The text of a name."""
        return _unpacked(self.arrays["name_texts"], self.arrays["name_text_starts"], number)

    def entity(self, number: int) -> str:
        """The id of the entity that bears a name."""
        return _unpacked(self.arrays["ids"], self.arrays["id_starts"], int(self.arrays["name_entities"][number]))


def _of(values: array[int], kind: Any) -> NDArray[Any]:
    return np.array(values, kind) if len(values) else np.zeros(0, kind)


def _extended(columns: Table | None, lexicon: Lexicon) -> Table:
    if columns is None:
        return lexicon.table()
    return np.concatenate((columns, lexicon.table(len(columns))))


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
    rarity = np.log((names + 1) / (frequency + 0.5)) / np.log(names + 2)
    token_rarity = (table["weight"] * (0.25 + 0.75 * np.clip(rarity, 0, 1))).astype(np.float32)
    weights = np.bincount(owner, token_rarity[tokens], minlength=names).astype(np.float32)
    hashes, rows = np.zeros(many * keys.MOST_KEYS, np.uint64), np.zeros(many * keys.MOST_KEYS, np.int32)
    count = keys.all_token_keys(table, many, hashes, rows)
    key = keys.places(hashes[:count], rows[:count])
    room = keys.WAYS * (len(tokens) + 4 * int(lengths[_has_abjad(table, tokens, owner, names)].sum())) + names + 8
    hashes, rows = np.zeros(room, np.uint64), np.zeros(room, np.int32)
    count = keys.all_join_keys(table, starts, tokens, hashes, rows)
    join = keys.places(hashes[:count], rows[:count])
    return {
        "post_starts": post_starts, "post_names": keys.owners(tokens, lengths, post_starts), "name_starts": starts,
        "name_tokens": tokens, "name_weights": weights, "token_rarity": token_rarity,
        "key_starts": key[0], "key_hashes": key[1], "key_tokens": key[2],
        "join_starts": join[0], "join_hashes": join[1], "join_names": join[2],
    }  # fmt: skip


def _has_abjad(table: Table, tokens: NDArray[np.int32], owner: NDArray[np.int32], names: int) -> NDArray[np.bool_]:
    """Which names hold a word without vowels; those have more keys."""
    return np.bincount(owner, (table["flags"][tokens] & ABJAD) != 0, minlength=names) > 0


def _packed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [text.encode("utf-8", "replace") for text in texts]
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=starts[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), starts


def _unpacked(blob: NDArray[np.uint8], starts: NDArray[np.int64], number: int) -> str:
    return blob[starts[number] : starts[number + 1]].tobytes().decode("utf-8")

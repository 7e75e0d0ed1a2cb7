"""An index of names: built once, searched with reasons, stored as plain arrays.

`NameIndex` is pure: it takes entities and gives arrays and hits. Files and processes are
`adapters.name_index`; `duecare.screening` puts both together for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from . import alignment, kernel
from .collecting import Entity, collected
from .compiled import PLACE
from .explanation import PACKED, Alignment, explain
from .kinds import PERSON, kind_of
from .knowledge import Knowledge
from .normalise import same_writing
from .readings import Read, Readings
from .rooms import List, Room, new_room
from .tokens import TOKEN, Lexicon, Table

FORMAT = f"1-{PLACE}"
"""An index is of use only to the program that built it: another one may read names otherwise."""

LEXICON_LIMIT = 200_000
"""Words of queries that are remembered; beyond, remembering begins anew."""

BATCH = 512


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
        self._held: List = (
            self.table,
            (arrays["key_starts"], arrays["key_hashes"], arrays["key_tokens"]),
            (arrays["join_starts"], arrays["join_hashes"], arrays["join_names"]),
            arrays["post_starts"], arrays["post_names"], arrays["name_starts"], arrays["name_tokens"],
            arrays["name_entities"], arrays["token_rarity"],
        )  # fmt: skip
        self._texts, self._ids = arrays["name_texts"].data, arrays["ids"].data
        self._room: Room | None = None
        self._lexicon = Lexicon(knowledge)
        self._columns: Table = np.zeros(0, TOKEN)
        self._learnt = 0
        self._readings = Readings()

    def __len__(self) -> int:
        return len(self.arrays["name_entities"])

    @classmethod
    def build(cls, entities: Iterable[Entity], knowledge: Knowledge) -> NameIndex:
        """Index entities given as (id, schema, names); a name without a letter or digit is left out."""
        return cls(collected(knowledge, list(entities)), knowledge)

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
            self._room = new_room(self.arrays["name_weights"], self.arrays["name_kinds"], len(self.table))
        if len(self._lexicon) > LEXICON_LIMIT:
            self._lexicon, self._learnt, self._readings = Lexicon(self.knowledge), 0, Readings()
        person = schema == "Person"
        rows = [self._lexicon.read(name, person) for name in names]
        distinct = sorted({token for row in rows for token in row})
        columns, read, renumbered = self._query_columns(distinct)
        ids = np.fromiter((renumbered[token] for row in rows for token in row), np.int32)
        starts = np.zeros(len(names) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, rows), np.int64, len(rows)), out=starts[1:])
        shape = (len(names), top)
        counts, hits, scores = np.zeros(shape[0], np.int32), np.zeros(shape, np.int32), np.zeros(shape, np.float32)
        pairs = np.full((*shape, alignment.PARTS, 4), -1, np.int8)
        nears = np.zeros((*shape, alignment.PARTS), np.float32)
        persons = np.full(shape[0], 2 if schema is None else kind_of(schema) & PERSON, np.uint8)
        allowed = np.full(shape[0], kind_of(schema), np.uint8)
        kernel.search(
            columns, read, starts, ids, persons, allowed, self._held, self._room, counts, hits, scores, pairs, nears
        )
        return counts, hits, scores, pairs, nears

    def _query_columns(self, distinct: Sequence[int]) -> tuple[Table, Read, dict[int, int]]:
        """Columns and readings of the query's tokens, taken from what this index has read before, and their places."""
        assert self._room is not None
        self._learn_columns()
        chosen = np.array(distinct, np.int64)
        read = self._readings.of(self._columns, chosen, self._held, self._room)
        return self._columns[chosen], read, {token: place for place, token in enumerate(distinct)}

    def _learn_columns(self) -> None:
        """Rows of the words that were read for the first time, behind those that are there."""
        known, all_of_them = self._learnt, len(self._lexicon)
        if all_of_them > len(self._columns):
            more = np.zeros(2 * all_of_them - len(self._columns), self._columns.dtype)
            self._columns = np.concatenate((self._columns, more))
        if all_of_them > known:
            self._columns[known:all_of_them] = self._lexicon.table(known)
            self._learnt = all_of_them

    def hits(self, names: Sequence[str], schema: str | None, raw: tuple[NDArray[Any], ...]) -> list[Hits]:
        """What `search_raw` found, as hits."""
        return [Hits(self, name, schema, raw, row) for row, name in enumerate(names)]

    def made(self, name: str, schema: str | None, raw: tuple[NDArray[Any], ...], row: int) -> list[Hit]:
        """The hits of one row of `search_raw`."""
        many = raw[0][row]
        numbers = raw[1][row, :many]
        scores, nears = raw[2][row, :many].tolist(), raw[4][row, :many].tolist()
        packed = raw[3][row, :many].tobytes()
        pairs = [packed[at : at + PACKED] for at in range(0, len(packed), PACKED)]
        if many and scores[0] >= alignment.BEST - 1e-6:
            numbers, scores = self._with_identity(name, numbers, scores)
        texts = _unpacked(self._texts, self.arrays["name_text_starts"], numbers)
        ids = _unpacked(self._ids, self.arrays["id_starts"], self.arrays["name_entities"][numbers])
        persons = ((self.arrays["name_kinds"][numbers] & kind_of(schema) & PERSON) > 0).tolist()
        read = self._lexicon.shown
        hits = [
            Hit(identity, score, text, name, detail, read)
            for identity, score, text, *detail in zip(ids, scores, texts, pairs, nears, persons, strict=True)
        ]
        if many and scores[0] >= alignment.BEST - 1e-6:
            hits.sort(key=lambda hit: -hit.score)
        return hits

    def _with_identity(
        self, name: str, numbers: NDArray[np.int32], scores: Sequence[float]
    ) -> tuple[NDArray[np.int32], list[float]]:
        """Of hits with the same words: each entity's name that is written as `name`, and 1 for its score."""
        numbers, raised = numbers.copy(), list(scores)
        for at, score in enumerate(scores):
            if score >= alignment.BEST - 1e-6:
                numbers[at] = self._as_written(numbers[at], name)
                if same_writing(self.name(numbers[at]), name):
                    raised[at] = 1.0
        return numbers, raised

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

    def name(self, number: int) -> str:
        """The text of a name."""
        return _unpacked(self._texts, self.arrays["name_text_starts"], np.array([number]))[0]


def _unpacked(blob: memoryview, starts: NDArray[np.int64], numbers: NDArray[np.int32]) -> list[str]:
    return [
        str(blob[start:end], "utf-8")
        for start, end in zip(starts[numbers].tolist(), starts[numbers + 1].tolist(), strict=True)
    ]

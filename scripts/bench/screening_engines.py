"""What is measured, ours and its peers behind one face."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

from .screening_lists import Entity
from .screening_sets import Pair, Query

Hits = Sequence[tuple[str, float]]
"""Id and score, the best first."""


class Found(Protocol):
    """Something that holds a list of entities and finds names in it."""

    def search(self, queries: Sequence[Query], top: int = 10) -> list[Hits]:
        """The `top` best hits of each query, in its order."""


class Engine(Protocol):
    """A way to match names; scores between 0 and 1."""

    name: str

    def compare(self, pairs: Sequence[Pair]) -> list[float]:
        """A score a pair."""

    def index(self, entities: Sequence[Entity]) -> Found:
        """Ready to search."""


class Ours:
    """`duecare.screening`."""

    name = "duecare"

    def compare(self, pairs: Sequence[Pair]) -> list[float]:
        """A score a pair."""
        from duecare.screening import compare

        return [float(compare(one.left, one.right, one.schema).score) for one in pairs]

    def index(self, entities: Sequence[Entity]) -> Found:
        """In memory."""
        from duecare.screening import Index

        return OurIndex(Index.build((one.id, one.schema, one.names) for one in entities))


class OurIndex:
    """Searches schema by schema, as a portfolio is screened."""

    def __init__(self, index: object) -> None:
        self._index = index

    def search(self, queries: Sequence[Query], top: int = 10) -> list[Hits]:
        """The `top` best hits of each query, in its order."""
        found: dict[int, Hits] = {}
        order = sorted(range(len(queries)), key=lambda place: queries[place].schema)
        for schema, group in groupby(order, key=lambda place: queries[place].schema):
            places = list(group)
            names = [queries[place].name for place in places]
            answers = self._index.search_many(names, schema=schema, top=top)  # type: ignore[attr-defined]  # an object until it is built
            for place, hits in zip(places, answers, strict=True):
                found[place] = [(hit.id, float(hit.score)) for hit in hits]
        return [found[place] for place in range(len(queries))]

"""nomenklatura's logic-v2 behind an index of its own tokens.

The index holds what nomenklatura's blocker makes of every entity, with the blocker's weights for kinds of token and its
bound of 75 candidates, in a dictionary instead of DuckDB: the blocker's own queries answer a batch, not a person who
waits, and would be slower for one name.
"""

from __future__ import annotations

import math
from collections import defaultdict

from followthemoney import model
from nomenklatura.blocker.index import Index
from nomenklatura.blocker.tokenizer import tokenize_entity
from nomenklatura.matching import get_algorithm

CANDIDATES = 75


class Logic:
    """One list; scores as logic-v2 gives them with its own configuration."""

    def __init__(self) -> None:
        self._how = get_algorithm("logic-v2")
        self._config = self._how.default_config()
        self._made = 0

    def compare(self, left: str, right: str, schema: str) -> float:
        """The score of two names."""
        return self._how.compare(self._entity(schema, [left]), self._entity(schema, [right]), self._config).score

    def index(self, entities: list[tuple[str, str, list[str]]]) -> None:
        """Hold a list."""
        self._ids = [identity for identity, _, _ in entities]
        self._entities = [self._entity(schema, names) for _, schema, names in entities]
        self._postings: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for place, one in enumerate(self._entities):
            for field, token in set(tokenize_entity(one)):
                self._postings[one.schema.name, field, token].append(place)

    def search(self, name: str, schema: str, top: int) -> list[tuple[str, float]]:
        """The best hits among the candidates of one schema."""
        query = self._entity(schema, [name])
        total: dict[int, float] = defaultdict(float)
        for field, token in set(tokenize_entity(query)):
            if places := self._postings.get((schema, field, token)):
                weight = Index.BOOSTS.get(field, 1.0) * math.log(1 + len(self._ids) / len(places))
                for place in places:
                    total[place] += weight
        best = sorted(total, key=lambda place: -total[place])[:CANDIDATES]
        scored = [
            (self._ids[place], self._how.compare(query, self._entities[place], self._config).score) for place in best
        ]
        return sorted(scored, key=lambda one: -one[1])[:top]

    def _entity(self, schema: str, names: list[str]) -> object:
        """Every entity needs an id of its own: nomenklatura keeps what it made of a name by the entity's id."""
        self._made += 1
        one = model.make_entity(schema)
        one.id = f"e{self._made}"
        for name in names:
            one.add("name", name)
        return one

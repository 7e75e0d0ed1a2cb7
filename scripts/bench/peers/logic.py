"""nomenklatura's logic-v2 behind an index that hands it 75 candidates.

The index holds what nomenklatura's blocker makes of every entity, with the blocker's weights for kinds of token and its
bound of 75, in arrays instead of DuckDB: the blocker's own queries answer a batch, not a person who waits, and would be
slower for one name. The blocker looks for whole words only and misses what is mistyped, so that its matcher never sees
it; "logic-v2" therefore gets letter trigrams as well, as search engines in front of it do, and with them always 75
candidates. "logic-v2-tokens" is the blocker alone: fewer candidates, faster, and finds less.
"""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
from followthemoney import model
from nomenklatura.blocker.index import Index
from nomenklatura.blocker.tokenizer import tokenize_entity
from nomenklatura.matching import get_algorithm
from normality import ascii_text
from rigour.names import tokenize_name

CANDIDATES = 75
TRIGRAM = 0.5
"""Weight of a trigram beside the blocker's: a word's own token is worth ten."""


class Logic:
    """One list; scores as logic-v2 gives them with its own configuration."""

    def __init__(self, *, trigrams: bool) -> None:
        self._how = get_algorithm("logic-v2")
        self._config = self._how.default_config()
        self._trigrams = trigrams
        self._made = 0

    def compare(self, left: str, right: str, schema: str) -> float:
        """The score of two names."""
        return self._how.compare(self._entity(schema, [left]), self._entity(schema, [right]), self._config).score

    def index(self, entities: list[tuple[str, str, list[str]]]) -> None:
        """Hold a list."""
        self._ids = [identity for identity, _, _ in entities]
        self._entities = [self._entity(schema, names) for _, schema, names in entities]
        postings: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for place, (one, (_, schema, names)) in enumerate(zip(self._entities, entities, strict=True)):
            for field, token in self._tokens(one, names):
                postings[schema, field, token].append(place)
        self._postings = {key: np.array(places) for key, places in postings.items()}

    def search(self, name: str, schema: str, top: int) -> list[tuple[str, float]]:
        """The best hits among the candidates of one schema."""
        query = self._entity(schema, [name])
        total = np.zeros(len(self._ids))
        for field, token in self._tokens(query, [name]):
            if (places := self._postings.get((schema, field, token))) is not None:
                total[places] += Index.BOOSTS.get(field, TRIGRAM) * math.log(1 + len(self._ids) / len(places))
        most = np.argpartition(-total, CANDIDATES)[:CANDIDATES] if len(total) > CANDIDATES else np.arange(len(total))
        scored = [
            (self._ids[place], self._how.compare(query, self._entities[place], self._config).score)
            for place in most
            if total[place] > 0
        ]
        return sorted(scored, key=lambda one: -one[1])[:top]

    def _tokens(self, entity: object, names: list[str]) -> set[tuple[str, str]]:
        found = set(tokenize_entity(entity))
        if self._trigrams:
            words = {f" {word} " for name in names for word in tokenize_name((ascii_text(name) or "").casefold())}
            found |= {("trigram", word[at : at + 3]) for word in words for at in range(len(word) - 2)}
        return found

    def _entity(self, schema: str, names: list[str]) -> object:
        """Every entity needs an id of its own: nomenklatura keeps what it made of a name by the entity's id."""
        self._made += 1
        one = model.make_entity(schema)
        one.id = f"e{self._made}"
        for name in names:
            one.add("name", name)
        return one

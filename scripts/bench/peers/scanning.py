"""rapidfuzz over every name of the list, by one of its scorers."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import fuzz, process, utils


class Scan:
    """One list; `how` is the name of a scorer."""

    def __init__(self, how: str) -> None:
        self._scorer = getattr(fuzz, how)

    def compare(self, left: str, right: str, schema: str) -> float:
        """The score of two names."""
        return self._scorer(left, right, processor=utils.default_process) / 100

    def index(self, entities: list[tuple[str, str, list[str]]]) -> None:
        """Hold a list, names folded once."""
        self._names: dict[str, list[str]] = defaultdict(list)
        self._ids: dict[str, list[str]] = defaultdict(list)
        for identity, schema, names in entities:
            self._names[schema] += [utils.default_process(name) for name in names]
            self._ids[schema] += [identity] * len(names)

    def search(self, name: str, schema: str, top: int) -> list[tuple[str, float]]:
        """The best hits of one schema; four times as many names, since an entity has several."""
        folded = utils.default_process(name)
        found = process.extract(folded, self._names[schema], scorer=self._scorer, limit=4 * top)
        best: dict[str, float] = {}
        for _, score, place in found:
            best.setdefault(self._ids[schema][place], score / 100)
        return list(best.items())[:top]

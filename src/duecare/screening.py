"""Names compared with reasons: the library interface, documented and stable.

    from duecare.screening import Index, compare

    index = Index.build([("ex-1", "Person", ["Exemplar Invented", "Эксемплар Инвентед"])])
    for hit in index.search("Examplar Invented", schema="Person"):
        print(hit.id, hit.score, hit.alignment.parts)

Nothing here needs Django, a database or a network. Scores lie between 0 and 1; 1 is for identical
writing only. How it matches, what it misses and how well: docs/explanation/screening.md.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from duecare.adapters import library, name_index
from duecare.adapters.kept import kept
from duecare.apps.screening.rules.comparing import compare as _compare
from duecare.apps.screening.rules.compiled import PLACES
from duecare.apps.screening.rules.explanation import Alignment, Part
from duecare.apps.screening.rules.index import BATCH, FORMAT, Hit, Hits, NameIndex
from duecare.apps.screening.rules.knowledge import Knowledge
from duecare.apps.screening.rules.name_data import name_data
from duecare.apps.screening.rules.warming import prepare as _compile
from duecare.kernel.errors import BadInput

__all__ = ["Alignment", "Hit", "Hits", "Index", "Part", "compare", "prepare"]

_SPREAD_FROM = 2 * BATCH


@cache
def knowledge() -> Knowledge:
    """What is known of names, from the reviewed library; read once per process."""
    return kept("names", PLACES, lambda: Knowledge(name_data(item.data for item in library.load_folder("names"))))


def prepare() -> None:
    """Make what a first search would wait for: machine code and the knowledge of names. Once an upgrade."""
    _compile()
    knowledge()


def compare(name_a: str, name_b: str, schema: str | None = None) -> Alignment:
    """Score and alignment of two names; the same as a search would give.

    Args:
        schema: a FollowTheMoney schema; "Person" knows titles and forgives a middle name left out, others know
            legal forms. None takes the better of both.
    """
    return _compare(knowledge(), name_a, name_b, schema)


class Index:
    """Names of entities, built once, searched often; not to be shared by threads."""

    def __init__(self, names: NameIndex, path: Path | None = None) -> None:
        self._names, self._path = names, path

    @classmethod
    def build(cls, entities: Iterable[tuple[str, str, Sequence[str]]]) -> Index:
        """Index `(id, schema, names)`; an id may come several times, a name without a letter is left out."""
        looked = gc.isenabled()
        gc.disable()  # looking for garbage among a million names takes a tenth, and there is none
        try:
            return cls(NameIndex.build(entities, knowledge()))
        finally:
            if looked:
                gc.enable()

    def save(self, path: str | Path) -> None:
        """Write the index to one file."""
        self._path = Path(path)
        name_index.save(self._path, self._names.arrays, {"format": FORMAT})

    @classmethod
    def open(cls, path: str | Path) -> Index:
        """Map a saved index; takes no longer for a million names than for ten.

        Raises:
            BadInput: no index, one cut off, or of another format.
        """
        arrays, about = name_index.load(Path(path))
        if about.get("format") != FORMAT:
            raise BadInput("this name index has another format.", file=Path(path).name, value=about.get("format"))
        return cls(NameIndex(arrays, knowledge()), Path(path))

    def __len__(self) -> int:
        """How many names it holds."""
        return len(self._names)

    def search(self, name: str, schema: str | None = None, top: int = 10) -> list[Hit]:
        """Entities that `name` could mean, best first, at most `top`: `id`, `score`, `alignment`."""
        return self._names.search(name, schema, top)

    def search_many(
        self, names: Sequence[str], schema: str | None = None, top: int = 10, processes: int = 2
    ) -> list[Hits]:
        """`search` for each of many names, over several processes when they are worth it; same results."""
        if processes < 2 or len(names) < _SPREAD_FROM:
            return self._names.search_many(names, schema, top)
        tasks = [(names[at : at + BATCH], schema, top) for at in range(0, len(names), BATCH)]
        with tempfile.TemporaryDirectory() as folder:
            path = self._path
            if path is None:
                path = Path(folder, "index")
                name_index.save(path, self._names.arrays, {"format": FORMAT})
            found: list[Hits] = []
            raws = name_index.spread(_search, tasks, min(processes, len(tasks)), _held, (self, path))
            for (batch, _, _), raw in zip(tasks, raws, strict=True):
                found += self._names.hits(batch, schema, raw)
            return found

    def __getstate__(self) -> dict[str, Any]:
        """A process that begins anew opens the file; nothing is sent."""
        return {}


def _held(index: Index, path: Path) -> NameIndex:
    """The index that a copied process has already, or the file, mapped."""
    return index._names if hasattr(index, "_names") else Index.open(path)._names


def _search(index: NameIndex, task: tuple[Sequence[str], str | None, int]) -> tuple[Any, ...]:
    return index.search_raw(*task)

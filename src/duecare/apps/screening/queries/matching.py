"""Names against listed entries: the one door to the matcher, and the indices of what is in force.

The matcher's compiled part takes a second to load. Every process reads gates and few match names, so it is
loaded where it is used.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.db.models import F, Q

from duecare.adapters import name_index
from duecare.adapters.home import name_index_file
from duecare.adapters.kept import kept
from duecare.adapters.library import folder_sha256, load_folder
from duecare.apps.screening.models import ListedEntry, ListEdition
from duecare.apps.screening.rules.editions import newer_than
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

if TYPE_CHECKING:
    from duecare.apps.screening.rules.index import Hit as IndexHit
    from duecare.apps.screening.rules.index import NameIndex
    from duecare.apps.screening.rules.knowledge import Knowledge
    from duecare.apps.screening.rules.searching import Piece, Raw

PIECE = 2000
"""Names that one process takes at a time."""

TOP = 25
"""Entities kept for each name: a common name has more namesakes on a list than a page shows."""

Named: TypeAlias = tuple[str, str, Sequence[str]]
"""(entity, schema, names), as the index takes them."""

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """One listed entity a name could mean."""

    entity: UUID
    score: float
    name: str
    listed_name: str
    _hit: IndexHit

    @property
    def alignment(self) -> JSON:
        """How the score came about, part by part; put into words when somebody asks."""
        with _ONE_AT_A_TIME:
            return self._hit.alignment.body()


Spread: TypeAlias = Callable[..., Iterator["Raw"]]
"""`spread` of adapters.name_index, or of a cluster: work, tasks, processes, make, given."""


def match(
    names: Sequence[str],
    schema: str | None,
    index: NameIndex,
    lower: float,
    top: int = TOP,
    processes: int = 1,
    spread: Spread | None = None,
) -> list[list[Found]]:
    """For each name the listed entities it could mean, best first; scores below `lower` are left out.

    Args:
        schema: FollowTheMoney's word for what the names are of; None leaves it open.
        processes: how many share the work; the results are the same.
        spread: where the processes are; None: copies of this one, where they are worth it and can be made.
    """
    from duecare.apps.screening.rules.searching import Piece

    pieces = [Piece(tuple(names[at : at + PIECE]), schema, top, lower) for at in range(0, len(names), PIECE)]
    with _ONE_AT_A_TIME:  # an index keeps its working memory
        raws = _raws(pieces, index, processes, spread)
        each = (hits for piece, raw in zip(pieces, raws, strict=True) for hits in index.hits(piece.names, schema, raw))
        return [
            [Found(UUID(hit.id), hit.score, name, hit.name, hit) for hit in hits if hit.score >= lower]
            for name, hits in zip(names, each, strict=True)
        ]


def _raws(pieces: Sequence[Piece], index: NameIndex, processes: int, spread: Spread | None) -> Iterator[Raw]:
    """What was found for each piece, in their order, from wherever the work is done."""
    from duecare.apps.screening.rules.index import NameIndex
    from duecare.apps.screening.rules.searching import search_piece

    if spread is None and processes > 1 and len(pieces) > 1 and _can_copy():
        spread, processes = name_index.spread, min(processes, len(pieces))
    if spread is None:
        return map(partial(search_piece, index), pieces)
    return spread(search_piece, pieces, processes, NameIndex, (index.arrays, index.knowledge))


def _can_copy() -> bool:
    """True while this process has one thread only, so that a copy of it is sound, on a system that copies."""
    return threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()


def index_in_force() -> NameIndex:
    """The index of every entry in force, built once a process and set of editions."""
    return _whole(_editions())


def index_since(then: Mapping[str, int], now: Mapping[str, int]) -> tuple[frozenset[UUID], NameIndex]:
    """Entities that changed between two sets of editions, and the index of those still listed."""
    return _changed(tuple(sorted(then.items())), tuple(sorted(now.items())), _editions())


def prepare() -> None:
    """Compile and read what matching needs, so that nobody waits for it later."""
    match(("Nobody",), None, _built(()), 1.0)


@cache
def knowledge() -> Knowledge:
    """What the library knows of names, read once a process."""
    from duecare.apps.screening.rules.compiled import PLACES
    from duecare.apps.screening.rules.knowledge import Knowledge
    from duecare.apps.screening.rules.name_data import name_data

    return kept("names", PLACES, lambda: Knowledge(name_data(item.data for item in load_folder("names"))))


def _editions() -> tuple[UUID, ...]:
    """The editions in force by their own ids: numbers alone say the same in every company's database."""
    return tuple(ListEdition.objects.filter(state="in_force").order_by("id").values_list("id", flat=True))


@lru_cache(maxsize=1)
def _whole(editions: tuple[UUID, ...]) -> NameIndex:
    """From the home's file when one process built it already: the others map it and share its memory."""
    from duecare.apps.screening.rules.index import FORMAT, NameIndex

    about = {"format": FORMAT, "knows": folder_sha256("names"), "editions": [str(one) for one in editions]}
    path = name_index_file()
    try:
        arrays, told = name_index.load(path)
        if told == about:
            return NameIndex(arrays, knowledge())
    except BadInput:
        pass  # none yet, or of an older version: it is built from the tables at any time
    built = _built(_listed(Q()))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    name_index.save(path, built.arrays, about)
    return built


@lru_cache(maxsize=4)
def _changed(
    then: tuple[tuple[str, int], ...], now: tuple[tuple[str, int], ...], editions: tuple[UUID, ...]
) -> tuple[frozenset[UUID], NameIndex]:
    before = dict(then)
    moved = newer_than(before, dict(now))
    which = Q(pk__in=())
    for code in moved:
        number = before.get(code, 0)
        which |= Q(list_id=code) & (Q(since__gt=number) | Q(ended__gt=number))
    entities = frozenset(ListedEntry.objects.filter(which).values_list("entity", flat=True))
    return entities, _built(_listed(which))


def _listed(which: Q) -> Iterable[Named]:
    rows = ListedEntry.objects.filter(which, ended=None).order_by("list_id", "key")
    of_row = rows.values_list("entity", "content__schema", F("content__body"))
    for entity, schema, body in of_row.iterator(chunk_size=5000):
        yield str(entity), schema, tuple(dict.fromkeys(text for _, text in body["names"]))


def _built(entities: Iterable[Named]) -> NameIndex:
    from duecare.apps.screening.rules.index import NameIndex

    return NameIndex.build(entities, knowledge())

"""Parties and other named things compared with listed entries; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening.models import ListedEntry
from duecare.apps.screening.rules.weighing import NEAR, WEAK, Circumstance, Particulars, circumstances, strength
from duecare.kernel.canonical import JSON

from .matching import Found, Spread, match

if TYPE_CHECKING:
    from duecare.apps.screening.rules.index import NameIndex

NEAREST = 3
"""How many near misses of a party are kept for the sample."""

_SOME = 2000


@dataclass(frozen=True, slots=True)
class Subject:
    """Whatever is compared: its names, what it is (None: open) and what else is known of it."""

    names: tuple[str, ...]
    schema: str | None
    known: Particulars


@dataclass(frozen=True, slots=True)
class EntryNow:
    """A listed entry in force."""

    entity: UUID
    list_code: str
    key: str
    sha256: str
    body: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Likeness:
    """One entry beside one subject. `strength` "" marks a near miss."""

    entry: EntryNow
    found: Found
    beside: tuple[Circumstance, ...]
    strength: str

    def body(self) -> dict[str, JSON]:
        """As JSON, with every reason."""
        return {
            "list": self.entry.list_code, "key": self.entry.key, "entity": str(self.entry.entity),
            "schema": self.entry.body["schema"], "strength": self.strength, "score": round(self.found.score, 4),
            "name": self.found.name, "listed_name": self.found.listed_name,
            "programmes": self.entry.body["programmes"], "alignment": self.found.alignment,
            "beside": [one.body() for one in self.beside if one.says != "silent"],
        }  # fmt: skip

    def near(self) -> dict[str, JSON]:
        """What is kept of a near miss."""
        return {
            "entity": str(self.entry.entity), "list": self.entry.list_code, "key": self.entry.key,
            "name": self.found.listed_name, "score": round(self.found.score, 4),
        }  # fmt: skip


Results: TypeAlias = list[tuple[Likeness, ...]]
"""For each subject its hits and near misses, the strongest first."""


def of_body(row: BodyRow) -> Subject:
    """A party as it is compared."""
    names = tuple(dict.fromkeys(name for name in (row.name, row.native_name, *row.aliases) if name))
    births = (row.birth,) if row.birth else ()
    countries, numbers = (row.country,) if row.country else (), (row.registration,) if row.registration else ()
    return Subject(names, schema_of(row.kind), Particulars(row.kind, countries, births, numbers))


def schema_of(kind: str) -> str | None:
    """FollowTheMoney's word for a kind of body."""
    return {"person": "Person", "company": "Company", "other": None}.get(kind, "PublicBody")


def compare(
    subjects: Sequence[Subject],
    index: NameIndex,
    processes: int = 1,
    spread: Spread | None = None,
    *,
    near: bool = True,
) -> Results:
    """Compare each subject with the entries of an index; `near` False leaves out most of what is no hit.

    `processes` and `spread` say who shares the work, as for `match`; the results are the same.
    """
    # The same number makes a hit of a name that alone would be a near miss.
    lower = NEAR if near or any(subject.known.ids for subject in subjects) else WEAK
    best = _best(subjects, index, lower, processes, spread)
    entries = entries_now({entity for found in best for entity in found})
    return [
        tuple(
            sorted(
                (_likeness(subject, entries[entity], one) for entity, one in found.items() if entity in entries),
                key=lambda one: (-_rank(one.strength), -one.found.score, one.entry.key),
            )
        )
        for subject, found in zip(subjects, best, strict=True)
    ]


def entries_now(entities: Iterable[UUID]) -> dict[UUID, EntryNow]:
    """Entries in force by entity; one that left its list is missing."""
    wanted = list(entities)
    found: dict[UUID, EntryNow] = {}
    for start in range(0, len(wanted), _SOME):
        rows = ListedEntry.objects.filter(ended=None, entity__in=wanted[start : start + _SOME]).select_related(
            "content"
        )
        found |= {
            row.entity: EntryNow(row.entity, row.list_id, row.key, row.content_id, row.content.body) for row in rows
        }
    return found


def _best(
    subjects: Sequence[Subject], index: NameIndex, lower: float, processes: int, spread: Spread | None
) -> list[dict[UUID, Found]]:
    """The best name of each entity for each subject; subjects of one schema are asked together."""
    best: list[dict[UUID, Found]] = [{} for _ in subjects]
    for schema in {subject.schema for subject in subjects}:
        asked = [(at, name) for at, one in enumerate(subjects) if one.schema == schema for name in one.names]
        names = [name for _, name in asked]
        for (at, _), found in zip(
            asked, match(names, schema, index, lower, processes=processes, spread=spread), strict=True
        ):
            for one in found:
                held = best[at].get(one.entity)
                if held is None or one.score > held.score:
                    best[at][one.entity] = one
    return best


def _likeness(subject: Subject, entry: EntryNow, found: Found) -> Likeness:
    beside = circumstances(subject.known, entry.body)
    called = {kind for kind, text in _names(entry.body) if text == found.listed_name}
    return Likeness(entry, found, beside, strength(found.score, beside, weak_name=called == {"weak_alias"}))


def _names(body: Mapping[str, JSON]) -> list[tuple[str, str]]:
    names = body["names"]
    rows = names if isinstance(names, Sequence) and not isinstance(names, str) else ()
    return [(str(row[0]), str(row[1])) for row in rows if isinstance(row, Sequence)]


def _rank(word: str) -> int:
    return {"": 0, "weak": 1, "medium": 2, "strong": 3}[word]

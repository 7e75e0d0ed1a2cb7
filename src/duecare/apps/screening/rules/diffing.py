"""What a new edition changes, found by content: publishers' version numbers and even their keys cannot be relied on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from .entries import Entry
from .parts import material_sha256


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the edition in force (or a former one): who it is, under which key, with what content."""

    entity: UUID
    key: str
    sha256: str
    material: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """An entry of the new edition with its hashes."""

    entry: Entry
    sha256: str
    material: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `kind` as in `parts.KINDS_OF_CHANGE`; `known` None for an added entry, `fresh` None for a removed."""

    kind: str
    known: Known | None
    fresh: Fresh | None

    @property
    def same_content(self) -> bool:
        """True when only the key changed."""
        return self.known is not None and self.fresh is not None and self.known.sha256 == self.fresh.sha256


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes in the order of the new edition, the removed ones last; `kept` entries are as they were."""

    changes: tuple[Change, ...]
    kept: int

    def count(self, kind: str) -> int:
        """How many changes of a kind."""
        return sum(change.kind == kind for change in self.changes)


def fresh(entries: Iterable[Entry]) -> tuple[Fresh, ...]:
    """Entries with their hashes, worked out once."""
    return tuple(Fresh(entry, entry.sha256(), material_sha256(entry.body())) for entry in entries)


def difference(known: Sequence[Known], new: Sequence[Fresh]) -> Difference:
    """Compare the entries in force with those of a new edition.

    Partners are found by key, then by whole content, then by material content: an entry that got another
    key, and perhaps a reworded remark, is "renumbered" and stays the same listed party.
    """
    by_key = {one.key: one for one in known}
    partner = {one.entry.key: by_key[one.entry.key] for one in new if one.entry.key in by_key}
    left = [one for one in known if one.key not in partner]
    for what in (_whole, _material):
        left = _pair(left, [one for one in new if one.entry.key not in partner], what, partner)
    changes = [change for one in new if (change := _change(partner.get(one.entry.key), one))]
    removed = [Change("removed", one, None) for one in left]
    return Difference((*changes, *removed), len(new) - len(changes))


def former(added: Iterable[Change], earlier: Iterable[Known]) -> Mapping[str, UUID]:
    """Key of an added entry → who it was when it stood on this list before, by key or by whole content.

    Args:
        earlier: entries no longer in force, the newest last.
    """
    by_key, by_content = {}, {}
    for one in earlier:
        by_key[one.key] = by_content[one.sha256] = one.entity
    found: dict[str, UUID] = {}
    for change in added:
        assert change.fresh is not None  # an added entry has one
        entity = by_key.get(change.fresh.entry.key) or by_content.get(change.fresh.sha256)
        if entity is not None and entity not in found.values():
            found[change.fresh.entry.key] = entity
    return found


def _change(known: Known | None, new: Fresh) -> Change | None:
    if known is None:
        return Change("added", None, new)
    if known.key != new.entry.key:
        return Change("renumbered", known, new)
    return Change("amended", known, new) if known.sha256 != new.sha256 else None


def _pair(
    left: Sequence[Known],
    open_ones: Sequence[Fresh],
    what: Callable[[Known | Fresh], str],
    partner: dict[str, Known],
) -> list[Known]:
    """Give each of the open ones a partner that says the same; returns those that found none."""
    waiting: dict[str, list[Known]] = defaultdict(list)
    for one in reversed(left):
        waiting[what(one)].append(one)
    taken = set(_taken(open_ones, waiting, what, partner))
    return [one for one in left if one.key not in taken]


def _taken(
    open_ones: Sequence[Fresh],
    waiting: Mapping[str, list[Known]],
    what: Callable[[Known | Fresh], str],
    partner: dict[str, Known],
) -> Iterator[str]:
    for new in open_ones:
        if fitting := waiting.get(what(new)):
            partner[new.entry.key] = fitting.pop()
            yield partner[new.entry.key].key


def _whole(one: Known | Fresh) -> str:
    return one.sha256


def _material(one: Known | Fresh) -> str:
    return one.material

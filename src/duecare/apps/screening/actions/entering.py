"""Writing an edition's entries: contents once, what ended closed, what is new opened. Part of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.utils.timezone import localtime

from duecare.adapters import clock
from duecare.apps.screening import queries
from duecare.apps.screening.models import DeniedList, EntryChange, EntryContent, ListedEntry, ListEdition
from duecare.apps.screening.rules.diffing import Change, Difference, Fresh, former
from duecare.apps.screening.rules.parts import altered
from duecare.kernel.canonical import JSON
from duecare.kernel.ids import new_id

_BATCH = 2000
T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with (entries written, entries in all)."""


def put_in_force(held: DeniedList, edition: ListEdition, found: Difference, progress: Progress | None = None) -> None:
    """Make an edition the one in force: what it replaces is superseded, its changes are written and told.

    A list's first edition is told by no changes: all of it is new.
    """
    first = held.number == 0
    ListEdition.objects.filter(list=held, state="in_force").update(state="superseded")
    edition.state = "in_force"
    edition.save(update_fields=["state"])
    _end(held, edition.number, found.changes)
    entities = _open(held, edition.number, found.changes, progress)
    if not first:
        _tell(edition, found.changes, entities)
    held.number, held.published, held.withdrawn = edition.number, edition.published, 0
    held.first_on = held.first_on or localtime(clock.now()).date()  # the company's day, as gates count them
    if found.changes or first:
        held.changed = edition.number
    held.save(update_fields=["number", "changed", "published", "first_on", "withdrawn"])


def _end(held: DeniedList, number: int, changes: Sequence[Change]) -> None:
    gone = [change.known.entity for change in changes if change.known is not None]
    for some in _some(gone):
        ListedEntry.objects.filter(list=held, ended=None, entity__in=some).update(ended=number)


def _open(held: DeniedList, number: int, changes: Sequence[Change], progress: Progress | None) -> dict[int, UUID]:
    """Write contents and entries; returns which entity each change (by its place) speaks of."""
    added = [change for change in changes if change.kind == "added"]
    # `changed` and not `number`: a list that was withdrawn and comes again has its former entries.
    before = former(added, queries.former_entries(held.code, number)) if added and held.changed else {}
    entities = {at: _entity(change, before) for at, change in enumerate(changes)}
    done, new = 0, [(entities[at], change.fresh) for at, change in enumerate(changes) if change.fresh is not None]
    for some in _some(new):
        _contents([fresh for _, fresh in some])
        ListedEntry.objects.bulk_create(
            ListedEntry(
                list=held, entity=entity, key=fresh.entry.key, content_id=fresh.sha256,
                place=fresh.entry.place[:200], since=number,
            )
            for entity, fresh in some
        )  # fmt: skip
        done += len(some)
        if progress:
            progress(done, len(new))
    return entities


def _entity(change: Change, before: Mapping[str, UUID]) -> UUID:
    if change.known is not None:
        return change.known.entity
    assert change.fresh is not None  # an added entry has its content
    return before.get(change.fresh.entry.key) or new_id()


def _contents(some: Iterable[Fresh]) -> None:
    """Each content once, whichever list or edition says it."""
    by_hash = {fresh.sha256: fresh for fresh in some}
    held = set(EntryContent.objects.filter(sha256__in=by_hash).values_list("sha256", flat=True))
    EntryContent.objects.bulk_create(
        (
            EntryContent(
                sha256=sha256, material=fresh.material, schema=fresh.entry.schema, name=fresh.entry.names[0].text,
                body=fresh.entry.body(),
            )
            for sha256, fresh in by_hash.items()
            if sha256 not in held
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _tell(edition: ListEdition, changes: Sequence[Change], entities: dict[int, UUID]) -> None:
    known = {change.known.sha256 for change in changes if change.known is not None and change.fresh is not None}
    bodies: dict[str, dict[str, JSON]] = {}
    for shas in _some(sorted(known)):
        bodies |= dict(EntryContent.objects.filter(sha256__in=shas).values_list("sha256", "body"))
    for some in _some(list(enumerate(changes))):
        EntryChange.objects.bulk_create(_change(edition, change, entities[at], bodies) for at, change in some)


def _change(edition: ListEdition, change: Change, entity: UUID, bodies: dict[str, dict[str, JSON]]) -> EntryChange:
    known, fresh = change.known, change.fresh
    here = fresh.entry.key if fresh else known.key if known else ""
    return EntryChange(
        edition=edition,
        kind=change.kind,
        entity=entity,
        key=here,
        old_key=known.key if known and known.key != here else "",
        before_id=known.sha256 if known else None,
        after_id=fresh.sha256 if fresh else None,
        parts=list(altered(bodies[known.sha256], fresh.entry.body())) if known and fresh else [],
    )


def _some(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]

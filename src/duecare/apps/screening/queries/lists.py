"""Which lists are held, in which editions, and what an edition changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from duecare.adapters.files import IMPORT_LIMIT
from duecare.adapters.home import editions as edition_files
from duecare.apps.screening.models import DeniedList, EntryChange, ImportedFile, ListedEntry, ListEdition, ListImport
from duecare.apps.screening.rules.diffing import Known
from duecare.apps.screening.rules.editions import set_sha256
from duecare.apps.screening.rules.entries import Publication
from duecare.apps.screening.rules.gate import InForce
from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import LimitExceeded, NotFound


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition; the four counts say what it changed against the one that was in force."""

    id: UUID
    list_code: str
    number: int
    published: date | None
    entries: int
    added: int
    removed: int
    amended: int
    renumbered: int
    state: str
    held_because: str
    remarks: tuple[str, ...]
    imported_at: datetime
    imported_by: UUID
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What an edition did to one entry, with both contents as far as there are any."""

    kind: str
    entity: UUID
    key: str
    old_key: str
    before: Mapping[str, JSON] | None
    after: Mapping[str, JSON] | None
    parts: tuple[str, ...]


def read_files(files: Mapping[str, bytes]) -> tuple[Publication, ...]:
    """What publishers' original files say. Raises LimitExceeded, BadInput: nothing of them can be used."""
    from duecare.apps.screening.rules.lists import read_publication

    for name, data in files.items():
        if len(data) > IMPORT_LIMIT:
            raise LimitExceeded(
                f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=name, means="Nothing of it was imported."
            )
    return read_publication(files)


def grouped(files: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], ...]:
    """Files put together as they are imported: the members of a CSV set together, every other one alone.

    Args:
        files: files of one folder; two editions of a set in one folder cannot be told apart.
    """
    from duecare.apps.screening.rules.lists import is_member

    together = {name: data for name, data in files.items() if is_member({name: data})}
    alone = tuple({name: data} for name, data in files.items() if name not in together)
    return (together, *alone) if together else alone


def files_sha256(files: Mapping[str, bytes]) -> str:
    """What names a set of files: their bytes, not what they are called."""
    return digest(sorted(hashlib.sha256(data).hexdigest() for data in files.values()))


def files_of(import_id: UUID) -> Mapping[str, bytes]:
    """The files of an import as they came. Raises NotFound when one is gone or altered."""
    rows = ImportedFile.objects.filter(taken_in_id=import_id).order_by("position")
    return {row.name: edition_files().open(row.sha256) for row in rows}


def standing_import(sha256: str) -> UUID | None:
    """The import of exactly these bytes, if no newer edition of any of its lists came in since.

    A publisher may go back to what a file said before: then the same bytes are news.
    """
    for row in ListImport.objects.filter(sha256=sha256).order_by("-imported_at").prefetch_related("editions__list"):
        if all(one.number == one.list.last for one in row.editions.all()):
            return row.id
    return None


def last_numbers(codes: Sequence[str]) -> Mapping[str, int]:
    """The newest number given to an edition of each list, 0 where there is none."""
    found = dict(DeniedList.objects.filter(code__in=codes).values_list("code", "last"))
    return {code: found.get(code, 0) for code in codes}


def in_force() -> InForce:
    """The lists in force."""
    return in_force_from(DeniedList.objects.filter(Q(number__gt=0) | Q(withdrawn__gt=0)))


def in_force_from(rows: Iterable[DeniedList], on: date | None = None) -> InForce:
    """The lists in force, from rows already read; `on` leaves out lists of which nothing was in force yet on a day.

    A withdrawn list should never have been in force: it counts on no day.
    """
    rows = list(rows)
    held = [row for row in rows if row.number and (on is None or row.first_on is None or row.first_on <= on)]
    published = [row.published for row in held if row.published is not None]
    withdrawn = {row.code: row.withdrawn for row in rows if row.withdrawn}
    return InForce({row.code: row.changed for row in held}, min(published, default=None), withdrawn)


def in_force_sha256() -> str:
    """What stands for the lists in force together."""
    return set_sha256(in_force().numbers)


def editions(list_code: str = "", state: str = "") -> tuple[EditionRow, ...]:
    """Editions, by list and newest first."""
    rows = ListEdition.objects.order_by("list_id", "-number")
    if list_code:
        rows = rows.filter(list_id=list_code)
    if state:
        rows = rows.filter(state=state)
    return edition_rows(rows)


def edition(edition_id: UUID) -> EditionRow:
    """One edition. Raises NotFound."""
    return _one(edition_rows(ListEdition.objects.filter(id=edition_id)))


def editions_of_import(import_id: UUID) -> tuple[EditionRow, ...]:
    """The editions that came with one import, by list."""
    return edition_rows(ListEdition.objects.filter(taken_in_id=import_id).order_by("list_id"))


def changes_of(edition_id: UUID, kind: str = "", limit: int = 500) -> tuple[ChangeRow, ...]:
    """What an edition changed, by kind and key. A list's first edition has no changes: all of it is new."""
    rows = EntryChange.objects.filter(edition_id=edition_id).select_related("before", "after").order_by("kind", "key")
    if kind:
        rows = rows.filter(kind=kind)
    return change_rows(rows[:limit])


def change_rows(found: Iterable[EntryChange]) -> tuple[ChangeRow, ...]:
    """Changes as rows."""
    return tuple(
        ChangeRow(
            row.kind, row.entity, row.key, row.old_key, row.before.body if row.before else None,
            row.after.body if row.after else None, tuple(row.parts),
        )
        for row in found
    )  # fmt: skip


def known_entries(list_code: str) -> tuple[Known, ...]:
    """The entries of a list in force."""
    return _known(ListedEntry.objects.filter(list_id=list_code, ended=None))


def former_entries(list_code: str, number: int) -> tuple[Known, ...]:
    """Contents that stood on a list before an edition and that it neither keeps nor ends, the newest last.

    A publisher gives an entry another key and its old key to somebody else: the old key then means nobody.
    """
    here = ListedEntry.objects.filter(Q(ended=None) | Q(ended=number), list_id=list_code)
    before = ListedEntry.objects.filter(list_id=list_code, ended__lt=number)
    return _known(before.exclude(entity__in=here.values("entity")))


def _known(found: QuerySet[ListedEntry]) -> tuple[Known, ...]:
    rows = found.order_by("ended", "since", "key")
    return tuple(Known(*row) for row in rows.values_list("entity", "key", "content_id", "content__material"))


def edition_rows(found: QuerySet[ListEdition]) -> tuple[EditionRow, ...]:
    """Editions as rows, with the files they came in."""
    rows = found.select_related("taken_in").prefetch_related("taken_in__files")
    return tuple(
        EditionRow(
            row.id, row.list_id, row.number, row.published, row.entries, row.added, row.removed, row.amended,
            row.renumbered, row.state, row.held_because, tuple(row.remarks), row.taken_in.imported_at,
            row.taken_in.imported_by, tuple(file.name for file in row.taken_in.files.all()),
        )
        for row in rows
    )  # fmt: skip


def _one(rows: tuple[EditionRow, ...]) -> EditionRow:
    if not rows:
        raise NotFound("edition")
    return rows[0]

"""Documents of a file, as far as this person may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.assessments.models import Document, ReleasedFact
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.errors import NotFound

from .deals import READERS
from .opportunities import opportunity


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document. Closed to this reader: name and subject are empty, only that it is privileged shows."""

    id: UUID
    opportunity_id: UUID
    sha256: str
    name: str
    size: int
    media_type: str
    about: str
    privileged: bool
    privilege_of: str
    privilege_for: str
    added_by: UUID
    added_at: datetime
    open: bool
    readers: tuple[UUID, ...]
    released: tuple[str, ...]


def documents(by: Actor, opportunity_id: UUID) -> tuple[DocumentRow, ...]:
    """Every document of a file, oldest first; the caller has checked that the file is open to `by`."""
    rows = Document.objects.filter(opportunity_id=opportunity_id).prefetch_related("readers", "released")
    return tuple(_row(row, by) for row in rows.order_by("added_at", "id"))


def document(by: Actor, document_id: UUID) -> DocumentRow:
    """One document that this person may read.

    Raises:
        NotFound: no such document, another's file, or privileged and not opened to `by`: one answer for all.
    """
    row = Document.objects.filter(id=document_id).prefetch_related("readers", "released").first()
    if row is None:
        raise NotFound("document")
    opportunity(by, row.opportunity_id)
    found = _row(row, by)
    if not found.open or not by.has(*READERS):
        raise NotFound("document")
    return found


def known_hashes(opportunity_id: UUID) -> frozenset[str]:
    """Hashes of this file's documents; evidence names documents by them."""
    return frozenset(Document.objects.filter(opportunity_id=opportunity_id).values_list("sha256", flat=True))


def evidence_hashes() -> frozenset[str]:
    """Hashes that some file names, for the sweep that removes halves of uploads."""
    return frozenset(Document.objects.values_list("sha256", flat=True).distinct())


def released_facts(opportunity_id: UUID) -> tuple[tuple[UUID, str, datetime], ...]:
    """(id, fact, when) of what counsel took out of privileged documents for everybody on the file."""
    rows = ReleasedFact.objects.filter(document__opportunity_id=opportunity_id).order_by("released_at", "id")
    return tuple(rows.values_list("id", "text", "released_at"))


def _row(row: Document, by: Actor) -> DocumentRow:
    readers = tuple(reader.person_id for reader in row.readers.all())
    # Privilege is lost by showing: roles alone never open a privileged document, counsel excepted.
    may = not row.privileged or by.has(Role.COUNSEL) or by.kind is Kind.SYSTEM or by.id in readers
    return DocumentRow(
        id=row.id,
        opportunity_id=row.opportunity_id,
        sha256=row.sha256 if may else "",
        name=row.name if may else "",
        size=row.size if may else 0,
        media_type=row.media_type if may else "",
        about=row.about if may else "",
        privileged=row.privileged,
        privilege_of=row.privilege_of if may else "",
        privilege_for=row.privilege_for if may else "",
        added_by=row.added_by,
        added_at=row.added_at,
        open=may,
        readers=readers if may else (),
        released=tuple(fact.text for fact in row.released.all()),
    )

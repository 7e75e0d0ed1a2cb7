"""Documents: adding them, opening privileged ones to a person, releasing facts from them."""

from __future__ import annotations

import re
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import clean_name
from duecare.adapters.home import evidence
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments.models import Document, DocumentReader, ReleasedFact
from duecare.apps.assessments.rules import file_acts
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.folding import fold

from .reach import reach, subject

_SHA256 = re.compile(r"[0-9a-f]{64}")


@action(file_acts.DOCUMENT)
def add_document(
    *,
    by: Actor,
    opportunity_id: UUID,
    sha256: str,
    name: str,
    size: int,
    media_type: str,
    about: str = "",
    privileged: bool = False,
    privilege_of: str = "",
    privilege_for: str = "",
) -> Recorded[UUID]:
    """Name a stored document in a file. The bytes are already kept under their hash.

    Args:
        privilege_of: whose privilege it is; privilege_for: for which matter. Both needed when privileged.

    Raises:
        BadInput: not stored, or privilege without an owner. Conflict: already in this file. NotFound.
    """
    row = reach(by, opportunity_id)
    if not _SHA256.fullmatch(sha256) or not evidence().path(sha256).is_file():
        raise BadInput("the document is not stored.", file=name, field="file", todo="Upload it again.")
    if privileged and not (privilege_of.strip() and privilege_for.strip()):
        raise BadInput("say whose privilege it is, and for what matter.", file=name, field="privilege_of")
    if Document.objects.filter(opportunity=row, sha256=sha256).exists():
        raise Conflict("This document is already in the file.", "Nothing was added.", "Use the one that is there.")
    found = Document.objects.create(
        opportunity=row, sha256=sha256, name=clean_name(name), size=size, media_type=media_type[:120],
        folded=fold(f"{clean_name(name)} {about}")[:600], about=about.strip(), privileged=privileged,
        privilege_of=privilege_of.strip() if privileged else "",
        privilege_for=privilege_for.strip() if privileged else "", added_by=by.id, added_at=clock.now(),
    )  # fmt: skip
    facts: dict[str, JSON] = {"sha256": sha256, "size": size, "privileged": privileged}
    return Recorded(found.id, subject(row), facts)


@action(file_acts.DOCUMENT_READER)
def name_reader(*, by: Actor, document_id: UUID, person_id: UUID) -> Recorded[None]:
    """Open a privileged document to one more person.

    Raises:
        NotFound: document or person. Conflict: not privileged, or already open to that person.
    """
    found = _privileged(by, document_id)
    row = reach(by, found.opportunity_id)
    name = accounts.names([person_id]).get(person_id)
    if not name:
        raise NotFound("person")
    if DocumentReader.objects.filter(document=found, person_id=person_id).exists():
        raise Conflict("The document is already open to this person.", "Nothing was changed.")
    DocumentReader.objects.create(document=found, person_id=person_id, named_by=by.id, named_at=clock.now())
    return Recorded(None, subject(row), {"document": str(found.id)}, {"reader": name})


@action(file_acts.DOCUMENT_RELEASE)
def release_fact(*, by: Actor, document_id: UUID, text: str) -> Recorded[UUID]:
    """Take one fact out of a privileged document for everybody on the file; the advice stays closed.

    Raises:
        NotFound; Conflict: not privileged; BadInput: nothing said.
    """
    found = _privileged(by, document_id)
    row = reach(by, found.opportunity_id)
    if not text.strip():
        raise BadInput("write the fact down in your own words.", field="text")
    fact = ReleasedFact.objects.create(document=found, text=text.strip(), released_by=by.id, released_at=clock.now())
    return Recorded(fact.id, subject(row), {"document": str(found.id)})


def _privileged(by: Actor, document_id: UUID) -> Document:
    found = Document.objects.filter(id=document_id).first()
    if found is None:
        raise NotFound("document")
    reach(by, found.opportunity_id)
    if not found.privileged:
        raise Conflict("This document is not privileged.", "Nothing was changed.", "Everybody on the file reads it.")
    return found

"""Operations: documents of a file, by content hash."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Router, Status, UploadedFile

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence as store
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import DocumentRow
from duecare.apps.assessments.rules import file_acts as acts
from duecare.kernel.errors import BadInput, LimitExceeded, NotFound

from .door import acting, opens_to
from .files import FILE
from .shapes import Given, Line, Made, Words

router = Router(tags=["evidence"])
BINARY = {"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}}


class DocumentGiven(Given):
    """What a document is about; if privileged, whose privilege it is and for what matter."""

    about: Line = ""
    privileged: bool = False
    privilege_of: Line = ""
    privilege_for: Line = ""


class ReaderNamed(Given):
    """The person to whom a privileged document is opened."""

    person_id: UUID


class Fact(Given):
    """A fact that counsel releases from a privileged document."""

    text: Words


@router.get("/opportunities/{opportunity_id}/evidence", response=list[DocumentRow], auth=opens_to(*FILE))
def list_documents(request: HttpRequest, opportunity_id: UUID) -> list[DocumentRow]:
    """Documents of a file; a privileged one shows only that it is there."""
    queries.opportunity(acting(request), opportunity_id)
    return list(queries.documents(acting(request), opportunity_id))


@router.post("/opportunities/{opportunity_id}/evidence", response={201: Made}, auth=opens_to(*acts.DOCUMENT.roles))
def add_document(
    request: HttpRequest, opportunity_id: UUID, file: File[UploadedFile], given: Annotated[DocumentGiven, Form()]
) -> Status[Made]:
    """Add a document of at most 250 MB. The same bytes twice are kept once."""
    queries.opportunity(acting(request), opportunity_id)
    name = file.name or "document"
    if (file.size or 0) > EVIDENCE_LIMIT:
        raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=name)
    if given.privileged and not (given.privilege_of.strip() and given.privilege_for.strip()):
        # Refused before anything is stored, so that no orphan is left behind.
        raise BadInput("say whose privilege it is, and for what matter.", file=name, field="privilege_of")
    sha256, size = store().put(file.chunks(), name=name)
    made = actions.add_document(
        by=acting(request),
        opportunity_id=opportunity_id,
        sha256=sha256,
        name=name,
        size=size,
        media_type=file.content_type or "application/octet-stream",
        **given.model_dump(),
    )
    return Status(201, Made(id=made))


@router.get("/evidence/{document_id}", response=DocumentRow, auth=opens_to(*FILE))
def read_document(request: HttpRequest, document_id: UUID) -> DocumentRow:
    """What a document is, for whom it is open."""
    return queries.document(acting(request), document_id)


@router.get("/evidence/{document_id}/content", auth=opens_to(*FILE), openapi_extra=BINARY)
def read_content(request: HttpRequest, document_id: UUID) -> FileResponse:
    """The bytes, always to save and never to show: what somebody uploaded is not run."""
    found = queries.document(acting(request), document_id)
    return saved(found.sha256, found.name)


@router.post("/evidence/{document_id}/readers", response={204: None}, auth=opens_to(*acts.DOCUMENT_READER.roles))
def name_reader(request: HttpRequest, document_id: UUID, given: ReaderNamed) -> Status[None]:
    """Open a privileged document to one person."""
    actions.name_reader(by=acting(request), document_id=document_id, person_id=given.person_id)
    return Status(204, None)


@router.post("/evidence/{document_id}/facts", response={201: Made}, auth=opens_to(*acts.DOCUMENT_RELEASE.roles))
def release_fact(request: HttpRequest, document_id: UUID, given: Fact) -> Status[Made]:
    """Release a fact from a privileged document; classification uses the fact, never the advice."""
    return Status(201, Made(id=actions.release_fact(by=acting(request), document_id=document_id, text=given.text)))


def saved(sha256: str, name: str) -> FileResponse:
    """Stored bytes as a file to save. Raises NotFound."""
    file = store().path(sha256)
    if not file.is_file():
        raise NotFound("document")
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response

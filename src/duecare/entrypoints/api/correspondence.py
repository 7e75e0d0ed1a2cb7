"""Operations: letters that came and went."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Status, UploadedFile

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence as store
from duecare.apps.engagement import actions, queries
from duecare.apps.engagement.queries import LetterQuery, LetterRow
from duecare.apps.engagement.rules import acts
from duecare.apps.engagement.rules.letters import CHANNELS, DIRECTIONS, LETTER, Written
from duecare.kernel.errors import LimitExceeded

from .door import acting, opens_to
from .evidence import BINARY, saved
from .shapes import Choice, Day, Given, Limit, Line, Made, Offset, Page, Reason, Said, Text

router = Router(tags=["correspondence"])
READ = tuple(sorted(queries.READERS))
Direction = Annotated[str, Choice(DIRECTIONS)]
Channel = Annotated[str, Choice(CHANNELS)]
States = ("overdue", *(code for code, _ in LETTER.states))


class LetterGiven(Given):
    """A letter. One that came in names who answers it and by when, or says why nobody does."""

    direction: Direction
    day: Day
    other: Said
    channel: Channel
    subject: Said
    owner_id: UUID | None = None
    due_on: Day | None = None
    answers_id: UUID | None = None
    reason: Text = ""


class Handed(Given):
    """Who answers it, and by when."""

    owner_id: UUID
    due_on: Day


class AnsweredBy(Given):
    """The letter, recorded already, that answers it."""

    answer_id: UUID


@router.get("/letters", response=Page[LetterRow], auth=opens_to(*READ))
def list_letters(
    request: HttpRequest, q: Line = "", direction: Annotated[str, Choice(DIRECTIONS, empty=True)] = "",
    state: Annotated[str, Choice(States, empty=True)] = "",
    channel: Annotated[str, Choice(CHANNELS, empty=True)] = "", limit: Limit = 25, offset: Offset = 0,
) -> dict[str, object]:  # fmt: skip
    """The register: what is overdue first, then what waits, then the rest, the newest first."""
    found = queries.letter_list(LetterQuery(q, direction, state, channel, offset, limit))
    return {"rows": list(found.rows), "total": found.total}


@router.get("/letters/{letter_id}", response=LetterRow, auth=opens_to(*READ))
def read_letter(request: HttpRequest, letter_id: UUID) -> LetterRow:
    """One letter with its documents, what it answers and what answers it."""
    return queries.letter(letter_id)


@router.post("/letters", response={201: Made}, auth=opens_to(*acts.RECORD.roles))
def record_letter(request: HttpRequest, given: LetterGiven) -> Status[Made]:
    """Record a letter that came or went; one that answers another settles it."""
    told = given.model_dump()
    written = Written(*(told.pop(name) for name in ("direction", "day", "other", "channel", "subject")))
    return Status(201, Made(id=actions.record_letter(by=acting(request), given=written, **told)))


@router.post("/letters/{letter_id}/owner", response={204: None}, auth=opens_to(*acts.HAND.roles))
def hand_letter(request: HttpRequest, letter_id: UUID, given: Handed) -> Status[None]:
    """Say who answers a letter, and by when."""
    actions.hand_letter(by=acting(request), letter_id=letter_id, owner_id=given.owner_id, due_on=given.due_on)
    return Status(204, None)


@router.post("/letters/{letter_id}/answered-by", response={204: None}, auth=opens_to(*acts.LINK.roles))
def link_answer(request: HttpRequest, letter_id: UUID, given: AnsweredBy) -> Status[None]:
    """Say which letter answers this one."""
    actions.link_answer(by=acting(request), letter_id=letter_id, answer_id=given.answer_id)
    return Status(204, None)


@router.post("/letters/{letter_id}/not-answered", response={204: None}, auth=opens_to(*acts.LEAVE.roles))
def leave_unanswered(request: HttpRequest, letter_id: UUID, given: Reason) -> Status[None]:
    """Say why a letter is not answered, for another person to agree; it may still be answered later."""
    actions.leave_unanswered(by=acting(request), letter_id=letter_id, reason=given.reason)
    return Status(204, None)


@router.post("/letters/{letter_id}/agreed", response={204: None}, auth=opens_to(*acts.AGREE.roles))
def agree_to_leave(request: HttpRequest, letter_id: UUID) -> Status[None]:
    """Agree, as second person, that a letter is not answered."""
    actions.agree_to_leave(by=acting(request), letter_id=letter_id)
    return Status(204, None)


@router.post("/letters/{letter_id}/documents", response={201: Made}, auth=opens_to(*acts.DOCUMENT.roles))
def add_letter_document(request: HttpRequest, letter_id: UUID, file: File[UploadedFile]) -> Status[Made]:
    """Add the letter itself or an enclosure, of at most 250 MB. The same bytes twice are kept once."""
    queries.letter(letter_id)
    name = file.name or "document"
    if (file.size or 0) > EVIDENCE_LIMIT:
        raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=name)
    sha256, size = store().put(file.chunks(), name=name)
    made = actions.add_letter_document(by=acting(request), letter_id=letter_id, sha256=sha256, name=name, size=size)
    return Status(201, Made(id=made))


@router.get("/letter-documents/{letter_document_id}/content", auth=opens_to(*READ), openapi_extra=BINARY)
def read_letter_document(request: HttpRequest, letter_document_id: UUID) -> FileResponse:
    """The bytes, always to save and never to show."""
    found = queries.letter_document(letter_document_id)
    return saved(found.sha256, found.name)

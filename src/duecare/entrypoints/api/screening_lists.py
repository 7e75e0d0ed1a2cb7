"""Operations: denied-party lists, their editions and what each changed; importing, and answering for one held back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile
from pydantic import JsonValue

from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions import Upload
from duecare.apps.screening.actions.uploading import MOST_FILES
from duecare.apps.screening.queries import AskedRow, EditionRow
from duecare.apps.screening.rules.acts import ACCEPT_EDITION, ASK_IMPORT, READERS, REFUSE_EDITION
from duecare.apps.screening.rules.editions import STATES, held_words
from duecare.apps.screening.rules.parts import KINDS_OF_CHANGE

from .door import acting, opens_to
from .shapes import Choice, Code, Limit, Made, Offset, Page, Reason

router = Router(tags=["screening"])

Files = Annotated[list[UploadedFile], File(min_length=1, max_length=MOST_FILES)]


class ListEdition(Schema):
    """One edition of one list; the counts say what it changed against the one that was in force.

    `state`: in_force, held, superseded, refused or withdrawn (with its whole list); `held_words` says why a person has
    to confirm it.
    """

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
    held_words: str
    remarks: list[str]
    imported_at: datetime
    imported_by: UUID
    files: list[str]


class ListImport(Schema):
    """An upload: `state` waiting, done or failed with `fault`; `new` False when these bytes were imported before."""

    asked: AskedRow
    editions: list[ListEdition]


class ListedChange(Schema):
    """What an edition did to one entry: added, removed, amended or renumbered, with both contents where there are."""

    kind: str
    entity: UUID
    key: str
    old_key: str
    before: dict[str, JsonValue] | None
    after: dict[str, JsonValue] | None
    parts: list[str]


@router.get("/screening/editions", response=Page[ListEdition], auth=opens_to(*READERS))
def list_list_editions(
    request: HttpRequest,
    list_code: Code = "",
    state: Annotated[str, Choice(STATES, empty=True)] = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Editions by list and newest first; `state` in_force leaves the lists that parties are compared with."""
    rows, total = queries.edition_page(list_code, state, limit, offset)
    return {"rows": [edition_shown(row) for row in rows], "total": total}


@router.post("/screening/imports", response={201: Made}, auth=opens_to(*ASK_IMPORT.roles))
def import_lists(request: HttpRequest, files: Files) -> Status[Made]:
    """Upload a publisher's original files: 1 to 20 that belong together, each at most 100 MB, recognised by content.

    The worker reads them; ask for the import by its id. The same bytes again change nothing. A damaged, truncated or
    partial publication is refused whole and the edition in force stays; one that lacks more than half of the entries
    in force, or is older, is held until a person accepts it.
    """
    sent = [Upload(one.name or "file", one.chunks()) for one in files]
    return Status(201, Made(id=actions.upload_lists(by=acting(request), files=sent)))


@router.get("/screening/imports", response=Page[AskedRow], auth=opens_to(*READERS))
def list_list_imports(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Uploads, the newest first."""
    rows, total = queries.asked_page(limit, offset)
    return {"rows": list(rows), "total": total}


@router.get("/screening/imports/{list_import_id}", response=ListImport, auth=opens_to(*READERS))
def read_list_import(request: HttpRequest, list_import_id: UUID) -> dict[str, object]:
    """How far an upload is, why it failed, and the editions that came of it."""
    asked = queries.asked_import(list_import_id)
    made = queries.editions_of_import(asked.import_id) if asked.import_id else ()
    return {"asked": asked, "editions": [edition_shown(row) for row in made]}


@router.get("/screening/editions/{edition_id}", response=ListEdition, auth=opens_to(*READERS))
def read_list_edition(request: HttpRequest, edition_id: UUID) -> dict[str, object]:
    """One edition with the files it was read from."""
    return edition_shown(queries.edition(edition_id))


@router.get("/screening/editions/{edition_id}/changes", response=Page[ListedChange], auth=opens_to(*READERS))
def list_edition_changes(
    request: HttpRequest,
    edition_id: UUID,
    kind: Annotated[str, Choice(KINDS_OF_CHANGE, empty=True)] = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """What an edition changed, by kind and key. A list's first edition has no changes: all of it is new."""
    rows, total = queries.change_page(edition_id, kind, limit, offset)
    return {"rows": list(rows), "total": total}


@router.post("/screening/editions/{edition_id}/accept", response={204: None}, auth=opens_to(*ACCEPT_EDITION.roles))
def accept_list_edition(request: HttpRequest, edition_id: UUID, given: Reason) -> Status[None]:
    """Put a held or refused edition in force after looking at what it lacks."""
    actions.accept_edition(by=acting(request), edition_id=edition_id, reason=given.reason)
    return Status(204, None)


@router.post("/screening/editions/{edition_id}/refuse", response={204: None}, auth=opens_to(*REFUSE_EDITION.roles))
def refuse_list_edition(request: HttpRequest, edition_id: UUID, given: Reason) -> Status[None]:
    """Refuse a held edition; the one in force stays, and the files stay to be seen."""
    actions.refuse_edition(by=acting(request), edition_id=edition_id, reason=given.reason)
    return Status(204, None)


def edition_shown(row: EditionRow) -> dict[str, object]:
    """An edition with the reason it is held in words."""
    names = [name for name in ListEdition.model_fields if name != "held_words"]
    return {**{name: getattr(row, name) for name in names}, "held_words": held_words(row.held_because)}

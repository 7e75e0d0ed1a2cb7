"""Files that somebody uploaded: kept at once, read and imported by the worker, so that no page waits for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import IMPORT_LIMIT
from duecare.adapters.home import editions as edition_files
from duecare.apps.accounts import queries as accounts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Job, Subject
from duecare.apps.screening import queries
from duecare.apps.screening.models import AskedFile, AskedImport
from duecare.apps.screening.rules import acts
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Busy, Denied, DuecareError, LimitExceeded, NoRoom

from .importing import Imported, import_lists
from .running import BROKEN

TASK = "duecare.apps.screening.tasks.import_asked"
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it arrives."""

    name: str
    chunks: Iterable[bytes]


def upload_lists(*, by: Actor, files: Iterable[Upload]) -> UUID:
    """Keep files that belong together and promise their import.

    Raises:
        Denied. BadInput: no file, or more than `MOST_FILES`. LimitExceeded: one is larger than `IMPORT_LIMIT`.
    """
    acts.ASK_IMPORT.check(by)
    given = list(files)
    if not given:
        raise BadInput("no file was given.", field="files", means="Nothing was imported.")
    if len(given) > MOST_FILES:
        raise LimitExceeded(f"more than {MOST_FILES} files.", field="files", means="Nothing was imported.")
    # Before the transaction: what a refused one leaves is named by no row, and the worker sweeps it away.
    kept = [(one.name[:255], edition_files().put(one.chunks, limit=IMPORT_LIMIT, name=one.name)[0]) for one in given]
    return _ask(by=by, kept=kept)


@action(acts.ASK_IMPORT)
def _ask(*, by: Actor, kept: list[tuple[str, str]]) -> Recorded[UUID]:
    """Write an upload down, with the job that reads it."""
    asked = AskedImport.objects.create(asked_by=by.id, asked_at=clock.now())
    AskedFile.objects.bulk_create(
        AskedFile(asked=asked, position=at, name=name, sha256=sha256) for at, (name, sha256) in enumerate(kept)
    )
    job = Job(TASK, {"asked_id": str(asked.id)})
    about = Subject("list_import", asked.id)
    return Recorded(asked.id, about, {"files": len(kept), "sha256": [sha256 for _, sha256 in kept]}, jobs=(job,))


def import_asked(*, asked_id: UUID) -> Imported | None:
    """Import an upload as whoever asked; None when it came to its end already, or could not be imported.

    Killed, it is carried out again: the same bytes are imported once. What an import and its refusal leave in the
    log they write themselves; here is only noted how far it is.
    """
    asked = queries.asked_import(asked_id)
    if asked.state != "waiting":
        return None
    try:
        by = accounts.actor_of(asked.asked_by)
        if by is None:
            raise Denied("Whoever uploaded these files may no longer sign in.", "Nothing was imported.", "Upload anew.")
        note_doing(asked_id, "reading")
        made = import_lists(
            by=by, files=queries.asked_files(asked_id), read=lambda entries: note_doing(asked_id, "writing", entries)
        )
    except (Busy, NoRoom):
        raise  # nothing is wrong with the files: the job is tried again
    except DuecareError as fault:
        _end(asked_id, state="failed", fault=str(fault))
        return None
    except Exception as fault:
        _end(asked_id, state="failed", fault=BROKEN % type(fault).__name__)
        raise
    _end(asked_id, state="done", taken_in_id=made.id, new=made.new)
    return made


def note_doing(asked_id: UUID, doing: str, entries: int = 0) -> None:
    """Write down what the worker is at; a bookmark, no act."""
    AskedImport.objects.filter(id=asked_id, state="waiting").update(doing=doing, entries=entries)


def _end(asked_id: UUID, **what: object) -> None:
    AskedImport.objects.filter(id=asked_id, state="waiting").update(finished_at=clock.now(), doing="", **what)

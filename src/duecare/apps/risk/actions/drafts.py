"""Writing a methodology of the company's own: begun from a released one, saved whole, version by version."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.risk import queries
from duecare.apps.risk.models import DraftVersion, MethodDraft
from duecare.apps.risk.queries.drafting import MethodText, read_method, require_draft, text_to_begin
from duecare.apps.risk.rules import acts
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound


def begin_draft(*, by: Actor, base: str, text: str | bytes = "", file_name: str = "draft") -> UUID:
    """Begin a draft from a released methodology, or from a text brought along; returns its id.

    Args:
        base: short name or URN of the released methodology it is compared with first.
        text: the whole text; empty to start with that of `base` under the next version.

    Raises:
        NotFound: no such methodology.
        BadInput, LimitExceeded: see `read_method`; nothing is kept.
    """
    acts.BEGIN_DRAFT.check(by)
    released = queries.method(base)
    given = text or text_to_begin(released, clock.today())
    read = read_method(given, file_name)  # before the transaction: it takes a second, and nobody need wait for it
    return _begin(by=by, base_urn=released.urn, read=read)


@action(acts.BEGIN_DRAFT)
def _begin(*, by: Actor, base_urn: str, read: MethodText) -> Recorded[UUID]:
    require_draft(read, queries.released_urns())
    row = MethodDraft.objects.create(base_urn=base_urn, begun_at=clock.now(), begun_by=by.id)
    version = _keep(row, 1, read, by, "")
    facts: dict[str, JSON] = {"base": base_urn, "sha256": version.sha256, "text_sha256": version.text_sha256}
    return Recorded(row.id, subject_of(row, version), facts)


def save_draft(
    *, by: Actor, draft_id: UUID, seen: int, text: str | bytes, note: str = "", file_name: str = "draft"
) -> int:
    """Save the next version of a draft; returns its number.

    Args:
        seen: number of the version that was on the screen when it was written.

    Raises:
        BadInput, LimitExceeded: see `read_method`; nothing is kept.
        Conflict: somebody saved meanwhile, or it waits for a second person, or nothing changed.
        NotFound.
    """
    acts.SAVE_DRAFT.check(by)
    return _save(by=by, draft_id=draft_id, seen=seen, read=read_method(text, file_name), note=note)


@action(acts.SAVE_DRAFT)
def _save(*, by: Actor, draft_id: UUID, seen: int, read: MethodText, note: str) -> Recorded[int]:
    row = open_draft(draft_id)
    if row.versions != seen:
        raise Conflict(
            f"Version {row.versions} was saved meanwhile.",
            "Your text was not saved; it is still in the form.",
            "Look at what changed and put yours on top of it.",
        )
    require_draft(read, queries.released_urns())
    last = DraftVersion.objects.get(draft=row, number=row.versions)
    if last.text_sha256 == read.text_sha256:
        raise Conflict("Nothing differs from the last version.", "Nothing was saved.", "Change something first.")
    row.versions += 1
    row.save(update_fields=["versions"])
    version = _keep(row, row.versions, read, by, note.strip())
    facts: dict[str, JSON] = {"number": version.number, "sha256": version.sha256, "text_sha256": version.text_sha256}
    return Recorded(version.number, subject_of(row, version), facts)


@action(acts.DISCARD_DRAFT)
def discard_draft(*, by: Actor, draft_id: UUID, reason: str) -> Recorded[None]:
    """Give a draft up; its versions stay readable.

    Raises:
        BadInput: no reason. Conflict: it is not open. NotFound.
    """
    row = open_draft(draft_id)
    if not reason.strip():
        raise BadInput("say why it is given up.", field="reason")
    row.state = "discarded"
    row.save(update_fields=["state"])
    version = DraftVersion.objects.get(draft=row, number=row.versions)
    return Recorded(None, subject_of(row, version), {"number": version.number}, {"reason": reason.strip()})


def open_draft(draft_id: UUID) -> MethodDraft:
    """The draft, locked, while it can be written.

    Raises:
        NotFound. Conflict: it waits for a second person, was committed or given up.
    """
    row = MethodDraft.objects.select_for_update().filter(id=draft_id).first()
    if row is None:
        raise NotFound("draft")
    if row.state != "open":
        told = {
            "proposed": "A second person has been asked to commit this draft.",
            "committed": "This draft was committed; a committed text never changes.",
            "discarded": "This draft was given up.",
        }[row.state]
        todo = "Have it returned first." if row.state == "proposed" else "Begin another draft."
        raise Conflict(told, "Nothing was changed.", todo)
    return row


def subject_of(row: MethodDraft, version: DraftVersion) -> Subject:
    """What the log says an entry about a draft is about."""
    return Subject("method_draft", row.id, queries.short_name(version.urn))


def _keep(row: MethodDraft, number: int, read: MethodText, by: Actor, note: str) -> DraftVersion:
    method = read.method
    return DraftVersion.objects.create(
        draft=row,
        number=number,
        urn=method.urn,
        title=method.title[:200],
        text=read.document.text,
        text_sha256=read.text_sha256,
        sha256=method.sha256,
        note=note,
        saved_at=clock.now(),
        saved_by=by.id,
    )

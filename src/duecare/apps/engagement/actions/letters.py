"""Recording letters, who answers them by when, and what came of them."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import clean_name
from duecare.adapters.home import evidence
from duecare.apps.accounts.queries import actor_of
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.engagement.models import Letter, LetterDocument, Numbering
from duecare.apps.engagement.queries.letters import READERS, today
from duecare.apps.engagement.rules import acts
from duecare.apps.engagement.rules.letters import UNSETTLED, Written, check_due, check_letter
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.folding import fold
from duecare.kernel.ids import reference

_SHA256 = re.compile(r"[0-9a-f]{64}")


@action(acts.RECORD)
def record_letter(
    *,
    by: Actor,
    given: Written,
    owner_id: UUID | None = None,
    due_on: date | None = None,
    answers_id: UUID | None = None,
    reason: str = "",
) -> Recorded[UUID]:
    """Record a letter that came or went. One that answers another settles it in the same moment.

    Args:
        owner_id, due_on: who answers one that came in, and by when; `reason` instead: why nobody does, to
            which another person has to agree.
        answers_id: the letter it replies to, which went the other way.

    Raises:
        BadInput: see `rules.letters`; one that came in without owner and day, or without a reason.
        NotFound: the letter it answers. Conflict: that one went the same way, or is answered.
    """
    on = today()
    check_letter(given, on)
    state = "sent"
    if given.direction == "in":
        state = "leaving" if reason.strip() else "waiting"
    if state == "waiting":
        _answerable(owner_id, due_on, on)
    now = clock.now()
    code = _next_reference(now.year)  # one at a time from here on
    answered = _locked(answers_id) if answers_id is not None else None
    row = Letter.objects.create(
        reference=code, direction=given.direction, day=given.day, other=given.other.strip(), channel=given.channel,
        subject=given.subject.strip(), folded=fold(f"{code} {given.other} {given.subject}")[:600], answers=answered,
        state=state, owner_id=owner_id if state == "waiting" else None, due_on=due_on if state == "waiting" else None,
        reason=reason.strip() if state == "leaving" else "", settled_by=by.id if state == "leaving" else None,
        recorded_by=by.id, recorded_at=now,
    )  # fmt: skip
    if answered is not None:
        _settle(by, answered, row)
    facts: dict[str, JSON] = {
        "direction": given.direction, "day": given.day.isoformat(), "channel": given.channel, "state": state,
        "answers": answered.reference if answered else None,
    }  # fmt: skip
    return Recorded(row.id, _about(row), facts)


@action(acts.SEND)
def send_letter(*, by: Actor, given: Written, text: str) -> Recorded[UUID]:
    """Write a letter that a programme sends by itself, with its text as its document; nobody signed in does this.

    Raises:
        BadInput: see `rules.letters`; it comes in.
    """
    check_letter(given, today())
    if given.direction != "out":
        raise BadInput("this letter does not go out.", field="direction", value=given.direction)
    now = clock.now()
    code = _next_reference(now.year)
    row = Letter.objects.create(
        reference=code, direction="out", day=given.day, other=given.other, channel=given.channel, subject=given.subject,
        folded=fold(f"{code} {given.other} {given.subject}")[:600], state="sent", recorded_by=by.id, recorded_at=now,
    )  # fmt: skip
    sha256, size = evidence().put([text.encode()], name=f"{code}.txt")
    LetterDocument.objects.create(
        letter=row, sha256=sha256, name=f"{code}.txt", size=size, added_by=by.id, added_at=now
    )
    return Recorded(row.id, _about(row), {"day": given.day.isoformat(), "sha256": sha256})


@action(acts.HAND)
def hand_letter(*, by: Actor, letter_id: UUID, owner_id: UUID, due_on: date) -> Recorded[None]:
    """Say who answers a letter, and by when, also where somebody said that nobody does.

    Raises:
        NotFound. BadInput: nobody of that id, or without a role that reads letters; a day that has passed.
        Conflict: it does not wait for an answer.
    """
    row = _locked(letter_id)
    if row.state not in UNSETTLED:
        raise _not_waiting()
    owner = _answerable(owner_id, due_on, today())
    row.state, row.owner_id, row.due_on, row.reason, row.settled_by = "waiting", owner_id, due_on, "", None
    row.save()
    return Recorded(None, _about(row), {"due": due_on.isoformat(), "person": str(owner_id)}, {"owner": owner})


@action(acts.LINK)
def link_answer(*, by: Actor, letter_id: UUID, answer_id: UUID) -> Recorded[None]:
    """Say which letter, recorded already, answers this one.

    Raises:
        NotFound. Conflict: it went the same way, it answers another one, or this one is answered already.
    """
    first, second = sorted((letter_id, answer_id))  # both are locked, by everybody in one order
    rows = {first: _locked(first), second: _locked(second)} if first != second else {first: _locked(first)}
    row, answer = rows[letter_id], rows[answer_id]
    if answer.answers_id is not None:
        raise Conflict("It answers another letter already.", "Nothing was changed.", "Choose another one.")
    _settle(by, row, answer)
    answer.answers = row
    answer.save()
    return Recorded(None, _about(row), {"answer": answer.reference})


@action(acts.LEAVE)
def leave_unanswered(*, by: Actor, letter_id: UUID, reason: str) -> Recorded[None]:
    """Say why a letter is not answered, for another person to agree; it may still be answered later.

    Raises:
        NotFound. BadInput: no reason. Conflict: it does not wait for an answer.
    """
    row = _locked(letter_id)
    if row.state != "waiting":
        raise _not_waiting()
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    row.state, row.reason, row.settled_by = "leaving", reason.strip(), by.id
    row.save()
    return Recorded(None, _about(row), {}, {"reason": row.reason})


@action(acts.AGREE)
def agree_to_leave(*, by: Actor, letter_id: UUID) -> Recorded[None]:
    """Agree, as second person, that a letter is not answered.

    Raises:
        NotFound. Denied: the same person cannot be first and second. Conflict: nobody said that it need not be.
    """
    row = _locked(letter_id)
    if row.state != "leaving":
        raise Conflict("Nobody proposed to leave this letter.", "Nothing was changed.", "Reload the page.")
    if row.settled_by == by.id:
        raise Denied(
            "You said yourself that it need not be answered.", "It still waits.", "Ask a second person to look at it."
        )
    row.state, row.agreed_by, row.settled_on = "not_answered", by.id, today()
    row.save()
    return Recorded(None, _about(row), {})


@action(acts.DOCUMENT)
def add_letter_document(*, by: Actor, letter_id: UUID, sha256: str, name: str, size: int) -> Recorded[UUID]:
    """Name a stored document in a letter. The bytes are already kept under their hash.

    Raises:
        NotFound. BadInput: not stored. Conflict: the letter has it already.
    """
    row = _locked(letter_id)
    if not _SHA256.fullmatch(sha256) or not evidence().path(sha256).is_file():
        raise BadInput("the document is not stored.", file=name, field="file", todo="Upload it again.")
    if LetterDocument.objects.filter(letter=row, sha256=sha256).exists():
        raise Conflict("The letter has this document already.", "Nothing was added.", "Use the one that is there.")
    made = LetterDocument.objects.create(
        letter=row, sha256=sha256, name=clean_name(name), size=size, added_by=by.id, added_at=clock.now()
    )
    return Recorded(made.id, _about(row), {"sha256": sha256, "size": size})


def _settle(by: Actor, row: Letter, answer: Letter) -> None:
    """Mark a letter answered by another one. Raises Conflict."""
    if row.direction == answer.direction:
        raise Conflict("Both letters went the same way.", "Nothing was changed.", "Choose the one it replies to.")
    if row.state == "answered":
        raise Conflict(f"{row.reference} is answered already.", "Nothing was changed.", "Reload the page.")
    row.state, row.settled_on, row.settled_by = "answered", max(answer.day, row.day), by.id
    row.agreed_by = None  # of who agreed to leave it the log tells
    row.save()


def _answerable(owner_id: UUID | None, due_on: date | None, on: date) -> str:
    """The name of who answers. Raises BadInput."""
    if owner_id is None:
        raise BadInput("name who answers it, or say why nobody does.", field="owner_id")
    if due_on is None:
        raise BadInput("say by when it is answered.", field="due_on")
    check_due(due_on, on)
    owner = actor_of(owner_id)
    if owner is None or not owner.has(*READERS):
        raise BadInput("this person does not read letters.", field="owner_id")
    return owner.name


def _next_reference(year: int) -> str:
    Numbering.objects.get_or_create(prefix="L", year=year)
    row = Numbering.objects.select_for_update().get(prefix="L", year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return reference("L", year, row.last)


def _locked(letter_id: UUID) -> Letter:
    row = Letter.objects.select_for_update(of=("self",)).filter(id=letter_id).first()
    if row is None:
        raise NotFound("letter")
    return row


def _not_waiting() -> Conflict:
    return Conflict("This letter does not wait for an answer.", "Nothing was changed.", "Reload the page.")


def _about(row: Letter) -> Subject:
    return Subject("letter", row.id, row.reference)

"""A request for a log: where it stands, its letter, what follows from an answer. Pure."""

from __future__ import annotations

import re
from datetime import date

from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict
from duecare.kernel.states import Move, StateTable, roles, sources

_KEEP = roles(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
_RUN = ("the daily run",)

LOG_REQUEST = StateTable(
    name="log request",
    initial="drawn",
    states=(
        ("drawn", "Drawn on the run of its day; its letter is written on the same run."),
        ("sent", "Its letter went out; the log is owed by a day."),
        ("granted", "The log was given."),
        ("partly", "Part of the log was given."),
        ("refused", "The customer refused; a suspension is proposed."),
        ("silent", "The day passed without an answer; a suspension is proposed."),
        ("impossible", "There is no log to give, and it says why."),
    ),
    moves=(
        Move("send", sources("drawn"), "sent", roles(), _RUN),
        Move("fall_silent", sources("sent"), "silent", roles(), _RUN),
        Move("grant", sources("sent", "partly", "refused", "silent", "impossible"), "granted", _KEEP),
        Move("give_partly", sources("sent", "granted", "refused", "silent", "impossible"), "partly", _KEEP),
        Move("refuse", sources("sent", "partly", "silent", "impossible"), "refused", _KEEP),
        Move("cannot", sources("sent", "partly", "refused", "silent"), "impossible", _KEEP, reason_required=True),
    ),
)
ANSWERS = {"granted": "grant", "partly": "give_partly", "refused": "refuse", "impossible": "cannot"}
"""What came -> the move it makes. Silence is no answer that anybody records: the daily run sees it."""
GIVEN = frozenset({"granted", "partly"})
PROPOSES = frozenset({"refused", "silent"})
"""States from which a suspension follows by rule, unless somebody decides otherwise and says why."""
SUSPENSIONS = ("proposed", "asked", "left")
CODE = "information_outstanding"
"""Under which a suspension is put down for the daily run; ordinary reviews use it too."""
CHECKS = ("sound", "faults", "unreadable")
_HEAD = re.compile(r"[0-9a-f]{64}")


def suspension_after(state: str, before: str, *, supplied: bool = True) -> str:
    """What the proposal is once the request stands in `state`; a decision that was made stays made.

    Nothing is proposed where nothing is `supplied` any more: a refusal of a former customer stands as what it is.
    """
    if before in ("asked", "left"):
        return before
    return "proposed" if state in PROPOSES and supplied else ""


def check_answer(answer: str, day: date, sent_on: date, on: date) -> str:
    """The move that an answer makes.

    Raises:
        BadInput: no such answer; a day before the request or to come.
    """
    if answer not in ANSWERS:
        raise BadInput("there is no such answer.", field="answer", value=answer)
    if day < sent_on:
        raise BadInput("this day is before the request.", field="day", value=day)
    if day > on:
        raise BadInput("this day is still to come.", field="day", value=day)
    return ANSWERS[answer]


def check_result(result: str, head: str, entries: int | None, note: str) -> None:
    """Refuse a result that says too little.

    Raises:
        BadInput: names the field.
    """
    if result not in CHECKS:
        raise BadInput("there is no such result.", field="result", value=result)
    if head and not _HEAD.fullmatch(head):
        raise BadInput("this is no SHA-256.", field="head", value=head, todo="64 hex digits.")
    if entries is not None and not 0 <= entries < 2**53:
        raise BadInput("entries are counted from 0 up.", field="entries", value=entries)
    if result == "sound" and (not head or entries is None):
        raise BadInput("say where the log stood.", field="head", todo="Its last hash and how many entries it has.")
    if result != "sound" and not note.strip():
        raise BadInput("say what was found.", field="note")


def check_open(state: str, result: str) -> None:
    """Refuse a request whose check the command cannot record. A later check by hand may take an earlier one's place.

    Raises:
        Conflict: no log was given upon it, or its check is recorded.
    """
    if state not in GIVEN:
        raise Conflict("No log was given upon this request.", "Nothing was recorded.", "Record the answer first.")
    if result:
        raise Conflict(
            "The check of this log is recorded already.", "Nothing was recorded.", "Record another one on its page."
        )


def subject_of(reference: str) -> str:
    """The subject of the letter; the same to everybody but for the reference."""
    return f"Request for the usage log {reference}"


def letter_text(text: str, reference: str, customer: str, day: date, due_on: date) -> str:
    """The letter: name, reference and two days, then the programme's text word by word. Nothing else differs."""
    return f"{day.isoformat()}\n{customer}\n{subject_of(reference)}, due on {due_on.isoformat()}\n\n{text}\n"

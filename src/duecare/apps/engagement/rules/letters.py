"""What a letter is, where it stands, how old it is. Pure.

Every letter that comes in waits until it is answered by one that goes out, or somebody says why it is not and another
person agrees. To one that goes out a reply is not owed: silence is recorded as silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput
from duecare.kernel.states import Move, StateTable, roles, sources

DIRECTIONS = ("in", "out")
CHANNELS = ("post", "email", "courier", "by_hand", "web_form", "other")
_KEEP = roles(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)

LETTER = StateTable(
    name="letter",
    initial="waiting",
    states=(
        ("waiting", "Came in and is not answered yet; somebody answers it by a day."),
        ("answered", "A letter that went the other way answers it."),
        ("leaving", "One person said why it is not answered; another one has to agree, or give it to somebody."),
        ("not_answered", "Not answered; two persons said why. It may still be answered later."),
        ("sent", "Went out; no reply is recorded, and a reply is not owed."),
    ),
    moves=(
        Move("send", sources("waiting"), "sent", _KEEP, ("it goes out",)),
        Move(
            "answer",
            sources("waiting", "leaving", "not_answered", "sent"),
            "answered",
            _KEEP,
            ("the letter that answers it",),
        ),
        Move("leave", sources("waiting"), "leaving", _KEEP, reason_required=True),
        Move("agree", sources("leaving"), "not_answered", _KEEP, ("another person than who said why",), persons=2),
        Move("hand", sources("leaving"), "waiting", _KEEP, ("who answers it, and by when",)),
    ),
)

UNSETTLED = ("waiting", "leaving")
"""Somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it is recorded. `other`: from whom it came, or to whom it went."""

    direction: str
    day: date
    other: str
    channel: str
    subject: str


def check_letter(given: Written, on: date) -> None:
    """Refuse a letter that says too little, or of a day to come.

    Raises:
        BadInput: names the field.
    """
    if given.direction not in DIRECTIONS:
        raise BadInput("a letter comes in or goes out.", field="direction", value=given.direction)
    if given.channel not in CHANNELS:
        raise BadInput("there is no such channel.", field="channel", value=given.channel)
    for field in ("other", "subject"):
        text = getattr(given, field).strip()
        if not text:
            raise BadInput("this is needed.", field=field)
        if len(text) > 200:
            raise BadInput("longer than 200 characters.", field=field)
    if given.day > on:
        raise BadInput("this day is still to come.", field="day", value=given.day)


def check_due(due_on: date, on: date) -> None:
    """Refuse a day that has passed. Raises BadInput."""
    if due_on < on:
        raise BadInput("this day has passed", field="due_on", value=due_on)


def overdue(state: str, due_on: date | None, on: date) -> bool:
    """True once the last day to answer is over."""
    return state in UNSETTLED and due_on is not None and due_on < on


def age(state: str, day: date, settled_on: date | None, on: date) -> int:
    """Days since it was written while it is not settled, and days it took once it is."""
    return ((on if state in UNSETTLED or settled_on is None else settled_on) - day).days

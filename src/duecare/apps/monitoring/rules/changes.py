"""Proposed changes: what should be otherwise in the method, the clauses, a product or a process. Pure.

Anybody who reads files may propose one. It has an owner and a day, and no field for where it comes from: whoever learnt
something in confidence proposes it like everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput
from duecare.kernel.states import Move, StateTable, roles, sources

AGAINST = ("method", "clauses", "product", "process")
TITLE, TEXT = 120, 4_000
_TAKE = roles(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.PRODUCT_SECURITY)

CHANGE = StateTable(
    name="proposed change",
    initial="proposed",
    states=(
        ("proposed", "Entered, with an owner and a day; nobody works on it yet."),
        ("taken_up", "Somebody works on it; against the method there is a draft."),
        ("done", "It was made, and the note says where."),
        ("declined", "It is not made, and it says why."),
    ),
    moves=(
        Move("take_up", sources("proposed"), "taken_up", _TAKE),
        Move("finish", sources("taken_up"), "done", _TAKE, ("against the method: somebody who did not take it up",)),
        Move("decline", sources("proposed", "taken_up"), "declined", _TAKE, reason_required=True),
    ),
)
OPEN = ("proposed", "taken_up")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change as it is proposed. `text`: what should be otherwise, and why."""

    against: str
    title: str
    text: str
    due_on: date


def check_change(given: Wanted, on: date) -> Wanted:
    """The change as it is kept.

    Raises:
        BadInput: names the field.
    """
    if given.against not in AGAINST:
        raise BadInput("there is no such thing to change.", field="against", value=given.against)
    title, text = " ".join(given.title.split()), given.text.strip()
    for field, said, most in (("title", title, TITLE), ("text", text, TEXT)):
        if not said:
            raise BadInput("this is needed.", field=field)
        if len(said) > most:
            raise BadInput("this is longer than it may be.", field=field)
    if given.due_on < on:
        raise BadInput("this day has passed", field="due_on", value=given.due_on)
    return Wanted(given.against, title, text, given.due_on)

"""Letters to start from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.engagement import actions
from duecare.apps.engagement.rules.letters import Written
from duecare.kernel.actor import Actor, Role
from tests.conftest import person
from tests.permissions.signed_in import known

KEEPER, SECOND = person(Role.ANALYST, name="kay keeper"), person(Role.COUNSEL, name="cole counsel")


def written(direction: str = "in", day: date | None = None, **more: str) -> Written:
    """A letter of today, unless told otherwise."""
    told = {"other": "Society for Invented Rights", "channel": "post", "subject": "Your sale to Examplia"} | more
    return Written(direction, day or clock.today(), **told)


def answerer() -> Actor:
    """Somebody with an account, who may be asked to answer."""
    return known(Role.COUNSEL, name="cole counsel")


def incoming(**more: Any) -> dict[str, Any]:
    """Keywords of a letter that came in and is to be answered."""
    due = clock.today() + timedelta(days=14)
    return {"given": written(), "owner_id": answerer().id, "due_on": due} | more


def came(**more: Any) -> UUID:
    """A letter that came in and waits."""
    return actions.record_letter(by=KEEPER, **incoming(**more))


def went(**more: Any) -> UUID:
    """A letter that went out."""
    return actions.record_letter(by=KEEPER, **{"given": written("out"), **more})


def left() -> UUID:
    """A letter of which one person said that it need not be answered."""
    letter = came()
    actions.leave_unanswered(by=KEEPER, letter_id=letter, reason="An advertisement")
    return letter


def enclosed(letter_id: UUID) -> UUID:
    """A document of a letter."""
    sha256, size = evidence().put([f"Dear Sir or Madam {letter_id}".encode()])
    return actions.add_letter_document(by=KEEPER, letter_id=letter_id, sha256=sha256, name="letter.txt", size=size)

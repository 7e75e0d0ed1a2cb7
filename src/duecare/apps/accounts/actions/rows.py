"""Rows that several account actions lock, and how an entry names a person without naming them in the chain."""

from __future__ import annotations

from uuid import UUID

from allauth.usersessions.models import UserSession

from duecare.apps.accounts.models import Person, RoleGrant
from duecare.apps.audit.rules.entries import Subject
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, NotFound


def about(person: Person) -> Subject:
    """The person by random id; the name goes into `personal`, where it can be erased."""
    return Subject("person", person.id)


def locked(person_id: UUID) -> Person:
    """The person's row, held until the transaction ends: their roles change one after the other.

    Raises:
        NotFound: nobody with this id.
    """
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound("person")
    return person


def said(reason: str) -> str:
    """The reason, trimmed.

    Raises:
        BadInput: none given.
    """
    if not reason.strip():
        raise BadInput("a reason is required", field="reason", todo="Say why in a sentence; it is kept in the record.")
    return reason.strip()


def keep_an_administrator(person: Person) -> None:
    """Refuse to bar the only administrator: nobody could ever let anybody in again.

    Raises:
        Conflict: `person` is the last active administrator.
    """
    holders = set(
        RoleGrant.objects.select_for_update()
        .filter(role=Role.ADMINISTRATOR, ended_at=None, person__is_active=True)
        .exclude(confirmed_by=None)
        .values_list("person_id", flat=True)
    )
    if holders == {person.id}:
        raise Conflict(
            "This is the only administrator.",
            "Without one nobody could be let in or suspended any more.",
            "Have a second administrator proposed and confirmed first.",
        )


def close_sessions(person: Person) -> int:
    """End every session of this person at once; returns how many there were."""
    sessions = list(UserSession.objects.filter(user_id=person.id))
    for session in sessions:
        session.end()
    return len(sessions)

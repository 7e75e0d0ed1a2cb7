"""A body as people name it: found by its name and country, or entered."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.parties import actions
from duecare.apps.parties.actions import BodyChange
from duecare.apps.parties.queries import find_body, namesakes
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput


def body_of(actor: Actor, name: str, kind: str, country: str) -> UUID | None:
    """The body of that name in that country; a new one when there is none; None when nothing was given."""
    if not name.strip():
        return None
    return find_body(name, country) or actions.enter_body(by=actor, name=name, kind=kind or "other", country=country)


def person_of(actor: Actor, name: str, country: str, native_name: str, birth: str) -> UUID:
    """The person of that name, country and birth; a new one when there is none.

    One known without a birth, or without the name in its own script, is completed; another birth is another person.

    Raises:
        BadInput: several persons of this name are known and the birth does not say which is meant.
    """
    known = namesakes(name, country)
    fitting = [row for row in known if row.birth == birth] or [row for row in known if not (birth and row.birth)]
    if len(fitting) > 1:
        raise BadInput(
            "several persons of this name are known.", field="birth", todo="Give the date of birth of the one meant."
        )
    if not fitting:
        return actions.enter_body(
            by=actor, name=name, kind="person", country=country, native_name=native_name, birth=birth
        )
    (row,) = fitting
    lacking = BodyChange(
        native_name=None if row.native_name else native_name or None, birth=None if row.birth else birth or None
    )
    if lacking != BodyChange():
        actions.correct_body(by=actor, body_id=row.id, seen_version=row.version, changes=lacking)
    return row.id

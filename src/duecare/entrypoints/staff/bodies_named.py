"""A body as people name it: found by its name and country, or entered."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.parties import actions
from duecare.apps.parties.actions import BodyChange
from duecare.apps.parties.queries import body, find_body
from duecare.kernel.actor import Actor


def body_of(actor: Actor, name: str, kind: str, country: str) -> UUID | None:
    """The body of that name in that country; a new one when there is none; None when nothing was given."""
    if not name.strip():
        return None
    return find_body(name, country) or actions.enter_body(by=actor, name=name, kind=kind or "other", country=country)


def person_of(actor: Actor, name: str, country: str, native_name: str, birth: str) -> UUID:
    """The person of that name, country and birth; a new one when there is none.

    A known one without the name in its own script or the birth is completed; another birth is another person.
    """
    found = find_body(name, country, "person")
    known = body(found) if found else None
    if known is None or (birth and known.birth and birth != known.birth):
        return actions.enter_body(
            by=actor, name=name, kind="person", country=country, native_name=native_name, birth=birth
        )
    lacking = BodyChange(
        native_name=None if known.native_name else native_name or None, birth=None if known.birth else birth or None
    )
    if lacking != BodyChange():
        actions.correct_body(by=actor, body_id=known.id, seen_version=known.version, changes=lacking)
    return known.id

"""A body as people name it: found by its name and country, or entered."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.parties import actions
from duecare.apps.parties.queries import find_body
from duecare.kernel.actor import Actor


def body_of(actor: Actor, name: str, kind: str, country: str) -> UUID | None:
    """The body of that name in that country; a new one when there is none; None when nothing was given."""
    if not name.strip():
        return None
    return find_body(name, country) or actions.enter_body(by=actor, name=name, kind=kind or "other", country=country)

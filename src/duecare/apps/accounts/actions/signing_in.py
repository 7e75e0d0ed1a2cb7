"""Entries for what allauth's own pages write: it keeps passwords, factors and sessions, we keep the record.

No address and no network number is recorded: what was typed into the address field may be a
password, and where people sit is not ours to collect.
"""

from __future__ import annotations

from uuid import UUID

from duecare.apps.accounts.models import Person
from duecare.apps.accounts.rules import acts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.kernel.actor import Actor
from duecare.kernel.ids import new_id

from .rows import about, close_sessions, locked


@action(acts.SIGN_IN)
def record_sign_in(*, by: Actor, methods: list[str]) -> Recorded[None]:
    """`methods` in the order used, e.g. ["password", "totp"]."""
    return Recorded(None, Subject("person", by.id), {"methods": methods})


@action(acts.SIGN_OUT)
def record_sign_out(*, by: Actor) -> Recorded[None]:
    """The person pressed sign out."""
    return Recorded(None, Subject("person", by.id))


@action(acts.SIGN_IN_FAILED)
def record_failed_sign_in(*, by: Actor, person_id: UUID, step: str) -> Recorded[None]:
    """A wrong password or a wrong second factor for a known person."""
    person = Person.objects.get(id=person_id)
    return Recorded(None, about(person), {"step": step}, {"person": person.name})


@action(acts.SIGN_IN_UNKNOWN)
def record_unknown_sign_in(*, by: Actor) -> Recorded[None]:
    """Somebody tried an address that nobody here has."""
    return Recorded(None, Subject("sign_in", new_id()))


@action(acts.PASSWORD)
def record_password_change(*, by: Actor) -> Recorded[None]:
    """Sessions elsewhere end by themselves: they are bound to the old password's hash."""
    return Recorded(None, Subject("person", by.id))


@action(acts.PASSWORD_RESET)
def record_password_reset(*, by: Actor, person_id: UUID) -> Recorded[None]:
    """A new password by mail ends every session; the second factor is still asked for."""
    person = locked(person_id)
    close_sessions(person)
    return Recorded(None, about(person), personal={"person": person.name})


@action(acts.FACTOR_ADDED)
def record_factor_added(*, by: Actor, factor: str) -> Recorded[None]:
    """`factor`: "totp", "webauthn" or "recovery_codes"."""
    return Recorded(None, Subject("person", by.id), {"factor": factor})


@action(acts.FACTOR_REMOVED)
def record_factor_removed(*, by: Actor, factor: str) -> Recorded[None]:
    """A person without a factor left is sent to enrolment by the guard."""
    return Recorded(None, Subject("person", by.id), {"factor": factor})


@action(acts.FACTOR_RENEWED)
def record_factor_renewed(*, by: Actor, factor: str) -> Recorded[None]:
    """Recovery codes were made anew; the old ones no longer work."""
    return Recorded(None, Subject("person", by.id), {"factor": factor})

"""People come, are suspended, return and leave. Only an administrator lets in; nobody signs up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from duecare.adapters import clock
from duecare.apps.accounts.models import Invitation, Person, RoleGrant
from duecare.apps.accounts.rules import acts
from duecare.apps.accounts.rules.invitations import LIFETIME, is_open, token_hash
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .rows import about, close_sessions, keep_an_administrator, locked, said


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh invitation. `token` is shown once and kept nowhere; the link is /invitation/<token>/."""

    person_id: UUID
    token: str
    expires_at: datetime


@action(acts.INVITE)
def invite_person(
    *, by: Actor, name: str, email: str, language: str = "en", time_zone: str = "UTC"
) -> Recorded[Invited]:
    """Add a person who cannot sign in yet, with a one-time link.

    Raises:
        BadInput: no name, no usable address, an unknown time zone.
        Conflict: somebody has this address already.
    """
    person = new_person(name=name, email=email, language=language, time_zone=time_zone)
    return Recorded(open_invitation(person), about(person), personal={"person": person.name})


@action(acts.INVITE_AGAIN)
def invite_again(*, by: Actor, person_id: UUID) -> Recorded[Invited]:
    """A new link for somebody who has not joined yet; the old one stops working.

    Raises:
        Conflict: the person has joined; a forgotten password is reset by mail.
    """
    person = locked(person_id)
    if person.joined_at is not None or person.left_at is not None:
        raise Conflict(
            "This person has already joined, or has left.",
            "No link was made.",
            "A forgotten password is reset from the sign-in page.",
        )
    Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=clock.now())
    return Recorded(open_invitation(person), about(person), personal={"person": person.name})


@action(acts.ACCEPT)
def accept_invitation(*, by: Actor, token: str, password: str) -> Recorded[UUID]:
    """Use the link once: the person chooses a password and may sign in.

    Nothing else opens before a second factor exists; the guard sees to that.

    Raises:
        NotFound: unknown, used, replaced or expired link; one answer for all.
        BadInput: the password is too weak, with the reason.
    """
    now = clock.now()
    link = Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if link is None or not is_open(link.expires_at, link.used_at, link.revoked_at, now):
        raise NotFound("invitation")
    person = locked(link.person_id)
    if person.left_at is not None or person.suspended_at is not None:
        raise NotFound("invitation")
    choose_password(person, password)
    person.is_active, person.joined_at = True, now
    person.save(update_fields=["password", "is_active", "joined_at"])
    link.used_at = now
    link.save(update_fields=["used_at"])
    # The link came to this address, so it is proven; allauth asks for that before a second factor.
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return Recorded(person.id, about(person), personal={"person": person.name})


@action(acts.SUSPEND)
def suspend_person(*, by: Actor, person_id: UUID, reason: str) -> Recorded[int]:
    """Shut a person out at once; returns how many sessions ended. Roles stay, for the day they return.

    Raises:
        Conflict: suspended already, gone, oneself, or the only administrator.
    """
    person = locked(person_id)
    if person.suspended_at is not None or person.left_at is not None:
        raise Conflict("This person is already shut out.", "Nothing was changed.", "Reload the page.")
    if person.id == by.id:
        raise Conflict("You cannot suspend yourself.", "Nothing was changed.", "Ask another administrator.")
    keep_an_administrator(person)
    person.is_active, person.suspended_at = False, clock.now()
    person.save(update_fields=["is_active", "suspended_at"])
    Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=clock.now())
    ended = close_sessions(person)
    return Recorded(ended, about(person), {"ended": ended}, {"person": person.name, "reason": said(reason)})


@action(acts.REINSTATE)
def reinstate_person(*, by: Actor, person_id: UUID, reason: str) -> Recorded[None]:
    """Let a suspended person in again, with the roles they still hold.

    Raises:
        Conflict: the person is not suspended.
    """
    person = locked(person_id)
    if person.suspended_at is None or person.left_at is not None:
        raise Conflict("This person is not suspended.", "Nothing was changed.", "Reload the page.")
    person.suspended_at, person.is_active = None, person.joined_at is not None
    person.save(update_fields=["is_active", "suspended_at"])
    return Recorded(None, about(person), personal={"person": person.name, "reason": said(reason)})


@action(acts.DEPART)
def record_departure(*, by: Actor, person_id: UUID, reason: str) -> Recorded[None]:
    """The person has left: no way in, every role ended. The row stays, because the record names it.

    Raises:
        Conflict: gone already, oneself, or the only administrator.
    """
    person = locked(person_id)
    if person.left_at is not None:
        raise Conflict("This person has already left.", "Nothing was changed.", "Reload the page.")
    if person.id == by.id:
        raise Conflict("You cannot record your own departure.", "Nothing was changed.", "Ask another administrator.")
    keep_an_administrator(person)
    now = clock.now()
    held = RoleGrant.objects.filter(person=person, ended_at=None)
    roles = sorted(held.values_list("role", flat=True))
    held.update(ended_at=now, ended_by=by.id)
    person.is_active, person.left_at = False, now
    person.set_unusable_password()
    person.save(update_fields=["is_active", "left_at", "password"])
    Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=now)
    close_sessions(person)
    return Recorded(None, about(person), {"roles": roles}, {"person": person.name, "reason": said(reason)})


@action(acts.END_SESSIONS)
def end_sessions(*, by: Actor, person_id: UUID) -> Recorded[int]:
    """Sign a person out everywhere, e.g. after a lost laptop; returns how many sessions ended."""
    person = locked(person_id)
    ended = close_sessions(person)
    return Recorded(ended, about(person), {"ended": ended}, {"person": person.name})


@action(acts.CHANGE_PROFILE)
def change_profile(*, by: Actor, name: str, language: str, time_zone: str) -> Recorded[None]:
    """Change one's own name as shown, language and time zone."""
    person = locked(by.id)
    wanted = {"name": _name(name), "language": language, "time_zone": _zone(time_zone)}
    changed = sorted(key for key, value in wanted.items() if getattr(person, key) != value)
    person.name, person.language, person.time_zone = wanted["name"], wanted["language"], wanted["time_zone"]
    person.save(update_fields=["name", "language", "time_zone"])
    return Recorded(None, about(person), {"changed": changed})


def new_person(*, name: str, email: str, language: str, time_zone: str) -> Person:
    """A row for somebody who cannot sign in yet. For actions only."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise BadInput("this is not a mail address", field="email", value=email) from fault
    if Person.objects.filter(email=address).exists():
        raise Conflict("Somebody has this mail address already.", "Nobody was invited.", "Look for them in the list.")
    person = Person(name=_name(name), email=address, language=language, time_zone=_zone(time_zone))
    person.is_active, person.invited_at = False, clock.now()
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def open_invitation(person: Person) -> Invited:
    """A new one-time link. For actions only."""
    token, now = secrets.token_urlsafe(32), clock.now()
    Invitation.objects.create(person=person, token_hash=token_hash(token), created_at=now, expires_at=now + LIFETIME)
    return Invited(person.id, token, now + LIFETIME)


def choose_password(person: Person, password: str) -> None:
    """Set a password that passes the house's rules. For actions only; the caller saves.

    Raises:
        BadInput: too weak, with every reason.
    """
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise BadInput(" ".join(fault.messages), field="password") from fault
    person.set_password(password)


def _name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 0 < len(cleaned) <= 120:
        raise BadInput("a name of 1 to 120 characters is required", field="name", value=name)
    return cleaned


def _zone(zone: str) -> str:
    if zone not in available_timezones():
        raise BadInput("there is no such time zone", field="time_zone", value=zone, todo="For example Europe/Berlin.")
    return zone

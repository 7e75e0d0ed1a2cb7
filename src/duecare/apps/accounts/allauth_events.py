"""The only signal receivers of the house: they record what allauth's own views write.

Every one calls one action, inside the transaction that `entrypoints/staff/sign_in.py` puts around
allauth's views: where the entry cannot be written, the password, factor or session is not either.
One exception that is allauth's: "factor added" is told after the commit, so a crash in between
leaves a factor without its entry.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from duecare.kernel.actor import SYSTEM, Actor

from .actions import signing_in
from .models import Person
from .queries import actor_of

# Any: allauth's signals carry untyped keyword arguments; this module is the boundary to it.


def _actor(person: Person) -> Actor | None:
    return actor_of(person.id)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Person, **rest: Any) -> None:
    """After every step, the second factor among them."""
    if actor := _actor(user):
        records = get_authentication_records(request, user)
        methods = [str(record.get("type") or record.get("method")) for record in records]
        signing_in.record_sign_in(by=actor, methods=methods or ["password"])


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **rest: Any) -> None:
    """Pressed sign out, or the session was ended from the list of sessions."""
    if isinstance(user, Person) and (actor := _actor(user)):
        signing_in.record_sign_out(by=actor)


@receiver(user_login_failed)
def password_failed(credentials: dict[str, Any], **rest: Any) -> None:
    """Wrong password, unknown address or suspended person; allauth limits how often this can happen."""
    address = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    person = Person.objects.filter(email=address).only("id").first()
    if person is None:
        signing_in.record_unknown_sign_in(by=SYSTEM)
    else:
        signing_in.record_failed_sign_in(by=SYSTEM, person_id=person.id, step="password")


@receiver(authentication_failed)
def factor_failed(user: Person, **rest: Any) -> None:
    """Right password, wrong second factor: the more telling of the two."""
    signing_in.record_failed_sign_in(by=SYSTEM, person_id=user.id, step="second factor")


@receiver(password_changed)
@receiver(password_set)
def changed_password(user: Person, **rest: Any) -> None:
    """By the person, signed in."""
    if actor := _actor(user):
        signing_in.record_password_change(by=actor)


@receiver(password_reset)
def reset_password(user: Person, **rest: Any) -> None:
    """By whoever reads the person's mail."""
    signing_in.record_password_reset(by=SYSTEM, person_id=user.id)


@receiver(authenticator_added)
def added_factor(user: Person, authenticator: Any, **rest: Any) -> None:
    """TOTP, passkey or recovery codes."""
    if actor := _actor(user):
        signing_in.record_factor_added(by=actor, factor=str(authenticator.type))


@receiver(authenticator_removed)
def removed_factor(user: Person, authenticator: Any, **rest: Any) -> None:
    """TOTP, passkey or recovery codes."""
    if actor := _actor(user):
        signing_in.record_factor_removed(by=actor, factor=str(authenticator.type))


@receiver(authenticator_reset)
def renewed_factor(user: Person, authenticator: Any, **rest: Any) -> None:
    """Recovery codes were generated anew."""
    if actor := _actor(user):
        signing_in.record_factor_renewed(by=actor, factor=str(authenticator.type))

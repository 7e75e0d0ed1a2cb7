"""Sign in as somebody, second factor and all, without the seconds a password hash takes."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils.crypto import get_random_string

from duecare.adapters import clock
from duecare.apps.accounts.models import Person, RoleGrant
from duecare.kernel.actor import SYSTEM, Actor, Role
from tests.conftest import person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def known(*roles: Role, name: str = "", factor: bool = True) -> Actor:
    """A person in the database with these roles; the same roles and name give the same person."""
    actor, now = person(*roles, name=name), clock.now()
    row, made = Person.objects.get_or_create(
        id=actor.id, defaults={"email": f"{actor.id}@example.test", "name": actor.name, "joined_at": now}
    )
    if made:
        EmailAddress.objects.create(user=row, email=row.email, verified=True, primary=True)
        RoleGrant.objects.bulk_create(
            RoleGrant(
                person=row,
                role=role,
                proposed_by=SYSTEM.id,
                proposed_at=now,
                confirmed_by=SYSTEM.id,
                confirmed_at=now,
            )
            for role in sorted(roles)
        )
    if factor:
        Authenticator.objects.get_or_create(user=row, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    return actor


def sign_in(client: Client, *roles: Role, name: str = "", factor: bool = True, fresh: bool = True) -> Actor:
    """Sign in and return who it is. `fresh` says that the identity was confirmed a moment ago.

    One row is written, as signing in leaves it: `Client.force_login` asks and writes a dozen times, and tests sign in
    more often than they do anything else. That both leave the same is tested.
    """
    actor = known(*roles, name=name, factor=factor)
    user = Person.objects.get(id=actor.id)
    data: dict[str, object] = {
        SESSION_KEY: str(actor.id), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash(),
        "account_authentication_methods_user": str(actor.id),
    }  # fmt: skip
    if fresh:
        data["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    row = SessionStore(get_random_string(32, VALID_KEY_CHARS)).create_model_instance(data)
    row.save(force_insert=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    return actor

"""Sign in as somebody, second factor and all, without the seconds a password hash takes."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from duecare.adapters import clock
from duecare.apps.accounts.models import Person, RoleGrant
from duecare.kernel.actor import SYSTEM, Actor, Role
from tests.conftest import person


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
    """Sign in and return who it is. `fresh` says that the identity was confirmed a moment ago."""
    actor = known(*roles, name=name, factor=factor)
    client.force_login(Person.objects.get(id=actor.id))
    session = client.session
    session["account_authentication_methods_user"] = str(actor.id)
    if fresh:
        session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session.save()
    return actor

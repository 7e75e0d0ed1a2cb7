"""The first person of a real company, and the people of the fictional one. System acts only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from duecare.adapters import clock
from duecare.apps.accounts.models import Person, RoleGrant
from duecare.apps.accounts.rules import acts
from duecare.apps.accounts.rules.separation import check_separation
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import SYSTEM, Actor, Role
from duecare.kernel.errors import Conflict, Denied

from .people import Invited, choose_password, new_person, open_invitation
from .rows import about


@action(acts.FIRST)
def make_first_administrator(
    *, by: Actor, name: str, email: str, language: str = "en", time_zone: str = "UTC"
) -> Recorded[Invited]:
    """Let the first person into an empty company, with a one-time link.

    Raises:
        Conflict: somebody is there already.
    """
    if Person.objects.exists():
        raise Conflict(
            "This company has people already.", "Nobody was invited.", "An administrator invites further people."
        )
    person = new_person(name=name, email=email, language=language, time_zone=time_zone)
    _grant(person, [Role.ADMINISTRATOR])
    return Recorded(open_invitation(person), about(person), personal={"person": person.name})


@action(acts.FICTIONAL)
def create_ready_person(
    *,
    by: Actor,
    name: str,
    email: str,
    password: str,
    roles: Iterable[Role],
    totp_secret: str,
    language: str = "en",
    time_zone: str = "UTC",
) -> Recorded[UUID]:
    """Somebody who can sign in at once, password and TOTP secret known beforehand.

    Args:
        totp_secret: base32, as an authenticator app takes it.

    Raises:
        Denied: in a real company; there nobody else may know a person's secrets.
    """
    if settings.DUECARE.env not in ("demo", "test"):
        raise Denied(
            "People with known passwords belong to the fictional company only.",
            "Nobody was added.",
            "Invite people; they choose their own password and second factor.",
        )
    person = new_person(name=name, email=email, language=language, time_zone=time_zone)
    choose_password(person, password)
    person.is_active, person.joined_at = True, clock.now()
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, totp_secret)
    held = sorted(set(roles))
    _grant(person, held)
    return Recorded(person.id, about(person), {"roles": [role.value for role in held]}, {"person": person.name})


def _grant(person: Person, roles: Iterable[Role]) -> None:
    now, held = clock.now(), set[Role]()
    for role in roles:
        check_separation(held, role)
        held.add(role)
        RoleGrant.objects.create(
            person=person,
            role=role.value,
            proposed_by=SYSTEM.id,
            proposed_at=now,
            confirmed_by=SYSTEM.id,
            confirmed_at=now,
        )

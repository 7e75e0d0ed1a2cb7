"""Tokens by which a person's programs use the API."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts.models import ApiToken
from duecare.apps.accounts.rules import acts
from duecare.apps.accounts.rules.tokens import PREFIX, check_days, check_roles, token_hash
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .rows import about, locked


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token. `token` is shown once and stored nowhere."""

    id: UUID
    token: str
    expires_at: datetime


@action(acts.TOKEN_ISSUE)
def issue_token(*, by: Actor, name: str, roles: tuple[Role, ...], days: int) -> Recorded[Issued]:
    """Issue a token to oneself for `days` days, with some of one's own roles.

    Raises:
        BadInput: no name, no role, or a life of more than a year.
        Denied: a role not held, or one that no token carries.
        Conflict: a token of this name is in use.
    """
    person, title, lasts = locked(by.id), name.strip(), check_days(days)
    if not title or len(title) > 80:
        raise BadInput("must have 1 to 80 characters", field="name", value=name)
    granted = sorted(check_roles(roles, by.roles))
    if ApiToken.objects.filter(person=person, name=title, revoked_at=None).exists():
        raise Conflict("You have a token of this name.", "No token was issued.", "Revoke it, or choose another name.")
    secret, now = PREFIX + secrets.token_urlsafe(32), clock.now()
    row = ApiToken.objects.create(
        person=person,
        name=title,
        token_hash=token_hash(secret),
        roles=[role.value for role in granted],
        created_at=now,
        expires_at=now + lasts,
    )
    facts = {"token": str(row.id), "roles": ", ".join(granted), "until": row.expires_at.date().isoformat()}
    return Recorded(Issued(row.id, secret, row.expires_at), about(person), facts)


@action(acts.TOKEN_REVOKE)
def revoke_token(*, by: Actor, token_id: UUID) -> Recorded[None]:
    """End a token at once: one's own, or as an administrator anybody's.

    Raises:
        NotFound: no such token, or somebody else's.
        Conflict: revoked already.
    """
    row = ApiToken.objects.select_for_update().select_related("person").filter(id=token_id).first()
    if row is None or not (row.person_id == by.id or by.has(Role.ADMINISTRATOR)):
        raise NotFound("token")
    if row.revoked_at is not None:
        raise Conflict("This token was revoked already.", "Nothing was changed.", "Reload the list.")
    row.revoked_at, row.revoked_by = clock.now(), by.id
    row.save(update_fields=["revoked_at", "revoked_by"])
    return Recorded(None, about(row.person), {"token": str(row.id)}, {"person": row.person.name})

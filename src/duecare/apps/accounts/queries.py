"""Who is who, in which roles, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from duecare.adapters import clock
from duecare.adapters.gathering import ASKING
from duecare.apps.audit.queries import latest_acts
from duecare.apps.audit.rules.acts import Act
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.errors import NotFound
from duecare.kernel.folding import fold, words

from .models import ApiToken, Invitation, Person, RoleGrant
from .rules import tokens as api_tokens
from .rules.invitations import is_open, token_hash

SEE = (Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER, Role.AUDITOR)
"""Who sees who is who, in which roles."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as shown in lists and choices. `state`: invited, active, suspended or left."""

    id: UUID
    name: str
    email: str
    active: bool
    roles: frozenset[Role]
    state: str = "active"
    pending: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The actor of a session, and whether a second factor exists."""

    actor: Actor
    has_factor: bool
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role of one person with the two who granted it. `state`: pending, held or ended."""

    id: UUID
    person_id: UUID
    person: str
    role: Role
    state: str
    proposed_by: UUID
    proposed_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One open session; the network address stays in the session list of the person alone."""

    since: datetime
    browser: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """Everything on a person's page."""

    person: PersonRow
    language: str
    time_zone: str
    invited_at: datetime | None
    joined_at: datetime | None
    suspended_at: datetime | None
    left_at: datetime | None
    invitation_until: datetime | None
    grants: tuple[GrantRow, ...]
    sessions: tuple[SessionRow, ...]
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One held role. `last_used`: the last act that this role permits; None means never."""

    grant: GrantRow
    active: bool
    last_used: datetime | None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One API token as its holder sees it; what opens the door is not kept."""

    id: UUID
    name: str
    roles: tuple[Role, ...]
    created_at: datetime
    expires_at: datetime


def actor_of(person_id: UUID) -> Actor | None:
    """The actor for a signed-in person, with the roles in force now; None when gone or suspended."""
    found = signed_in(person_id)
    return found.actor if found else None


def actor_called(email: str) -> Actor | None:
    """The actor with this address, as `actor_of`; letters of either size."""
    row = Person.objects.filter(email__iexact=email.strip()).values_list("id", flat=True).first()
    return actor_of(row) if row else None


def signed_in(person_id: UUID) -> SignedIn | None:
    """What the guard needs about whoever is signed in, in one query; None when gone or suspended."""
    statement, parameters = _who_is_signed_in(connection.vendor)
    blank, value = (Person._meta.pk.get_db_prep_value(one, connection) for one in (ASKING, person_id))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value if one == blank else one for one in parameters])
        rows = cursor.fetchall()
    if not rows:
        return None
    name, language, time_zone, has_factor, _role = rows[0]
    roles = frozenset(Role(row[4]) for row in rows if row[4] is not None)
    return SignedIn(Actor(Kind.PERSON, person_id, name, roles), bool(has_factor), language, time_zone)


@cache
def _who_is_signed_in(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Statement and parameters, ASKING in the place of the person.

    Every page and every operation asks it: putting it together takes five times as long as its answer.
    """
    second = Authenticator.objects.filter(user_id=OuterRef("id")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    in_force = Q(grants__ended_at=None, grants__confirmed_by__isnull=False)
    rows = (
        Person.objects.filter(id=ASKING, is_active=True)
        .annotate(has_factor=Exists(second), held=FilteredRelation("grants", condition=in_force))
        .values_list("name", "language", "time_zone", "has_factor", "held__role")
    )
    statement, parameters = rows.query.sql_with_params()
    return statement, tuple(parameters)


def actor_of_token(token: str) -> Actor | None:
    """The actor for whom a program acts; None when unknown, expired, revoked, or the person may not sign in.

    A role that the person lost is lost to the token at the same moment.
    """
    row = ApiToken.objects.filter(token_hash=api_tokens.token_hash(token), revoked_at=None).first()
    if row is None or clock.now() >= row.expires_at:
        return None
    found = signed_in(row.person_id)
    if found is None or not found.has_factor:
        return None
    kept = found.actor.roles & {Role(role) for role in row.roles}
    return Actor(Kind.PERSON, found.actor.id, found.actor.name, frozenset(kept))


def tokens_of(person_id: UUID) -> tuple[TokenRow, ...]:
    """Tokens not revoked, newest first; an expired one is listed until its holder clears it away."""
    rows = ApiToken.objects.filter(person_id=person_id, revoked_at=None)
    return tuple(
        TokenRow(row.id, row.name, tuple(Role(role) for role in row.roles), row.created_at, row.expires_at)
        for row in rows.order_by("-created_at", "id")
    )


def people(with_role: Role | None = None, *, active_only: bool = True) -> tuple[PersonRow, ...]:
    """Everybody, by name; optionally only holders of one role."""
    rows = Person.objects.prefetch_related("grants").order_by("name", "id")
    if active_only:
        rows = rows.filter(is_active=True)
    found = (_row(person) for person in rows)
    return tuple(row for row in found if with_role is None or with_role in row.roles)


def find_people(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str], ...]:
    """(id, name) of people by their words, for those who see who is who. They are few, so they are folded here."""
    if not by.has(*SEE):
        return ()
    wanted = words(q)
    folded = ((key, name, fold(name)) for key, name in everybody())
    return tuple((key, name) for key, name, text in folded if all(word in text for word in wanted))[:limit]


def everybody() -> Iterable[tuple[UUID, str]]:
    """(id, name) of everybody who ever had an account, by name."""
    return Person.objects.order_by("name", "id").values_list("id", "name")


def names(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Names for ids; an id without a person is missing from the result."""
    return dict(Person.objects.filter(id__in=list(ids)).values_list("id", "name"))


def profile(person_id: UUID) -> ProfileRow:
    """One person with every grant, open session and second factor.

    Raises:
        NotFound: nobody with this id.
    """
    person = Person.objects.prefetch_related("grants").filter(id=person_id).first()
    if person is None:
        raise NotFound("person")
    now = clock.now()
    links = Invitation.objects.filter(person_id=person_id, used_at=None, revoked_at=None, expires_at__gt=now)
    grants = sorted(person.grants.all(), key=lambda grant: (grant.ended_at is not None, grant.proposed_at))
    sessions = UserSession.objects.filter(user_id=person_id).order_by("-created_at")
    factors = Authenticator.objects.filter(user_id=person_id).order_by("type", "id").values_list("type", flat=True)
    return ProfileRow(
        person=_row(person),
        language=person.language,
        time_zone=person.time_zone,
        invited_at=person.invited_at,
        joined_at=person.joined_at,
        suspended_at=person.suspended_at,
        left_at=person.left_at,
        invitation_until=links.values_list("expires_at", flat=True).first(),
        grants=tuple(_grant(grant, person.name) for grant in grants),
        sessions=tuple(SessionRow(row.created_at, row.user_agent) for row in sessions),
        factors=tuple(factors),
    )


def invited(token: str) -> PersonRow:
    """Whom an invitation is for.

    Raises:
        NotFound: unknown, used, replaced or expired link.
    """
    link = Invitation.objects.select_related("person").filter(token_hash=token_hash(token)).first()
    if link is None or not is_open(link.expires_at, link.used_at, link.revoked_at, clock.now()):
        raise NotFound("invitation")
    return _row(link.person)


def unanswered() -> QuerySet[RoleGrant]:
    """Roles that wait for a second person, for counting; pages ask `proposals`."""
    return RoleGrant.objects.filter(ended_at=None, confirmed_by=None)


def proposals() -> tuple[GrantRow, ...]:
    """Roles that wait for a second person, oldest first."""
    rows = unanswered().select_related("person").order_by("proposed_at")
    return tuple(_grant(grant, grant.person.name) for grant in rows)


def grant(grant_id: UUID) -> GrantRow:
    """One grant.

    Raises:
        NotFound: no grant with this id.
    """
    found = RoleGrant.objects.select_related("person").filter(id=grant_id).first()
    if found is None:
        raise NotFound("role")
    return _grant(found, found.person.name)


def access_review(known: Mapping[str, Act]) -> tuple[ReviewRow, ...]:
    """Every role in force, by person, with the last act it served for; never-used ones come to light.

    Args:
        known: every act by its code; they say what a role permits.
    """
    rows = list(
        RoleGrant.objects.select_related("person")
        .filter(ended_at=None)
        .exclude(confirmed_by=None)
        .order_by("person__name", "role")
    )
    allows = {role: {code for code, act in known.items() if role in act.roles} for role in Role}
    latest = latest_acts(frozenset(grant.person_id for grant in rows))
    return tuple(
        ReviewRow(
            _grant(grant, grant.person.name),
            grant.person.is_active,
            _last(latest, grant, allows[Role(grant.role)]),
        )
        for grant in rows
    )


def _last(latest: Mapping[tuple[UUID, str], datetime], grant: RoleGrant, codes: set[str]) -> datetime | None:
    """Only acts since the role was granted count: an earlier one was done under another."""
    since = grant.confirmed_at or grant.proposed_at
    times = (latest.get((grant.person_id, code)) for code in codes)
    return max((at for at in times if at is not None and at >= since), default=None)


def _row(person: Person) -> PersonRow:
    open_grants = [grant for grant in person.grants.all() if grant.ended_at is None]
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        active=person.is_active,
        roles=frozenset(Role(grant.role) for grant in open_grants if grant.confirmed_by),
        state=_state(person),
        pending=frozenset(Role(grant.role) for grant in open_grants if not grant.confirmed_by),
    )


def _state(person: Person) -> str:
    if person.left_at is not None:
        return "left"
    if person.suspended_at is not None:
        return "suspended"
    return "active" if person.joined_at is not None else "invited"


def _grant(grant: RoleGrant, name: str) -> GrantRow:
    state = "ended" if grant.ended_at else "held" if grant.confirmed_by else "pending"
    return GrantRow(
        id=grant.id,
        person_id=grant.person_id,
        person=name,
        role=Role(grant.role),
        state=state,
        proposed_by=grant.proposed_by,
        proposed_at=grant.proposed_at,
        confirmed_by=grant.confirmed_by,
        confirmed_at=grant.confirmed_at,
        ended_at=grant.ended_at,
    )

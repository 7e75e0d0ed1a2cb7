"""Operations: people and their roles. Letting somebody in takes a person who is there, never a token."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema, Status

from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.actions import Invited
from duecare.apps.accounts.queries import GrantRow, ProfileRow, ReviewRow, SessionRow
from duecare.apps.accounts.rules import acts
from duecare.apps.audit.actions import acts as known_acts
from duecare.kernel.actor import Role
from duecare.kernel.countries import name_key

from .door import EVERYONE, READ, acting, opens_to
from .shapes import Address, Given, Language, Limit, Line, Made, Name, Offset, Page, Reason, Zone, cut

router = Router(tags=["people"])
SEE = (Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER, Role.AUDITOR)


class PersonGiven(Given):
    """Somebody who is to join."""

    name: Name
    email: Address
    language: Language = "en"
    time_zone: Zone = "UTC"


class MeGiven(Given):
    """How one is shown and spoken to."""

    name: Name
    language: Language
    time_zone: Zone


class RoleGiven(Given):
    """The role that is proposed."""

    role: Role


class Person(Schema):
    """Somebody; `state`: invited, active, suspended or left; `pending`: roles that wait for a second person."""

    id: UUID
    name: str
    email: str
    active: bool
    roles: list[Role]
    state: str
    pending: list[Role]


class Profile(Schema):
    """Everything about a person: grants with the two who made them, open sessions, second factors."""

    person: Person
    language: str
    time_zone: str
    invited_at: datetime | None
    joined_at: datetime | None
    suspended_at: datetime | None
    left_at: datetime | None
    invitation_until: datetime | None
    grants: list[GrantRow]
    sessions: list[SessionRow]
    factors: list[str]


class Link(Schema):
    """A one-time link, told here once and kept nowhere."""

    person_id: UUID
    link: str
    expires_at: datetime


class SessionsEnded(Schema):
    """How many sessions ended."""

    sessions: int


class Colleague(Schema):
    """Somebody who may sign in: for naming an owner, a reader, a successor."""

    id: UUID
    name: str
    roles: list[Role]


@router.get("/people", response=Page[Person], auth=opens_to(*SEE))
def list_people(
    request: HttpRequest,
    q: Line = "",
    role: Role | None = None,
    state: Literal["", "invited", "active", "suspended", "left"] = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Everybody who can sign in or could once, by name, with the roles they hold and those proposed."""
    rows = [
        row
        for row in queries.people(active_only=False)
        if name_key(q) in name_key(row.name)
        and (role is None or role in row.roles)
        and (not state or row.state == state)
    ]
    return cut(rows, limit, offset)


@router.get("/colleagues", response=list[Colleague], auth=opens_to(*READ))
def list_colleagues(request: HttpRequest, role: Role | None = None) -> list[dict[str, object]]:
    """Who may be named in a file or a plan, by name; no address and nothing else about them."""
    return [{"id": row.id, "name": row.name, "roles": sorted(row.roles)} for row in queries.people(role)]


@router.get("/people/access-review", response=Page[ReviewRow], auth=opens_to(*SEE))
def review_access(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Every role in force with who granted it and when it last served; one never used comes to light."""
    return cut(queries.access_review(known_acts()), limit, offset)


@router.get("/people/role-proposals", response=list[GrantRow], auth=opens_to(*SEE))
def list_role_proposals(request: HttpRequest) -> list[GrantRow]:
    """Roles that wait for a second person, the oldest first."""
    return list(queries.proposals())


@router.get("/people/{person_id}", response=Profile, auth=opens_to(*SEE))
def read_person(request: HttpRequest, person_id: UUID) -> ProfileRow:
    """One person: grants with the two who made them, open sessions, second factors."""
    return queries.profile(person_id)


@router.post("/people", response={201: Link}, auth=opens_to(*acts.INVITE.roles, fresh=True))
def invite_person(request: HttpRequest, given: PersonGiven) -> Status[Link]:
    """Invite somebody. Whoever is invited chooses a password with the link, then sets up a second factor."""
    return Status(201, _link(actions.invite_person(by=acting(request), **given.model_dump())))


@router.post(
    "/people/{person_id}/invite-again", response={201: Link}, auth=opens_to(*acts.INVITE_AGAIN.roles, fresh=True)
)
def invite_again(request: HttpRequest, person_id: UUID) -> Status[Link]:
    """A new link; the old one stops working."""
    return Status(201, _link(actions.invite_again(by=acting(request), person_id=person_id)))


@router.post("/people/{person_id}/suspend", response=SessionsEnded, auth=opens_to(*acts.SUSPEND.roles))
def suspend_person(request: HttpRequest, person_id: UUID, given: Reason) -> SessionsEnded:
    """Shut somebody out at once. Their roles stay, for the day they return."""
    return SessionsEnded(sessions=actions.suspend_person(by=acting(request), person_id=person_id, reason=given.reason))


@router.post("/people/{person_id}/reinstate", response={204: None}, auth=opens_to(*acts.REINSTATE.roles, fresh=True))
def reinstate_person(request: HttpRequest, person_id: UUID, given: Reason) -> Status[None]:
    """Let a suspended person in again."""
    actions.reinstate_person(by=acting(request), person_id=person_id, reason=given.reason)
    return Status(204, None)


@router.post("/people/{person_id}/left", response={204: None}, auth=opens_to(*acts.DEPART.roles))
def record_departure(request: HttpRequest, person_id: UUID, given: Reason) -> Status[None]:
    """Record that somebody left for good: no way in, every role ended."""
    actions.record_departure(by=acting(request), person_id=person_id, reason=given.reason)
    return Status(204, None)


@router.post("/people/{person_id}/end-sessions", response=SessionsEnded, auth=opens_to(*acts.END_SESSIONS.roles))
def end_sessions(request: HttpRequest, person_id: UUID) -> SessionsEnded:
    """Sign somebody out everywhere, e.g. after a lost laptop."""
    return SessionsEnded(sessions=actions.end_sessions(by=acting(request), person_id=person_id))


@router.post("/people/{person_id}/roles", response={201: Made}, auth=opens_to(*acts.PROPOSE.roles, fresh=True))
def propose_role(request: HttpRequest, person_id: UUID, given: RoleGiven) -> Status[Made]:
    """Propose a role. It is in force once a third person has confirmed it."""
    return Status(201, Made(id=actions.propose_role(by=acting(request), person_id=person_id, role=given.role)))


@router.post("/roles/{grant_id}/confirm", response={204: None}, auth=opens_to(*acts.CONFIRM.roles, fresh=True))
def confirm_role(request: HttpRequest, grant_id: UUID) -> Status[None]:
    """Confirm a role as somebody who neither proposed nor receives it."""
    actions.confirm_role(by=acting(request), grant_id=grant_id)
    return Status(204, None)


@router.post("/roles/{grant_id}/end", response={204: None}, auth=opens_to(*acts.END_ROLE.roles))
def end_role(request: HttpRequest, grant_id: UUID, given: Reason) -> Status[None]:
    """End a role or withdraw a proposal."""
    actions.end_role(by=acting(request), grant_id=grant_id, reason=given.reason)
    return Status(204, None)


@router.get("/me", response=Profile, auth=opens_to(*EVERYONE))
def read_me(request: HttpRequest) -> ProfileRow:
    """Oneself."""
    return queries.profile(acting(request).id)


@router.put("/me", response={204: None}, auth=opens_to(*EVERYONE))
def change_me(request: HttpRequest, given: MeGiven) -> Status[None]:
    """Change one's own name as shown, language and time zone."""
    actions.change_profile(by=acting(request), **given.model_dump())
    return Status(204, None)


def _link(made: Invited) -> Link:
    address = settings.DUECARE.base_url + reverse("invitation", args=[made.token])
    return Link(person_id=made.person_id, link=address, expires_at=made.expires_at)

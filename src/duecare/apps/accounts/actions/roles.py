"""Roles are granted by two people, neither of them the one who receives."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts.models import Person, RoleGrant
from duecare.apps.accounts.rules import acts
from duecare.apps.accounts.rules.separation import check_separation
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.errors import Conflict, Denied, NotFound

from .rows import about, keep_an_administrator, locked, said


@action(acts.PROPOSE)
def propose_role(*, by: Actor, person_id: UUID, role: Role) -> Recorded[UUID]:
    """Propose a role for somebody else; it is not in force before a second person confirms it.

    Raises:
        Denied: for oneself, or a role that excludes one held or proposed.
        Conflict: the person has left, or the role is held or proposed already.
    """
    person = locked(person_id)
    if person.id == by.id:
        raise Denied("Nobody proposes a role for themselves.", "Nothing was changed.", "Ask somebody else to.")
    if person.left_at is not None:
        raise Conflict("This person has left.", "Nothing was changed.", "Invite whoever does the work now.")
    held = _open_roles(person)
    if role in held:
        raise Conflict("This role is already held or proposed.", "Nothing was changed.", "Reload the page.")
    check_separation(held, role)
    grant = RoleGrant.objects.create(person=person, role=role.value, proposed_by=by.id, proposed_at=clock.now())
    return Recorded(grant.id, about(person), {"role": role.value}, {"person": person.name})


@action(acts.CONFIRM)
def confirm_role(*, by: Actor, grant_id: UUID) -> Recorded[None]:
    """Confirm a proposed role: proposer, confirmer and holder are three different people.

    The command line may confirm only while nobody else could: in a new company there is one
    administrator and no second person yet.

    Raises:
        NotFound: no such proposal.
        Conflict: confirmed or withdrawn meanwhile.
        Denied: by the proposer or the receiver, or against the separation of duties.
    """
    grant, person = _locked_grant(grant_id)
    if grant.ended_at is not None or grant.confirmed_by is not None:
        raise Conflict("This proposal is no longer open.", "Somebody may have acted before you.", "Reload the page.")
    if by.id in (grant.proposed_by, person.id):
        raise Denied(
            "A role is confirmed by a third person: not the one who proposed it and not the one who receives it.",
            "Nothing was changed.",
            "Ask another administrator or compliance officer.",
        )
    if by.kind is Kind.SYSTEM and _could_confirm(grant, person):
        raise Denied(
            "There is somebody who can confirm this role.",
            "Nothing was changed.",
            "The command line confirms roles only while no second person exists.",
        )
    check_separation(_open_roles(person) - {Role(grant.role)}, Role(grant.role))
    grant.confirmed_by, grant.confirmed_at = by.id, clock.now()
    grant.save(update_fields=["confirmed_by", "confirmed_at"])
    return Recorded(None, about(person), {"role": grant.role}, {"person": person.name})


@action(acts.END_ROLE)
def end_role(*, by: Actor, grant_id: UUID, reason: str) -> Recorded[None]:
    """End a role, or withdraw a proposal. One person is enough: taking away must be quick.

    Raises:
        Conflict: ended already, or the last administrator's.
    """
    grant, person = _locked_grant(grant_id)
    if grant.ended_at is not None:
        raise Conflict("This role has already ended.", "Nothing was changed.", "Reload the page.")
    if grant.role == Role.ADMINISTRATOR and grant.confirmed_by is not None:
        keep_an_administrator(person)
    grant.ended_at, grant.ended_by = clock.now(), by.id
    grant.save(update_fields=["ended_at", "ended_by"])
    return Recorded(None, about(person), {"role": grant.role}, {"person": person.name, "reason": said(reason)})


def _locked_grant(grant_id: UUID) -> tuple[RoleGrant, Person]:
    """The grant and its person, person first: everyone takes the two locks in the same order."""
    person_id = RoleGrant.objects.filter(id=grant_id).values_list("person_id", flat=True).first()
    if person_id is None:
        raise NotFound("role")
    person = locked(person_id)
    return RoleGrant.objects.select_for_update().get(id=grant_id), person


def _open_roles(person: Person) -> frozenset[Role]:
    """Held or proposed: a pending role counts, so that two proposals cannot meet in one person."""
    return frozenset(
        Role(role) for role in RoleGrant.objects.filter(person=person, ended_at=None).values_list("role", flat=True)
    )


def _could_confirm(grant: RoleGrant, person: Person) -> bool:
    """True when an active person other than proposer and receiver holds a confirming role."""
    return (
        RoleGrant.objects.filter(role__in=acts.CONFIRM.roles, ended_at=None, person__is_active=True)
        .exclude(confirmed_by=None)
        .exclude(person_id__in=[grant.proposed_by, person.id])
        .exists()
    )

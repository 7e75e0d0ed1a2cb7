"""Who may hold what, granted by whom."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.models import Person, RoleGrant
from duecare.apps.accounts.rules.separation import EXCLUSIONS, check_separation, exclusions
from duecare.apps.audit.actions import acts
from duecare.apps.audit.queries import entries
from duecare.kernel.actor import SYSTEM, Actor, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.conftest import person

ADMIN = person(Role.ADMINISTRATOR, name="ada administrator")
OFFICER = person(Role.COMPLIANCE_OFFICER, name="olga officer")


def joined(name: str = "Nia New") -> UUID:
    invited = actions.invite_person(by=ADMIN, name=name, email=f"{name.split()[0]}@example.test")
    return actions.accept_invitation(by=SYSTEM, token=invited.token, password="a long enough phrase 7")


def grant(person_id: UUID, role: Role, first: Actor = ADMIN, second: Actor = OFFICER) -> UUID:
    grant_id = actions.propose_role(by=first, person_id=person_id, role=role)
    actions.confirm_role(by=second, grant_id=grant_id)
    return grant_id


def roles_of(person_id: UUID) -> frozenset[Role]:
    actor = queries.actor_of(person_id)
    assert actor is not None
    return actor.roles


@pytest.mark.parametrize("other", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_an_administrator_holds_no_role_that_opens_a_file(other: Role) -> None:
    with pytest.raises(Denied, match="without opening what it holds"):
        check_separation({other}, Role.ADMINISTRATOR)
    with pytest.raises(Denied):
        check_separation({Role.ADMINISTRATOR}, other)


@pytest.mark.parametrize("other", [role for role in Role if role is not Role.SALES])
def test_sales_goes_with_nothing(other: Role) -> None:
    with pytest.raises(Denied):
        check_separation({Role.SALES}, other)


def test_exclusion_knows_no_direction_and_the_rest_may_meet() -> None:
    for one, other in product(Role, Role):
        assert exclusions({one, other}) == exclusions({other, one})
    assert exclusions({Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.COMMITTEE_MEMBER}) == ()
    assert all(rule.because for rule in EXCLUSIONS)


@pytest.mark.django_db
def test_a_role_is_in_force_only_after_a_second_person() -> None:
    nia = joined()
    grant_id = actions.propose_role(by=ADMIN, person_id=nia, role=Role.COUNSEL)
    assert roles_of(nia) == frozenset()
    assert [row.person for row in queries.proposals()] == ["Nia New"]
    with pytest.raises(Denied, match="third person"):
        actions.confirm_role(by=ADMIN, grant_id=grant_id)
    actions.confirm_role(by=OFFICER, grant_id=grant_id)
    assert roles_of(nia) == {Role.COUNSEL}
    with pytest.raises(Conflict):
        actions.confirm_role(by=OFFICER, grant_id=grant_id)


@pytest.mark.django_db
def test_the_receiver_neither_proposes_nor_confirms() -> None:
    nia = joined()
    herself = Actor(ADMIN.kind, nia, "Nia New", frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(Denied, match="for themselves"):
        actions.propose_role(by=herself, person_id=nia, role=Role.COUNSEL)
    grant_id = actions.propose_role(by=ADMIN, person_id=nia, role=Role.COUNSEL)
    with pytest.raises(Denied, match="third person"):
        actions.confirm_role(by=herself, grant_id=grant_id)


@pytest.mark.django_db
def test_two_proposals_cannot_meet_in_one_person() -> None:
    nia = joined()
    actions.propose_role(by=ADMIN, person_id=nia, role=Role.SALES)
    with pytest.raises(Denied, match="exclude each other"):
        actions.propose_role(by=ADMIN, person_id=nia, role=Role.AUDITOR)
    with pytest.raises(Conflict, match="already held or proposed"):
        actions.propose_role(by=ADMIN, person_id=nia, role=Role.SALES)


@pytest.mark.django_db
def test_the_database_itself_wants_two_people() -> None:
    nia, now = joined(), clock.now()
    for proposed, confirmed in ((ADMIN.id, ADMIN.id), (nia, None), (ADMIN.id, nia)):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(
                person_id=nia, role="counsel", proposed_by=proposed, proposed_at=now, confirmed_by=confirmed
            )


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER)])
def test_other_roles_grant_nothing(role: Role) -> None:
    nia = joined()
    with pytest.raises(Denied):
        actions.propose_role(by=person(role), person_id=nia, role=Role.COUNSEL)
    grant_id = actions.propose_role(by=ADMIN, person_id=nia, role=Role.COUNSEL)
    with pytest.raises(Denied):
        actions.confirm_role(by=person(role), grant_id=grant_id)
    with pytest.raises(Denied):
        actions.end_role(by=person(role), grant_id=grant_id, reason="no")


@pytest.mark.django_db
def test_the_command_line_confirms_only_while_nobody_else_could() -> None:
    first = actions.make_first_administrator(by=SYSTEM, name="Fay First", email="fay@example.test")
    fay = actions.accept_invitation(by=SYSTEM, token=first.token, password="a long enough phrase 7")
    by_fay = queries.actor_of(fay)
    assert by_fay is not None and by_fay.roles == {Role.ADMINISTRATOR}
    second = joined("Sam Second")
    grant_id = actions.propose_role(by=by_fay, person_id=second, role=Role.ADMINISTRATOR)
    actions.confirm_role(by=SYSTEM, grant_id=grant_id)
    third = joined("Tom Third")
    grant_id = actions.propose_role(by=by_fay, person_id=third, role=Role.COMPLIANCE_OFFICER)
    with pytest.raises(Denied, match="somebody who can confirm"):
        actions.confirm_role(by=SYSTEM, grant_id=grant_id)
    by_sam = queries.actor_of(second)
    assert by_sam is not None
    actions.confirm_role(by=by_sam, grant_id=grant_id)


@pytest.mark.django_db
def test_the_last_administrator_cannot_be_barred() -> None:
    first = actions.make_first_administrator(by=SYSTEM, name="Fay First", email="fay@example.test")
    fay = actions.accept_invitation(by=SYSTEM, token=first.token, password="a long enough phrase 7")
    (held,) = queries.profile(fay).grants
    for attempt in (
        lambda: actions.suspend_person(by=ADMIN, person_id=fay, reason="x"),
        lambda: actions.record_departure(by=ADMIN, person_id=fay, reason="x"),
        lambda: actions.end_role(by=ADMIN, grant_id=held.id, reason="x"),
    ):
        with pytest.raises(Conflict, match="only administrator"):
            attempt()
    grant(joined("Sam Second"), Role.ADMINISTRATOR)
    actions.suspend_person(by=ADMIN, person_id=fay, reason="on leave")
    assert queries.actor_of(fay) is None


@pytest.mark.django_db
def test_ending_a_role_takes_one_person_and_a_reason() -> None:
    nia = joined()
    grant_id = grant(nia, Role.COUNSEL)
    with pytest.raises(BadInput, match="reason"):
        actions.end_role(by=OFFICER, grant_id=grant_id, reason="  ")
    actions.end_role(by=OFFICER, grant_id=grant_id, reason="moved to sales")
    assert roles_of(nia) == frozenset()
    assert entries()[0].act == "role.end" and entries()[0].personal["reason"] == "moved to sales"
    with pytest.raises(NotFound):
        actions.end_role(by=OFFICER, grant_id=new_id(), reason="x")


@pytest.mark.django_db
def test_the_review_shows_who_never_used_a_role(frozen: object) -> None:
    nia = joined()
    grant(nia, Role.COMPLIANCE_OFFICER)
    grant(nia, Role.COUNSEL)
    by_nia = queries.actor_of(nia)
    assert by_nia is not None
    actions.propose_role(by=by_nia, person_id=joined("Tom Third"), role=Role.ANALYST)
    used = {row.grant.role: row.last_used for row in queries.access_review(acts())}
    assert used[Role.COMPLIANCE_OFFICER] is not None and used[Role.COUNSEL] is None


@pytest.mark.django_db
def test_nobody_is_superuser() -> None:
    assert not hasattr(Person(), "is_superuser") and not hasattr(Person(), "is_staff")

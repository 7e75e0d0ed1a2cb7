"""People come by a one-time link, are shut out at once, and leave for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator

from duecare.adapters import clock
from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.models import Invitation, Person, RoleGrant
from duecare.apps.audit import queries as log
from duecare.apps.audit.actions import catch_up
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.conftest import person
from tests.permissions.signed_in import known

pytestmark = pytest.mark.django_db

ADMIN = person(Role.ADMINISTRATOR, name="ada administrator")
PHRASE = "a long enough phrase 7"


def invite(name: str = "Nia New", email: str = "nia@example.test") -> actions.Invited:
    return actions.invite_person(by=ADMIN, name=name, email=email)


def test_a_link_works_once_and_its_token_is_kept_nowhere() -> None:
    link = invite()
    assert queries.actor_of(link.person_id) is None
    stored = Invitation.objects.get()
    assert link.token not in str(stored.__dict__)
    assert queries.invited(link.token).email == "nia@example.test"
    assert actions.accept_invitation(by=SYSTEM, token=link.token, password=PHRASE) == link.person_id
    assert Person.objects.get().check_password(PHRASE)
    with pytest.raises(NotFound):
        actions.accept_invitation(by=SYSTEM, token=link.token, password="another long phrase 8")
    assert Person.objects.get().check_password(PHRASE)


def test_a_link_expires(frozen: datetime) -> None:
    link = invite()
    with clock.at(frozen + timedelta(days=3)), pytest.raises(NotFound):
        actions.accept_invitation(by=SYSTEM, token=link.token, password=PHRASE)
    with clock.at(frozen + timedelta(days=3, seconds=-1)):
        actions.accept_invitation(by=SYSTEM, token=link.token, password=PHRASE)


def test_a_new_link_replaces_the_old_one() -> None:
    old = invite()
    new = actions.invite_again(by=ADMIN, person_id=old.person_id)
    with pytest.raises(NotFound):
        queries.invited(old.token)
    actions.accept_invitation(by=SYSTEM, token=new.token, password=PHRASE)
    with pytest.raises(Conflict, match="already joined"):
        actions.invite_again(by=ADMIN, person_id=old.person_id)


@pytest.mark.parametrize("weak", ["short", "password1234", "nia@example.test"])
def test_a_weak_password_is_refused_and_the_link_stays_good(weak: str) -> None:
    link = invite()
    with pytest.raises(BadInput):
        actions.accept_invitation(by=SYSTEM, token=link.token, password=weak)
    actions.accept_invitation(by=SYSTEM, token=link.token, password=PHRASE)


@pytest.mark.parametrize(
    ("name", "email", "zone"),
    [("", "a@example.test", "UTC"), ("A", "nowhere", "UTC"), ("A", "a@example.test", "Mars/X")],
)
def test_bad_input_invites_nobody(name: str, email: str, zone: str) -> None:
    with pytest.raises(BadInput):
        actions.invite_person(by=ADMIN, name=name, email=email, time_zone=zone)
    assert not Person.objects.exists() and log.head() is None


def test_the_same_address_twice_is_a_conflict_whatever_its_case() -> None:
    invite()
    with pytest.raises(Conflict):
        invite("Nia Again", "NIA@example.test")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_invites_and_suspends(role: Role) -> None:
    with pytest.raises(Denied):
        actions.invite_person(by=person(role), name="X", email="x@example.test")
    with pytest.raises(Denied):
        actions.suspend_person(by=person(role), person_id=invite().person_id, reason="x")


def test_suspended_means_out_and_reinstated_means_back() -> None:
    link = invite()
    nia = actions.accept_invitation(by=SYSTEM, token=link.token, password=PHRASE)
    with pytest.raises(BadInput, match="reason"):
        actions.suspend_person(by=ADMIN, person_id=nia, reason="")
    actions.suspend_person(by=ADMIN, person_id=nia, reason="lost badge")
    assert queries.actor_of(nia) is None and queries.profile(nia).person.state == "suspended"
    with pytest.raises(Conflict):
        actions.suspend_person(by=ADMIN, person_id=nia, reason="again")
    actions.reinstate_person(by=ADMIN, person_id=nia, reason="badge found")
    assert queries.actor_of(nia) is not None


def test_an_invitation_does_not_bring_back_whom_somebody_suspended() -> None:
    link = invite()
    actions.suspend_person(by=ADMIN, person_id=link.person_id, reason="offer withdrawn")
    with pytest.raises(NotFound):
        actions.accept_invitation(by=SYSTEM, token=link.token, password=PHRASE)
    actions.reinstate_person(by=ADMIN, person_id=link.person_id, reason="offer renewed")
    assert queries.actor_of(link.person_id) is None  # reinstated, but never joined


def test_who_left_cannot_return_and_stays_named_in_the_record() -> None:
    nia = actions.accept_invitation(by=SYSTEM, token=invite().token, password=PHRASE)
    actions.record_departure(by=ADMIN, person_id=nia, reason="end of contract")
    assert queries.actor_of(nia) is None and queries.names([nia]) == {nia: "Nia New"}
    assert not Person.objects.get(id=nia).has_usable_password()
    with pytest.raises(Conflict):
        actions.reinstate_person(by=ADMIN, person_id=nia, reason="x")


def test_known_secrets_exist_in_the_fictional_company_only(settings: object) -> None:
    def create() -> object:
        return actions.create_ready_person(
            by=SYSTEM,
            name="Dee Demo",
            email="dee@example.test",
            password=PHRASE,
            roles=[Role.SALES],
            totp_secret="JBSWY3DPEHPK3PXP",
        )

    for env in ("production",):
        settings.DUECARE = replace(settings.DUECARE, env=env)  # type: ignore[attr-defined]
        with pytest.raises(Denied, match="fictional"):
            create()
    settings.DUECARE = replace(settings.DUECARE, env="demo")  # type: ignore[attr-defined]
    create()
    found = queries.signed_in(queries.people()[0].id)
    assert found is not None and found.has_factor and found.actor.roles == {Role.SALES}
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get().data)


def test_of_two_who_ask_in_turn_each_is_told_their_own_and_what_was_lost_is_lost_at_once() -> None:
    one, other = known(Role.SALES, Role.COUNSEL, name="One").id, known(Role.ANALYST, name="Other").id

    def told() -> list[object]:
        return [found and (found.actor.id, found.actor.name, set(found.actor.roles), found.has_factor)
                for found in map(queries.signed_in, (one, other, new_id()))]  # fmt: skip

    everything = [(one, "One", {Role.SALES, Role.COUNSEL}, True), (other, "Other", {Role.ANALYST}, True), None]
    assert told() == everything and told() == everything
    RoleGrant.objects.filter(person_id=one, role=Role.COUNSEL).update(ended_at=clock.now())
    RoleGrant.objects.filter(person_id=other).update(confirmed_by=None)
    Authenticator.objects.filter(user_id=one).update(type=Authenticator.Type.RECOVERY_CODES)
    assert told() == [(one, "One", {Role.SALES}, False), (other, "Other", set(), True), None]
    Person.objects.filter(id=one).update(is_active=False)
    assert told() == [None, (other, "Other", set(), True), None]


def test_excluding_roles_are_refused_for_fictional_people_too(settings: object) -> None:
    settings.DUECARE = replace(settings.DUECARE, env="test")  # type: ignore[attr-defined]
    with pytest.raises(Denied):
        actions.create_ready_person(
            by=SYSTEM,
            name="Dee",
            email="d@example.test",
            password=PHRASE,
            roles=[Role.SALES, Role.AUDITOR],
            totp_secret="JBSWY3DPEHPK3PXP",
        )
    assert not Person.objects.exists()


def test_the_first_administrator_is_made_once() -> None:
    actions.make_first_administrator(by=SYSTEM, name="Fay First", email="fay@example.test")
    with pytest.raises(Conflict):
        actions.make_first_administrator(by=SYSTEM, name="Eve Second", email="eve@example.test")


def test_names_never_enter_the_chain() -> None:
    nia = actions.accept_invitation(by=SYSTEM, token=invite().token, password=PHRASE)
    actions.suspend_person(by=ADMIN, person_id=nia, reason="Nia lost her badge")
    bodies = b"".join(row.body for row in log.stored())
    catch_up()
    assert b"Nia" not in bodies and b"nia@" not in bodies and log.prove().findings == ()


def test_one_changes_only_ones_own_profile() -> None:
    nia = actions.accept_invitation(by=SYSTEM, token=invite().token, password=PHRASE)
    actor = queries.actor_of(nia)
    assert actor is not None and actor.roles == frozenset()
    actions.change_profile(by=actor, name="Nia  Newer", language="en", time_zone="Europe/Rome")
    assert queries.profile(nia).person.name == "Nia Newer"
    with pytest.raises(BadInput):
        actions.change_profile(by=actor, name="Nia", language="en", time_zone="Nowhere")

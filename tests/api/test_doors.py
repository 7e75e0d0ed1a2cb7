"""Every operation against the hand-written table: by session, by token, by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from duecare.adapters import clock
from duecare.apps.accounts import actions as accounts
from duecare.apps.accounts.queries import actor_of_token
from duecare.apps.accounts.rules.tokens import SENSITIVE
from duecare.apps.audit.queries import entries
from duecare.entrypoints.api.door import Session, Token, anybody, closed
from duecare.entrypoints.api.routes import api
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from tests.permissions.signed_in import known, sign_in

from .calling import call, operations, token_for
from .expected import EXPECTED, FRESH, PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NAMES = [name for name, _ in operations()]


def test_every_operation_has_a_line_and_every_line_an_operation() -> None:
    found = set(NAMES)
    assert len(found) == len(NAMES)
    assert not found - EXPECTED.keys() - PUBLIC, "add to tests/api/expected.py, by hand, who may call"
    assert not (EXPECTED.keys() | PUBLIC) - found, "there is no such operation"


def test_every_operation_declares_its_doors_and_the_rest_is_closed() -> None:
    assert api.auth == [closed] or api.auth is closed
    with pytest.raises(Denied):
        closed(None)  # type: ignore[arg-type]  # whoever asks
    for name, operation in operations():
        doors = list(operation.auth_callbacks)
        if name in PUBLIC:
            assert doors == [anybody], name
            continue
        assert doors, name
        for door in doors:
            assert isinstance(door, Token | Session), name
            assert door.roles == EXPECTED[name], name
        assert any(isinstance(door, Token) for door in doors) is (name not in FRESH), name


def test_no_operation_answers_with_a_tuple() -> None:
    # Two rows in a tuple would be read as a status and a body.
    for name, operation in operations():
        told = operation.view_func.__annotations__["return"]
        assert not told.startswith("tuple"), name


@pytest.mark.parametrize("role", list(Role))
def test_a_session_meets_what_the_table_says(client: Client, role: Role) -> None:
    sign_in(client, role)
    wrong = []
    for name, roles in EXPECTED.items():
        status, told = call(client, name)
        if (status == 403) is (role in roles) or status in (401, 405):
            wrong.append((name, status, told.get("detail")))
    assert not wrong


@pytest.mark.once
@pytest.mark.parametrize("role", [role for role in Role if role not in SENSITIVE])
def test_a_token_meets_what_the_table_says_and_never_what_takes_a_person(client: Client, role: Role) -> None:
    token, wrong = token_for(known(role)), []
    for name, roles in EXPECTED.items():
        status, told = call(client, name, token)
        wanted = status == 401 if name in FRESH else (status == 403) is (role not in roles) and status != 401
        if not wanted:
            wrong.append((name, status, told.get("detail")))
    assert not wrong


def test_nobody_meets_401_in_three_sentences(client: Client) -> None:
    for name in EXPECTED:
        status, told = call(client, name)
        assert status == 401, name
        assert told["type"] == "urn:duecare:problem:not-signed-in"
        assert told["happened"] and told["means"] and told["todo"]


def test_the_public_operations_are_public(client: Client) -> None:
    assert [call(client, name)[0] for name in sorted(PUBLIC)] == [200, 200]


def test_without_a_second_factor_nothing_opens(client: Client) -> None:
    sign_in(client, Role.ANALYST, name="no factor", factor=False)
    assert call(client, "GET /countries")[0] == 403


def test_writing_in_a_session_needs_the_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, Role.COMPLIANCE_OFFICER)
    status, told = call(client, "POST /audit/verify")
    assert status == 403 and "CSRF" in told["happened"]
    assert call(client, "GET /audit")[0] == 200
    token = token_for(known(Role.COMPLIANCE_OFFICER))
    assert call(client, "POST /audit/verify", token)[0] == 200


def test_an_idle_session_ends_with_401_and_not_with_a_page(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    assert call(client, "GET /methods")[0] == 200
    with clock.at(clock.now() + timedelta(minutes=31)):
        status, told = call(client, "GET /methods")
    assert status == 401 and told["status"] == 401


def test_voting_asks_who_is_there(client: Client) -> None:
    sign_in(client, Role.COMMITTEE_MEMBER, fresh=False)
    status, told = call(client, "POST /decisions/{decision_id}/votes")
    assert status == 403 and "within the last hour" in told["happened"]


def test_a_bad_token_is_refused_even_beside_a_good_session(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    status, told = call(client, "GET /methods", "duecare_wrong")
    assert status == 401 and "token" in told["happened"]


def test_a_token_lives_as_long_as_it_says_and_no_longer_than_its_person() -> None:
    actor = known(Role.ANALYST, name="ann")
    token = token_for(actor)
    held = actor_of_token(token)
    assert held is not None and held.id == actor.id and held.roles == {Role.ANALYST}
    with clock.at(clock.now() + timedelta(days=1)):
        assert actor_of_token(token) is None
    accounts.suspend_person(by=known(Role.ADMINISTRATOR), person_id=actor.id, reason="away")
    assert actor_of_token(token) is None


def test_a_role_that_ends_leaves_the_token() -> None:
    actor = known(Role.ANALYST, Role.COUNSEL, name="two roles")
    token = token_for(actor)
    from duecare.apps.accounts.queries import profile

    grant = next(one for one in profile(actor.id).grants if one.role is Role.COUNSEL)
    accounts.end_role(by=known(Role.ADMINISTRATOR), grant_id=grant.id, reason="moved")
    found = actor_of_token(token)
    assert found is not None and found.roles == {Role.ANALYST}


def test_a_token_carries_only_own_and_harmless_roles() -> None:
    member = known(Role.COMMITTEE_MEMBER)
    for roles, fault in (((Role.COUNSEL,), Denied), ((Role.COMMITTEE_MEMBER,), Denied), ((), BadInput)):
        with pytest.raises(fault):
            accounts.issue_token(by=member, name="x", roles=roles, days=1)
    for days in (0, 367):
        with pytest.raises(BadInput):
            accounts.issue_token(by=known(Role.SALES), name="x", roles=(Role.SALES,), days=days)


def test_tokens_are_issued_told_once_listed_and_revoked(client: Client) -> None:
    actor = sign_in(client, Role.SALES, name="sue")
    status, made = call(client, "POST /tokens", body={"name": "CRM", "roles": ["sales"], "days": 30})
    assert status == 201 and actor_of_token(made["token"]) is not None
    assert call(client, "POST /tokens", body={"name": "CRM", "roles": ["sales"], "days": 30})[0] == 409
    response = client.get("/api/v1/tokens")
    assert [one["name"] for one in response.json()] == ["CRM"] and made["token"] not in response.content.decode()
    with pytest.raises(NotFound):
        accounts.revoke_token(by=known(Role.SALES, name="other"), token_id=made["id"])
    assert call(client, "POST /tokens/{token_id}/revoke", token_id=made["id"])[0] == 204
    assert actor_of_token(made["token"]) is None
    with pytest.raises(Conflict):
        accounts.revoke_token(by=actor, token_id=made["id"])
    said = [(row.act, row.facts) for row in entries() if row.act.startswith("token.")]
    assert [act for act, _ in said] == ["token.revoke", "token.issue"]
    assert made["token"] not in str(said)

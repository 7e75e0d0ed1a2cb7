"""Signing in: password and second factor, over HTTP, as a browser without JavaScript does it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.models import Person
from duecare.apps.audit.queries import Filter, entries
from duecare.kernel.actor import SYSTEM, Role
from tests.conftest import person
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db

PHRASE = "a long enough phrase 7"
SECRET = pyotp.random_base32()
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def attempts(settings: object) -> None:
    """No test inherits another's failed attempts or used codes."""
    cache.clear()
    settings.DUECARE = replace(settings.DUECARE, env="test")  # type: ignore[attr-defined]


def ready(*roles: Role, name: str = "Rea Ready") -> UUID:
    return actions.create_ready_person(
        by=SYSTEM,
        name=name,
        email="rea@example.test",
        password=PHRASE,
        roles=roles or [Role.COUNSEL],
        totp_secret=SECRET,
    )


def give_password(client: Client, phrase: str = PHRASE) -> object:
    return client.post(LOGIN, {"login": "rea@example.test", "password": phrase})


def enter(client: Client, code: str | None = None) -> object:
    give_password(client)
    return client.post(reverse("mfa_authenticate"), {"code": code or pyotp.TOTP(SECRET).now()})


def acts_on_record() -> list[str]:
    return [row.act for row in reversed(entries(Filter())) if row.act.startswith("sign_in.")]


def test_a_password_alone_opens_nothing(client: Client) -> None:
    ready()
    assert give_password(client).url == reverse("mfa_authenticate")  # type: ignore[attr-defined]
    assert client.get("/").status_code == 302
    assert acts_on_record() == []


def test_password_and_code_open_and_are_recorded(client: Client) -> None:
    ready()
    assert enter(client).status_code == 302  # type: ignore[attr-defined]
    assert client.get("/").status_code == 200
    (row,) = entries(Filter(act="sign_in.open"))
    assert row.facts["methods"] == ["password", "totp"] and row.actor == "Rea Ready"


def test_a_code_serves_once(client: Client) -> None:
    ready()
    code = pyotp.TOTP(SECRET).now()
    enter(client, code)
    other = Client()
    assert enter(other, code).status_code == 200  # type: ignore[attr-defined]
    assert other.get("/").status_code == 302


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], int]:
    """The clock stands in the middle of a step; called with seconds it goes on by them and says the time."""
    at = [int(time.time()) // 30 * 30 + 15]
    monkeypatch.setattr("time.time", lambda: float(at[0]))

    def go_on(seconds: int) -> int:
        at[0] += seconds
        return at[0]

    return go_on


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_of_the_step_before_or_after_is_taken_and_no_other(
    client: Client, standing: Callable[[int], int], steps: int, taken: bool
) -> None:
    ready()
    enter(client, pyotp.TOTP(SECRET).at(standing(0) + 30 * steps))
    assert (client.get("/").status_code == 200) is taken


def test_a_code_serves_once_in_all_the_time_for_which_it_would_be_taken(
    client: Client, standing: Callable[[int], int]
) -> None:
    ready()
    code = pyotp.TOTP(SECRET).at(standing(0) + 30)
    enter(client, code)
    assert client.get("/").status_code == 200
    standing(40)  # allauth's own memory of the code is over, and the code is the present one
    other = Client()
    enter(other, code)
    assert other.get("/").status_code == 302
    assert [row.facts["step"] for row in entries(Filter(act="sign_in.fail"))] == ["second factor"]


def test_failures_are_recorded_by_step_and_unknown_addresses_without_the_address(client: Client) -> None:
    ready()
    give_password(client, "wrong wrong wrong")
    enter(client, "000000")
    Client().post(LOGIN, {"login": "ghost@example.test", "password": "x"})
    assert acts_on_record() == ["sign_in.fail", "sign_in.fail", "sign_in.fail_unknown"]
    assert [row.facts.get("step") for row in reversed(entries(Filter(act="sign_in.fail")))] == [
        "password",
        "second factor",
    ]
    assert all("ghost" not in str(row) for row in entries())


def test_guessing_is_slowed_down(client: Client) -> None:
    ready()
    for _ in range(5):
        give_password(client, "wrong wrong wrong")
    refused = give_password(client)
    assert refused.status_code == 200 and b"Too many" in refused.content  # type: ignore[attr-defined]
    assert len(entries(Filter(act="sign_in.fail"))) == 5


def test_suspended_people_do_not_get_in_and_open_sessions_end_at_once(client: Client) -> None:
    rea = ready()
    enter(client)
    assert UserSession.objects.count() == 1
    by = person(Role.ADMINISTRATOR)
    assert actions.suspend_person(by=by, person_id=rea, reason="lost laptop") == 1
    assert client.get("/").status_code == 302
    assert not UserSession.objects.exists()
    assert give_password(Client()).url == reverse("account_inactive")  # type: ignore[attr-defined]


def test_a_new_password_ends_all_other_sessions(client: Client) -> None:
    ready()
    enter(client)
    elsewhere = Client()
    cache.clear()
    enter(elsewhere)
    assert elsewhere.get("/").status_code == 200
    form = {"oldpassword": PHRASE, "password1": "quite another phrase 8", "password2": "quite another phrase 8"}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert acts_on_record()[-1] == "sign_in.change_password"


def test_a_session_ends_when_idle_and_after_eight_hours(client: Client) -> None:
    start = datetime.now(UTC)  # noqa: TID251 - session rows expire by the real clock
    with clock.at(start):
        sign_in(client, Role.COUNSEL)
        assert client.get("/").status_code == 200
    with clock.at(start + timedelta(minutes=29)):
        assert client.get("/").status_code == 200
    with clock.at(start + timedelta(minutes=59)):
        gone = client.get("/people/me/?x=1")
        assert gone.status_code == 302 and gone.url == f"{LOGIN}?next=%2Fpeople%2Fme%2F%3Fx%3D1"
    busy = Client()
    with clock.at(start):
        sign_in(busy, Role.COUNSEL)
    for minutes in range(0, 480, 20):
        with clock.at(start + timedelta(minutes=minutes)):
            assert busy.get("/").status_code == 200, minutes
    with clock.at(start + timedelta(hours=8)):
        assert busy.get("/").status_code == 302


def test_joining_leads_to_a_second_factor_before_anything_else(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    by = person(Role.ADMINISTRATOR)
    link = actions.invite_person(by=by, name="Rea Ready", email="rea@example.test")
    address = reverse("invitation", args=[link.token])
    page = client.get(address)
    assert page.status_code == 200 and page["Referrer-Policy"] == "no-referrer"
    assert client.post(address, {"password": "short"}).status_code == 200
    assert client.post(address, {"password": PHRASE}).url == LOGIN  # type: ignore[attr-defined]
    assert client.get(address).status_code == 404
    give_password(client)
    assert client.get("/people/me/").url == reverse("mfa_index")  # type: ignore[attr-defined]
    # The password was given a moment ago: enrolment does not ask for it again.
    form = client.get(reverse("mfa_activate_totp"))
    assert form.status_code == 200
    secret = form.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert client.get("/").url == reverse("my_account")  # type: ignore[attr-defined]
    assert b"no confirmed role" in client.get(reverse("my_account")).content
    assert acts_on_record() == ["sign_in.open", "sign_in.add_factor", "sign_in.add_factor"]


def test_removing_the_last_factor_leads_back_to_enrolment(client: Client) -> None:
    ready()
    enter(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/").url == reverse("mfa_index")  # type: ignore[attr-defined]
    assert "sign_in.remove_factor" in acts_on_record()


def test_a_password_by_mail_does_not_pass_by_the_second_factor(client: Client) -> None:
    ready()
    enter(client)
    someone = Client()
    someone.post(reverse("account_reset_password"), {"email": "rea@example.test"})
    (mail,) = queries_mail()
    link = next(word for word in mail.split() if "/password/reset/key/" in word)
    path = link[link.index("/accounts/") :]
    form = someone.get(path, follow=True)
    someone.post(
        form.request["PATH_INFO"], {"password1": "quite another phrase 8", "password2": "quite another phrase 8"}
    )
    assert Person.objects.get().check_password("quite another phrase 8")
    assert someone.get("/").status_code == 302
    assert client.get("/").status_code == 302
    assert give_password(someone, "quite another phrase 8").url == reverse("mfa_authenticate")  # type: ignore[attr-defined]
    assert "sign_in.reset_password" in acts_on_record()


def queries_mail() -> list[str]:
    from django.core import mail

    return [str(message.body) for message in mail.outbox]


def test_an_entry_that_cannot_be_written_takes_the_new_factor_with_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rea = ready()
    enter(client)
    monkeypatch.setattr("duecare.apps.accounts.allauth_events.signing_in.record_factor_removed", _fails)
    client.raise_request_exception = False
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 500
    found = queries.signed_in(rea)
    assert found is not None and found.has_factor


def _fails(**_: object) -> None:
    raise OSError("disk full")


def test_sensitive_acts_ask_who_is_there(client: Client) -> None:
    sign_in(client, Role.ADMINISTRATOR, fresh=False)
    asked = client.get(reverse("person_invite"))
    assert asked.status_code == 302 and asked.url.startswith(reverse("account_reauthenticate"))
    assert client.get(reverse("people")).status_code == 200
    now = clock.now()
    sign_in(client, Role.ADMINISTRATOR)
    with clock.at(now + timedelta(minutes=14)):
        assert client.get(reverse("person_invite")).status_code == 200
    with clock.at(now + timedelta(minutes=20)):
        assert client.get(reverse("person_invite")).status_code == 302
        assert client.post(reverse("person_invite")).status_code == 200  # what was being written is not lost

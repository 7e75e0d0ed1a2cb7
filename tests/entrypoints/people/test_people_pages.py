"""People's pages: what a person does there, by forms without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.models import Invitation
from duecare.apps.audit.queries import entries
from duecare.kernel.actor import SYSTEM, Role
from tests.permissions.signed_in import known, sign_in

pytestmark = pytest.mark.django_db

PHRASE = "a long enough phrase 7"


def test_invite_hand_over_join_propose_confirm(client: Client) -> None:
    sign_in(client, Role.ADMINISTRATOR)
    form = {"name": "Nia New", "email": "nia@example.test", "language": "en", "time_zone": "Europe/Rome"}
    shown = client.post(reverse("person_invite"), form)
    found = re.search(r"/invitation/([\w-]+)/", shown.content.decode())
    assert found and "no-store" in shown["Cache-Control"]
    visitor = Client()
    assert visitor.post(found.group(0), {"password": PHRASE}).status_code == 302
    (nia,) = (row.id for row in queries.people() if row.name == "Nia New")
    client.post(reverse("role_propose", args=[nia]), {"role": "counsel"})
    (proposal,) = queries.proposals()
    refused = client.post(reverse("role_confirm", args=[proposal.id]))
    assert refused.status_code == 403 and "third person" in refused.content.decode()
    officer = Client()
    sign_in(officer, Role.COMPLIANCE_OFFICER)
    assert b"Nia New" in officer.get(reverse("people")).content
    officer.post(reverse("role_confirm", args=[proposal.id]))
    page = officer.get(reverse("person", args=[nia])).content.decode()
    assert "Administrator, " in page and "Compliance_Officer, " in page
    assert queries.proposals() == ()


def test_a_bad_invitation_keeps_what_was_typed(client: Client) -> None:
    sign_in(client, Role.ADMINISTRATOR)
    known(Role.SALES)
    taken = queries.people()[0].email
    page = client.post(
        reverse("person_invite"), {"name": "Nia New", "email": taken, "language": "en", "time_zone": "UTC"}
    )
    assert page.status_code == 200 and not Invitation.objects.exists()
    assert b"Nia New" in page.content and b"already" in page.content


def test_roles_that_exclude_each_other_are_not_offered(client: Client) -> None:
    sign_in(client, Role.ADMINISTRATOR)
    analyst = known(Role.ANALYST, name="ana analyst")
    offered = {
        value
        for value, _ in client.get(reverse("role_propose", args=[analyst.id])).context["form"].fields["role"].choices
    }
    assert offered == {"compliance_officer", "counsel", "committee_member", "product_security"}
    assert client.post(reverse("role_propose", args=[analyst.id]), {"role": "sales"}).status_code == 200
    assert queries.proposals() == ()


def test_a_reason_is_asked_for_and_kept(client: Client) -> None:
    sign_in(client, Role.ADMINISTRATOR)
    analyst = known(Role.ANALYST, name="ana analyst")
    assert client.post(reverse("person_suspend", args=[analyst.id]), {"reason": ""}).status_code == 200
    assert queries.actor_of(analyst.id) is not None
    client.post(reverse("person_suspend", args=[analyst.id]), {"reason": "lost badge"})
    assert queries.actor_of(analyst.id) is None
    assert entries()[0].personal["reason"] == "lost badge"
    again = client.post(reverse("person_suspend", args=[analyst.id]), {"reason": "again"})
    assert again.status_code == 200 and b"already shut out" in again.content


def test_the_review_page_names_unused_roles(client: Client) -> None:
    sign_in(client, Role.AUDITOR)
    known(Role.ANALYST, name="ana analyst")
    page = client.get(reverse("access_review"))
    assert page.context["never"] == 2 and b"Ana Analyst" in page.content


def test_my_account_changes_only_me(client: Client) -> None:
    me = sign_in(client, Role.COUNSEL)
    other = known(Role.SALES)
    form = {"name": "Renamed", "language": "en", "time_zone": "Asia/Tokyo", "person_id": str(other.id)}
    assert client.post(reverse("my_account"), form).status_code == 302
    assert queries.names([me.id, other.id]) == {me.id: "Renamed", other.id: "Sales"}
    assert entries()[0].facts == {"changed": ["name", "time_zone"]}


def test_times_are_shown_in_ones_own_zone(client: Client) -> None:
    me = sign_in(client, Role.AUDITOR)
    actions.change_profile(by=me, name="Auditor", language="en", time_zone="Pacific/Kiritimati")
    page = client.get(reverse("audit_log"))
    moment = page.context["lines"][0].at
    assert (moment + timedelta(hours=14)).strftime("%I:%M").lstrip("0") in page.content.decode()


def test_an_expired_link_says_no_more_than_an_unknown_one(client: Client) -> None:
    link = actions.invite_person(by=SYSTEM, name="Nia New", email="nia@example.test")
    unknown = client.get(reverse("invitation", args=["x" * 43]))
    with clock.at(link.expires_at):
        expired = client.get(reverse("invitation", args=[link.token]))
    assert (unknown.status_code, expired.status_code) == (404, 404)
    assert b"Nia" not in expired.content


def test_pages_ask_few_questions(client: Client, django_assert_max_num_queries: object) -> None:
    sign_in(client, Role.AUDITOR)
    for number in range(30):
        known(Role.ANALYST, name=f"analyst {number}")
    subject = known(Role.ANALYST, name="analyst 3")
    for url in (
        reverse("people"),
        reverse("access_review"),
        reverse("person", args=[subject.id]),
        reverse("my_account"),
    ):
        with django_assert_max_num_queries(15):  # type: ignore[operator]  # pytest-django's fixture
            assert client.get(url).status_code == 200

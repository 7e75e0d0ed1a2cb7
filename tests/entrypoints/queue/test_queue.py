"""The queue: what waits for me, worst first, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from duecare.apps.assessments import actions
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.mitigation import ready
from tests.permissions.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]


def test_each_sees_what_waits_for_them(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    sign_in(client, Role.COUNSEL, name="owner counsel")
    page = client.get(reverse("queue")).content.decode()
    assert "M-01 Human-rights clauses" in page and "you own it" in page
    assert "M-01" in client.get(reverse("home")).content.decode()
    sign_in(client, Role.PRODUCT_SECURITY, name="somebody else")
    page = client.get(reverse("queue")).content.decode()
    assert "M-01" not in page and "Nothing of this kind waits for you" in page


def test_an_administrator_has_no_queue(client: Client) -> None:
    sign_in(client, Role.ADMINISTRATOR)
    assert client.get(reverse("queue")).status_code == 403


def test_the_queue_is_grouped_by_urgency_filtered_and_paged(client: Client) -> None:
    ready.planned(ready.classified())
    sign_in(client, Role.COUNSEL, name="owner counsel")
    url = reverse("queue")
    page = client.get(url).content.decode()
    assert "No date yet: most dates run from the decision" in page and "M-01" in page
    assert "M-01" in client.get(url, {"why": "you_own_it"}).content.decode()
    assert "Nothing fits this filter" in client.get(url, {"when": "late"}).content.decode()
    assert "Rows:" in page


def test_a_measure_of_a_deal_given_up_waits_for_nobody(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    sign_in(client, Role.COUNSEL, name="owner counsel")
    assert "M-01" in client.get(reverse("queue")).content.decode()
    actions.withdraw_opportunity(by=deals.SALES, opportunity_id=made, reason="Tender cancelled")
    assert "M-01" not in client.get(reverse("queue")).content.decode()


def test_home_shows_classes_overdue_plans_and_open_decisions_and_nothing_to_an_administrator(client: Client) -> None:
    ready.planned(ready.classified())
    sign_in(client, Role.COMPLIANCE_OFFICER)
    page = client.get(reverse("home")).content.decode()
    assert "Customers by worst class" in page and f"{reverse('customers')}?level=high" in page
    assert "Plans with something overdue" in page and "Open decisions" in page and "What changed last" in page
    assert "the longest overdue first" in page
    sign_in(client, Role.ANALYST)
    assert "What changed last" not in client.get(reverse("home")).content.decode()
    sign_in(client, Role.ADMINISTRATOR)
    page = client.get(reverse("home")).content.decode()
    assert "Customers by worst class" not in page and "Open decisions" not in page

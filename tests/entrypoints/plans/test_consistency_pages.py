"""Like files, unlike decisions, through pages and the API."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from duecare.apps.assessments import actions as assessments
from duecare.apps.mitigation import actions, queries
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.apps.governance.people import found
from tests.apps.mitigation import ready
from tests.permissions.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]


def brought(title: str) -> UUID:
    """A complete file of a unit and a product of its own, alike in every answer."""
    unit, product = deals.body(f"Cyber Unit of the {title}"), deals.product(f"NL-{title[0]}")
    made = assessments.open_opportunity(by=deals.SALES, intake=deals.intake(unit, product, title=title))
    assessments.file_opportunity(by=deals.SALES, opportunity_id=made, seen_version=1)
    for part in (filled.complete, filled.sources, filled.consulted, filled.opinion, filled.confirmed):
        part(made)
    return made


def test_two_like_files_of_which_one_was_refused_are_held_beside_each_other(client: Client) -> None:
    body, decisions = found(), []
    for title, choice in (("Northern district", "for"), ("Southern district", "against")):
        made = brought(title)
        ready.planned(made)
        decision = ready.submitted(made, body)
        ready.votes(decision, body, made, choice=choice)
        actions.close(by=body.chair, decision_id=decision, seen_votes=len(body.all()))
        decisions.append(decision)

    told = queries.consistency(ready.officer())
    (pair,) = told.pairs
    assert (told.compared, told.left_out) == (2, 0)
    assert {pair.first.decision_id, pair.second.decision_id} == set(decisions)
    assert pair.likeness == 1 and pair.gap >= 2 and pair.same_class and pair.same_method
    assert pair.both and not pair.only_first and not pair.only_second

    sign_in(client, Role.AUDITOR)
    page = client.get(reverse("consistency")).content.decode()
    assert "1 pair of like files came out unlike, among the 2 newest decisions." in page
    assert "The same rules speak in both." in page and "100%" in page
    assert all(reverse("decision", args=[one]) in page for one in decisions)
    assert "Nothing fits this filter" in client.get(reverse("consistency"), {"q": "nowhere"}).content.decode()
    near = client.get(reverse("decision_neighbours", args=[decisions[0]])).content.decode()
    assert "Southern district" in near and "of 1 decision." in near
    said = client.get("/api/v1/consistency").json()
    assert said["total"] == 1 and said["rows"][0]["likeness"] == 1 and said["rows"][0]["both"] == list(pair.both)
    assert said["rows"][0]["first"]["decision_id"] == str(pair.first.decision_id)


def test_nothing_decided_is_no_finding_and_a_seller_sees_none_of_it(client: Client) -> None:
    sign_in(client, Role.AUDITOR)
    assert "No two like files came out unlike." in client.get(reverse("consistency")).content.decode()
    assert client.get("/api/v1/consistency").json() == {"rows": [], "total": 0}
    other = Client()
    sign_in(other, Role.SALES)
    assert other.get(reverse("consistency")).status_code == 403
    assert other.get("/api/v1/consistency").status_code == 403

"""Products in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from duecare.apps.assessments import queries
from duecare.kernel.actor import Role
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db
ABLE = {
    "intrusive": "yes",
    "covert": "no",
    "mass": "no",
    "auditable": "partly",
    "export_category": "5A004",
    "reason": "Review",
}


def test_product_security_assesses_and_a_second_person_confirms(client: Client) -> None:
    sign_in(client, Role.PRODUCT_SECURITY, name="first")
    url = client.post("/products/new/", {"code": "nl-1", "name": "Northlight Reader"})["Location"]
    assert "cannot be offered" in client.get(url).content.decode()
    assert client.post(f"{url}assess/", {**ABLE, "covert": ""}).status_code == 200  # nothing is preset
    assert client.post(f"{url}assess/", ABLE).status_code == 302
    page = client.get(url).content.decode()
    assert "Until then the product cannot be offered." in page and "the earlier one counts" not in page
    assert "waits for a second person" in page and "a second person confirms it" in page
    assert "yourself" in client.post(f"{url}confirm/").content.decode() or queries.products()[0].assessment is None
    sign_in(client, Role.COUNSEL, name="second")
    assert client.post(f"{url}confirm/", {"seen": "1"}).status_code == 302
    assert queries.products()[0].assessment
    assert client.get(f"{url}confirm/").status_code == 404


def test_a_taken_code_is_refused_beside_its_field_and_sales_only_reads(client: Client) -> None:
    sign_in(client, Role.PRODUCT_SECURITY)
    client.post("/products/new/", {"code": "NL-1", "name": "One"})
    answer = client.post("/products/new/", {"code": "nl-1", "name": "Two"})
    assert 'href="#id_code"' in answer.content.decode()
    sign_in(client, Role.SALES)
    assert "NL-1" in client.get("/products/").content.decode()
    assert client.get("/products/new/").status_code == 403

"""Customers and bodies in the browser."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from duecare.apps.assessments import actions, queries
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def made() -> tuple[UUID, UUID, UUID]:
    """(opportunity, customer, using body)."""
    opportunity = deals.filed()
    deal = queries.deal(opportunity)
    using = deal.party("using")
    assert using and deal.customer_id
    return opportunity, deal.customer_id, using.id


def classified() -> tuple[UUID, UUID, UUID]:
    """As `made`, with everything done and a confirmed class."""
    opportunity, customer, body = made()
    filled.complete(opportunity)
    filled.sources(opportunity)
    filled.consulted(opportunity)
    filled.opinion(opportunity)
    filled.confirmed(opportunity)
    return opportunity, customer, body


def test_the_list_has_level_tiles_and_finds_without_accents(client: Client) -> None:
    made()
    sign_in(client, Role.ANALYST)
    page = text(client, "/customers/?q=CYBÉR")
    assert "Cyber Unit of Examplia" in page
    assert "no class yet" in page
    assert "Cyber Unit" not in text(client, "/customers/?q=drones")


def test_a_customer_shows_its_gate_and_timeline(client: Client) -> None:
    _, customer, _ = made()
    sign_in(client, Role.AUDITOR)
    page = text(client, f"/customers/{customer}/")
    assert "Sale not permitted" in page
    assert "C-2026-001" in page
    assert "registered" in text(client, f"/customers/{customer}/timeline/")


def test_sales_sees_the_customers_of_its_own_opportunities_only(client: Client) -> None:
    _, customer, body = made()
    sign_in(client, Role.SALES, name="nobody's seller")
    assert "Cyber Unit" not in text(client, "/customers/")
    text(client, f"/customers/{customer}/", 404)
    text(client, f"/customers/bodies/{body}/", 403)


def test_two_people_screen_a_party_on_pages(client: Client) -> None:
    _, _, body = made()
    sign_in(client, Role.ANALYST, name="first")
    url = f"/customers/bodies/{body}/"
    told = {"tool": "by hand", "list_date": "2026-11-01", "result": "none"}
    assert client.post(f"{url}screenings/new/", told).status_code == 302
    record = parties.screenings(body)[0].id
    sha = parties.body(body).content_sha256
    refused = client.post(f"{url}screenings/{record}/", {"seen_sha256": sha})
    assert "You made this screening yourself" in refused.content.decode()
    sign_in(client, Role.COUNSEL, name="second")
    assert "Confirm" in text(client, url)
    assert client.post(f"{url}screenings/{record}/", {"seen_sha256": sha}).status_code == 302
    assert parties.screening_verifies(record)


def test_a_body_is_corrected_profiled_and_owned_on_pages(client: Client) -> None:
    _, _, body = made()
    sign_in(client, Role.ANALYST)
    url = f"/customers/bodies/{body}/"
    new = {"name": "Cyber Bureau", "kind": "federal", "country": "THA", "aliases": "CB\nBureau", "seen_version": "1"}
    assert client.post(f"{url}edit/", new).status_code == 302
    assert parties.body(body).aliases == ("CB", "Bureau")
    assert "Somebody corrected this body" in client.post(f"{url}edit/", {**new, "name": "X"}).content.decode()
    assert client.post(f"{url}profile/oversight/", {"answer": "none", "source": "Act 5"}).status_code == 302
    owner = {"name": "Fund", "kind": "company", "country": "DEU", "share": "60", "start": "2020-01-01"}
    assert client.post(f"{url}owners/new/", owner).status_code == 302
    again = client.post(f"{url}owners/new/", {**owner, "name": "Other", "share": "50"})
    assert "110 per cent" in again.content.decode()
    page = text(client, url)
    assert "Act 5" in page and "Fund" in page and "not asked" in page


def test_a_status_needs_its_reason(client: Client) -> None:
    _, customer, _ = made()
    sign_in(client, Role.COMPLIANCE_OFFICER)
    url = f"/customers/{customer}/status/"
    assert client.post(url, {"status": "former"}).status_code == 200
    assert client.post(url, {"status": "former", "reason": "Contract ended"}).status_code == 302
    assert parties.customer(customer).status == "former"


@pytest.mark.usefixtures("rated")
def test_a_customers_page_says_why_its_class_and_leaves_what_is_met_in_one_line(client: Client) -> None:
    _, customer, _ = classified()
    sign_in(client, Role.AUDITOR)
    page = text(client, f"/customers/{customer}/")
    assert "Why the class is: " in page and "those that do not hold" in page
    assert '<svg class="iv ol"' in page and "Share of draws in each band" in page and "10,000 draws" in page
    assert "By known facts alone" not in page  # due diligence is complete, so there is one class and no other
    assert "requirements are met" in page
    opened = page.split("requirements are met")[0]
    assert "Mitigation plan adopted" in opened and "Compliance officer:" in opened
    assert "Opportunity filed" in page.split("requirements are met")[1]
    sign_in(client, Role.SALES, name="sales one")
    assert "Why the class is" not in text(client, f"/customers/{customer}/")


def test_the_class_by_known_facts_alone_stands_beside_the_provisional_one(client: Client) -> None:
    _, customer, _ = made()
    sign_in(client, Role.ANALYST)
    page = text(client, f"/customers/{customer}/")
    assert "Nobody has proposed a class yet." in page and "What the facts of today give" in page
    assert "By known facts alone" in page and "Provisional: what is unknown counts against" in page


def test_deployments_and_decisions_have_tabs_of_their_own(client: Client) -> None:
    _, customer, body = made()
    sign_in(client, Role.ANALYST)
    page = text(client, f"/customers/{customer}/deployments/")
    assert "NL-EXTRACT" in page and f"/customers/bodies/{body}/" in page and "no class yet" in page
    assert "Nothing is decided about this customer yet." in text(client, f"/customers/{customer}/decisions/")
    assert f"/customers/{customer}/deployments/" in text(client, f"/customers/{customer}/")
    sign_in(client, Role.SALES, name="nobody's seller")
    text(client, f"/customers/{customer}/deployments/", 404)
    text(client, f"/customers/{customer}/decisions/", 404)


def test_a_customer_whose_only_deal_is_over_has_no_open_deal(client: Client) -> None:
    opportunity, customer, _ = made()
    actions.withdraw_opportunity(by=deals.SALES, opportunity_id=opportunity, reason="Tender cancelled")
    sign_in(client, Role.ANALYST)
    assert "no open deal" in text(client, f"/customers/{customer}/")
    assert "no open deal" in text(client, "/customers/")


def test_an_official_is_recorded_completed_and_ended_on_pages(client: Client) -> None:
    _, _, body = made()
    sign_in(client, Role.ANALYST)
    url = f"/customers/bodies/{body}/"
    told = {"name": "Ludo Quaver", "country": "THA", "function": "Director", "signs": "on", "start": "2020-01-01"}
    assert client.post(f"{url}officials/new/", told).status_code == 302
    again = client.post(f"{url}officials/new/", told)
    assert "recorded already" in again.content.decode()
    assert "no date of birth" in client.post(f"{url}officials/new/", {**told, "birth": "1970-99"}).content.decode()
    deputy = {**told, "function": "Deputy", "birth": "1970-02"}
    assert client.post(f"{url}officials/new/", deputy).status_code == 302
    first, second = parties.officials_of(body)
    assert first.person.id == second.person.id and first.person.birth == "1970-02", "the known person is completed"
    namesake = {**told, "function": "Clerk", "birth": "1990"}
    assert client.post(f"{url}officials/new/", namesake).status_code == 302
    assert len({row.person.id for row in parties.officials_of(body)}) == 2, "another birth is another person"
    plain = client.post(f"{url}officials/new/", {**told, "function": "Porter"}).content.decode()
    assert "everal persons of this name are known" in plain
    assert client.post(f"{url}officials/new/", {**told, "function": "Porter", "birth": "1990"}).status_code == 302
    assert len({row.person.id for row in parties.officials_of(body)}) == 2
    page = text(client, url)
    assert "Ludo Quaver" in page and "Director" in page and "(signs)" in page
    assert client.post(f"{url}officials/{first.id}/end/", {"until": "2021-01-01"}).status_code == 302
    assert "ended already" in client.post(f"{url}officials/{first.id}/end/", {"until": "2022-01-01"}).content.decode()
    assert "1970-02" in text(client, f"/customers/bodies/{first.person.id}/")
    text(client, f"/customers/bodies/{first.person.id}/officials/{first.id}/end/", 404)

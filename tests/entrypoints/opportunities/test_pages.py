"""Opportunities as people meet them in the browser, without a script."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from duecare.apps.assessments import actions, queries
from duecare.kernel.actor import Role
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def full(product: UUID) -> dict[str, str]:
    return {
        "title": "Forensics for the cyber unit", "using_name": "Cyber Unit of Examplia", "using_kind": "federal",
        "using_country": "THA", "contracting": "same", "paying": "other", "paying_name": "Treasury of Examplia",
        "paying_country": "THA", "intermediary": "no", "product": str(product), "seats": "5", "place_of_use": "THA",
        "purpose": deals.PURPOSE, "scope": "Named suspects, one laboratory", "term_months": "24", "value": "180000",
        "currency": "EUR",
    }  # fmt: skip


def test_sales_keeps_a_draft_with_a_title_alone_and_is_told_what_filing_needs(client: Client) -> None:
    sign_in(client, Role.SALES)
    begun = client.post(
        "/opportunities/new/", {"title": "Something", "contracting": "same", "paying": "same", "currency": "EUR"}
    )
    assert begun.status_code == 302
    page = text(client, begun["Location"])
    assert "Before it can be filed it needs" in page
    assert "the intended purpose" in page
    refused = client.post(f"{begun['Location']}file/", {"seen_version": "1"})
    assert refused.status_code == 200
    assert "Before it can be filed it needs" in refused.content.decode()


def test_the_intake_files_a_deal_whose_paying_body_differs(client: Client) -> None:
    actor = sign_in(client, Role.SALES)
    begun = client.post("/opportunities/new/", full(deals.product()))
    url = begun["Location"]
    assert client.post(f"{url}file/", {"seen_version": "1"}).status_code == 302
    deal = queries.opportunity(actor, UUID(url.split("/")[2]))
    assert deal.state == "filed"
    assert [body.name for body in deal.bodies("paying")] == ["Treasury of Examplia"]
    page = text(client, url)
    assert "Quote not permitted" in page
    assert "Not screened." in page


def test_the_same_name_in_the_same_country_is_the_same_body(client: Client) -> None:
    actor = sign_in(client, Role.SALES)
    product = deals.product()
    client.post("/opportunities/new/", full(product))
    second = client.post("/opportunities/new/", {**full(product), "using_name": " cyber unit of EXAMPLIA "})
    bodies = {queries.opportunity(actor, row.id).bodies("using")[0].id for row in
              queries.opportunity_list(actor, queries.OpportunityQuery()).rows}  # fmt: skip
    assert second.status_code == 302
    assert len(bodies) == 1


def test_a_wrong_value_stands_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    sign_in(client, Role.SALES)
    answer = client.post("/opportunities/new/", {**full(deals.product()), "term_months": "0", "using_country": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="#id_term_months"' in page and 'href="#id_using_country"' in page
    assert "Treasury of Examplia" in page
    assert queries.opportunity_list(deals.OFFICER, queries.OpportunityQuery()).total == 0


def test_another_salespersons_opportunity_is_a_page_that_does_not_exist(client: Client) -> None:
    made = deals.filed()
    sign_in(client, Role.SALES, name="somebody else")
    missing = text(client, f"/opportunities/{new_id()}/", 404)
    hidden = text(client, f"/opportunities/{made}/", 404)
    assert hidden.replace(str(made), "") == missing.replace(str(made), "") or "no such opportunity" in hidden
    for step in ("edit", "file", "withdraw", "hand-over", "parties/new", "deployments/new"):
        assert client.get(f"/opportunities/{made}/{step}/").status_code == 404
        assert client.post(f"/opportunities/{made}/{step}/", {"reason": "x"}).status_code == 404
    assert "O-2026" not in text(client, "/opportunities/")


def test_a_stale_form_is_told_and_overwrites_nothing(client: Client) -> None:
    made = deals.draft()
    sign_in(client, Role.COMPLIANCE_OFFICER)
    page = text(client, f"/opportunities/{made}/edit/")
    assert 'name="seen_version" value="1"' in page
    product = queries.deal(made).deployments[0].product
    assert product
    answer = client.post(f"/opportunities/{made}/edit/", {**full(product.id), "title": "First", "seen_version": "1"})
    assert answer.status_code == 302
    answer = client.post(f"/opportunities/{made}/edit/", {**full(product.id), "title": "Second", "seen_version": "1"})
    assert "Somebody changed this opportunity after you opened it" in answer.content.decode()
    assert queries.deal(made).title == "First"


def test_counsel_records_export_control_on_a_page(client: Client) -> None:
    made = deals.filed()
    sign_in(client, Role.COUNSEL)
    one = queries.deal(made).deployments[0].id
    url = f"/opportunities/{made}/deployments/{one}/export/awareness/"
    assert "nothing is exported until it decides" in text(client, url)
    told = {"outcome": "aware", "by_whom": "Counsel", "dated": "2026-11-01", "reason": "Two UN reports"}
    assert client.post(url, told).status_code == 302
    page = text(client, f"/opportunities/{made}/")
    assert "kept until" in page
    refused = client.post(url, {**told, "outcome": "not_aware"})
    assert "Awareness cannot be taken back" in refused.content.decode()
    assert client.get(f"/opportunities/{made}/deployments/{one}/export/nonsense/").status_code == 404


def test_a_resemblance_is_shown_to_compliance_and_not_to_sales(client: Client) -> None:
    first = deals.filed()
    deal = queries.deal(first)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    seller = sign_in(client, Role.SALES, name="other seller")
    again = actions.open_opportunity(by=seller, intake=deals.intake(using.id, product.id))
    actions.file_opportunity(by=seller, opportunity_id=again, seen_version=1)
    assert "Resembles" not in text(client, f"/opportunities/{again}/")
    sign_in(client, Role.COMPLIANCE_OFFICER)
    assert f"Resembles {deal.reference}" in text(client, f"/opportunities/{again}/")
    found = queries.resemblances_of(again)[0]
    url = f"/opportunities/{again}/resemblances/{found.id}/"
    assert client.post(url, {"verdict": "same", "reason": "One request, sent twice"}).status_code == 302
    assert "One request, sent twice" in text(client, f"/opportunities/{again}/")


def test_the_export_of_the_list_runs_no_formula(client: Client) -> None:
    deals.draft(title="=HYPERLINK(1)")
    sign_in(client, Role.AUDITOR)
    answer = client.get("/opportunities/export.csv")
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streaming response
    assert ",'=HYPERLINK(1)," in body


def test_the_lists_ask_the_database_at_most_fifteen_times(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = deals.filed()
    for _ in range(3):
        actions.add_party(by=deals.OFFICER, opportunity_id=made, body_id=deals.body(f"Owner {_}"), role="owner")
    sign_in(client, Role.COMPLIANCE_OFFICER)
    for url in ("/opportunities/", "/customers/", "/products/"):
        text(client, url)
        with CaptureQueriesContext(connection) as asked:
            text(client, url)
        assert len(asked) <= 15, "\n".join(query["sql"][:160] for query in asked.captured_queries)

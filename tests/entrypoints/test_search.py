"""Search over everything one may see: the same words find the same on both databases, and nothing sealed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from duecare.adapters.home import evidence
from duecare.apps.assessments import actions, queries
from duecare.apps.governance.actions import found_committee
from duecare.apps.mitigation.queries import find
from duecare.apps.mitigation.queries import plan as plan_of
from duecare.apps.parties import actions as parties
from duecare.apps.parties.models import Customer
from duecare.apps.parties.queries.search import find_bodies, find_customers, find_parties
from duecare.entrypoints.staff.search import find as shown
from duecare.kernel.actor import Actor, Role
from duecare.kernel.folding import fold
from tests.api.calling import token_for
from tests.apps.assessments import deals
from tests.apps.assessments.contracts import contract_of
from tests.apps.assessments.deals import ANALYST, COUNSEL, OFFICER, OTHER_SALES, SALES
from tests.apps.mitigation import figures, ready
from tests.permissions.signed_in import known, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NAMES = {
    "Işık Emniyet Müdürlüğü": ("isik", "IŞIK", "ışık mudurlugu", "İSİK"),
    "Łódź Città Sûreté": ("lodz", "CITTA", "łódź surete"),
    "Полиция Ёлкино": ("полиция", "ПОЛИЦИЯ елкино", "ёлкино"),
    "شرطة أمن الدولة": ("شرطة", "امن", "أمن"),
    "国家警察局": ("警察", "国家警察局"),
}


def _kinds(by: Actor, q: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in find(by, q):
        found.setdefault(one.kind, []).append(one.title)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_found_as_people_type_them(name: str) -> None:
    unit = deals.body(name)
    made = actions.open_opportunity(by=SALES, intake=deals.intake(unit, deals.product(), title=f"For {name}"))
    actions.file_opportunity(by=SALES, opportunity_id=made, seen_version=1)
    for typed in NAMES[name]:
        found = _kinds(OFFICER, typed)
        assert found["body"] == found["customer"] == [name], typed
        assert len(found["opportunity"]) == 1, typed
    assert not _kinds(OFFICER, fold(name) + "q")


def test_one_look_through_the_bodies_finds_the_customers_that_a_look_of_their_own_finds() -> None:
    """Whatever stands before them: bodies that are no customers, customers of the same name, few or many hits."""
    for number in range(40):
        deals.body(f"Aster {number:02} Unit")
    for name in ("Aster 03 Unit", *["Aster 22 Unit"] * 9, "Birch Unit", "Cedar Unit", *["Dahlia Aster"] * 3):
        parties.register_customer(by=SALES, body_id=deals.body(name))
    assert Customer.objects.count() == 15
    for typed in (
        "aster",
        "aster 2",
        "unit",
        "birch",
        "dahlia",
        "e",
        "nothing",
        "c-",
        "2026",
        "-",
        "0 aster",
        "dar un",
    ):
        for limit in (1, 3, 8):
            both = find_parties(typed, limit)
            assert both == (find_customers(typed, limit, None), find_bodies(typed, limit)), (typed, limit)
    assert [name for _id, name, _reference in find_parties("c-2026-0", 2)[0]] == ["Aster 03 Unit", "Aster 22 Unit"]


def test_what_holds_no_latin_letter_finds_no_page_and_no_country_but_its_own() -> None:
    assert shown(OFFICER, "서울") == shown(OFFICER, "北区") == ()
    with translation.override("ar"):
        assert [one.url for one in shown(OFFICER, "تايلاند")] == ["/countries/THA/"]
    assert "/countries/THA/" in [one.url for one in shown(OFFICER, "thail")]
    assert "/countries/CIV/" in [one.url for one in shown(OFFICER, "Côte d")]
    assert [one.title for one in shown(OFFICER, "  countr") if one.kind == "Page"] == ["Countries"]


def _whole() -> Actor:
    """Something called zephyr of every kind; who may see all of it."""
    figures.held()
    officer = known(Role.COMPLIANCE_OFFICER, name="Zéphyr Officer")
    found_committee(by=officer, name="Zéphyr Committee")
    made = ready.classified(title="Zéphyr laboratory")
    ready.planned(made)
    ready.decided(made)
    deal = queries.deal(made)
    assert deal.customer_id
    contract_of(deal.customer_id, "ZÉPHYR-1")
    actions.add_product(by=deals.SECURITY, code="ZEPHYR", name="Zéphyr one")
    deals.body("Zéphyr Unit")
    sha256, size = evidence().put([b"minutes"])
    actions.add_document(
        by=ANALYST, opportunity_id=made, sha256=sha256, name="zéphyr minutes.txt", size=size, media_type="text/plain"
    )
    return officer


def test_every_kind_is_found_without_its_accents_and_in_a_fixed_number_of_statements(client: Client) -> None:
    officer = _whole()
    found = _kinds(officer, "zephyr")
    assert set(found) == {
        "opportunity", "body", "product", "contract", "decision", "plan", "committee", "document", "person",
    }  # fmt: skip
    deal = queries.opportunity_list(officer, queries.OpportunityQuery(q="zephyr")).rows[0]
    measure = plan_of(OFFICER, deal.id).measures[0]
    assert f"{measure.code} {measure.title}" in _kinds(officer, measure.code.lower())["measure"]
    assert _kinds(officer, "cote ivoire")["country"] == _kinds(officer, "CIV")["country"]
    with CaptureQueriesContext(connection) as few:
        find(officer, "zephyr")
    for number in range(30):
        deals.body(f"Zéphyr {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(_kinds(officer, "zephyr")["body"]) == 8
    # Where none of many bodies is a customer, customers are asked for by themselves.
    assert (len(few), len(many)) == (10, 11)
    told = client.get("/api/v1/search?q=zephyr", headers={"Authorization": f"Bearer {token_for(officer)}"}).json()
    assert {one["kind"] for one in told} == set(found)


def test_the_page_and_the_palette_lead_to_what_was_found(client: Client) -> None:
    _whole()
    sign_in(client, Role.COMPLIANCE_OFFICER, name="Zéphyr Officer")
    for part in ("", "&part=1"):
        page = client.get(f"/search/?q=ZEPHYR{part}").content.decode()
        for kind in ("Opportunity", "Body", "Product", "Contract", "Decision", "Plan", "Committee", "Document"):
            assert kind in page, (part, kind)
    for address in _addresses(client):
        assert client.get(address).status_code == 200, address


def _addresses(client: Client) -> list[str]:
    page = client.get("/search/?q=zephyr&part=1").content.decode()
    found = re.findall(r'href="([^"]+)"', page)
    assert len(found) >= 8
    return found


def test_what_is_closed_is_neither_found_nor_counted() -> None:
    _whole()
    deal = queries.opportunity_list(OFFICER, queries.OpportunityQuery(q="zephyr")).rows[0]
    sha256, size = evidence().put([b"advice"])
    secret = actions.add_document(
        by=COUNSEL, opportunity_id=deal.id, sha256=sha256, name="zéphyr advice.txt", size=size,
        media_type="text/plain", privileged=True, privilege_of="The company", privilege_for="Zéphyr",
    )  # fmt: skip
    assert _kinds(COUNSEL, "zephyr advice")["document"] == ["zéphyr advice.txt"]
    for reader in (ANALYST, OFFICER):
        assert find(reader, "zephyr advice") == ()
    actions.name_reader(by=COUNSEL, document_id=secret, person_id=(reader := known(Role.ANALYST, name="ann")).id)
    assert _kinds(reader, "zephyr advice")["document"] == ["zéphyr advice.txt"]
    other = _kinds(OTHER_SALES, "zephyr")
    assert set(other) == {"body", "product"}, "nothing of another salesperson's deal, no person, no committee"
    assert set(_kinds(SALES, "zephyr")) >= {"opportunity", "plan", "contract", "body", "product"}
    assert "document" not in _kinds(SALES, "zephyr") and "person" not in _kinds(SALES, "zephyr")


def test_an_administrator_finds_people_and_nothing_else() -> None:
    _whole()
    assert set(_kinds(known(Role.ADMINISTRATOR, name="ada"), "zephyr")) == {"person"}


def test_sealed_sources_are_in_no_search() -> None:
    made = deals.filed()
    actions.record_source(
        by=ANALYST, opportunity_id=made, knows_of="country", kind="quagga witness", heard_on=deals.DAY,
        summary="quagga", safety_plan="quagga", identity="Quagga",
    )  # fmt: skip
    for by in (ANALYST, COUNSEL, OFFICER):
        assert find(by, "quagga") == ()


def test_a_seller_has_no_page_of_a_body_and_none_is_looked_for() -> None:
    deals.body("Zéphyr Unit")
    with CaptureQueriesContext(connection) as asked:
        assert "Body" not in {hit.kind for hit in shown(SALES, "zephyr")}
    assert not [query for query in asked.captured_queries if 'FROM "parties_body"' in query["sql"]]
    assert "Body" in {hit.kind for hit in shown(OFFICER, "zephyr")}

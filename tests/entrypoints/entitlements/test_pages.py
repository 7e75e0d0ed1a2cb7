"""Entitlements through their doors: asked for, issued, suspended on the run, read by a product and checked offline."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.assessments import queries as files
from duecare.apps.entitlements import actions, queries
from duecare.apps.entitlements.models import Change, Entitlement
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.entitlements.issued import OFFICER, asked, deployment_of, issued
from tests.entrypoints.cli.running import duecare
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {"functions": "Unlock\nExtract", "numbers": "5", "places": ["THA"]}


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def days() -> dict[str, str]:
    on = clock.today()
    return {"starts_on": on.isoformat(), "ends_on": (on + timedelta(days=300)).isoformat()}


@pytest.fixture
def people() -> tuple[Client, Client, Client]:
    found = Client(), Client(), Client()
    for client, role in zip(
        found, (Role.PRODUCT_SECURITY, Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER), strict=True
    ):
        sign_in(client, role)
    return found


def test_from_the_customers_page_to_the_suspension(people: tuple[Client, Client, Client]) -> None:
    security, officer, member = people
    seller = Client()
    made = deals.filed(by=sign_in(seller, Role.SALES))
    customer, place = files.deal(made).customer_id, deployment_of(made)
    tab = f"/customers/{customer}/entitlements/"
    assert f"/deployments/{place}/entitlement/" in text(security, tab)
    assert f"/deployments/{place}/entitlement/" not in text(seller, tab)
    form = text(security, f"/deployments/{place}/entitlement/")
    assert '<option value="THA" selected' in form
    refused = security.post(f"/deployments/{place}/entitlement/", {**TOLD, **days(), "functions": " "})
    assert refused.status_code == 200 and not Entitlement.objects.exists()
    assert security.post(f"/deployments/{place}/entitlement/", {**TOLD, **days()}).status_code == 302
    row = Entitlement.objects.get()
    page = f"/entitlements/{row.id}/"
    assert "Answer as second person" not in text(security, page) and "Download the file" not in text(officer, page)
    assert "Answer as second person" in text(officer, page)
    assert officer.get(f"{page}file/").status_code == 409
    officer.post(f"{page}answer/", {"answer": "issue"})
    assert "E-20" in text(seller, "/entitlements/") and "Extract" in text(seller, page)

    assert "Ask for its suspension" in text(member, page) and "Ask for its suspension" not in text(seller, page)
    asking = text(member, f"{page}suspend/")
    assert "<textarea" not in asking.split("<main")[1], "no room for a word"
    assert member.post(f"{page}suspend/", {"code": "because"}).status_code == 200
    member.post(f"{page}suspend/", {"code": "review"})
    assert "waits for the run" in text(officer, "/entitlements/run/")
    assert "mia" not in text(officer, "/entitlements/run/").lower()
    assert seller.get("/entitlements/run/").status_code == 403
    assert "waits" not in text(seller, page).split("<main")[1]
    with clock.at(clock.now() + timedelta(days=1)):
        actions.carry_out_due()
    assert "suspended" in text(seller, f"/customers/{customer}/")
    assert "Suspended." in text(seller, f"/opportunities/{made}/") or "Not suspended" in text(
        seller, f"/opportunities/{made}/"
    )
    assert "Ask for its reinstatement" in text(officer, page)
    officer.post(f"{page}reinstate/", {"code": "review"})
    change = Change.objects.get(state="waiting")
    assert "Agree" not in text(officer, f"/entitlements/run/{change.id}/")
    assert "Agree" in text(member, f"/entitlements/run/{change.id}/")
    member.post(f"/entitlements/run/{change.id}/", {"answer": "agree"})
    change.refresh_from_db()
    assert change.agreed_by is not None
    officer.post(f"/entitlements/run/{change.id}/", {"answer": "take_back"})
    change.refresh_from_db()
    assert change.state == "taken_back"


def test_the_list_is_taken_away_harmless_in_a_spreadsheet(people: tuple[Client, Client, Client]) -> None:
    made = issued(functions=("=1+1",))
    table = people[1].get("/entitlements/export.csv")
    [header, row] = csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig")))  # type: ignore[arg-type]  # a streamed answer
    told = dict(zip(header, row, strict=True))
    assert told["functions"] == "'=1+1" and told["reference"] == queries.entitlement(OFFICER, made).reference


def test_a_product_reads_its_state_and_anybody_checks_file_and_answer_offline(
    people: tuple[Client, Client, Client], tmp_path: Path
) -> None:
    product, key = people[0], audit_key().public.hex()
    row = issued(starts_on=clock.today(), ends_on=clock.today() + timedelta(days=9))
    api = f"/api/v1/entitlements/{row}"
    file = tmp_path / "x.entitlement"
    file.write_bytes(product.get(f"{api}/file").content)
    assert file.read_bytes() == product.get(f"/entitlements/{row}/file/").content
    verify = ("entitlement", "verify", str(file), "--key")
    done = duecare(None, *verify, key)
    assert done.returncode == 0 and "permitted." in done.stdout and "Extract" in done.stdout, done.stderr
    late = (clock.today() + timedelta(days=10)).isoformat()
    done = duecare(None, *verify, key, "--on", late)
    assert done.returncode == 1 and "not permitted" in done.stdout
    done = duecare(None, *verify, "00" * 32)
    assert done.returncode == 2 and "entitles to nothing" in done.stderr
    assert duecare(None, *verify, "abc").returncode == 2
    told = product.get(f"{api}/state").json()
    assert set(told) == {"token", "entitlement", "state", "code", "since"} and told["state"] == "in_force"

    asked(row)
    with clock.at(clock.now() + timedelta(days=1)):
        actions.carry_out_due()
    told = product.get(f"{api}/state").json()
    assert (told["state"], told["code"]) == ("suspended", "review")
    file.write_text(told["token"])
    done = duecare(None, *verify, key)
    assert done.returncode == 1 and "suspended" in done.stdout and "not permitted" in done.stdout
    file.write_bytes(product.get(f"{api}/file").content)
    done = duecare(None, *verify, key, "--least", "3")
    assert done.returncode == 1 and "older than 3" in done.stdout


def test_the_api_asks_issues_renews_and_changes(people: tuple[Client, Client, Client]) -> None:
    security, officer, member = people

    def post(client: Client, path: str, given: dict[str, object] | None = None) -> tuple[int, dict[str, str]]:
        answer = client.post(f"/api/v1{path}", given or {}, content_type="application/json")
        return answer.status_code, answer.json() if answer.content else {}

    place = deployment_of(deals.filed())
    told = {**TOLD, **days(), "functions": ["Unlock"], "numbers": 5}
    assert post(security, f"/deployments/{place}/entitlements", told | {"numbers": 0})[0] == 422
    code, made = post(security, f"/deployments/{place}/entitlements", told)
    assert code == 201 and post(security, f"/deployments/{place}/entitlements", told)[0] == 409
    path = f"/entitlements/{made['id']}"
    assert post(security, f"{path}/answer", {"answer": "issue"})[0] == 403
    assert post(officer, f"{path}/answer", {"answer": "refuse"})[0] == 422
    assert post(officer, f"{path}/answer", {"answer": "issue"})[0] == 204
    assert post(security, f"{path}/renewals", told)[0] == 201
    assert post(member, f"{path}/changes", {"change": "suspend", "code": "review", "reason": "x"})[0] == 400
    assert post(member, f"{path}/changes", {"change": "end", "code": "contract_over"})[0] == 201
    [waiting] = officer.get("/api/v1/entitlement-changes").json()["rows"]
    assert waiting["needs_second"] and "asked_by" not in waiting
    assert post(member, f"/entitlement-changes/{waiting['id']}/agree")[0] == 403
    assert post(officer, f"/entitlement-changes/{waiting['id']}/agree")[0] == 204
    assert post(officer, f"/entitlement-changes/{waiting['id']}/take-back")[0] == 204
    assert officer.get("/api/v1/entitlements?state=in_force").json()["total"] == 1
    assert officer.get(f"/api/v1{path}").json()["state"] == "in_force"

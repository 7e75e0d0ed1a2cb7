"""The no-go register through its doors: entered by one, refused to sales with the reason, lifted by another."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from duecare.apps.assessments import queries
from duecare.apps.audit.models import Entry
from duecare.apps.parties import actions
from duecare.apps.parties.models import NoGo
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_from_the_first_entry_to_its_lifting(client: Client) -> None:
    officer, member = Client(), Client()
    sign_in(officer, Role.COMPLIANCE_OFFICER)
    sign_in(member, Role.COMMITTEE_MEMBER)
    assert "Nothing is on the register" in text(officer, "/no-go/")
    assert 'value="THA" selected' in text(officer, "/no-go/enter/?country=THA")
    refused = officer.post("/no-go/enter/", {"country": "", "reason": "x"})
    assert refused.status_code == 200 and not NoGo.objects.exists()
    assert officer.post("/no-go/enter/", {"country": "THA", "reason": "Torture in custody"}).status_code == 302
    assert (
        "on the register already" in officer.post("/no-go/enter/", {"country": "THA", "reason": "y"}).content.decode()
    )
    row = NoGo.objects.get()
    for page in ("/no-go/", "/countries/THA/"):
        assert "Torture in custody" in text(member, page)

    seller = sign_in(client, Role.SALES)
    made = deals.draft(by=seller)
    assert "Torture in custody" in text(client, "/no-go/")
    assert "Torture in custody" in text(client, f"/opportunities/{made}/")
    answer = client.post(f"/opportunities/{made}/file/", {"seen_version": 1}, follow=True)
    assert "Torture in custody" in answer.content.decode()
    assert queries.deal(made).state == "draft"

    assert "Propose to lift it" in text(officer, "/no-go/")
    officer.post(f"/no-go/{row.id}/lifting/", {"reason": "A new law"})
    assert "Answer as second person" not in text(officer, "/no-go/")
    assert "Answer as second person" in text(member, "/no-go/")
    assert "A new law" in text(member, f"/no-go/{row.id}/")
    member.post(f"/no-go/{row.id}/", {"answer": "keep", "reason": "Not in force"})
    officer.post(f"/no-go/{row.id}/lifting/", {"reason": "In force"})
    member.post(f"/no-go/{row.id}/", {"answer": "lift", "reason": "I read it"})
    row.refresh_from_db()
    assert (row.lifting_reason, row.lifted_because) == ("In force", "I read it")
    assert "I read it" in text(member, "/no-go/")
    assert "no-go register (" not in text(member, "/countries/THA/")
    client.post(f"/opportunities/{made}/file/", {"seen_version": 1}, follow=True)
    assert queries.deal(made).state == "filed"


def test_a_body_is_put_on_it_from_its_own_page_and_a_person_has_no_name_in_the_log(client: Client) -> None:
    sign_in(client, Role.COMMITTEE_MEMBER)
    ministry = deals.body("Ministry of Examplia")
    unit = deals.body("Unit of Examplia", parent=ministry)
    assert f"/customers/bodies/{ministry}/no-go/" in text(client, f"/customers/bodies/{ministry}/")
    client.post(f"/customers/bodies/{ministry}/no-go/", {"reason": "=1+1 abuses"})
    for body in (ministry, unit):
        page = text(client, f"/customers/bodies/{body}/")
        assert "Ministry of Examplia is on the no-go register" in page and f"{body}/no-go/" not in page
    table = client.get("/no-go/export.csv")
    [header, row] = csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig")))  # type: ignore[arg-type]  # a streamed answer
    assert dict(zip(header, row, strict=True))["reason"] == "'=1+1 abuses"


def test_the_api_enters_refuses_and_lifts() -> None:
    officer, member = Client(), Client()
    sign_in(officer, Role.COMPLIANCE_OFFICER)
    sign_in(member, Role.COMMITTEE_MEMBER)

    def post(client: Client, path: str, given: dict[str, object]) -> int:
        return client.post(f"/api/v1/no-go{path}", given, content_type="application/json").status_code

    assert post(officer, "", {"reason": "x"}) == 422
    assert post(officer, "", {"reason": "x", "country": "THA"}) == 201
    assert post(officer, "", {"reason": "x", "country": "THA"}) == 409
    [row] = officer.get("/api/v1/no-go").json()["rows"]
    assert (row["name"], row["state"]) == ("Thailand", "stands")
    assert post(officer, f"/{row['id']}/lifting", {"reason": "changed"}) == 204
    assert post(officer, f"/{row['id']}/answer", {"answer": "lift", "reason": "read"}) == 403
    assert post(member, f"/{row['id']}/answer", {"answer": "lift", "reason": "read"}) == 204
    assert officer.get("/api/v1/no-go").json()["rows"][0]["state"] == "lifted"


def test_a_person_is_named_in_the_register_and_not_in_the_chain() -> None:
    person = actions.enter_body(by=deals.OFFICER, name="Aram Invented", kind="person", country="THA")
    actions.enter_no_go(by=deals.OFFICER, body_id=person, reason="Convicted of torture")
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None and entry.act == "no_go.enter" and "Aram" not in entry.body

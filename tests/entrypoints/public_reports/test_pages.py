"""Public reports through their doors: recorded, assessed, settled by two, taken away."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.assessments import queries as files
from duecare.apps.monitoring import queries
from duecare.apps.monitoring.models import PublicReport
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated
from tests.apps.monitoring.published import recorded
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def told(**more: object) -> dict[str, object]:
    return {
        "publisher": "The Invented Post", "title": "Phones were unlocked", "day": clock.today().isoformat(),
        "link": "javascript:alert(1)", "says": "A unit unlocked two phones.", "countries": ["THA"], **more,
    }  # fmt: skip


def test_from_the_report_to_the_customers_file() -> None:
    analyst, officer, seller = Client(), Client(), Client()
    sign_in(analyst, Role.ANALYST)
    sign_in(officer, Role.COMPLIANCE_OFFICER)
    made = deals.filed(by=sign_in(seller, Role.SALES))
    outdated.confirmed(made)
    customer = files.deal(made).customer_id
    assert customer is not None
    code = parties.customer(customer).reference
    assert "No public report yet" in text(analyst, "/public-reports/")
    refused = analyst.post("/public-reports/new/", told(customer_ids="C-1999-001"))
    assert "There is no customer C-1999-001" in refused.content.decode()
    assert analyst.post("/public-reports/new/", told(customer_ids=code.lower())).status_code == 302
    row = PublicReport.objects.get()
    page = f"/public-reports/{row.id}/"
    shown = text(analyst, page)
    assert str(customer) in shown and "not yet assessed" in shown
    assert 'href="javascript:' not in shown, "a link somebody typed is text"
    file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
    assert analyst.post(f"{page}copies/new/", {"file": file}).status_code == 302
    [copy] = queries.public_report(row.id).copies
    answer = analyst.get(f"/public-reports/copies/{copy.id}/")
    assert answer["Content-Type"] == "application/octet-stream" and answer["Content-Security-Policy"] == "sandbox"
    analyst.post(f"{page}edit/", told(customer_ids=code, title="Phones of reporters were unlocked", seen_version=1))
    verdict = {"seen_version": 2, "credibility": "credible", "outcome": "acted_on", "reason": "Two courts say so"}
    answer = analyst.post(f"{page}assess/", verdict, follow=True)
    assert "1 class is looked at again" in answer.content.decode()
    assert "Phones of reporters were unlocked" in text(officer, "/reassessments/")
    waiting = files.reassessments(deals.OFFICER)[0]
    assert "a public report names the customer" in text(officer, f"/reassessments/{waiting.id}/")
    assert "Answer as second person" not in text(analyst, page) and "Answer as second person" in text(officer, page)
    officer.post(f"{page}answer/", {"verdict": "confirm", "answer": ""})
    assert queries.public_report(row.id).state == "acted_on"
    assert row.reference in text(officer, reverse("file_section", args=[made, "findings"]))
    assert seller.get("/public-reports/").status_code == 403


def test_the_list_is_taken_away_harmless(client: Client) -> None:
    sign_in(client, Role.AUDITOR)
    recorded(title="=1+1", publisher="@SUM(1)")
    [header, row] = csv.reader(io.StringIO(b"".join(client.get("/public-reports/export.csv")).decode("utf-8-sig")))  # type: ignore[arg-type]  # a streamed answer
    found = dict(zip(header, row, strict=True))
    assert (found["title"], found["publisher"], found["state"]) == ("'=1+1", "'@SUM(1)", "new")


def test_the_api_records_corrects_assesses_and_answers() -> None:
    analyst, officer = Client(), Client()
    sign_in(analyst, Role.ANALYST)
    sign_in(officer, Role.COMPLIANCE_OFFICER)

    def send(client: Client, method: str, path: str, given: dict[str, object]) -> tuple[int, dict[str, str]]:
        answer = getattr(client, method)(f"/api/v1/public-reports{path}", given, content_type="application/json")
        return answer.status_code, answer.json() if answer.content else {}

    given = told(countries=["THA"])
    assert send(analyst, "post", "", given | {"day": "2999-01-01"})[0] == 422
    code, made = send(analyst, "post", "", given)
    path = f"/{made['id']}"
    assert code == 201 and send(analyst, "put", path, given | {"seen_version": 1, "title": "Other"})[0] == 204
    verdict = {"seen_version": 2, "credibility": "doubtful", "outcome": "no_action", "reason": "A satire"}
    assert send(analyst, "post", f"{path}/assessment", verdict | {"reason": ""})[0] == 400
    assert send(analyst, "post", f"{path}/assessment", verdict) == (200, {"queued": 0})
    assert send(analyst, "post", f"{path}/answer", {"verdict": "confirm"})[0] == 403
    assert send(officer, "post", f"{path}/answer", {"verdict": "return"})[0] == 422
    assert send(officer, "post", f"{path}/answer", {"verdict": "confirm"})[0] == 204
    assert officer.get(f"/api/v1/public-reports{path}").json()["state"] == "no_action"
    assert officer.get("/api/v1/public-reports?state=no_action").json()["total"] == 1
    kept = analyst.post(f"/api/v1/public-reports{path}/copies", {"file": SimpleUploadedFile("a.txt", b"abc")})
    content = officer.get(f"/api/v1/public-report-copies/{kept.json()['id']}/content")
    assert b"".join(content) == b"abc"  # type: ignore[arg-type]  # a streamed answer

"""Proposed changes through their doors: entered, taken up, made, taken away as a table; by page and by program."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from duecare.adapters import clock
from duecare.apps.monitoring.models import ProposedChange
from duecare.kernel.actor import Role
from tests.apps.monitoring.changing import TEXT, owner, wanted
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def signed(role: Role) -> Client:
    client = Client()
    sign_in(client, role)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def told(**more: object) -> dict[str, object]:
    due = (clock.today() + timedelta(days=20)).isoformat()
    return {"against": "method", "title": "=A weight", "text": TEXT, "owner_id": str(owner()), "due_on": due, **more}


def test_from_the_proposal_to_the_draft_of_the_method() -> None:
    auditor, analyst, officer, seller = (
        signed(role) for role in (Role.AUDITOR, Role.ANALYST, Role.COMPLIANCE_OFFICER, Role.SALES)
    )
    assert seller.get("/proposed-changes/").status_code == 403
    assert "No change is proposed" in text(auditor, "/proposed-changes/")
    late = auditor.post("/proposed-changes/new/", told(due_on="2001-01-01"))
    assert "has passed" in late.content.decode() and not ProposedChange.objects.exists()
    assert auditor.post("/proposed-changes/new/", told()).status_code == 302
    row = ProposedChange.objects.get()
    page = f"/proposed-changes/{row.id}/"
    assert row.reference in text(auditor, "/proposed-changes/?against=method") and "Take it up" not in text(
        auditor, page
    )
    assert "It was made" not in text(analyst, f"{page}settle/"), "nobody works on it yet"
    assert analyst.post(f"{page}take-up/").status_code == 302
    row.refresh_from_db()
    assert f"/{row.draft_id}/" in text(analyst, page)
    assert "cannot be done any more" in analyst.post(f"{page}take-up/", follow=True).content.decode()
    made = {"answer": "done", "note": "Version 3"}
    assert "second person" in analyst.post(f"{page}settle/", made).content.decode()
    assert officer.post(f"{page}settle/", made).status_code == 302
    assert "Version 3" in text(auditor, page)
    table = auditor.get("/proposed-changes/export.csv")
    [header, line] = csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig")))  # type: ignore[arg-type]  # a streamed answer
    assert dict(zip(header, line, strict=True))["title"] == "'=A weight"


def test_a_program_does_the_same() -> None:
    counsel = signed(Role.COUNSEL)

    def post(path: str, given: dict[str, object]) -> tuple[int, dict[str, object]]:
        answer = counsel.post(f"/api/v1/proposed-changes{path}", given, content_type="application/json")
        return answer.status_code, answer.json() if answer.content else {}

    assert post("", told(against="sales"))[0] == 400
    code, made = post("", told(against="clauses"))
    assert code == 201 and str(made["reference"]).startswith("PC-")
    other = wanted()
    assert counsel.get("/api/v1/proposed-changes?state=proposed").json()["total"] == 2
    assert post(f"/{other}/outcome", {"outcome": "done", "note": "x"})[0] == 409
    assert post(f"/{other}/take-up", {}) == (200, {"draft_id": None})
    assert post(f"/{other}/outcome", {"outcome": "declined", "note": "The law forbids it"})[0] == 204
    assert counsel.get(f"/api/v1/proposed-changes/{other}").json()["state"] == "declined"

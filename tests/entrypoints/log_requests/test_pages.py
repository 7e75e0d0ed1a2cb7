"""Log requests through their doors: a programme of two, the run by command line, what came, and what follows."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duecare.adapters import clock
from duecare.apps.audit.queries import Filter, entries
from duecare.apps.entitlements.models import Change
from duecare.apps.monitoring import actions
from duecare.apps.monitoring.models import LogAsk, LogProgramme, LogRequest
from duecare.kernel.actor import Role
from tests.apps.monitoring.asked_for_logs import GIVEN, adopted, supplied
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {"per_year": "2", "days": "14", "former_months": "6", "channel": "post", "text": GIVEN.text}


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def signed(role: Role) -> Client:
    client = Client()
    sign_in(client, role)
    return client


def test_from_the_programme_to_the_suspension() -> None:
    officer, counsel, analyst, member = (
        signed(role) for role in (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.ANALYST, Role.COMMITTEE_MEMBER)
    )
    customer = supplied()
    assert "Until two persons adopt one" in text(officer, "/log-requests/programme/")
    refused = officer.post("/log-requests/programme/new/", {**TOLD, "days": "4"})
    assert refused.status_code == 200 and not LogProgramme.objects.exists()
    assert officer.post("/log-requests/programme/new/", TOLD).status_code == 302
    programme = LogProgramme.objects.get()
    answer = f"/log-requests/programme/{programme.id}/"
    assert answer not in text(officer, "/log-requests/programme/")
    assert "for 6 months after the last day of supply" in text(officer, "/log-requests/programme/")
    assert "second person" in officer.post(answer, {"answer": "adopt"}).content.decode()
    assert answer in text(counsel, "/log-requests/programme/")
    assert counsel.post(answer, {"answer": "adopt"}).status_code == 302

    ask = f"/customers/{customer}/log-request/"
    assert ask in text(member, f"/customers/{customer}/entitlements/")
    shown = text(member, ask).split("<main")[1]
    assert "<textarea" not in shown and 'type="date"' not in shown, "no room for a reason or a day"
    assert member.post(ask).status_code == 302 and member.post(ask).status_code == 302
    assert LogAsk.objects.count() == 1
    for page in ("/log-requests/", "/log-requests/programme/", f"/customers/{customer}/entitlements/"):
        assert "put down" not in text(officer, page).split("<main")[1].lower(), "who waits is on no page"

    with clock.at(clock.now() + timedelta(days=6)), patch("secrets.randbelow", lambda of: of - 1):
        assert actions.ask_due() == 1
        analyst, member = signed(Role.ANALYST), signed(Role.COMMITTEE_MEMBER)  # sessions ended meanwhile
        row = LogRequest.objects.get()
        page = f"/log-requests/{row.id}/"
        assert row.reference in text(analyst, "/log-requests/") and "Committee office" in text(analyst, page)
        assert GIVEN.text not in text(analyst, page) and f"/letters/{row.letter_id}/" in text(analyst, page)
        told = {"answer": "refused", "day": clock.today().isoformat()}
        assert analyst.post(f"{page}answer/", {**told, "answer": "silent"}).status_code == 200
        assert analyst.post(f"{page}answer/", told).status_code == 302
        assert "suspension proposed" in text(member, "/log-requests/?state=proposed")
        assert f"{page}suspension/" in text(member, page) and f"{page}suspension/" not in text(analyst, page)
        assert "say why" in member.post(f"{page}suspension/", {"answer": "leave"}).content.decode().lower()
        assert member.post(f"{page}suspension/", {"answer": "follow"}).status_code == 302
        assert "Put down for the daily run" in text(analyst, page)
    assert Change.objects.get().code == "information_outstanding"


def test_sales_reads_nothing_of_it_and_the_table_is_taken_away_harmless() -> None:
    adopted()
    supplied()
    with clock.at(clock.now() + timedelta(days=1)), patch("secrets.randbelow", lambda of: 0):
        actions.ask_due()
    row = LogRequest.objects.get()
    row.customer_name = "=1+1"
    row.save()
    seller = signed(Role.SALES)
    for page in ("/log-requests/", "/log-requests/export.csv", f"/log-requests/{row.id}/", "/log-requests/programme/"):
        assert seller.get(page).status_code == 403
    table = signed(Role.AUDITOR).get("/log-requests/export.csv")
    [header, line] = csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig")))  # type: ignore[arg-type]  # a streamed answer
    told = dict(zip(header, line, strict=True))
    assert told["customer"] == "'=1+1" and told["reference"] == row.reference and "until" not in header


def test_the_api_does_the_same_and_tells_nobody_what_is_put_down() -> None:
    officer, counsel, member = (signed(role) for role in (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER))

    def post(client: Client, path: str, given: dict[str, object] | None = None) -> int:
        return client.post(f"/api/v1{path}", given or {}, content_type="application/json").status_code

    customer = supplied()
    assert post(member, f"/customers/{customer}/log-requests") == 409
    assert post(officer, "/log-programmes", {**TOLD, "per_year": 5, "days": 14, "former_months": 6}) == 400
    assert post(officer, "/log-programmes", {**TOLD, "per_year": 2, "days": 14, "former_months": 6}) == 201
    [waiting] = officer.get("/api/v1/log-programmes").json()
    path = f"/log-programmes/{waiting['id']}/answer"
    assert post(officer, path, {"answer": "adopt"}) == 403 and post(counsel, path, {"answer": "adopt"}) == 204
    assert post(member, f"/customers/{customer}/log-requests") == 204
    assert post(officer, f"/customers/{customer}/log-requests") == 204, "told like the first time"
    assert officer.get("/api/v1/log-requests").json() == {"rows": [], "total": 0}
    with clock.at(clock.now() + timedelta(days=9)), patch("secrets.randbelow", lambda of: of - 1):
        assert actions.ask_due() == 1
        officer, member = signed(Role.COMPLIANCE_OFFICER), signed(Role.COMMITTEE_MEMBER)  # sessions ended meanwhile
        [row] = officer.get("/api/v1/log-requests?state=sent").json()["rows"]
        path, day = f"/log-requests/{row['id']}", clock.today().isoformat()
        assert post(officer, f"{path}/check", {"result": "unreadable", "note": "Empty"}) == 409
        assert post(officer, f"{path}/answer", {"answer": "granted", "day": day}) == 204
        assert post(officer, f"{path}/check", {"result": "sound", "head": "no"}) == 400
        assert post(officer, f"{path}/check", {"result": "sound", "head": "ab" * 32, "entries": 7}) == 204
        assert post(officer, f"{path}/answer", {"answer": "refused", "day": day}) == 409, (
            "a log that was given stays given"
        )
        assert post(member, f"{path}/suspension") == 409
        assert officer.get(f"/api/v1{path}").json()["check_entries"] == 7
        assert post(officer, f"{path}/answer", {"answer": "partly", "day": day}) == 204, "the check found it cut short"
    shown = [one for one in entries(Filter(), 50) if one.act == "log_request.ask"]
    assert len(shown) == 2 and all(str(customer) not in str(one) for one in shown)


def test_a_list_of_thousands_takes_few_statements() -> None:
    adopted()
    supplied()
    with clock.at(clock.now() + timedelta(days=1)), patch("secrets.randbelow", lambda of: 0):
        actions.ask_due()
    row, officer = LogRequest.objects.get(), signed(Role.COMPLIANCE_OFFICER)
    LogRequest.objects.bulk_create(
        LogRequest(
            reference=f"LR-1999-{n}", customer_id=row.customer_id, customer_name="Invented", folded=f"invented {n}",
            programme_id=row.programme_id, day=row.day, period_from=row.period_from, due_on=row.due_on, state="sent",
            letter_id=row.letter_id,
        )
        for n in range(3_000)
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as seen:
        shown = text(officer, "/log-requests/?size=100&page=3")
    assert len(seen) <= 15 and "3,001" in shown

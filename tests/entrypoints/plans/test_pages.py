"""Plans and measures as people meet them in the browser."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duecare.adapters.home import evidence
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation import queries
from duecare.kernel.actor import Role
from tests.apps.governance.people import found
from tests.apps.mitigation import ready
from tests.permissions.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]


def html(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == status, (name, response.status_code)
    return response.content.decode()


def send(client: Client, name: str, *args: object, status: int = 302, **data: object) -> str:
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == status, (name, response.status_code, response.content.decode()[:3000])
    return response.content.decode()


def officer(client: Client) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER, name="plan officer")


def test_from_no_plan_to_the_committee(client: Client) -> None:
    made = ready.classified()
    officer(client)
    assert "No plan yet" in html(client, "plan", made)
    send(client, "plan_draft", made)
    page = html(client, "plan", made)
    assert "has no owner" in page and "Adopt the plan" not in page
    send(client, "plan_adopt", made, version=1, status=409)
    for row in ready.page(made).measures:
        ready.owner(row.owner_role)
        send(client, "measure_owner", row.id, person=str(ready.owner(row.owner_role).id))
    assert "Adopt the plan" in html(client, "plan", made)
    send(client, "plan_adopt", made, version=1)
    found()
    assert "Put it to decision" in html(client, "plan", made)
    refused = send(client, "plan_submit", made, procedure="urgent", status=200)
    assert "Haste is no reason" in refused
    send(client, "plan_submit", made, procedure="meeting")
    latest = governance.latest_for(made)
    assert latest is not None and latest.state == "open"
    assert "Sale not permitted" in html(client, "plan", made)


def test_evidence_with_a_document_is_given_seen_and_verified(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    row = next(one for one in ready.page(made).measures if one.code == "M-01")
    sign_in(client, Role.COUNSEL, name="owner counsel")
    file = SimpleUploadedFile("signed.txt", b"the signed text", content_type="text/html")
    send(client, "measure_evidence", row.id, note="Page 4", document=file)
    proof = queries.measure(ready.officer(), row.id).proofs[0]
    assert evidence().open(proof.sha256) == b"the signed text"
    sign_in(client, Role.COMPLIANCE_OFFICER, name="verifier compliance_officer")
    assert "signed.txt" in html(client, "measure", row.id)
    saved = client.get(reverse("measure_proof", args=[proof.id]))
    assert b"".join(saved.streaming_content) == b"the signed text"  # type: ignore[attr-defined]  # a file response
    assert saved["Content-Type"] == "application/octet-stream" and "attachment" in saved["Content-Disposition"]
    assert "Send back" in html(client, "measure", row.id)
    send(client, "measure_back", row.id, proof=str(proof.id), status=200)
    send(client, "measure_verify", row.id, proof=str(proof.id), remark="Seen")
    assert "verified" in html(client, "measure", row.id)


def test_a_changed_file_is_told_on_the_plan_page(client: Client) -> None:
    made = ready.approved()
    officer(client)
    assert "Sale permitted" in html(client, "plan", made)
    ready.change_a_fact(made)
    page = html(client, "plan", made)
    assert "Sale not permitted" in page and "question 1.2" in page


def test_a_vote_in_the_browser_on_a_changed_file_is_refused_and_reopens(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    body = found()
    decision = ready.submitted(made, body)
    sha = governance.decision(ready.officer(), decision).sha256
    ready.change_a_fact(made)
    sign_in(client, Role.COMMITTEE_MEMBER, Role.COUNSEL, name="human_rights chair")
    page = send(client, "decision_vote", decision, choice="for", reason="Fine", seen_sha256=sha, status=200)
    assert "The file changed" in page
    assert governance.decision(ready.officer(), decision).state == "reopened"


def test_the_list_filters_and_a_stranger_finds_nothing(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    reference = ready.page(made).reference
    officer(client)
    assert reference in html(client, "plans")
    assert reference not in client.get(reverse("plans"), {"state": "overdue"}).content.decode()
    assert reference in client.get(reverse("plans"), {"state": "adopted", "q": "forensics"}).content.decode()
    sign_in(client, Role.SALES, name="sales two")
    assert reference not in html(client, "plans")
    html(client, "plan", made, status=404)
    row = ready.page(made).measures[0]
    html(client, "measure", row.id, status=404)
    html(client, "measure_proof", uuid4(), status=404)


def test_sales_reads_its_own_plan_and_changes_nothing(client: Client) -> None:
    made = ready.classified()
    ready.planned(made)
    sign_in(client, Role.SALES, name="sales one")
    page = html(client, "plan", made)
    assert "Put it to decision" not in page and "Reopen for changes" not in page
    for name in ("plan_draft", "plan_adopt", "plan_redraft", "plan_submit", "measure_add"):
        send(client, name, made, status=403)


def test_the_pages_ask_a_bounded_number_of_questions(client: Client, django_assert_max_num_queries: object) -> None:
    made: UUID = ready.classified()
    ready.planned(made)
    officer(client)
    client.get(reverse("plans"))
    with django_assert_max_num_queries(15):  # type: ignore[operator]  # pytest-django's fixture
        html(client, "plans")

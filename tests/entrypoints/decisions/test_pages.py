"""A decision through its pages: read, vote, close, take the record home."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duecare.adapters.home import audit_key
from duecare.adapters.signing import verifies
from duecare.apps.governance import actions, queries
from duecare.apps.governance.rules.papers import FrozenPaper
from duecare.kernel.actor import Role
from tests.apps.governance.people import LOG_ACCESS, TODAY, Body, found, in_meeting, officer, paper, seller, vote
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _frozen(frozen: datetime) -> None:
    """Every test starts at the same moment."""


@pytest.fixture
def body() -> Body:
    return found()


def opened(body: Body, file: FrozenPaper) -> UUID:
    decision = actions.open_decision(by=officer(), paper=file)
    in_meeting(decision, body, officer())
    return decision


def as_chair(client: Client) -> None:
    sign_in(client, Role.COMMITTEE_MEMBER, Role.COUNSEL, name="human_rights chair")


def as_officer(client: Client) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER, name="officer one")


def text(client: Client, route: str, *args: object) -> str:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_a_member_votes_once_on_the_paper_shown(client: Client, body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    as_chair(client)
    assert "1 decision waits for your vote" in text(client, "decisions")
    address = reverse("decision_vote", args=[decision])
    assert f'name="seen_sha256" value="{file.sha256}"' in text(client, "decision_vote", decision)
    given = {
        "choice": "for_with_conditions",
        "reason": "With log access.",
        "before": "Open the log\n\nTrain",
        "after": "",
    }
    stale = client.post(address, {**given, "seen_sha256": "0" * 64})
    assert stale.status_code == 200 and "paper you read is not the one" in stale.content.decode()
    assert client.post(address, {**given, "seen_sha256": file.sha256}).status_code == 302
    page = text(client, "decision", decision)
    assert "With log access." in page and "Open the log" in page and "Train" in page
    assert client.get(address).status_code == 403
    assert "0 decisions wait for your vote" in text(client, "decisions")


def test_an_empty_vote_says_what_is_missing(client: Client, body: Body) -> None:
    decision = opened(body, paper())
    as_chair(client)
    answer = client.post(reverse("decision_vote", args=[decision]), {})
    assert answer.status_code == 200 and answer.content.decode().count("This field is required.") >= 2


def test_closing_counts_only_what_was_seen(client: Client, body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    as_officer(client)
    address = reverse("decision_close", args=[decision])
    assert client.post(address, {}).status_code == 400
    assert client.post(address, {"seen_votes": 3}).status_code == 409
    assert client.post(address, {"seen_votes": 4}).status_code == 302
    assert "Record (PDF)" in text(client, "decision", decision)


def test_the_record_comes_as_signed_json_and_as_pdf(client: Client, body: Body) -> None:
    file = paper(conditions=(LOG_ACCESS,))
    decision = opened(body, file)
    as_officer(client)
    assert client.get(reverse("decision_pdf", args=[decision])).status_code == 404
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    (version,) = json.loads(client.get(reverse("decision_json", args=[decision])).content)
    assert verifies(audit_key().public, version["body"].encode(), base64.b64decode(version["signature"]))
    answer = client.get(reverse("decision_pdf", args=[decision]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as file_read:
        assert "/StructTreeRoot" in file_read.Root
        assert str(file_read.Root.Lang) == "en"


def test_sales_sees_who_decides_and_the_outcome_but_no_votes(client: Client, body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    vote(decision, body.chair, "against", file.sha256)
    sign_in(client, Role.SALES, name="seller one")
    shown = text(client, "decision", decision)
    assert "Decided by" in shown and body.chair.name not in shown and "against" not in shown
    assert client.get(reverse("decision_pdf", args=[decision])).status_code == 403
    assert "must vote, can end it" in text(client, "authority")
    sign_in(client, Role.SALES, name="seller two")
    assert client.get(reverse("decision", args=[decision])).status_code == 404


def test_a_refusal_is_asked_to_be_reconsidered_and_answered_by_another(client: Client, body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "against", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    sign_in(client, Role.SALES, name="seller one")
    address = reverse("decision_reconsider", args=[decision])
    assert client.post(address, {"new_facts": "A judge now signs each order."}).status_code == 302
    assert client.get(address).status_code == 403
    as_officer(client)
    (request,) = queries.decision(officer(), decision).requests
    answer = reverse("decision_answer", args=[decision, request.id])
    assert "A judge now signs each order." in client.get(answer).content.decode()
    assert client.post(answer, {"answer": "admit", "reason": "The law of May."}).status_code == 302
    assert "Admitted: The law of May." in text(client, "decision", decision)
    assert client.get(reverse("decision_answer", args=[decision, uuid4()])).status_code == 404


def test_words_go_on_record_through_their_pages(client: Client, body: Body) -> None:
    file = paper()
    decision = actions.open_decision(by=officer(), paper=file, procedure="written", closes_on=TODAY + timedelta(days=5))
    as_chair(client)
    for route, said in (
        ("decision_object", "The oversight body was dissolved."),
        ("decision_recuse", "My brother was hired there."),
    ):
        assert client.post(reverse(route, args=[decision]), {"text": ""}).status_code == 200
        assert client.post(reverse(route, args=[decision]), {"text": said}).status_code == 302
        assert said in text(client, "decision", decision)
    vote(decision, body.first, "against", file.sha256)
    sign_in(client, Role.COMMITTEE_MEMBER, Role.COUNSEL, name="human_rights first")
    client.post(reverse("decision_dissent", args=[decision]), {"text": "Oversight is on paper only."})
    assert "Oversight is on paper only." in text(client, "decision", decision)
    as_officer(client)
    client.post(reverse("decision_withdraw", args=[decision]), {"text": "The customer left."})
    assert "withdrawn" in text(client, "decision", decision)


def test_the_ledger_of_refusals_is_harmless_in_a_spreadsheet(client: Client, body: Body) -> None:
    file = paper(value=None)
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "against", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    actions.propose_override(
        by=officer("officer two"),
        kind="class",
        subject_id=uuid4(),
        customer_id=None,
        label='=HYPERLINK("http://example.org")',
        from_value="high",
        to_value="elevated",
        reason="+1",
        expires_on=TODAY + timedelta(days=9),
    )
    as_officer(client)
    assert "the value of 1 is unknown and not counted" in text(client, "rejected")
    lines = list(csv.reader(io.StringIO(client.get(reverse("rejected_csv")).getvalue().decode("utf-8-sig"))))
    assert lines[1][:2] == ["D-2026-001", "O-2026-001"] and lines[1][5] == ""
    raw = client.get(reverse("overrides_csv")).getvalue().decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(raw)))[1]
    assert row[1].startswith("'=") and row[4] == "'+1"


def test_the_second_person_answers_an_override(client: Client, body: Body) -> None:
    override = actions.propose_override(
        by=officer("officer two"),
        kind="class",
        subject_id=uuid4(),
        customer_id=None,
        label="C-2026-001",
        from_value="high",
        to_value="elevated",
        reason="The unit was split.",
        expires_on=TODAY + timedelta(days=9),
    )
    as_officer(client)
    assert "Answer as second person" in text(client, "overrides")
    address = reverse("override_answer", args=[override])
    assert client.post(address, {"answer": "confirm", "reason": "Read the decree."}).status_code == 302
    assert client.post(address, {"answer": "refuse", "reason": "No."}).status_code == 200
    outcome = reverse("override_outcome", args=[override])
    assert client.post(outcome, {"text": "Nothing was reported."}).status_code == 302
    assert "Nothing was reported." in text(client, "overrides")


def test_adopting_a_matrix(client: Client) -> None:
    as_officer(client)
    assert "not adopted by the company yet" in text(client, "authority")
    address = reverse("authority_adopt")
    assert client.post(address, {"code": "default", "start": TODAY.isoformat()}).status_code == 302
    assert "not adopted by the company yet" not in text(client, "authority")


def test_pages_ask_the_database_little(
    client: Client, body: Body, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        file = paper()
        decision = opened(body, file)
        vote(decision, body.first, "for", file.sha256)
        vote(decision, body.independent, "for_with_conditions", file.sha256, LOG_ACCESS)
    as_officer(client)
    client.get(reverse("decisions"))
    for route, args, most in (
        ("decisions", (), 15),
        ("decision", (decision,), 19),
        ("authority", (), 15),
        ("committees", (), 15),
        ("committee", (body.id,), 15),
    ):
        with django_assert_max_num_queries(most):
            client.get(reverse(route, args=args))


def test_search_and_home_lead_to_what_waits(client: Client, body: Body) -> None:
    opened(body, paper())
    as_chair(client)
    assert "Vote on D-2026-001" in text(client, "home")
    assert seller().name not in text(client, "decisions")

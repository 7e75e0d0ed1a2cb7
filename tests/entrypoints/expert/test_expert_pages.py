"""The outside expert's page: one link, the questions asked, nothing else; a workbook goes out and back."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duecare.adapters import clock
from duecare.apps.assessments import actions, queries
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.permissions.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
CONFLICTS = {"step": "conflicts", "none": "yes", "text": "", "signed_name": "A. Exemple"}


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


def url(token: str) -> str:
    return reverse("expert", args=[token])


def test_counsel_makes_a_link_that_is_shown_once_and_opens_without_an_account(client: Client) -> None:
    made = deals.filed()
    sign_in(client, Role.COUNSEL)
    sent = {"name": "Avocat Exemple", "country": "tha", "qualification": "Bar", "questions": ["3.1"],
            "expires_on": "2026-12-20"}  # fmt: skip
    page = client.post(reverse("expert_invite", args=[made]), sent)
    link = page.content.decode().split('class="code">')[1].split("</p>")[0]
    assert page["Cache-Control"] == "no-store"
    token = link.rstrip("/").split("/")[-1]
    assert token not in client.get(reverse("file_section", args=[made, "expert"])).content.decode()
    answer = Client().get(url(token))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "3.1" in text
    assert "3.2" not in text
    assert "cyber unit" not in text.lower()


def test_wrong_ended_and_closed_links_look_the_same() -> None:
    made = deals.filed()
    engagement, token, _ = filled.invited(made, days=3)
    answers = {Client().get(url("B" * 43)).content, Client().get(url("kurz")).content}
    with clock.at(datetime(2026, 11, 27, 9, tzinfo=UTC)):
        answers.add(Client().get(url(token)).content)
    actions.revoke_engagement(by=deals.COUNSEL, engagement_id=engagement, reason="r")
    closed = Client().get(url(token))
    answers.add(closed.content)
    assert closed.status_code == 404
    assert len({body.replace(b"\n", b"") for body in answers}) == 1
    assert Client().post(url(token), CONFLICTS).status_code == 404
    assert Client().get(reverse("expert_workbook", args=[token])).status_code == 404


def test_a_form_from_another_site_is_refused() -> None:
    _, token, _ = filled.invited(deals.filed())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url(token), CONFLICTS).status_code == 403


def test_conflicts_answers_and_signature_on_the_page() -> None:
    made = deals.filed()
    _, token, _ = filled.invited(made, "3.1", "3.4")
    client = Client()
    assert client.post(url(token), CONFLICTS).status_code == 302
    sent = {"step": "answers", "value_3_1": "yes", "state_3_1": "", "reason_3_1": "Article of an invented code"}
    assert client.post(url(token), sent).status_code == 302
    early = client.post(url(token), {"step": "sign", "summary": "s", "signed_name": "A. Exemple"})
    assert "3.4" in early.content.decode()
    sent = {"step": "answers", "value_3_4": "judge", "value_3_1": "yes", "reason_3_1": "Article of an invented code"}
    assert client.post(url(token), sent).status_code == 302
    rows = queries.answer_rows(made, queries.deal(made).fields())
    assert [(row.question, row.number, row.value, row.expert) for row in rows] == [
        ("3.1", 1, "yes", "Avocat Exemple"),
        ("3.4", 1, "judge", "Avocat Exemple"),
    ]
    opinion = SimpleUploadedFile("opinion.pdf", b"%PDF-1.7 opinion", content_type="application/pdf")
    signed = {"step": "sign", "summary": "An order is needed", "signed_name": "A. Exemple", "opinion": opinion}
    assert client.post(url(token), signed).status_code == 302
    assert "You signed on" in client.get(url(token)).content.decode()
    assert queries.engagements(made, queries.deal(made).fields(), deals.DAY)[0].state == "signed"


def filled_workbook(client: Client, token: str, **cells: str) -> SimpleUploadedFile:
    data = client.get(reverse("expert_workbook", args=[token])).content
    book = load_workbook(io.BytesIO(data))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("questions.xlsx", out.getvalue())


def test_the_workbook_goes_out_with_lists_and_comes_back_whole() -> None:
    made = deals.filed()
    _, token, _ = filled.invited(made, "3.1", "3.4")
    client = Client()
    data = client.get(reverse("expert_workbook", args=[token])).content
    lists = [one.formula1 for one in load_workbook(io.BytesIO(data)).worksheets[0].data_validations.dataValidation]
    assert '"yes,no"' in lists
    back = filled_workbook(client, token, C2="yes", E2="Article of an invented code", D3="asked_no_answer")
    assert client.post(url(token), {"step": "workbook", "workbook": back}).status_code == 302
    held = queries.desk(queries.expert_of(token, deals.DAY)).answers
    assert held == {"3.1": ("answered", "yes", "Article of an invented code"), "3.4": ("asked_no_answer", "", "")}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"C2": "yes", "C3": "perhaps"}, "row 3"),
        ({"C2": "yes", "D3": "certainly"}, "row 3"),
        ({"C2": "=1+1"}, "row 2"),
        ({"A3": "3.1", "C2": "yes", "C3": "no"}, "row 3"),
        ({"A2": "3.9", "C2": "yes"}, "row 2"),
        ({"A1": "Something"}, "row 1"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_half_done(cells: dict[str, str], says: str) -> None:
    made = deals.filed()
    _, token, _ = filled.invited(made, "3.1", "3.4")
    client = Client()
    back = filled_workbook(client, token, **cells)
    response = client.post(url(token), {"step": "workbook", "workbook": back})
    assert says in response.content.decode().lower()
    assert queries.desk(queries.expert_of(token, deals.DAY)).answers == {}


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_something_else_than_a_workbook_is_refused(data: bytes) -> None:
    _, token, _ = filled.invited(deals.filed())
    sent = {"step": "workbook", "workbook": SimpleUploadedFile("x.xlsx", data)}
    assert Client().post(url(token), sent).status_code == 200


def test_many_tries_are_slowed_down() -> None:
    client = Client()
    codes = [client.get(url("C" * 43)).status_code for _ in range(62)]
    assert codes[:60] == [404] * 60
    assert codes[-1] == 429


def test_the_link_ends_on_its_last_day() -> None:
    made = deals.filed()
    _, token, _ = filled.invited(made, days=3)
    with clock.at(datetime(2026, 11, 26, 22, tzinfo=UTC) - timedelta(hours=1)):
        assert Client().get(url(token)).status_code == 200

"""Correspondence through its doors: recorded, given to somebody, answered, taken away."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from duecare.adapters import clock
from duecare.apps.engagement import queries
from duecare.apps.engagement.models import Letter
from duecare.kernel.actor import Role
from tests.apps.engagement.written import answerer, came, written
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def told(**more: object) -> dict[str, object]:
    day = clock.today().isoformat()
    return {
        "direction": "in", "day": day, "other": "Society for Invented Rights", "channel": "email",
        "subject": "Your sale", "owner_id": str(answerer().id), "due_on": day, **more,
    }  # fmt: skip


def test_from_the_letter_to_its_answer(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    assert "No letter yet" in text(client, "/letters/")
    assert "its place is a sealed case" in text(client, "/letters/new/")
    refused = client.post("/letters/new/", told(owner_id=""))
    assert refused.status_code == 200 and "say why nobody does" in refused.content.decode()
    assert client.post("/letters/new/", told()).status_code == 302
    row = Letter.objects.get()
    page = f"/letters/{row.id}/"
    assert "Invented Rights" in text(client, "/letters/") and "its place is a sealed case" in text(client, page)
    file = SimpleUploadedFile("=letter.txt", b"Dear Sir or Madam")
    assert client.post(f"{page}documents/new/", {"file": file}).status_code == 302
    [document] = queries.letter(row.id).documents
    answer = client.get(f"/letters/documents/{document.id}/")
    assert b"".join(answer) == b"Dear Sir or Madam"  # type: ignore[arg-type]  # a streamed answer
    assert answer["Content-Security-Policy"] == "sandbox" and "attachment" in answer["Content-Disposition"]
    assert f'value="{row.id}" selected' in text(client, f"/letters/new/?answers={row.id}")
    client.post("/letters/new/", told(direction="out", answers_id=str(row.id), owner_id="", due_on=""))
    assert "L-" in text(client, page) and queries.letter(row.id).state == "answered"
    assert "Record the answer" not in text(client, page)


def test_given_to_somebody_left_and_linked(client: Client) -> None:
    sign_in(client, Role.COUNSEL)
    first, second = came(), came()
    client.post(f"/letters/{first}/hand/", {"owner_id": str(answerer().id), "due_on": clock.today().isoformat()})
    assert queries.letter(first).due_on == clock.today()
    client.post(f"/letters/{first}/not-answered/", {"reason": "An advertisement"})
    assert "a second person has to agree" in text(client, f"/letters/{first}/")
    assert "Agree that it is not answered" not in text(client, f"/letters/{first}/"), "that is somebody else's to press"
    refused = client.post(f"/letters/{first}/agreed/")
    assert refused.status_code == 403 and "You said yourself" in refused.content.decode()
    other = Client()
    sign_in(other, Role.ANALYST)
    assert "Agree that it is not answered" in text(other, f"/letters/{first}/")
    assert other.post(f"/letters/{first}/agreed/").status_code == 302
    assert "An advertisement" in text(client, f"/letters/{first}/") and "agreed/" not in text(
        other, f"/letters/{first}/"
    )
    client.post("/letters/new/", told(direction="out", owner_id="", due_on=""))
    reply = Letter.objects.get(direction="out")
    client.post(f"/letters/{second}/answered-by/", {"answer_id": str(reply.id)})
    assert queries.letter(second).state == "answered"


def test_the_register_is_taken_away_harmless(client: Client) -> None:
    sign_in(client, Role.AUDITOR)
    came(given=written(other="=1+1", subject="@SUM(1)"))
    [header, row] = csv.reader(io.StringIO(b"".join(client.get("/letters/export.csv")).decode("utf-8-sig")))  # type: ignore[arg-type]  # a streamed answer
    found = dict(zip(header, row, strict=True))
    assert (found["from or to"], found["subject"], found["state"]) == ("'=1+1", "'@SUM(1)", "waiting")
    assert client.get("/letters/new/").status_code == 403


def test_the_api_records_answers_and_leaves(client: Client) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER)

    def post(path: str, given: dict[str, object]) -> tuple[int, dict[str, str]]:
        answer = client.post(f"/api/v1/letters{path}", given, content_type="application/json")
        return answer.status_code, answer.json() if answer.content else {}

    assert post("", told(owner_id=None))[0] == 422
    code, made = post("", told())
    assert code == 201
    day = clock.today().isoformat()
    assert post(f"/{made['id']}/owner", {"owner_id": str(answerer().id), "due_on": day})[0] == 204
    assert post(f"/{made['id']}/not-answered", {"reason": "Asked by mistake"})[0] == 204
    assert post(f"/{made['id']}/not-answered", {"reason": "Asked by mistake"})[0] == 409
    assert post(f"/{made['id']}/agreed", {})[0] == 403
    _, reply = post("", told(direction="out", owner_id=None, due_on=None))
    assert post(f"/{made['id']}/answered-by", {"answer_id": reply["id"]})[0] == 204
    assert client.get(f"/api/v1/letters/{made['id']}").json()["state"] == "answered"
    assert client.get("/api/v1/letters?state=answered").json()["total"] == 1
    file = SimpleUploadedFile("a.txt", b"abc")
    kept = client.post(f"/api/v1/letters/{made['id']}/documents", {"file": file})
    assert kept.status_code == 201
    content = client.get(f"/api/v1/letter-documents/{kept.json()['id']}/content")
    assert b"".join(content) == b"abc"  # type: ignore[arg-type]  # a streamed answer


def test_a_draft_is_held_against_the_one_answer_and_nothing_is_kept(client: Client) -> None:
    sign_in(client, Role.COUNSEL)
    assert "/letters/answer/" in text(client, "/letters/")
    page = text(client, "/letters/answer/")
    standard = queries.standard_answer()
    assert "neither confirm nor deny" in page and f"{standard.days} days after they asked" in page
    before = Letter.objects.count()
    given = {
        "recipient": "third_party", "language": "en", "received_on": "2028-02-20", "sends_on": "2028-03-05",
        "text": standard.texts["en"],
    }  # fmt: skip
    assert "Nothing in it tells anything" in client.post("/letters/answer/", given).content.decode()
    told = client.post("/letters/answer/", {**given, "text": "Fjordane is not our customer."}).content.decode()
    assert "Do not send this" in told and "Fjordane is not our customer." in told
    late = client.post("/letters/answer/", {**given, "sends_on": "2028-03-06"}).content.decode()
    assert "Mar 5, 2028" in late and "Do not send this" in late
    court = client.post("/letters/answer/", {**given, "recipient": "court", "text": "Yes."}).content.decode()
    assert "answered in substance" in court
    wrong = client.post("/letters/answer/", {**given, "language": "xx", "sends_on": "soon"})
    assert wrong.status_code == 200 and "Enter a valid date" in wrong.content.decode()
    assert Letter.objects.count() == before


def test_who_may_be_told_what_is_looked_up_before_a_letter_is_written(client: Client) -> None:
    sign_in(client, Role.COUNSEL)
    assert "/letters/who-may-be-told/" in text(client, "/letters/")
    rows = queries.disclosure_map()
    for whom in ("third_party", "reporter", "regulator"):
        shown = text(client, f"/letters/who-may-be-told/?to={whom}")
        assert f'value="{whom}" selected' in shown
        for title, rule in rows.told(whom):
            line = shown.partition(f"{escape(title)}</th>")[2].partition("</tr>")[0]
            expected = {
                "must": "must be told", "may": "may be told", "only_if": "only if", "must_not": "must not be told",
                "unknown": "not known: ask counsel",
            }[rule.answer]  # fmt: skip
            assert expected in line, (whom, title)
            assert escape(rule.because) in line and escape(rule.condition) in line
            assert ("not compared with the document" in line) == any(not one.verified for one in rule.sources)
    strange = text(client, "/letters/who-may-be-told/?to=neighbour")
    assert 'value="third_party" selected' in strange, "whoever is not known is told as little as anybody"
    draft = {"recipient": "court", "language": "en", "received_on": "2028-02-20", "sends_on": "2028-03-05", "text": "x"}
    assert "/letters/who-may-be-told/?to=court" in client.post("/letters/answer/", draft).content.decode()

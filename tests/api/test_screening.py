"""Screening by a program: from a publisher's file to hits, judgements, reports, runs and samples."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.apps.audit.queries import entries
from duecare.apps.parties import actions as parties
from duecare.apps.screening.models import Hit
from duecare.kernel.actor import Role
from duecare.kernel.ids import new_id
from tests.apps.screening.lists import CODE, FOUR, taken_in
from tests.apps.screening.working import carry_out, follow
from tests.permissions.signed_in import known

from .calling import BASE, call, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

NAME = "Blackthorn Signals Company"
HEAD = "id,schema,name,aliases,countries,birth,ids,programme\n"
ROWS = [
    f"1,Company,{NAME},Blackthorn Signals,THA,,registration:0105555,Own list\n",
    "2,Vessel,Zorvane Lantern,,PAN,,imo:9123456,Own list\n",
    "3,Company,Quillmark Defence Works,,FRA,,,Own list\n",
]
READ_IMPORT = "GET /screening/imports/{list_import_id}"
REASON = "Another company: other seat, other business"


def token(role: Role, name: str = "") -> str:
    return token_for(known(role, name=name))


@pytest.fixture
def officer() -> str:
    return token(Role.COMPLIANCE_OFFICER)


@pytest.fixture
def counsel() -> str:
    return token(Role.COUNSEL)


def uploaded(client: Client, token: str, *files: SimpleUploadedFile) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(f"{BASE}/screening/imports", {"files": list(files)}, headers=headers)
    return answer.status_code, answer.json()


def sent(client: Client, token: str, *rows: str, name: str = "own.csv") -> dict[str, Any]:
    """An upload of the own list after the worker read it."""
    file = SimpleUploadedFile(name, (HEAD + "".join(rows)).encode(), content_type="text/csv")
    status, made = uploaded(client, token, file)
    assert status == 201
    _, told = call(client, READ_IMPORT, token, list_import_id=made["id"])
    assert (told["asked"]["state"], told["editions"]) == ("waiting", [])
    carry_out()
    return call(client, READ_IMPORT, token, list_import_id=made["id"])[1]


def entered(name: str = NAME, country: str = "THA") -> UUID:
    return parties.enter_body(by=known(Role.SALES), name=name, kind="company", country=country)


def struck(client: Client, officer: str) -> tuple[UUID, str]:
    """A party and its hit on an imported list."""
    body = entered()
    sent(client, officer, *ROWS)
    status, told = call(client, "GET /screening/hits", officer)
    assert status == 200 and told["total"] == 1
    return body, told["rows"][0]["id"]


def read(client: Client, token: str, hit: str) -> dict[str, Any]:
    status, told = call(client, "GET /screening/hits/{hit_id}", token, hit_id=hit)
    assert status == 200
    return told


def judge(client: Client, token: str, hit: str, verdict: str, **more: str) -> tuple[int, dict[str, Any]]:
    given = {"verdict": verdict, "reason": REASON, "seen": read(client, token, hit)["seen"], **more}
    return call(client, "POST /screening/hits/{hit_id}/dispositions", token, given, hit_id=hit)


def stands(client: Client, token: str, body: UUID) -> dict[str, Any]:
    status, told = call(client, "GET /screening/bodies/{body_id}", token, body_id=body)
    assert status == 200
    return told


def test_a_list_is_imported_once_and_its_changes_are_told(client: Client, officer: str) -> None:
    first = sent(client, officer, *ROWS)
    assert first["asked"]["new"] and first["asked"]["files"] == ["own.csv"]
    assert [(one["list_code"], one["number"], one["entries"], one["state"]) for one in first["editions"]] == [
        ("in_house", 1, 3, "in_force")
    ]
    again = sent(client, officer, *ROWS, name="again.csv")
    assert again["editions"] == first["editions"] and not again["asked"]["new"]
    assert call(client, "GET /screening/imports", officer)[1]["total"] == 2
    moved = ROWS[0].replace("Blackthorn Signals,", "Blackthorn Radio,")
    second = sent(client, officer, moved, *ROWS[1:])
    edition = second["editions"][0]["id"]
    assert (second["editions"][0]["amended"], second["editions"][0]["removed"]) == (1, 0)
    _, changes = call(client, "GET /screening/editions/{edition_id}/changes", officer, edition_id=edition)
    assert changes["total"] == 1
    change = changes["rows"][0]
    assert (change["kind"], change["key"], change["parts"]) == ("amended", "1", ["names"])
    assert ["alias", "Blackthorn Radio"] in change["after"]["names"]
    assert ["alias", "Blackthorn Signals"] in change["before"]["names"]
    _, listed = call(client, "GET /screening/editions?list_code=in_house&limit=1", officer)
    assert (listed["total"], [one["number"] for one in listed["rows"]]) == (2, [2])
    _, shown = call(client, "GET /screening/editions/{edition_id}", officer, edition_id=edition)
    assert shown == listed["rows"][0]
    assert call(client, "GET /screening/editions/{edition_id}/changes", officer)[0] == 404


def test_a_file_that_cannot_be_used_is_refused_in_three_sentences(client: Client, officer: str) -> None:
    sent(client, officer, *ROWS)
    told = sent(client, officer, "4,Spaceship,Invented Orbiter,,,,,\n", name="bad.csv")
    assert told["asked"]["state"] == "failed" and "bad.csv" in told["asked"]["fault"]
    assert "Spaceship" in told["asked"]["fault"] and told["editions"] == []
    _, listed = call(client, "GET /screening/editions", officer)
    assert [(one["number"], one["state"]) for one in listed["rows"]] == [(1, "in_force")]
    assert uploaded(client, officer)[0] == 400
    status, told = uploaded(client, officer, *(SimpleUploadedFile(f"{n}.csv", HEAD.encode()) for n in range(21)))
    assert status == 400 and "at most 20" in told["happened"]
    assert call(client, READ_IMPORT, officer)[0] == 404


def test_a_list_that_shrank_waits_for_a_person(client: Client, officer: str) -> None:
    sent(client, officer, *ROWS)
    told = sent(client, officer, ROWS[0])
    held = told["editions"][0]
    assert held["state"] == "held" and held["held_words"] == "It lacks more than half of the entries in force."
    _, status = call(client, "GET /screening/status", officer)
    assert [one["id"] for one in status["held"]] == [held["id"]]
    refuse, accept = (f"POST /screening/editions/{{edition_id}}/{word}" for word in ("refuse", "accept"))
    for blank in ({}, {"reason": " "}):
        assert call(client, refuse, officer, blank, edition_id=held["id"])[0] == 400
    given = {"reason": "Half a file"}
    assert call(client, refuse, officer, given, edition_id=held["id"])[0] == 204
    assert call(client, refuse, officer, given, edition_id=held["id"])[0] == 409
    assert call(client, accept, officer, {"reason": "It is whole after all"}, edition_id=held["id"])[0] == 204
    assert call(client, accept, officer, given, edition_id=held["id"])[0] == 409
    _, status = call(client, "GET /screening/status", officer)
    assert [(one["number"], one["entries"]) for one in status["in_force"]] == [(2, 1)] and not status["held"]


def test_a_hit_shows_both_records_alignment_and_where_the_entry_stands(client: Client, officer: str) -> None:
    body, hit = struck(client, officer)
    told = read(client, officer, hit)
    assert told["row"]["body"]["id"] == str(body) and told["row"]["strength"] == "strong"
    assert told["entry"]["schema"] == "Company" and told["entry"]["ids"] == [["registration", "0105555", ""]]
    parts = told["alignment"]["parts"]
    assert [(one["left"], one["relation"]) for one in parts][:2] == [("blackthorn", "same"), ("signals", "same")]
    assert {one["part"]: one["says"] for one in told["circumstances"]}["country"] == "confirms"
    where = told["provenance"]
    assert (where["list_code"], where["key"], where["files"], where["in_force"]) == ("in_house", "1", ["own.csv"], True)
    assert told["words"] == [] and told["duties"] == []


def test_the_queue_is_filtered_and_paged(client: Client, officer: str) -> None:
    for name in (NAME, "Quillmark Defence Works"):
        entered(name)
    sent(client, officer, *ROWS)
    carry_out()
    analyst = known(Role.ANALYST, name="ann")
    _, told = call(client, "GET /screening/hits?limit=1", officer)
    assert told["total"] == 2 and len(told["rows"]) == 1
    _, rest = call(client, "GET /screening/hits?limit=1&offset=1", officer)
    first, second = told["rows"][0]["id"], rest["rows"][0]["id"]
    assert first != second
    given = {"person_id": analyst.id}
    for _ in range(2):  # pressed twice
        assert call(client, "PUT /screening/hits/{hit_id}/assignee", officer, given, hit_id=first)[0] == 204

    def found(query: str) -> list[str]:
        return [one["id"] for one in call(client, f"GET /screening/hits?{query}", officer)[1]["rows"]]

    assert found(f"assignee={analyst.id}") == [first]
    assert found("assignee=nobody") == [second]
    assert found(f"body_id={rest['rows'][0]['body']['id']}") == [second]
    assert found("strength=weak") == [] and found("older_than_days=1") == [] and found("state=cleared") == []
    assert found("q=quillmark") == found("q=QUILLMARK&list_code=in_house") != [] and found("list_code=un_sc") == []
    assert told["counts"] == {"medium": 1, "strong": 1} and told["lists"] == {"in_house": 2}
    for query in ("strength=huge", "state=lost", "assignee=me", "order=luck"):
        assert call(client, f"GET /screening/hits?{query}", officer)[0] == 400
    for nobody in (known(Role.SALES).id, new_id()):
        given = {"person_id": nobody}
        status, told = call(client, "PUT /screening/hits/{hit_id}/assignee", officer, given, hit_id=first)
        assert status == 422 and ("roles judge no hit" in told["happened"] or "not active" in told["happened"])
    given = {"person_id": None}
    assert call(client, "PUT /screening/hits/{hit_id}/assignee", officer, given, hit_id=first)[0] == 204
    assert set(found("assignee=nobody")) == {first, second}


def test_a_strong_match_is_cleared_by_two_persons_and_then_the_gate_opens(
    client: Client, officer: str, counsel: str
) -> None:
    body, hit = struck(client, officer)
    assert (stands(client, officer, body)["own"]["state"], stands(client, officer, body)["clear"]) == (
        "possible",
        False,
    )
    assert judge(client, officer, hit, "cleared", seen="0" * 64)[0] == 409
    status, made = judge(client, officer, hit, "cleared")
    assert status == 201
    seen, confirm = read(client, officer, hit)["seen"], "POST /screening/dispositions/{disposition_id}/confirm"
    known_ids = {"disposition_id": made["id"]}
    status, told = call(client, confirm, officer, {"seen": seen}, **known_ids)
    assert status == 403 and "yourself" in told["happened"]
    assert judge(client, officer, hit, "confirmed")[0] == 409, "a clearance waits for its second person"
    assert call(client, confirm, counsel, {"seen": "0" * 64}, **known_ids)[0] == 409
    assert not stands(client, officer, body)["clear"]
    assert call(client, confirm, counsel, {"seen": seen, "reason": "I agree"}, **known_ids)[0] == 204
    assert call(client, confirm, counsel, {"seen": seen}, **known_ids)[0] == 409
    told = stands(client, officer, body)
    assert (told["own"]["state"], told["clear"], told["compared_with"]) == ("none", True, {"in_house": 1})
    assert told["screened_at"]
    words = read(client, officer, hit)["words"]
    assert [(one["verdict"], one["state"], one["second_reason"]) for one in words] == [("cleared", "stands", "I agree")]
    assert {row.act for row in entries()} >= {"list.import", "hit.dispose", "hit.confirm_clearance"}


def test_a_returned_clearance_opens_the_hit_again(client: Client, officer: str, counsel: str) -> None:
    _, hit = struck(client, officer)
    made = judge(client, officer, hit, "cleared")[1]["id"]
    back = "POST /screening/dispositions/{disposition_id}/return"
    assert call(client, back, officer, {"reason": "no"}, disposition_id=made)[0] == 403
    assert call(client, back, counsel, {"reason": "The seat is the same"}, disposition_id=made)[0] == 204
    assert call(client, back, counsel, {"reason": "again"}, disposition_id=made)[0] == 409
    assert read(client, officer, hit)["row"]["standing"]["state"] == "open"


def test_a_confirmed_hit_closes_the_gate_and_its_report_is_recorded_once(client: Client, officer: str) -> None:
    body = entered()
    taken_in(FOUR, code="eu_invented")
    carry_out()
    hit = str(Hit.objects.get().id)
    assert judge(client, officer, hit, "confirmed")[0] == 201
    assert stands(client, officer, body)["own"]["state"] == "confirmed"
    _, told = call(client, "GET /screening/duties", officer)
    duty = told["rows"][0]
    assert told["total"] == 1 and duty["hit_id"] == hit and duty["source"] and duty["verified"] is False
    assert read(client, officer, hit)["duties"] == [duty]
    report, given = "POST /screening/duties/{duty_id}/report", {"reference": "Letter 1"}
    assert call(client, report, officer, {"reference": ""}, duty_id=duty["id"])[0] == 400
    assert call(client, report, officer, given, duty_id=duty["id"])[0] == 204
    assert call(client, report, officer, given, duty_id=duty["id"])[0] == 409
    assert call(client, "GET /screening/duties", officer)[1]["total"] == 0


def test_a_run_is_asked_for_once_and_shows_how_far_it_is(client: Client, officer: str) -> None:
    status, told = call(client, "POST /screening/runs", officer, {"why": "A doubt"})
    assert status == 409 and "No list" in told["happened"]
    body = entered("Harbour Bakery")
    sent(client, officer, *ROWS)
    given = {"why": "A doubt", "everybody": True}
    status, made = call(client, "POST /screening/runs", officer, given)
    assert status == 201 and call(client, "POST /screening/runs", officer, given)[1] == made
    _, status_now = call(client, "GET /screening/status", officer)
    assert (status_now["parties"], status_now["due"], status_now["run"]["id"]) == (1, 1, made["id"])
    carry_out()
    _, run = call(client, "GET /screening/runs/{screening_run_id}", officer, screening_run_id=made["id"])
    assert (run["state"], run["done"], run["total"], run["hits"]) == ("done", 1, 1, 0)
    _, runs = call(client, "GET /screening/runs", officer)
    assert run in runs["rows"] and runs["total"] == len(runs["rows"]) == 2
    assert len(call(client, "GET /screening/runs?limit=1", officer)[1]["rows"]) == 1
    _, status_now = call(client, "GET /screening/status", officer)
    assert (status_now["due"], status_now["run"], status_now["last_run"]["state"]) == (0, None, "done")
    assert stands(client, officer, body)["clear"]


@pytest.mark.django_db(transaction=True)
def test_a_name_is_searched_with_reasons_and_nothing_is_kept(client: Client, officer: str) -> None:
    def search(**more: object) -> list[dict[str, Any]]:
        given = {"name": "Blackthorn Signals Co", **more}
        answer = client.post(
            f"{BASE}/screening/search", given, content_type="application/json",
            headers={"Authorization": f"Bearer {officer}"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.content
        told: list[dict[str, Any]] = answer.json()
        return told

    given: dict[str, object] = {"name": "Blackthorn Signals Co"}
    assert call(client, "POST /screening/search", officer, given)[0] == 422, "no list is in force"
    taken_in(FOUR)
    before = len(entries())
    (found,) = search()
    assert (found["list_code"], found["key"], found["strength"]) == (CODE, "1", "strong")
    assert found["score"] == found["alignment"]["score"] and found["alignment"]["parts"]
    assert (found["kind"], found["programmes"]) == ("Company", ["Invented programme"])
    assert search(kind="Person") == []
    assert [one["strength"] for one in search(countries=["FRA"])] == ["medium"]
    assert search(countries=["FRA"])[0]["beside"][0]["says"]
    assert search(name="Blackthorn Lanterns") == []
    assert {one["strength"] for one in search(name="Blackthorn Lanterns", near=True)} <= {""}
    assert len(entries()) == before and not Hit.objects.exists()
    for wrong in (
        {"name": " "},
        {"name": "x" * 2001},
        {"name": "a", "countries": ["XXX"]},
        {"name": "a", "births": ["May"]},
    ):
        assert call(client, "POST /screening/search", officer, wrong)[0] == 400, wrong


def test_two_names_are_compared_part_by_part_by_anybody_of_the_staff(client: Client) -> None:
    sales = token(Role.SALES)
    given = {"first": "Examplar Q. Inventedov", "second": "Exemplar Inventedov", "kind": "Person"}
    status, told = call(client, "POST /screening/compare", sales, given)
    assert status == 200 and 0.7 < told["score"] < 1
    relations = {(one["left"], one["right"]): one["relation"] for one in told["parts"]}
    assert relations["examplar", "exemplar"] in ("spelling", "sound") and relations["q", ""] == "omitted"
    same = call(client, "POST /screening/compare", sales, {**given, "first": given["second"]})[1]
    assert same["score"] == 1
    assert call(client, "POST /screening/compare", sales, {"first": " ", "second": "a"})[0] == 400
    assert call(client, "POST /screening/search", sales, {"name": "a"})[0] == 403


def test_a_sample_is_drawn_by_seed_and_looked_at_by_an_auditor(client: Client, officer: str) -> None:
    given = {"seed": "November", "size": 5}
    assert call(client, "POST /screening/samples", officer, given)[0] == 409, "nothing to draw from"
    entered("Harbour Bakery")
    sent(client, officer, *ROWS)
    carry_out()
    status, made = call(client, "POST /screening/samples", officer, given)
    assert status == 201
    _, shown = call(client, "GET /screening/samples/{sample_id}", officer, sample_id=made["id"])
    (item,) = shown["items"]
    assert (item["kind"], item["body"]["name"], item["finding"]) == ("unfound", "Harbour Bakery", "")
    finding, auditor = "POST /screening/sample-items/{item_id}/finding", token(Role.AUDITOR)
    assert call(client, finding, officer, {"finding": "agrees"}, item_id=item["id"])[0] == 403
    assert call(client, finding, auditor, {"finding": "disagrees"}, item_id=item["id"])[0] == 422
    given = {"finding": "disagrees", "note": "It resembles entry 3"}
    assert call(client, finding, auditor, given, item_id=item["id"])[0] == 204
    assert call(client, finding, auditor, given, item_id=item["id"])[0] == 409
    _, listed = call(client, "GET /screening/samples", auditor)
    assert listed["total"] == 1
    assert (listed["rows"][0]["judged"], listed["rows"][0]["disagreed"]) == (1, 1)


def test_what_stands_above_a_party_is_told_with_its_own_reason(client: Client, officer: str) -> None:
    above, body = entered(), entered("Harbour Bakery")
    parties.place_under(by=known(Role.ANALYST), body_id=body, parent_id=above)
    sent(client, officer, *ROWS)
    follow()
    told = stands(client, officer, body)
    assert told["own"]["state"] == "none" and not told["clear"]
    assert [(one["body"]["id"], one["state"], one["why"]) for one in told["above"]] == [
        (str(above), "possible", "A hit is not judged.")
    ]
    assert call(client, "GET /screening/bodies/{body_id}", officer)[0] == 404


def test_a_list_imported_by_mistake_is_withdrawn_by_two(client: Client, officer: str, counsel: str) -> None:
    body, hit = struck(client, officer)
    judge(client, officer, hit, "confirmed")
    ask, read_one = "POST /screening/withdrawals", "GET /screening/withdrawals/{withdrawal_id}"
    confirm = "POST /screening/withdrawals/{withdrawal_id}/confirm"
    given = {"list_code": "in_house", "reason": "A trial"}
    assert call(client, ask, counsel, given)[0] == 403
    assert call(client, ask, officer, {**given, "list_code": "no_list"})[0] == 404
    status, made = call(client, ask, officer, given)
    assert status == 201 and call(client, ask, officer, given)[0] == 409
    _, told = call(client, read_one, officer, withdrawal_id=made["id"])
    assert told["withdrawal"]["state"] == "waiting" and told["reach"] == {"entries": 3, "hits": 1, "confirmed": 1}
    assert call(client, confirm, officer, {}, withdrawal_id=made["id"])[0] == 403
    back = "POST /screening/withdrawals/{withdrawal_id}/return"
    assert call(client, back, counsel, {"reason": "It is right"}, withdrawal_id=made["id"])[0] == 204
    _, made = call(client, ask, officer, given)
    assert call(client, confirm, counsel, {"reason": "So it is"}, withdrawal_id=made["id"])[0] == 204
    assert call(client, confirm, counsel, {}, withdrawal_id=made["id"])[0] == 409
    carry_out()
    _, listed = call(client, "GET /screening/withdrawals?list_code=in_house&state=done", officer)
    assert (listed["total"], listed["rows"][0]["second_reason"]) == (1, "So it is")
    stood = stands(client, officer, body)
    assert (stood["own"]["state"], stood["clear"]) == ("possible", False)
    assert stood["own"]["why"] == "Confirmed once; its list was withdrawn. Judge it again."
    assert read(client, officer, hit)["row"]["standing"]["state"] == "delisted"

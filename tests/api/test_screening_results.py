"""Results of other screening by a program: faults by row, a sample, and what was looked at."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.apps.parties import actions as parties
from duecare.apps.screening.models import Hit
from duecare.kernel.actor import Role
from tests.apps.screening.lists import CODE, FOUR, taken_in
from tests.apps.screening.working import carry_out
from tests.permissions.signed_in import known

from .calling import BASE, call, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

FILE = f"""party,list,listed_id,listed_name,verdict,date,vendor,reason
Blackthorn Signals Company,{CODE},1,,false positive,2026-03-02,Sieve Invented Ltd,Other seat
Harbour Bakery,{CODE},3,,possible,2026-03-02,Sieve Invented Ltd,Same owner
Nobody Here,{CODE},3,,cleared,2026-03-02,Sieve Invented Ltd,Other seat
"""
IMPORT, FINDING = "GET /screening/results/imports/{results_import_id}", "POST /screening/results/{result_id}/finding"
SAMPLE = "POST /screening/results/imports/{results_import_id}/sample"


def token(role: Role) -> str:
    return token_for(known(role))


def sent(client: Client, token: str, data: str = FILE) -> tuple[int, dict[str, Any]]:
    file = SimpleUploadedFile("results.csv", data.encode())
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(f"{BASE}/screening/results/imports", {"file": file}, headers=headers)
    return answer.status_code, answer.json()


@pytest.fixture
def bodies() -> dict[str, str]:
    """Two parties, compared: one meets an entry."""
    sales = known(Role.SALES)
    made = {
        name: str(parties.enter_body(by=sales, name=name, kind="company", country="THA"))
        for name in ("Blackthorn Signals Company", "Harbour Bakery")
    }
    taken_in(FOUR)
    carry_out()
    return made


def test_faults_are_told_by_row_and_the_rest_is_kept(client: Client, bodies: dict[str, str]) -> None:
    officer = token(Role.COMPLIANCE_OFFICER)
    status, told = sent(client, officer)
    file = told["file"]
    assert (status, told["new"], file["rows"], file["kept"], file["faulty"]) == (200, True, 3, 2, 1)
    assert file["faults"] == [{"row": 4, "error": "party: there is no such party", "value": "Nobody Here"}]
    assert sent(client, officer)[1] == {"new": False, "file": file}
    assert call(client, "GET /screening/results/imports", officer)[1] == {"rows": [file], "total": 1}
    _, found = call(client, f"GET /screening/results?body_id={bodies['Harbour Bakery']}", officer)
    assert [(one["verdict"], one["state"], one["hit_id"]) for one in found["rows"]] == [
        ("possible", "unverified", None)
    ]
    _, found = call(client, "GET /screening/results?verdict=cleared&drawn=no", officer)
    assert [one["hit_id"] for one in found["rows"]] == [str(Hit.objects.get().id)]
    status, told = sent(client, officer, "party;list\n")
    assert status == 422 and "results.csv" in told["happened"] and told["means"] == "Nothing was imported."


def test_a_hit_of_a_vendor_closes_the_gate_and_a_drawn_clearance_waits_for_two(
    client: Client, bodies: dict[str, str]
) -> None:
    officer, counsel, auditor = (token(one) for one in (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.AUDITOR))
    made = sent(client, officer)[1]["file"]["id"]

    def state(name: str) -> str:
        told = call(client, "GET /screening/bodies/{body_id}", officer, body_id=bodies[name])[1]
        return str(told["own"]["state"])

    assert (state("Harbour Bakery"), state("Blackthorn Signals Company")) == ("possible", "possible")
    rows = {one["verdict"]: one for one in call(client, "GET /screening/results", officer)[1]["rows"]}
    given = {"finding": "disagrees", "note": "Another owner"}
    assert call(client, FINDING, officer, given, result_id=rows["possible"]["id"])[0] == 403, "imported it"
    assert call(client, FINDING, counsel, given, result_id=rows["possible"]["id"])[0] == 204
    assert call(client, FINDING, counsel, given, result_id=rows["possible"]["id"])[0] == 409
    assert state("Harbour Bakery") == "none"

    cleared, hit = rows["cleared"]["id"], rows["cleared"]["hit_id"]
    seen = call(client, "GET /screening/hits/{hit_id}", counsel, hit_id=hit)[1]["seen"]
    given = {"finding": "agrees", "note": "Looked it up", "seen": seen}
    assert call(client, FINDING, counsel, given, result_id=cleared)[0] == 409, "not drawn"
    wanted = {"seed": "November", "size": 10}
    assert call(client, SAMPLE, auditor, wanted, results_import_id=made) == (200, {"drawn": 1})
    assert call(client, SAMPLE, auditor, wanted, results_import_id=made)[0] == 409
    assert call(client, FINDING, auditor, given, result_id=cleared)[0] == 403
    assert call(client, FINDING, counsel, {**given, "seen": "0" * 64}, result_id=cleared)[0] == 409
    assert call(client, FINDING, counsel, given, result_id=cleared)[0] == 204
    assert state("Blackthorn Signals Company") == "possible", "a strong match waits for its second person"
    told = call(client, "GET /screening/hits/{hit_id}", officer, hit_id=hit)[1]
    confirm, word = "POST /screening/dispositions/{disposition_id}/confirm", told["words"][0]
    assert (word["state"], word["said_by"]) == ("waiting", str(known(Role.COUNSEL).id))
    assert call(client, confirm, officer, {"seen": told["seen"]}, disposition_id=word["id"])[0] == 204
    assert state("Blackthorn Signals Company") == "none"
    _, row = call(client, IMPORT, officer, results_import_id=made)
    assert (row["cleared"], row["drawn"], row["verified"], row["overruled"]) == (1, 1, 1, 0)

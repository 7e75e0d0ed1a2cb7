"""Results of other screening, through pages: looked at before they are imported, drawn, found to hold or not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duecare.apps.parties import actions as parties
from duecare.apps.screening import actions, queries
from duecare.apps.screening.models import OutsideImport, OutsideResult
from duecare.apps.screening.rules.entries import Name
from duecare.kernel.actor import Role
from tests.apps.screening.lists import CODE, FOUR, entry, taken_in
from tests.apps.screening.working import carry_out, follow
from tests.conftest import person

from .test_pages import NAME, met, signed, text

pytestmark = pytest.mark.django_db
HEAD = "party,list,listed_id,listed_name,verdict,date,vendor,reason\n"
ALIAS = "Nightglass Radio"


def line(party: str = NAME, verdict: str = "cleared", listed_id: str = "1", listed_name: str = "") -> str:
    return f"{party},{CODE},{listed_id},{listed_name},{verdict},2026-03-02,Sieve Invented Ltd,Other seat\n"


def chosen(client: Client, *lines: str) -> str:
    """Choose a file; the address of what it says."""
    file = SimpleUploadedFile("results.csv", (HEAD + "".join(lines)).encode())
    answer = client.post("/screening/results/upload/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer.headers["Location"]


def test_a_file_is_looked_at_with_its_faults_by_row_before_anything_is_imported() -> None:
    met()
    officer = signed(Role.COMPLIANCE_OFFICER)
    address = chosen(officer, line(), line("Nobody Here"), line(verdict="fine"))
    page = text(officer, address)
    assert "Nothing is imported yet" in page and "results.csv" in page
    for shown in ("party: there is no such party", "Nobody Here", "verdict: use one of cleared, confirmed, possible"):
        assert shown in page, shown
    assert not OutsideImport.objects.exists()
    answer = officer.post(address)
    row = queries.outside_imports()[0][0]
    assert answer.headers["Location"] == f"/screening/results/{row.id}/" and (row.kept, len(row.faults)) == (1, 2)
    page = text(officer, f"/screening/results/{row.id}/")
    assert "1 clearances, 0 of them drawn, 1 not verified" in page and "Nobody Here" in page
    assert "results.csv" in text(officer, "/screening/results/")
    assert "Exactly these bytes were imported before" in text(officer, address)


def test_what_cannot_be_read_is_refused_on_the_form_and_an_altered_address_is_none() -> None:
    officer = signed(Role.COMPLIANCE_OFFICER)
    file = SimpleUploadedFile("noise.csv", b"\xff\xfe\x00")
    said = officer.post("/screening/results/upload/", {"file": file}).content.decode()
    assert "noise.csv" in said and "not UTF-8 text" in said
    assert officer.get("/screening/results/upload/forged/").status_code == 404
    address = chosen(officer, line("Nobody Here"))
    assert "None of its rows can be used" in text(officer, address)
    assert "None of its rows can be used" in officer.post(address).content.decode()
    assert not OutsideImport.objects.exists()


def test_a_clearance_is_drawn_looked_at_and_stands_beside_the_hit() -> None:
    hit = met()
    officer, counsel = signed(Role.COMPLIANCE_OFFICER), signed(Role.COUNSEL)
    officer.post(chosen(officer, line()))
    row = queries.outside_imports()[0][0]
    address = f"/screening/results/{row.id}/"
    beside = text(counsel, f"/screening/hits/{hit.id}/")
    assert "Said elsewhere" in beside and "Sieve Invented Ltd" in beside and "not verified" in beside
    assert "Look at it" not in text(counsel, address), "whoever looks does not choose"
    assert counsel.post(f"{address}draw/", {"seed": "November", "size": "5"}).status_code == 302
    page = text(counsel, f"{address}?show=drawn")
    assert "Look at it" in page and f"/screening/hits/{hit.id}/" in page
    assert "Look at it" not in text(officer, address), "who imported it does not judge it"
    result = OutsideResult.objects.get()
    look = f"/screening/results/of/{result.id}/"
    assert "Does this result hold?" in text(counsel, look)
    given = {"finding": "agrees", "note": "I compared the registers", "seen": queries.hit(hit.id).seen}
    assert "This field is required" in counsel.post(look, {**given, "note": ""}).content.decode()
    assert counsel.post(look, given).status_code == 302
    assert queries.hit(hit.id).row.standing.state == "waiting", "a strong match waits for its second person"
    assert "found to hold" in text(officer, address) and "I compared the registers" in text(officer, address)
    assert "None of this kind." in text(officer, f"{address}?show=drawn")


def test_a_result_finds_its_hit_by_id_by_main_name_and_by_any_other_name() -> None:
    parties.enter_body(by=person(Role.SALES), name=NAME, kind="company", country="THA")
    taken_in((entry("1", NAME, names=(Name(NAME), Name(ALIAS, "alias"))), *FOUR[1:]))
    follow()
    carry_out()
    (hit,) = queries.hits_of(queries.hit_list(queries.HitListQuery()).rows[0].body.id)
    told = (line(), line(listed_id="", listed_name=NAME.upper()), line(listed_id="", listed_name=ALIAS))
    other = line(listed_id="", listed_name="Quillmark")
    actions.import_results(
        by=person(Role.COMPLIANCE_OFFICER), data=(HEAD + "".join((*told, other))).encode(), file_name="r.csv"
    )
    found = {one.row: one.hit_id for one in queries.outside_results()[0]}
    assert found == {2: hit.id, 3: hit.id, 4: hit.id, 5: None}


def test_many_results_cost_the_same_few_questions() -> None:
    hit = met()
    officer = signed(Role.COMPLIANCE_OFFICER)
    for n in range(3):
        data = HEAD + "".join(line(listed_id=str(k), listed_name=f"n{n}") for k in range(n * 9 + 1))
        actions.import_results(by=person(Role.COMPLIANCE_OFFICER), data=data.encode(), file_name=f"{n}.csv")
    row = queries.outside_imports()[0][0]
    for address in ("/screening/results/", f"/screening/results/{row.id}/", f"/screening/hits/{hit.id}/"):
        text(officer, address)
        with CaptureQueriesContext(connection) as asked:
            text(officer, address)
        assert len(asked) <= 15, (address, len(asked))

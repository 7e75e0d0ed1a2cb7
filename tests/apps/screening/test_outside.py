"""Results of other screening: kept by row, unverified until drawn and looked at, warnings counted at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.audit.queries import entries
from duecare.apps.parties import actions as parties
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.apps.screening import actions, queries
from duecare.apps.screening.models import Hit, OutsideResult
from duecare.apps.screening.queries import OutsideResultRow
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.apps.screening.lists import CODE, FOUR, taken_in
from tests.apps.screening.working import carry_out
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OFFICER, SECOND = person(Role.COMPLIANCE_OFFICER), person(Role.COMPLIANCE_OFFICER, name="second")
COUNSEL, AUDITOR, ANALYST = person(Role.COUNSEL), person(Role.AUDITOR), person(Role.ANALYST)
NAME, VENDOR = "Blackthorn Signals Company", "Sieve Invented Ltd"
HEAD = "party,list,listed_id,listed_name,verdict,date,vendor,reason\n"


def entered(name: str = NAME, registration: str = "") -> UUID:
    return parties.enter_body(
        by=person(Role.SALES), name=name, kind="company", country="THA", registration=registration
    )


def line(party: object = NAME, verdict: str = "cleared", listed_id: str = "1", listed_name: str = "") -> str:
    return f"{party},{CODE},{listed_id},{listed_name},{verdict},2026-03-02,{VENDOR},Other seat\n"


def imported(*lines: str, by: object = OFFICER) -> UUID:
    data = (HEAD + "".join(lines)).encode()
    return actions.import_results(by=by, data=data, file_name="r.csv").row.id  # type: ignore[arg-type]  # an actor


def results() -> tuple[OutsideResultRow, ...]:
    return queries.outside_results()[0]


def screened() -> None:
    taken_in(FOUR)
    carry_out()


def state(body: UUID) -> ScreeningState:
    return queries.party_states([body], clock.today())[body]


def look(result: UUID, finding: str = "agrees", by: object = COUNSEL, note: str = "Looked it up") -> None:
    seen = queries.hit(hit.id).seen if (hit := Hit.objects.first()) else ""
    actions.judge_result(by=by, result_id=result, finding=finding, note=note, seen=seen)  # type: ignore[arg-type]  # an actor


def test_usable_rows_are_kept_and_the_others_told_by_row() -> None:
    body, other = entered(registration="0105555"), entered("Twice Named")
    entered("Twice  named")
    made = imported(
        line(body), line("0105555", listed_id="2"), line("blackthorn SIGNALS company", listed_id="3"),
        line("Nobody Here"), line("Twice Named"), line(other, verdict="fine"),
    )  # fmt: skip
    row = queries.outside_import(made)
    assert (row.rows, row.kept, row.known, row.cleared) == (6, 3, 0, 3)
    assert {fault["row"]: fault["error"] for fault in row.faults} == {
        5: "party: there is no such party",
        6: "party: several parties are called so; give the id",
        7: "verdict: use one of cleared, confirmed, possible",
    }
    assert {one.body.id for one in results()} == {body}
    (entry,) = (one for one in entries() if one.act == "outside.import")
    assert (entry.facts["kept"], entry.facts["rows"]) == (3, 6)


def test_the_same_bytes_and_the_same_row_add_nothing() -> None:
    entered()
    first = imported(line())
    again = actions.import_results(by=OFFICER, data=(HEAD + line()).encode(), file_name="other.csv")
    assert not again.new and again.row.id == first
    row = queries.outside_import(imported(line(), line(), line(listed_id="2")))
    assert (row.kept, row.known, row.rows) == (1, 2, 3)
    assert OutsideResult.objects.count() == 2


def test_a_file_without_a_usable_row_is_refused_and_only_an_officer_imports() -> None:
    with pytest.raises(BadInput, match="no such party"):
        imported(line("Nobody Here"))
    entered()
    with pytest.raises(Denied):
        imported(line(), by=ANALYST)
    assert queries.outside_imports() == ((), 0)


def test_an_imported_clearance_opens_no_gate() -> None:
    body = entered()
    screened()
    imported(line())
    assert state(body).state == "possible" and results()[0].state == "unverified"
    assert results()[0].hit_id == Hit.objects.get().id


def test_only_a_drawn_clearance_is_looked_at_and_then_still_takes_two_persons() -> None:
    body = entered()
    screened()
    made = imported(line())
    (result,) = results()
    with pytest.raises(Conflict, match="was not drawn"):
        look(result.id)
    assert actions.draw_results(by=AUDITOR, import_id=made, seed="November", size=5) == 1
    with pytest.raises(Denied, match="yourself"):
        look(result.id, by=OFFICER)
    with pytest.raises(Denied):
        look(result.id, by=AUDITOR)
    with pytest.raises(BadInput, match="say why"):
        look(result.id, note=" ")
    with pytest.raises(Conflict, match="changed since"):
        actions.judge_result(by=COUNSEL, result_id=result.id, finding="agrees", note="So", seen="0" * 64)
    look(result.id)
    assert results()[0].state == "verified"
    assert state(body).state == "possible", "a strong match waits for its second person"
    (word,) = queries.hit(Hit.objects.get().id).words
    assert (word.verdict, word.state, word.said_by) == ("cleared", "waiting", COUNSEL.id)
    assert VENDOR in word.reason and "Other seat" in word.reason and "Looked it up" in word.reason
    sheet = queries.hit(Hit.objects.get().id)
    actions.confirm_clearance(by=SECOND, disposition_id=word.id, seen=sheet.seen)
    assert state(body).state == "none"
    with pytest.raises(Conflict, match="looked at this already"):
        look(result.id)
    assert [one.act for one in entries() if one.act.startswith("outside.")] == [
        "outside.judge", "outside.draw", "outside.import",
    ]  # fmt: skip


def test_a_clearance_found_wrong_leaves_the_hit_open() -> None:
    body = entered()
    screened()
    made = imported(line())
    actions.draw_results(by=COUNSEL, import_id=made, seed="s", size=1)
    look(results()[0].id, "disagrees")
    row = queries.outside_import(made)
    assert (row.drawn, row.verified, row.overruled) == (1, 0, 1)
    assert state(body).state == "possible" and not queries.hit(Hit.objects.get().id).words


def test_the_same_seed_draws_the_same_and_nothing_is_drawn_twice() -> None:
    entered()
    made = imported(*(line(listed_id=str(n)) for n in range(10)))
    assert actions.draw_results(by=COUNSEL, import_id=made, seed="s", size=4) == 4
    first = set(OutsideResult.objects.exclude(drawn_at=None).values_list("id", flat=True))
    assert actions.draw_results(by=COUNSEL, import_id=made, seed="s", size=100) == 6
    assert len(first) == 4 and OutsideResult.objects.filter(drawn_at=None).count() == 0
    OutsideResult.objects.update(drawn_at=None)
    actions.draw_results(by=COUNSEL, import_id=made, seed="s", size=4)
    assert set(OutsideResult.objects.exclude(drawn_at=None).values_list("id", flat=True)) == first
    OutsideResult.objects.filter(drawn_at=None).update(drawn_at=clock.now())
    with pytest.raises(Conflict, match="left to draw"):
        actions.draw_results(by=COUNSEL, import_id=made, seed="s", size=1)
    with pytest.raises(NotFound):
        actions.draw_results(by=COUNSEL, import_id=new_id(), seed="s", size=1)
    for seed, size in ((" ", 1), ("s", 0), ("s", 1001)):
        with pytest.raises(BadInput):
            actions.draw_results(by=COUNSEL, import_id=made, seed=seed, size=size)


@pytest.mark.parametrize("verdict", ["possible", "confirmed"])
def test_a_hit_from_outside_closes_the_gate_until_somebody_judged_it(verdict: str) -> None:
    body = entered("Harbour Bakery")
    screened()
    assert state(body).state == "none"
    imported(line("Harbour Bakery", verdict=verdict, listed_id="3"))
    assert state(body).state == "possible" and VENDOR in state(body).why
    with clock.at(clock.now() + timedelta(days=-1)):
        assert state(body).state != "possible", "it was not known the day before"
    look(results()[0].id, "disagrees")
    assert state(body).state == "none"


def test_a_hit_from_outside_that_holds_blocks_its_party() -> None:
    body = entered("Harbour Bakery")
    screened()
    imported(line("Harbour Bakery", verdict="confirmed", listed_name="QUILLMARK DEFENCE WORKS", listed_id=""))
    look(results()[0].id)
    assert state(body).state == "confirmed"


def test_a_hit_from_outside_counts_where_no_list_was_ever_imported() -> None:
    body = entered("Harbour Bakery")
    assert state(body).state == "unknown"
    imported(line("Harbour Bakery", verdict="confirmed"))
    assert state(body).state == "possible"


def test_where_a_hit_is_held_here_the_hit_is_judged() -> None:
    body = entered()
    screened()
    imported(line(verdict="confirmed"))
    with pytest.raises(Conflict, match="held here"):
        look(results()[0].id)
    hit = Hit.objects.get()
    made = actions.dispose(
        by=OFFICER, hit_id=hit.id, verdict="cleared", reason="Other seat", seen=queries.hit(hit.id).seen
    )
    assert state(body).state == "possible"
    actions.confirm_clearance(by=COUNSEL, disposition_id=made, seen=queries.hit(hit.id).seen)
    assert state(body).state == "none", "two persons here outweigh what a vendor said"

"""Scenarios of lists, runs, hits and samples."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.actions import REGISTERED
from duecare.apps.parties import actions as parties
from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions.running import compare_due
from duecare.apps.screening.models import Hit
from duecare.apps.screening.queries.outside import read_outside
from duecare.apps.screening.rules.diffing import fresh
from duecare.kernel.actor import SYSTEM, Role
from tests.apps.assessments.deals import AUDITOR, COUNSEL, OFFICER, SALES
from tests.apps.governance.people import known
from tests.apps.screening.lists import CODE, FOUR, entry, files_of, publication, taken_in
from tests.apps.screening.working import carry_out

from .stages import Scenario

NEXT = (*FOUR[1:], entry("5", "Newly Listed Works"))


def listed() -> UUID:
    """A list in force, and a party that meets it, compared; returns the party."""
    made = parties.enter_body(by=SALES, name="Blackthorn Signals Company", kind="company", country="THA")
    taken_in(FOUR)
    carry_out()
    return made


def _import(_: object) -> Mapping[str, object]:
    made = publication(NEXT)
    return {
        "by": OFFICER, "files": files_of(made), "publications": (made,), "read": {CODE: fresh(NEXT)},
        "seen": queries.last_numbers((CODE,)), "progress": None,
    }  # fmt: skip


def _held() -> UUID:
    return taken_in(FOUR[:1]).editions[0].id


def _to_withdraw() -> UUID:
    return actions.ask_withdrawal(by=OFFICER, code=CODE, reason="A test list")


def _due() -> Mapping[str, object]:
    taken_in(NEXT)
    waiting = queries.waiting_run()
    assert waiting is not None
    numbers, outcomes = compare_due(queries.due(None, 10))
    return {"by": SYSTEM, "run_id": waiting.id, "numbers": numbers, "outcomes": outcomes}


def _ready() -> UUID:
    """A run of which only the end is missing."""
    keywords = _due()
    REGISTERED["duecare.apps.screening.actions.comparing.keep_compared"](**keywords)
    return keywords["run_id"]  # type: ignore[return-value]  # as `_due` makes it


def _changes() -> Mapping[str, object]:
    made = parties.enter_body(by=SALES, name="Quillmark Defence Works", kind="company", country="THA")
    seq, _ = queries.changed_parties()
    return {"by": SYSTEM, "ids": (made,), "seen": queries.followed(), "seq": seq}


def _judged(verdict: str) -> Mapping[str, object]:
    hit = Hit.objects.get()
    return {
        "by": OFFICER, "hit_id": hit.id, "verdict": verdict, "reason": "Looked it up", "seen": queries.hit(hit.id).seen,
    }  # fmt: skip


def _waiting() -> Mapping[str, object]:
    made = actions.dispose(**_judged("cleared"))  # type: ignore[arg-type]  # keywords as the action takes them
    return {"by": COUNSEL, "disposition_id": made, "seen": queries.hit(Hit.objects.get().id).seen}


def _duty() -> Mapping[str, object]:
    made = publication(FOUR, "eu_invented")
    actions.keep_publications(by=OFFICER, files=files_of(made), publications=(made,))
    carry_out()
    hit = Hit.objects.get(list_code="eu_invented")
    seen = queries.hit(hit.id).seen
    actions.dispose(by=OFFICER, hit_id=hit.id, verdict="confirmed", reason="The same", seen=seen)
    return {"by": OFFICER, "duty_id": queries.open_duties()[0].id, "reference": "Letter 1"}


def _unfound() -> None:
    """A party that meets nothing."""
    parties.enter_body(by=SALES, name="Harbour Bakery", kind="company", country="FRA")
    actions.follow_parties()
    carry_out()


def _drawn() -> Mapping[str, object]:
    _unfound()
    return {"by": AUDITOR, "seed": "November", "size": 3}


def _item() -> UUID:
    _unfound()
    made = actions.draw_sample(by=AUDITOR, seed="November", size=2)
    return queries.sample(made)[1][0].id


HEADING = "party,list,listed_id,listed_name,verdict,date,vendor,reason\n"


def _results() -> bytes:
    row = f"Blackthorn Signals Company,{CODE},1,,cleared,2026-03-02,Sieve Invented Ltd,Other seat\n"
    return (HEADING + row + "Nobody Here" + row).encode()


def _outside() -> Mapping[str, object]:
    usable, bad = read_outside(_results(), "results.csv")
    return {"by": OFFICER, "sha256": "0" * 64, "file_name": "results.csv", "usable": usable, "bad": bad}


def _uploaded() -> Mapping[str, object]:
    sha256, _ = edition_files().put([b"a list"], limit=100, name="list.csv")
    return {"by": OFFICER, "kept": [("list.csv", sha256)]}


def _to_draw() -> Mapping[str, object]:
    made = actions.import_results(by=OFFICER, data=_results(), file_name="results.csv").row.id
    return {"by": AUDITOR, "import_id": made, "seed": "November", "size": 1}


def _outside_drawn() -> Mapping[str, object]:
    actions.draw_results(**_to_draw())  # type: ignore[arg-type]  # keywords as the action takes them
    (result,), _ = queries.outside_results()
    seen = queries.hit(Hit.objects.get().id).seen
    return {"by": COUNSEL, "result_id": result.id, "finding": "agrees", "note": "Looked it up", "seen": seen}


SCENARIOS: dict[str, Scenario] = {
    "outside._keep": Scenario("listed", lambda _: _outside()),
    "outside.draw_results": Scenario("listed", lambda _: _to_draw()),
    "outside.judge_result": Scenario("listed", lambda _: _outside_drawn()),
    "importing._keep": Scenario("listed", _import),
    "importing._accept": Scenario(
        "listed", lambda _: {"by": OFFICER, "edition_id": _held(), "reason": "So it is", "new": fresh(FOUR[:1])}
    ),
    "importing.refuse_edition": Scenario(
        "listed", lambda _: {"by": OFFICER, "edition_id": _held(), "reason": "Half a file"}
    ),
    "importing._refuse": Scenario("empty", lambda _: {"by": OFFICER, "files": {"a.xml": b"no"}, "fault": "Not XML."}),
    "withdrawing.ask_withdrawal": Scenario("listed", lambda _: {"by": OFFICER, "code": CODE, "reason": "A test list"}),
    "withdrawing.withdraw_list": Scenario("listed", lambda _: {"by": COUNSEL, "withdrawal_id": _to_withdraw()}),
    "withdrawing.keep_list": Scenario(
        "listed", lambda _: {"by": COUNSEL, "withdrawal_id": _to_withdraw(), "reason": "It is the list of this year"}
    ),
    "uploading._ask": Scenario("empty", lambda _: _uploaded()),
    "running.ask_run": Scenario("listed", lambda _: {"by": OFFICER, "why": "A doubt", "everybody": True}),
    "running._note_changes": Scenario("listed", lambda _: _changes()),
    "running._end": Scenario("listed", lambda _: {"by": SYSTEM, "run_id": _ready()}),
    "running._fail": Scenario(
        "listed", lambda _: {"by": SYSTEM, "run_id": _due()["run_id"], "fault": "A name that cannot be read."}
    ),
    "comparing.keep_compared": Scenario("listed", lambda _: _due()),
    "judging.assign_hit": Scenario(
        "listed", lambda _: {"by": OFFICER, "hit_id": Hit.objects.get().id, "person_id": known(Role.ANALYST).id}
    ),
    "judging.dispose": Scenario("listed", lambda _: _judged("confirmed")),
    "judging.confirm_clearance": Scenario("listed", lambda _: _waiting()),
    "judging.return_clearance": Scenario(
        "listed",
        lambda _: {"by": COUNSEL, "disposition_id": _waiting()["disposition_id"], "reason": "The seat is the same"},
    ),
    "judging.record_report": Scenario("listed", lambda _: _duty()),
    "sampling.draw_sample": Scenario("listed", lambda _: _drawn()),
    "sampling.judge_sample": Scenario("listed", lambda _: {"by": AUDITOR, "item_id": _item(), "finding": "agrees"}),
}

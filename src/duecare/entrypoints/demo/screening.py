"""The fictional company's own list of refused parties: whom it meets, and what was made of each hit."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters.library import LIBRARY
from duecare.apps.parties.actions import enter_body
from duecare.apps.screening import queries
from duecare.apps.screening.actions import (
    Upload,
    assign_hit,
    carry_out_run,
    confirm_clearance,
    dispose,
    draw_sample,
    follow_parties,
    import_asked,
    judge_sample,
    upload_lists,
)

from .calendar import Story
from .company import Company

FILES = "refused_parties"
"""Folder of the editions: the second amends the first, the third lacks more than half and is held back."""
LAST = 1
"""Days before today. The last thing that happened, so that no deal waited for it while it was told."""


def screen(company: Company) -> Story:
    """Three editions, a run after each that came into force, and hits judged by one person and by two."""
    day, officer, analyst = company.calendar, "hanne.sorrel", "iru.castellane"
    yield day.at(LAST, 19)
    company.bodies["zhetyku-director"] = enter_body(
        by=company.actor(officer), name="Daniyar Zhetyruk (fiction)", native_name="Данияр Жетырук (вымысел)",
        kind="person", country="KAZ", parent_id=company.bodies["zhetyku-service"],
    )  # fmt: skip
    yield day.at(LAST, 19, 5)
    _import(company, "1.csv")
    _compare()
    yield day.at(LAST, 19, 15)
    for key in ("dune-consult", "tidewater-holding"):
        _say(company, key, analyst, "cleared", "Another company: other owners, other register, other business.")
    yield day.at(LAST, 19, 25)
    for key in ("dune-consult", "tidewater-holding"):
        hit = queries.hit(_hit(company, key))
        confirm_clearance(
            by=company.actor(officer),
            disposition_id=hit.words[-1].id,
            seen=hit.seen,
            reason="I compared the registers.",
        )
    yield day.at(LAST, 19, 30)
    _say(company, "cumbre-reseller", analyst, "cleared", "One letter apart, and the owners are known to us.")
    _say(company, "qalqan", officer, "confirmed", "Name, country and number in the register are the same.")
    assign_hit(by=company.actor(officer), hit_id=_hit(company, "harmattan"), person_id=company.people[analyst])
    _say(company, "harmattan", analyst, "cleared", "Another licence number; the address was sold two years ago.")
    yield day.at(LAST, 20)
    _import(company, "2.csv")
    _compare()
    yield day.at(LAST, 20, 20)
    _import(company, "3.csv")
    yield day.at(LAST, 20, 30)
    _look_again(company)


def _import(company: Company, name: str) -> None:
    file = LIBRARY / "demo" / FILES / name
    asked = upload_lists(
        by=company.actor("hanne.sorrel"), files=[Upload(f"refused-parties-{name}", [file.read_bytes()])]
    )
    import_asked(asked_id=asked)


def _compare() -> None:
    """What the worker does within a second."""
    follow_parties()
    if (run := queries.waiting_run()) is not None:
        carry_out_run(run_id=run.id)


def _hit(company: Company, key: str) -> UUID:
    return queries.hits_of(company.bodies[key])[0].id


def _say(company: Company, key: str, who: str, verdict: str, reason: str) -> None:
    hit_id = _hit(company, key)
    seen = queries.hit(hit_id).seen
    dispose(by=company.actor(who), hit_id=hit_id, verdict=verdict, reason=reason, seen=seen)


def _look_again(company: Company) -> None:
    """An officer draws a sample, an auditor looks at half of it."""
    made = draw_sample(by=company.actor("hanne.sorrel"), seed="first quarter, fictional", size=6)
    _row, items = queries.sample(made)
    for item in items[::2]:
        judge_sample(by=company.actor("wren.halloway"), item_id=item.id, finding="agrees")

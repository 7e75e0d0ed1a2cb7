"""`duecare keys status` in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from duecare.adapters.sealed.key_place import KeyPlace
from duecare.apps.intake.queries.key_state import directory
from duecare.apps.intake.queries.rehearsals import rehearsed
from duecare.apps.intake.rules.admission import SHOWN
from duecare.apps.intake.rules.ceremony import missing
from duecare.apps.intake.rules.drills import stale
from duecare.apps.intake.rules.key_log import Certified, Directory, Officers

YEARLY = timedelta(days=366)


def status_lines(
    place: KeyPlace, officers: Officers, today: date, threshold: int, production: bool
) -> tuple[list[str], bool]:
    """The lines, and whether the ceremony is complete."""
    known = directory(place, officers)
    lacking = list(missing(known, officers, on=today, threshold=threshold, production=production))
    if lacking:
        end = ["Not open yet. Nobody can report; this is missing:", *(f"  - {one}" for one in lacking)]
    else:
        end = ["The ceremony is complete."]
    return [*_officers(officers, today), *_keys(known, today), *_drills(place, known, today), *end], not lacking


def _drills(place: KeyPlace, known: Directory, today: date) -> Iterator[str]:
    good, bad = rehearsed(place, known)
    if good:
        last = good[-1]
        yield f"Last rehearsal of recovery: {last.day}, by {len(last.signatures)} of the committee."
        if stale(last, known, today):
            yield "  The committee is another one since then: rehearse it again (duecare keys drill)."
        elif today - last.day > YEARLY:
            yield "  That is more than a year ago: rehearse it again (duecare keys drill)."
    else:
        yield "Recovery was never rehearsed (duecare keys drill)."
    for number in bad:
        yield f"  drill.jsonl, line {number} proves nothing: it is damaged, or too few of the committee signed it."


def _officers(officers: Officers, today: date) -> Iterator[str]:
    if officers.demo:
        yield "MADE-UP ROOT: officers and keys are the demonstration's and protect nobody."
    yield "Officers pinned:" if officers.pinned else "No officers are pinned."
    for who, (begins, ends) in officers.pinned.items():
        yield f"  {who[:SHOWN]}  {begins} to {ends}{'' if begins <= today <= ends else '  NOT TODAY'}"


def _keys(known: Directory, today: date) -> Iterator[str]:
    count, head = known.seen
    yield f"Key log: {count} entries, head {head}"
    for one in known.every:
        offices = ", ".join(sorted(office.value for office in one.record.offices))
        yield f"  {one.fingerprint.hex()[:SHOWN]}  person {one.record.person.hex()}  {offices}  {_state(one, today)}"
    for fault in known.ignored:
        yield f"  counts for nothing: {fault.says}"


def _state(one: Certified, today: date) -> str:
    if one.ended:
        return f"ended from {min(day for _, day in one.ended)} on"
    if one.record.ends < today:
        return f"expired on {one.record.ends}"
    return f"{one.record.begins} to {one.record.ends}"

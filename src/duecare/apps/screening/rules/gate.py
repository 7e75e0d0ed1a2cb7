"""Where a party stands for the gate: what was compared here, beside what was recorded by hand.

A party counts as compared only when its particulars and the lists in force are those it was compared
with. Any difference closes at once; the job that compares again may take its time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from duecare.apps.parties.rules.screening import ScreeningState

from .dispositions import Standing
from .editions import newer_than
from .list_names import list_name

TOOL = "lists in force"


@dataclass(frozen=True, slots=True)
class Compared:
    """What a party was last compared with; `numbers` list code → edition."""

    content_sha256: str
    numbers: Mapping[str, int]
    at: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """The lists in force: code → last edition that changed something; `published` the oldest publisher's date known.

    `withdrawn`: lists that should never have been in force: code → number that their withdrawal took.
    """

    numbers: Mapping[str, int]
    published: date | None = None
    withdrawn: Mapping[str, int] = field(default_factory=dict)


def party_state(
    compared: Compared | None,
    hits: Sequence[Standing],
    content_sha256: str,
    lists: InForce,
    by_hand: ScreeningState | None = None,
    reported: Sequence[Standing] = (),
) -> ScreeningState:
    """The state of one party: the worse of what was found here, reported from outside and recorded by hand.

    Without any list in force the record by hand stands alone, beside what a withdrawn list left to be judged;
    with lists in force a record by hand that is missing or too old takes nothing away, one that says "possible" or
    "confirmed" does.

    Args:
        compared: None when it never was.
        hits: where each hit of the party stands.
        content_sha256: of the party's particulars now.
        by_hand: None for a party that nobody has to screen by hand (an owner, what stands above a body).
        reported: what imported results of other screening mean; a clearance among them means nothing here.
    """
    manual = by_hand or ScreeningState("unknown", "Not screened.")
    if not lists.numbers:
        outside = _met((*hits, *reported), lists)
        return outside if outside is not None and _RANK[outside.state] > _RANK[manual.state] else manual
    own = _own(compared, (*hits, *reported), content_sha256, lists)
    if manual.state in ("confirmed", "possible") and _RANK[manual.state] > _RANK[own.state]:
        return manual
    return own


_RANK = {"none": 0, "unknown": 1, "possible": 2, "confirmed": 3}


def _met(hits: Sequence[Standing], lists: InForce) -> ScreeningState | None:
    for state, wanted in (
        ("confirmed", {"confirmed"}),
        ("possible", {"open", "asked", "waiting", "lapsed", "delisted"}),
    ):
        found = [hit for hit in hits if hit.state in wanted]
        if found:
            more = f" ({len(found)} hits)" if len(found) > 1 else ""
            return ScreeningState(state, f"{found[0].why}{more}", TOOL, lists.published)
    return None


def _own(compared: Compared | None, hits: Sequence[Standing], content_sha256: str, lists: InForce) -> ScreeningState:
    if (met := _met(hits, lists)) is not None:
        return met
    if compared is None:
        return ScreeningState("unknown", "Not yet compared with the lists in force.", TOOL, lists.published)
    if compared.content_sha256 != content_sha256:
        return ScreeningState(
            "unknown", "The party's particulars changed after it was screened.", TOOL, lists.published
        )
    counted = lists.numbers.keys() | lists.withdrawn.keys()
    before = {code: number for code, number in compared.numbers.items() if code in counted}
    if newer := newer_than(before, lists.numbers):
        return ScreeningState("unknown", _behind(newer, lists), TOOL, lists.published)
    return ScreeningState("none", "Compared with the lists in force; no hit stands.", TOOL, lists.published)


def _behind(newer: Sequence[str], lists: InForce) -> str:
    told = [code for code in newer if code in lists.numbers]
    if told:
        return f"Not yet compared with the new edition of {', '.join(map(list_name, told))}."
    return f"Not yet compared again after the withdrawal of {', '.join(map(list_name, newer))}."

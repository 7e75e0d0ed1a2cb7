"""Operations: hits with both records and their alignment, who judges them and how, and reports that are due."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import JsonValue

from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import NOBODY, ORDERS, DutyRow, HitListQuery, HitRow, Provenance, WordRow
from duecare.apps.screening.rules.acts import ASSIGN, CONFIRM, DISPOSE, READERS, REPORT, RETURN
from duecare.apps.screening.rules.dispositions import STANDINGS, VERDICTS
from duecare.apps.screening.rules.weighing import STRENGTHS, Circumstance

from .door import acting, opens_to
from .shapes import Choice, Code, Given, Limit, Line, Made, Offset, Page, Reason, Said, Sha256, Text, Words, cut

router = Router(tags=["screening"])
Days = Annotated[int, Query(ge=0, le=36_500)]


class AlignedPart(Schema):
    """Words of either name beside each other.

    `relation`: same, spelling, sound, nickname, translation, initial, joined, truncated, omitted or contradicted.
    """

    left: str
    right: str
    relation: str
    similarity: float


class NamesAligned(Schema):
    """How a score came about, part by part; 1 is for identical writing only."""

    score: float
    parts: list[AlignedPart]


class HitShown(Schema):
    """A hit with the entry's whole record, the alignment that gave the score, and what was said of it.

    `seen` names what a judgement rests on: send it back with the judgement.
    """

    row: HitRow
    entry: dict[str, JsonValue]
    alignment: NamesAligned
    circumstances: list[Circumstance]
    words: list[WordRow]
    provenance: Provenance
    duties: list[DutyRow]
    seen: str


class HitsFound(Page[HitRow]):
    """A page of hits; `counts` by strength, `lists` by list code."""

    counts: dict[str, int]
    lists: dict[str, int]


class HitAssigned(Given):
    """Who judges the hit; null for nobody."""

    person_id: UUID | None


class HitJudged(Given):
    """A judgement. `seen`: the value read with the hit."""

    verdict: Annotated[str, Choice(VERDICTS)]
    reason: Words
    seen: Sha256


class ClearanceConfirmed(Given):
    """The second person's agreement. `seen`: the value read with the hit."""

    seen: Sha256
    reason: Text = ""


class ReportMade(Given):
    """The authority's number of the report, or where it is kept."""

    reference: Said


@router.get("/screening/hits", response=HitsFound, auth=opens_to(*READERS))
def list_hits(
    request: HttpRequest,
    q: Line = "",
    strength: Annotated[str, Choice(STRENGTHS, empty=True)] = "",
    state: Annotated[str, Choice(STANDINGS, empty=True)] = "",
    list_code: Code = "",
    assignee: UUID | Literal["", "nobody"] = "",
    body_id: UUID | None = None,
    older_than_days: Days = 0,
    order: Annotated[str, Choice(ORDERS)] = "strength",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Hits, the strongest first; without `state` those that somebody has to judge.

    `q`: part of the party's or the listed name. `assignee` nobody leaves those that are given to nobody.
    """
    wanted = HitListQuery(
        q=q,
        strengths=(strength,) if strength else (),
        state=state,
        list_code=list_code,
        assignee=NOBODY if assignee == "nobody" else assignee or None,
        body_id=body_id,
        older_than_days=older_than_days,
        order=order,
        offset=offset,
        size=limit,
    )
    found = queries.hit_list(wanted)
    return {"rows": list(found.rows), "total": found.total, "counts": found.counts, "lists": found.lists}


@router.get("/screening/hits/{hit_id}", response=HitShown, auth=opens_to(*READERS))
def read_hit(request: HttpRequest, hit_id: UUID) -> dict[str, object]:
    """One hit: party and listed entry, what confirms and contradicts, where the entry stands, every judgement."""
    sheet = queries.hit(hit_id)
    return {name: getattr(sheet, name) for name in HitShown.model_fields}


@router.put("/screening/hits/{hit_id}/assignee", response={204: None}, auth=opens_to(*ASSIGN.roles))
def assign_hit(request: HttpRequest, hit_id: UUID, given: HitAssigned) -> Status[None]:
    """Give a hit to somebody who may judge it, or to nobody. 422 for whoever is not active or judges no hit."""
    actions.assign_hit(by=acting(request), hit_id=hit_id, person_id=given.person_id)
    return Status(204, None)


@router.post("/screening/hits/{hit_id}/dispositions", response={201: Made}, auth=opens_to(*DISPOSE.roles))
def dispose_of_hit(request: HttpRequest, hit_id: UUID, given: HitJudged) -> Status[Made]:
    """Judge a hit: cleared (another party), confirmed (the listed one) or ask (a question is open).

    Clearing a strong match, or one that was confirmed, counts once a second person confirms. A confirmation counts
    at once, closes the gate and starts the clocks of reporting. 409 when party, entry or words changed since `seen`.
    """
    made = actions.dispose(by=acting(request), hit_id=hit_id, **given.model_dump())
    return Status(201, Made(id=made))


@router.post("/screening/dispositions/{disposition_id}/confirm", response={204: None}, auth=opens_to(*CONFIRM.roles))
def confirm_clearance(request: HttpRequest, disposition_id: UUID, given: ClearanceConfirmed) -> Status[None]:
    """Agree, as the second person, that the hit is another party; only now the clearance counts."""
    actions.confirm_clearance(by=acting(request), disposition_id=disposition_id, **given.model_dump())
    return Status(204, None)


@router.post("/screening/dispositions/{disposition_id}/return", response={204: None}, auth=opens_to(*RETURN.roles))
def return_clearance(request: HttpRequest, disposition_id: UUID, given: Reason) -> Status[None]:
    """Refuse, as the second person, to clear the hit; it is open again."""
    actions.return_clearance(by=acting(request), disposition_id=disposition_id, reason=given.reason)
    return Status(204, None)


@router.get("/screening/duties", response=Page[DutyRow], auth=opens_to(*READERS))
def list_duties(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Reports not yet made of confirmed hits, the most urgent first, each with its regime and source.

    `verified` False: nobody compared the source with the law.
    """
    return cut(queries.open_duties(), limit, offset)


@router.post("/screening/duties/{duty_id}/report", response={204: None}, auth=opens_to(*REPORT.roles))
def record_report(request: HttpRequest, duty_id: UUID, given: ReportMade) -> Status[None]:
    """Record that an authority was told; the clock stops."""
    actions.record_report(by=acting(request), duty_id=duty_id, reference=given.reference)
    return Status(204, None)

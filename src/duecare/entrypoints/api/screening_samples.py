"""Operations: samples of what was cleared and of what was never a hit, looked at again."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions.sampling import MOST
from duecare.apps.screening.queries import SampleRow
from duecare.apps.screening.rules.acts import JUDGE_SAMPLE, READERS, SAMPLE

from .door import acting, opens_to
from .shapes import SAID, WHOLE, Given, Limit, Made, Offset, Page, Text, cut

router = Router(tags=["screening"])


class SampleGiven(Given):
    """How many of each kind, and a seed: the same seed over the same records draws the same."""

    seed: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=SAID)]
    size: Annotated[int, Field(ge=1, le=MOST), WHOLE]


class NearMiss(Schema):
    """An entry that came close to a party without being a hit."""

    entity: UUID
    list_code: str
    key: str
    name: str
    score: float


class SampleItemShown(Schema):
    """A clearance (`hit_id`), or a party without a hit and what came nearest to it; `finding` "" until looked at."""

    id: UUID
    position: int
    kind: str
    body: BodyRow
    disposition_id: UUID | None
    hit_id: UUID | None
    near: list[NearMiss]
    finding: str
    note: str
    judged_by: UUID | None


class SampleShare(Schema):
    """Of one kind: drawn from how many, looked at, disagreed, and the 95 % interval of the share that disagrees."""

    kind: str
    of: int
    drawn: int
    judged: int
    disagreed: int
    low: float
    high: float


class SampleShown(Schema):
    """A sample with its items; `shares` gives each kind's disagreements with the 95 % interval of their share."""

    sample: SampleRow
    shares: list[SampleShare]
    items: list[SampleItemShown]


class SecondLook(Given):
    """What the second look found; a disagreement says why."""

    finding: Literal["agrees", "disagrees"]
    note: Text = ""


@router.get("/screening/samples", response=Page[SampleRow], auth=opens_to(*READERS))
def list_samples(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Samples, the newest first: drawn from how many, looked at how far, with how many disagreements."""
    return cut(queries.samples(), limit, offset)


@router.post("/screening/samples", response={201: Made}, auth=opens_to(*SAMPLE.roles))
def draw_sample(request: HttpRequest, given: SampleGiven) -> Status[Made]:
    """Draw clearances that count and as many parties without a hit; nobody chooses which."""
    return Status(201, Made(id=actions.draw_sample(by=acting(request), seed=given.seed, size=given.size)))


@router.get("/screening/samples/{sample_id}", response=SampleShown, auth=opens_to(*READERS))
def read_sample(request: HttpRequest, sample_id: UUID) -> dict[str, object]:
    """One sample with its items in the order they were drawn."""
    sample, items = queries.sample(sample_id)
    plain = [name for name in SampleItemShown.model_fields if name != "near"]
    return {
        "sample": sample,
        "shares": list(queries.shares(sample_id)),
        "items": [
            {
                **{name: getattr(one, name) for name in plain},
                "near": [{**near, "list_code": near["list"]} for near in one.near],
            }
            for one in items
        ],
    }


@router.post("/screening/sample-items/{item_id}/finding", response={204: None}, auth=opens_to(*JUDGE_SAMPLE.roles))
def judge_sample_item(request: HttpRequest, item_id: UUID, given: SecondLook) -> Status[None]:
    """Say whether a second look agrees; a disagreement changes no judgement by itself."""
    actions.judge_sample(by=acting(request), item_id=item_id, finding=given.finding, note=given.note)
    return Status(204, None)

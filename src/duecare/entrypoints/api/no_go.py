"""Operations: the no-go register."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from duecare.apps.parties import actions, queries
from duecare.apps.parties.queries import NoGoRow
from duecare.apps.parties.rules import acts

from .door import READ, acting, opens_to
from .shapes import Anywhere, Given, Limit, Made, Offset, Page, Words, cut

router = Router(tags=["no-go register"])


class NoGoGiven(Given):
    """A country, or a body with everything below it: one of the two; and why."""

    reason: Words
    country: Anywhere = ""
    body_id: UUID | None = None


class LiftingProposed(Given):
    """What is different since the entry was made."""

    reason: Words


class LiftingAnswered(Given):
    """The second person's answer."""

    answer: Literal["lift", "keep"]
    reason: Words


@router.get("/no-go", response=Page[NoGoRow], auth=opens_to(*READ))
def list_no_go(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """The register: entries that stand first, then the lifted ones, the newest first."""
    return cut(queries.no_go_register(), limit, offset)


@router.post("/no-go", response={201: Made}, auth=opens_to(*acts.NO_GO_ENTER.roles))
def enter_no_go(request: HttpRequest, given: NoGoGiven) -> Status[Made]:
    """Put a country or a body on the register; it counts at once."""
    return Status(201, Made(id=actions.enter_no_go(by=acting(request), **given.model_dump())))


@router.post("/no-go/{no_go_id}/lifting", response={204: None}, auth=opens_to(*acts.NO_GO_PROPOSE.roles))
def propose_lifting(request: HttpRequest, no_go_id: UUID, given: LiftingProposed) -> Status[None]:
    """Propose to lift an entry; it stands until a second person agrees."""
    actions.propose_lifting(by=acting(request), no_go_id=no_go_id, reason=given.reason)
    return Status(204, None)


@router.post("/no-go/{no_go_id}/answer", response={204: None}, auth=opens_to(*acts.NO_GO_LIFT.roles))
def answer_lifting(request: HttpRequest, no_go_id: UUID, given: LiftingAnswered) -> Status[None]:
    """Lift the entry, or keep it, as the second person."""
    answer = actions.lift_no_go if given.answer == "lift" else actions.keep_no_go
    answer(by=acting(request), no_go_id=no_go_id, reason=given.reason)
    return Status(204, None)

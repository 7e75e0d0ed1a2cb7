"""Operations: the register of proposed changes."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.queries import ChangeQuery, ProposedChangeRow
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.changes import AGAINST, CHANGE, TEXT, TITLE, Wanted

from .door import acting, opens_to
from .shapes import Choice, Day, Given, Limit, Line, Offset, Page, Words

router = Router(tags=["proposed changes"])
READ = tuple(sorted(queries.READERS))
States = tuple(code for code, _ in CHANGE.states)


class ChangeProposed(Given):
    """What should be otherwise, who sees to it, and by when."""

    against: Annotated[str, Choice(AGAINST)]
    title: Annotated[str, Field(min_length=1, max_length=TITLE, pattern=r"^[^\x00]*$")]
    text: Annotated[str, Field(min_length=1, max_length=TEXT, pattern=r"^[^\x00]*$")]
    owner_id: UUID
    due_on: Day


class ChangeSettled(Given):
    """That it was made, and where; or that it is not, and why."""

    outcome: Literal["done", "declined"]
    note: Words


class Proposed(Schema):
    """Under which reference it stands."""

    reference: str


class TakenUp(Schema):
    """The draft of the method that was begun; None where the change is not against the method."""

    draft_id: UUID | None


@router.get("/proposed-changes", response=Page[ProposedChangeRow], auth=opens_to(*READ))
def list_changes(
    request: HttpRequest, q: Line = "", state: Annotated[str, Choice(States, empty=True)] = "",
    against: Annotated[str, Choice(AGAINST, empty=True)] = "", limit: Limit = 25, offset: Offset = 0,
) -> dict[str, object]:  # fmt: skip
    """What is open first, by its day."""
    found = queries.proposed_changes(ChangeQuery(q, state, against, offset, limit))
    return {"rows": list(found.rows), "total": found.total}


@router.get("/proposed-changes/{proposed_change_id}", response=ProposedChangeRow, auth=opens_to(*READ))
def read_change(request: HttpRequest, proposed_change_id: UUID) -> ProposedChangeRow:
    """One change and what became of it."""
    return queries.proposed_change(proposed_change_id)


@router.post("/proposed-changes", response={201: Proposed}, auth=opens_to(*acts.PROPOSE_CHANGE.roles))
def propose_change(request: HttpRequest, given: ChangeProposed) -> Status[Proposed]:
    """Propose a change."""
    wanted = Wanted(given.against, given.title, given.text, given.due_on)
    made = actions.propose_change(by=acting(request), given=wanted, owner_id=given.owner_id)
    return Status(201, Proposed(reference=made))


@router.post(
    "/proposed-changes/{proposed_change_id}/take-up", response=TakenUp, auth=opens_to(*acts.TAKE_UP_CHANGE.roles)
)
def take_up_change(request: HttpRequest, proposed_change_id: UUID) -> TakenUp:
    """Begin to work on it. Against the method, a draft is begun from the one in force."""
    return TakenUp(draft_id=actions.take_up_change(by=acting(request), change_id=proposed_change_id))


@router.post(
    "/proposed-changes/{proposed_change_id}/outcome", response={204: None}, auth=opens_to(*acts.FINISH_CHANGE.roles)
)
def settle_change(request: HttpRequest, proposed_change_id: UUID, given: ChangeSettled) -> Status[None]:
    """Say that it was made, or why it is not. Of the method, somebody says so who did not take it up."""
    by, note = acting(request), given.note
    if given.outcome == "done":
        actions.finish_change(by=by, change_id=proposed_change_id, note=note)
    else:
        actions.decline_change(by=by, change_id=proposed_change_id, reason=note)
    return Status(204, None)

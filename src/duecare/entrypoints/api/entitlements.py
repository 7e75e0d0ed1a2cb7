"""Operations: entitlements, the signed file and state a product reads, and what waits for the daily run."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.entitlements import actions, queries
from duecare.apps.entitlements.queries import ChangeRow, EntitlementQuery, EntitlementRow
from duecare.apps.entitlements.rules import acts
from duecare.apps.entitlements.rules.scope import Scope
from duecare.apps.entitlements.rules.states import SHOWN
from duecare.kernel.actor import Role

from .door import READ, acting, opens_to
from .shapes import PLACES, Choice, Count, Day, Given, Limit, Line, Made, Offset, Page, Text

router = Router(tags=["entitlements"])
SEE_RUN = tuple(sorted(frozenset(READ) - {Role.SALES}))
Function = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
FILE = {"responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}}


class ScopeGiven(Given):
    """What is permitted: functions, numbers, places, and the first and last day."""

    functions: Annotated[list[Function], Field(max_length=50)]
    numbers: Count
    places: Annotated[list[Annotated[str, Choice(PLACES)]], Field(max_length=20)]
    starts_on: Day
    ends_on: Day

    def scope(self) -> Scope:
        """For the action."""
        return Scope(tuple(self.functions), self.numbers, tuple(self.places), self.starts_on, self.ends_on)


class EntitlementAnswered(Given):
    """The second person's answer; a refusal needs its reason."""

    answer: Literal["issue", "refuse"]
    reason: Text = ""


class ChangeGiven(Given):
    """A change for the daily run, and its code from the closed list of that change."""

    change: Literal["suspend", "reinstate", "end"]
    code: Literal[
        "review", "renewal_due", "information_outstanding", "committee_office", "contract_over", "replaced_product"
    ]


class StateSigned(Schema):
    """`token` is `payload.signature`, good for a day; the other fields are what it says."""

    token: str
    entitlement: str
    state: str
    code: str
    since: str


@router.get("/entitlements", response=Page[EntitlementRow], auth=opens_to(*READ))
def list_entitlements(
    request: HttpRequest, q: Line = "", state: Annotated[str, Choice(SHOWN, empty=True)] = "", limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:  # fmt: skip
    """Entitlements of customers open to whoever asks; what ends next first."""
    found = queries.entitlement_list(acting(request), EntitlementQuery(q, state, offset, limit))
    return {"rows": list(found.rows), "total": found.total}


@router.get("/customers/{customer_id}/entitlements", response=list[EntitlementRow], auth=opens_to(*READ))
def customer_entitlements(request: HttpRequest, customer_id: UUID) -> list[EntitlementRow]:
    """Every entitlement of a customer, the newest first."""
    return list(queries.entitlements_of(acting(request), customer_id))


@router.get("/entitlements/{entitlement_id}", response=EntitlementRow, auth=opens_to(*READ))
def read_entitlement(request: HttpRequest, entitlement_id: UUID) -> EntitlementRow:
    """One entitlement, its state as of today."""
    return queries.entitlement(acting(request), entitlement_id)


@router.get("/entitlements/{entitlement_id}/state", response=StateSigned, auth=opens_to(*READ))
def entitlement_state(request: HttpRequest, entitlement_id: UUID) -> StateSigned:
    """What a product asks: state, its first day and its code; signed, good for a day, and no reason beyond the code."""
    row = queries.entitlement(acting(request), entitlement_id)
    token = queries.state_text(row, audit_key(), clock.now())
    return StateSigned(
        token=token, entitlement=row.reference, state=row.stored, code=row.code, since=row.since.isoformat()
    )


@router.get("/entitlements/{entitlement_id}/file", auth=opens_to(*READ), openapi_extra=FILE)
def entitlement_file(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """The signed file, as it stands at this moment; `duecare entitlement verify` reads it without a company."""
    row = queries.entitlement(acting(request), entitlement_id)
    response = HttpResponse(queries.file_text(row, audit_key()), content_type="text/plain; charset=us-ascii")
    response["Cache-Control"] = "no-store"
    return response


@router.post("/deployments/{deployment_id}/entitlements", response={201: Made}, auth=opens_to(*acts.PROPOSE.roles))
def propose_entitlement(request: HttpRequest, deployment_id: UUID, given: ScopeGiven) -> Status[Made]:
    """Ask for an entitlement; in force at once where it stays within a decision, else a second person answers."""
    made = actions.propose_entitlement(by=acting(request), deployment_id=deployment_id, given=given.scope())
    return Status(201, Made(id=made))


@router.post("/entitlements/{entitlement_id}/renewals", response={201: Made}, auth=opens_to(*acts.PROPOSE.roles))
def renew_entitlement(request: HttpRequest, entitlement_id: UUID, given: ScopeGiven) -> Status[Made]:
    """Ask for the entitlement that takes the place of this one once it is issued."""
    by = acting(request)
    row = queries.entitlement(by, entitlement_id)
    made = actions.propose_entitlement(
        by=by, deployment_id=row.deployment_id, given=given.scope(), renews_id=entitlement_id
    )
    return Status(201, Made(id=made))


@router.post("/entitlements/{entitlement_id}/answer", response={204: None}, auth=opens_to(*acts.ISSUE.roles))
def answer_entitlement(request: HttpRequest, entitlement_id: UUID, given: EntitlementAnswered) -> Status[None]:
    """Issue it, or refuse it, as the second person."""
    if given.answer == "issue":
        actions.issue_entitlement(by=acting(request), entitlement_id=entitlement_id)
    else:
        actions.refuse_entitlement(by=acting(request), entitlement_id=entitlement_id, reason=given.reason)
    return Status(204, None)


@router.get("/entitlement-changes", response=Page[ChangeRow], auth=opens_to(*SEE_RUN))
def list_changes(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """What waits for the daily run, by its day and the reference; neither who asked nor when."""
    rows = queries.run_queue(acting(request))
    return {"rows": list(rows[offset : offset + limit]), "total": len(rows)}


@router.post("/entitlements/{entitlement_id}/changes", response={201: Made}, auth=opens_to(*acts.ASK.roles))
def ask_change(request: HttpRequest, entitlement_id: UUID, given: ChangeGiven) -> Status[Made]:
    """Put a change down for the next daily run. A suspension takes one person, everything else two."""
    made = actions.ask_change(by=acting(request), entitlement_id=entitlement_id, change=given.change, code=given.code)
    return Status(201, Made(id=made))


@router.post("/entitlement-changes/{change_id}/agree", response={204: None}, auth=opens_to(*acts.AGREE.roles))
def agree_to_change(request: HttpRequest, change_id: UUID) -> Status[None]:
    """Agree as the second person; it is carried out on the next run."""
    actions.agree_to_change(by=acting(request), change_id=change_id)
    return Status(204, None)


@router.post("/entitlement-changes/{change_id}/take-back", response={204: None}, auth=opens_to(*acts.TAKE_BACK.roles))
def take_back_change(request: HttpRequest, change_id: UUID) -> Status[None]:
    """Take a change off the run before it is carried out."""
    actions.take_back_change(by=acting(request), change_id=change_id)
    return Status(204, None)

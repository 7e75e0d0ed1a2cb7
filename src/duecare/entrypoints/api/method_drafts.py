"""Operations: drafts of methods, simulations, and committing one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from duecare.adapters.yaml_text import LIMIT
from duecare.apps.assessments.actions import ask_simulation
from duecare.apps.assessments.rules.acts import ASK_SIMULATION
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import CommitRow, DraftPage, DraftRow, SimulationRow
from duecare.apps.risk.rules import acts
from duecare.kernel.actor import Role

from .door import acting, opens_to
from .shapes import WHOLE, Count, Given, Limit, Line, Made, Offset, Page, Reason, Sha256, Text, Words, cut

router = Router(tags=["drafts of methods"])
READ = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.AUDITOR)
"""As on the pages: a simulation names customers and decisions."""

Yaml = Annotated[str, StringConstraints(max_length=LIMIT, pattern=r"^[^\x00]*$")]
Years = Annotated[int, Field(ge=0, le=20), WHOLE]


class DraftBegun(Given):
    """From which released method; `text` brings a whole text along, empty begins with a copy."""

    base: Line
    text: Yaml = ""


class TextSaved(Given):
    """The whole text, written on top of version `seen`."""

    seen: Count
    text: Yaml
    note: Text = ""


class Saved(Schema):
    """The version that was saved."""

    number: int


class Draft(Schema):
    """A draft with its last text."""

    row: DraftRow
    text: str
    sha256: str
    text_sha256: str
    commits: list[CommitRow]


class SimulationAsked(Given):
    """Beside which released method, and how many ends of year back."""

    against: Line
    years: Years = 5


class Transitions(Schema):
    """`counts` has a row for each name before and in it a column for each name after."""

    names: list[str]
    counts: list[list[int]]


class SimulatedDay(Schema):
    """Both matrices of a day."""

    day: date
    countries: Transitions
    customers: Transitions


class SimulationTold(Schema):
    """A simulation; `days` and the counts are empty until its state is `done`."""

    id: UUID
    draft_id: UUID
    number: int
    urn: str
    sha256: str
    against_urn: str
    years: int
    as_of: date
    state: str
    done: int
    of: int
    asked_at: datetime
    finished_at: datetime | None
    fault: str
    result_sha256: str
    days: list[SimulatedDay]
    customers: int
    unclassified: int
    deployments: int
    decisions: int


class Cause(Schema):
    """One reason of a move."""

    cause: str
    what: str
    before: str
    after: str
    points: float


class Moved(Schema):
    """A country, customer or decision for which the two methods say something else."""

    kind: str
    day: date
    subject: str
    before: str
    after: str
    direction: int
    reasons: list[Cause]
    differs: list[str]


class CommitProposed(Given):
    """The simulation that is attached, and why the method should change."""

    simulation_id: UUID
    reasons: Words


class CommitConfirmed(Given):
    """Exactly the text that was read, and why it is agreed to."""

    seen_sha256: Sha256
    reasons: Words


class Committed(Schema):
    """What was committed."""

    urn: str


@router.get("/method-drafts", response=Page[DraftRow], auth=opens_to(*READ))
def list_drafts(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Drafts of methods, the newest first."""
    return cut(queries.drafts(), limit, offset)


@router.post("/method-drafts", response={201: Made}, auth=opens_to(*acts.BEGIN_DRAFT.roles))
def begin_draft(request: HttpRequest, given: DraftBegun) -> Status[Made]:
    """Begin a draft. A text that cannot be used is refused with its line and the reason."""
    return Status(201, Made(id=actions.begin_draft(by=acting(request), base=given.base, text=given.text)))


@router.get("/method-drafts/{draft_id}", response=Draft, auth=opens_to(*READ))
def read_draft(request: HttpRequest, draft_id: UUID) -> dict[str, object]:
    """A draft with its last text and every proposal to commit it."""
    found: DraftPage = queries.draft(draft_id)
    last = found.last
    told = {"text": last.text, "sha256": last.sha256, "text_sha256": last.text_sha256}
    return {"row": found.row, **told, "commits": list(found.commits)}


@router.post("/method-drafts/{draft_id}/versions", response={201: Saved}, auth=opens_to(*acts.SAVE_DRAFT.roles))
def save_draft(request: HttpRequest, draft_id: UUID, given: TextSaved) -> Status[Saved]:
    """Save the next version, whole or not at all."""
    number = actions.save_draft(by=acting(request), draft_id=draft_id, **given.model_dump())
    return Status(201, Saved(number=number))


@router.post("/method-drafts/{draft_id}/discard", response={204: None}, auth=opens_to(*acts.DISCARD_DRAFT.roles))
def discard_draft(request: HttpRequest, draft_id: UUID, given: Reason) -> Status[None]:
    """Give a draft up; its versions stay readable."""
    actions.discard_draft(by=acting(request), draft_id=draft_id, reason=given.reason)
    return Status(204, None)


@router.get("/method-drafts/{draft_id}/simulations", response=Page[SimulationTold], auth=opens_to(*READ))
def list_simulations(request: HttpRequest, draft_id: UUID, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Every simulation of a draft, the newest first."""
    return cut(queries.simulations_of(draft_id), limit, offset)


@router.post("/method-drafts/{draft_id}/simulations", response={201: Made}, auth=opens_to(*ASK_SIMULATION.roles))
def simulate(request: HttpRequest, draft_id: UUID, given: SimulationAsked) -> Status[Made]:
    """Ask for the last version to be run beside a released method; a worker carries it out."""
    made = ask_simulation(by=acting(request), draft_id=draft_id, against=given.against, years=given.years)
    return Status(201, Made(id=made))


@router.get("/simulations/{simulation_id}", response=SimulationTold, auth=opens_to(*READ))
def read_simulation(request: HttpRequest, simulation_id: UUID) -> SimulationRow:
    """How far a simulation is, and what came out."""
    return queries.simulation(simulation_id)


@router.get("/simulations/{simulation_id}/movers", response=Page[Moved], auth=opens_to(*READ))
def list_movers(
    request: HttpRequest,
    simulation_id: UUID,
    kind: Literal["", "country", "customer", "decision"] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, object]:
    """Who moves and why, and decisions that would have differed."""
    queries.simulation(simulation_id)
    found = queries.movers(simulation_id, kind)
    return {"rows": [_moved(one) for one in found[offset : offset + limit]], "total": len(found)}


@router.post("/method-drafts/{draft_id}/commits", response={201: Made}, auth=opens_to(*acts.PROPOSE_COMMIT.roles))
def propose_commit(request: HttpRequest, draft_id: UUID, given: CommitProposed) -> Status[Made]:
    """Put the last version with a simulation of it to a second person."""
    made = actions.propose_commit(by=acting(request), draft_id=draft_id, **given.model_dump())
    return Status(201, Made(id=made))


@router.post("/method-commits/{commit_id}/confirm", response=Committed, auth=opens_to(*acts.CONFIRM_COMMIT.roles))
def confirm_commit(request: HttpRequest, commit_id: UUID, given: CommitConfirmed) -> Committed:
    """Commit as the second person; the text never changes again."""
    return Committed(urn=actions.confirm_commit(by=acting(request), commit_id=commit_id, **given.model_dump()))


@router.post("/method-commits/{commit_id}/return", response={204: None}, auth=opens_to(*acts.RETURN_COMMIT.roles))
def return_commit(request: HttpRequest, commit_id: UUID, given: Reason) -> Status[None]:
    """Return a proposal to its draft, or take one's own back."""
    actions.return_commit(by=acting(request), commit_id=commit_id, reason=given.reason)
    return Status(204, None)


def _moved(one: queries.MoverRow) -> dict[str, object]:
    differs = one.detail.get("differs")
    return {
        "kind": one.kind,
        "day": one.day,
        "subject": one.subject,
        "before": one.before,
        "after": one.after,
        "direction": one.direction,
        "reasons": list(one.reasons),
        "differs": list(differs) if isinstance(differs, (list, tuple)) else [],
    }

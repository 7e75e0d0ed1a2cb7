"""Operations: how screening stands, one party's state for the gate with its reasons, and runs with their progress."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from duecare.adapters import clock
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import HitListQuery, RunRow
from duecare.apps.screening.rules.acts import ASK_RUN, READERS

from .door import acting, opens_to
from .parties import FILE
from .screening_lists import ListEdition, edition_shown
from .shapes import Flag, Given, Limit, Made, Offset, Page, Said

router = Router(tags=["screening"])


class HowScreeningStands(Schema):
    """Lists in force and held back, how far parties are compared, what waits for people.

    `due`: parties that are to be compared; their gates are closed meanwhile.
    """

    in_force: list[ListEdition]
    held: list[ListEdition]
    parties: int
    due: int
    run: RunRow | None
    last_run: RunRow | None
    to_be_judged: int
    reports_due: int


class StateShown(Schema):
    """Where a party stands for the gate: none, possible, confirmed or unknown, and why."""

    body: BodyRow
    state: str
    why: str
    tool: str
    list_date: date | None
    until: date | None


class PartyStands(Schema):
    """A party's own state, those of whatever stands above it or owns it, and when it was last compared with what.

    `clear`: none of them closes the gate.
    """

    own: StateShown
    above: list[StateShown]
    clear: bool
    screened_at: datetime | None
    compared_with: dict[str, int]


class RunAsked(Given):
    """Why; `everybody` also compares parties that are up to date."""

    why: Said
    everybody: Flag = False


@router.get("/screening/status", response=HowScreeningStands, auth=opens_to(*READERS))
def read_screening_status(request: HttpRequest) -> dict[str, object]:
    """Lists in force, editions held back, parties compared and due, the run that goes on, hits and reports open."""
    found = queries.overview()
    return {
        "in_force": [edition_shown(row) for row in queries.editions(state="in_force")],
        "held": [edition_shown(row) for row in queries.editions(state="held")],
        "parties": found.parties,
        "due": found.behind,
        "run": found.run,
        "last_run": found.last,
        "to_be_judged": queries.hit_list(HitListQuery(size=1)).total,
        "reports_due": len(queries.open_duties()),
    }


@router.get("/screening/bodies/{body_id}", response=PartyStands, auth=opens_to(*FILE))
def read_party_screening(request: HttpRequest, body_id: UUID) -> dict[str, object]:
    """Where a party stands for the gate today, with the reasons: its own state and that of its owners and superiors."""
    parties.body(body_id)
    known, today = parties.known([body_id], *queries.SCREENED), clock.today()
    found = queries.screened(known, today)
    states = found.states({body_id}, known.screening(known.bodies, today))
    shown = {one: _shown(found.bodies[one], state) for one, state in states.items()}
    at, numbers = found.last_compared(body_id)
    return {
        "own": shown.pop(body_id),
        "above": list(shown.values()),
        "clear": all(state.clear for state in states.values()),
        "screened_at": at,
        "compared_with": numbers,
    }


@router.get("/screening/runs", response=Page[RunRow], auth=opens_to(*READERS))
def list_runs(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Runs, the newest first: why, by whom, how far, with how many new hits, and what stopped one that failed."""
    rows, total = queries.run_page(limit, offset)
    return {"rows": list(rows), "total": total}


@router.post("/screening/runs", response={201: Made}, auth=opens_to(*ASK_RUN.roles))
def ask_run(request: HttpRequest, given: RunAsked) -> Status[Made]:
    """Ask for a run that brings every party up to the lists in force; the one that waits, if one does."""
    return Status(201, Made(id=actions.ask_run(by=acting(request), why=given.why, everybody=given.everybody)))


@router.get("/screening/runs/{screening_run_id}", response=RunRow, auth=opens_to(*READERS))
def read_run(request: HttpRequest, screening_run_id: UUID) -> RunRow:
    """One run with how far it is: `done` of `total` parties."""
    return queries.run(screening_run_id)


def _shown(body: BodyRow, state: ScreeningState) -> dict[str, object]:
    told = {name: getattr(state, name) for name in ("state", "why", "tool", "list_date", "until")}
    return {"body": body, **told}

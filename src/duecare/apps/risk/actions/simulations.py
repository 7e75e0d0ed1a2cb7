"""Keeping simulations. Customers and decisions stand in apps above, so an action there works them out and calls these.

Part of the action that asks for a simulation or carries it out, never called alone: they write no entry.
"""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.risk import queries
from duecare.apps.risk.models import DraftVersion, MethodDraft, Simulation, SimulationMover
from duecare.apps.risk.queries.simulations import digest_of
from duecare.apps.risk.rules.simulation import Outcome
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .drafts import subject_of

MOST_YEARS = 20
_BATCH = 2000


def open_simulation(*, by: Actor, draft_id: UUID, against: str, years: int, as_of: date) -> tuple[UUID, Subject]:
    """Note that the last version of a draft is to be run beside a released methodology.

    Raises:
        NotFound: no such draft or methodology. BadInput: a number of years that is none.
    """
    if not 0 <= years <= MOST_YEARS:
        raise BadInput(f"between 0 and {MOST_YEARS} years can be simulated", field="years", value=years)
    row = MethodDraft.objects.filter(id=draft_id).first()
    if row is None:
        raise NotFound("draft")
    version = DraftVersion.objects.get(draft=row, number=row.versions)
    released = queries.method(against)
    made = Simulation.objects.create(
        version=version,
        against_urn=released.urn,
        against_sha256=released.sha256,
        years=years,
        as_of=as_of,
        of=years + 3,
        asked_at=clock.now(),
        asked_by=by.id,
    )
    return made.id, subject_of(row, version)


def note_progress(simulation_id: UUID, done: int, of: int, doing: str) -> None:
    """How far it is: a bookmark, no entry, nothing to prove."""
    Simulation.objects.filter(id=simulation_id, state="waiting").update(done=done, of=of, doing=doing)


def keep_simulation(*, simulation_id: UUID, outcome: Outcome) -> tuple[Simulation, Subject]:
    """Write down what came out, once.

    Raises:
        NotFound. Conflict: it is done already.
    """
    row = _waiting(simulation_id)
    summary, movers = outcome.summary(), [one.as_json() for one in outcome.movers]
    row.state, row.finished_at, row.fault = "done", clock.now(), ""
    row.done = row.of
    row.result = json.dumps(summary, sort_keys=True)
    row.result_sha256 = digest_of(summary, movers)
    row.save()
    rows = (
        SimulationMover(
            simulation=row,
            position=at,
            kind=one.kind,
            day=one.day,
            subject=one.subject,
            before=one.before,
            after=one.after,
            direction=one.direction,
            reasons=[reason.as_json() for reason in one.reasons],
            detail=dict(one.detail),
        )
        for at, one in enumerate(outcome.movers)
    )
    SimulationMover.objects.bulk_create(rows, batch_size=_BATCH)
    return row, _subject(row)


def fail_simulation(*, simulation_id: UUID, fault: str) -> tuple[Simulation, Subject]:
    """Write down that it could not be carried out, and why.

    Raises:
        NotFound. Conflict: it is done already.
    """
    row = _waiting(simulation_id)
    row.state, row.fault = "failed", fault
    row.save(update_fields=["state", "fault"])
    return row, _subject(row)


def _waiting(simulation_id: UUID) -> Simulation:
    row = Simulation.objects.select_for_update().filter(id=simulation_id).first()
    if row is None:
        raise NotFound("simulation")
    if row.state != "waiting":
        raise Conflict("This simulation was carried out already.", "Nothing was changed.", "Look at its result.")
    return row


def _subject(row: Simulation) -> Subject:
    version = DraftVersion.objects.select_related("draft").get(id=row.version_id)
    return subject_of(version.draft, version)

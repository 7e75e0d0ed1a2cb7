"""Running a draft of a method beside a released one, in the background."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.queries.simulating import simulate
from duecare.apps.assessments.rules import acts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Job
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries
from duecare.apps.risk.rules.simulation import Outcome
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import DuecareError

BROKEN = "An error in the program stopped it (%s). Tell the administrator: the worker's log says where."
TASK = "duecare.apps.assessments.tasks.simulate_method"


@action(acts.ASK_SIMULATION)
def ask_simulation(*, by: Actor, draft_id: UUID, against: str, years: int = 5) -> Recorded[UUID]:
    """Ask for the last version of a draft to be run beside a released methodology; returns the simulation.

    Raises:
        NotFound: no such draft or methodology. BadInput: a number of years that is none.
    """
    made, subject = risk.open_simulation(by=by, draft_id=draft_id, against=against, years=years, as_of=clock.today())
    facts: dict[str, JSON] = {"simulation": str(made), "against": against, "years": years}
    return Recorded(made, subject, facts, jobs=(Job(TASK, {"simulation_id": str(made)}),))


def run_simulation(*, by: Actor = SYSTEM, simulation_id: UUID) -> bool:
    """Carry a simulation out; False when that was done already. It takes seconds, and nobody waits for a lock.

    What cannot be simulated is recorded as failed with its reason, not tried for ever.
    """
    row = queries.simulation(simulation_id)
    if row.state != "waiting":
        return False
    try:
        against, draft, _ = queries.methods_of(simulation_id)
        outcome = simulate(
            against,
            draft,
            row.years,
            row.as_of,
            lambda done, of, doing: risk.note_progress(simulation_id, done, of, doing),
        )
    except DuecareError as fault:
        _fail(by=by, simulation_id=simulation_id, fault=str(fault))
        return True
    except Exception as fault:  # whoever asked must not wait for ever; the worker's log says where it broke
        _fail(by=by, simulation_id=simulation_id, fault=BROKEN % type(fault).__name__)
        raise
    _keep(by=by, simulation_id=simulation_id, outcome=outcome)
    return True


@action(acts.RUN_SIMULATION)
def _keep(*, by: Actor, simulation_id: UUID, outcome: Outcome) -> Recorded[None]:
    """Write down what came out. Raises NotFound, Conflict: done already."""
    row, subject = risk.keep_simulation(simulation_id=simulation_id, outcome=outcome)
    facts: dict[str, JSON] = {
        "simulation": str(row.id),
        "against": row.against_urn,
        "result_sha256": row.result_sha256,
        "countries": sum(one.kind == "country" and one.day == row.as_of for one in outcome.movers),
        "customers": sum(one.kind == "customer" and one.day == row.as_of for one in outcome.movers),
        "decisions": sum(one.kind == "decision" for one in outcome.movers),
    }
    return Recorded(None, subject, facts)


@action(acts.FAIL_SIMULATION)
def _fail(*, by: Actor, simulation_id: UUID, fault: str) -> Recorded[None]:
    """Write down that it could not be carried out. Raises NotFound, Conflict: done already."""
    row, subject = risk.fail_simulation(simulation_id=simulation_id, fault=fault)
    return Recorded(None, subject, {"simulation": str(row.id), "against": row.against_urn, "fault": fault})

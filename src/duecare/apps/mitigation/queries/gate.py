"""The whole gate: the file's stages, and above them the plan, the decision and its conditions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.rules.gate import ACTS, Gate, StageFact, StageState
from duecare.apps.governance.queries import InForce
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.mitigation.models import Measure, Plan
from duecare.apps.mitigation.rules.papers import own_conditions
from duecare.apps.mitigation.rules.plans import uncovered
from duecare.apps.mitigation.rules.progress import met
from duecare.kernel.actor import Actor

from .days import day_of, today
from .papers import bound_of
from .reading import Reading, read, read_for
from .required import Required
from .rows import standing


def gate(opportunity_id: UUID, acts: tuple[str, ...] = ACTS) -> Gate:
    """The gate as it stands today, all stages told. Raises NotFound."""
    return gate_of(read(opportunity_id, today()), acts)


def gate_for(by: Actor, opportunity_id: UUID) -> Gate:
    """`gate` for somebody who may see the opportunity. Raises NotFound."""
    return gate_of(read_for(by, opportunity_id, today()))


def gate_token(opportunity_id: UUID, act: str) -> str:
    """The signed verdict on one act, for a system outside. Raises NotFound, BadInput."""
    return assessments.gate_token(gate(opportunity_id), opportunity_id, act, clock.now(), audit_key())


def gate_of(found: Reading, acts: tuple[str, ...] = ACTS) -> Gate:
    """The gate of an opportunity already read, on the day it was read for."""
    above = {fact.code: fact for fact in stages(found)}
    return assessments.gate_of(found.file, above, acts, found.classes)


def stages(found: Reading) -> tuple[StageFact, ...]:
    """What this floor reports: plan adopted, decided, conditions before delivery met."""
    decision, decided = _decision(found)
    adopted = _adopted(found.plan, found.measures, found.need)
    return adopted, decision, _conditions(found.plan, found.measures, decided, found.file.as_of)


def _adopted(plan: Plan | None, rows: tuple[Measure, ...], need: Required) -> StageFact:
    if plan is None:
        return StageFact("plan_adopted", StageState.OPEN, "", ("a plan",))
    missing = [f"a class of {one}" for one in need.unclassified]
    missing += [
        f"{code}, which the class of today asks for" for code in uncovered(need.measures, (r.code for r in rows))
    ]
    # What the decision itself asked for came after the adoption; it stops the delivery, not the contract.
    missing += [f"an owner of {row.code}" for row in rows if row.owner_id is None and row.origin != "committee"]
    if plan.state != "adopted":
        missing.append("its adoption")
    state = StageState.OPEN if missing else StageState.CLEARED
    return StageFact("plan_adopted", state, "" if missing else f"Version {plan.version}.", tuple(missing))


def _decision(reading: Reading) -> tuple[StageFact, InForce | None]:
    found = bound_of(reading)
    code, latest = "decision", found.latest
    if latest is None:
        return StageFact(code, StageState.OPEN, "", ("a decision",)), None
    if found.changed:
        # Read here and not in a table: the gate closes with the change, not when a job has noticed it.
        detail = f"The file changed after {latest.reference} was frozen."
        return StageFact(code, StageState.OPEN, detail, ("a decision on the file as it is",)), None
    decided = reading.file.said.in_force(reading.deal.id, found.current.sha256) if found.current else None
    if decided is not None:
        said = f"{decided.reference}, {decided.state.replace('_', ' ')}."
        return StageFact(code, StageState.CLEARED, said), decided
    if latest.state == "open":
        return StageFact(code, StageState.WAITING, f"{latest.reference} is open.", ("its outcome",)), None
    detail = f"{latest.reference} was {latest.state.replace('_', ' ')}."
    if latest.state == "rejected":
        return StageFact(code, StageState.BLOCKED, detail, ("new facts, admitted for reconsideration",)), None
    return StageFact(code, StageState.OPEN, detail, ("a decision",)), None


def _conditions(plan: Plan | None, rows: tuple[Measure, ...], decided: InForce | None, on: date) -> StageFact:
    code = "conditions_precedent"
    if plan is None or decided is None:
        return StageFact(code, StageState.OPEN, "Conditions are known once it is decided.", ("a decision in force",))
    decided_on = day_of(decided.decided_at)
    waited = [row for row in rows if row.condition_precedent]
    open_ = [f"{row.code} {row.title}" for row in waited if not met(standing(row, decided_on), on)]
    open_ += [condition.text for condition in _not_taken_up(rows, decided) if condition.precedent]
    state = StageState.OPEN if open_ else StageState.CLEARED
    return StageFact(code, state, "" if open_ else f"{len(waited)} verified.", tuple(open_))


def _not_taken_up(rows: tuple[Measure, ...], decided: InForce) -> tuple[ProposedCondition, ...]:
    held = {row.code for row in rows}
    return tuple(one for place, one in asked_beyond(rows, decided) if condition_code(decided, place) not in held)


def asked_beyond(rows: tuple[Measure, ...], decided: InForce) -> tuple[tuple[int, ProposedCondition], ...]:
    """What the decision asks for beyond the plan it was given, each with its place."""
    of_plan = (
        ProposedCondition(f"{row.title}: {row.what}", row.code, row.condition_precedent)
        for row in rows
        if row.decision_id != decided.decision_id and row.condition_precedent
    )
    return own_conditions(decided.conditions, of_plan)


def condition_code(decided: InForce, place: int) -> str:
    """Code of the measure made of a condition, e.g. "D-2026-004/3"."""
    return f"{decided.reference}/{place}"

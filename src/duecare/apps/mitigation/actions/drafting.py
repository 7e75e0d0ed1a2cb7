"""Drawing up a plan from the class, adding to it, adopting it."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.accounts.queries import actor_of
from duecare.apps.assessments import queries as assessments
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.mitigation.models import Measure, Plan
from duecare.apps.mitigation.queries.catalogue import catalogue
from duecare.apps.mitigation.queries.days import today
from duecare.apps.mitigation.queries.reading import read, read_for
from duecare.apps.mitigation.queries.required import required
from duecare.apps.mitigation.rules import acts
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.rules.plans import PlannedMeasure, uncovered
from duecare.apps.mitigation.rules.states import OWNER_ROLES, PLAN, VERIFIER_ROLES
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.folding import fold

from .rows import about, in_draft, locked_measure, locked_plan, reckon


@action(acts.PLAN_DRAFT)
def draft_plan(*, by: Actor, opportunity_id: UUID) -> Recorded[UUID]:
    """Draw up the plan that the classes and fired rules ask for; again, bring it up to the class of today.

    Nothing is taken out: what people added stays, and what a milder class no longer asks for is kept until
    somebody drops it and says why. An adopted plan that gains a measure is a draft again.

    Raises:
        NotFound: no such opportunity. Conflict: a deployment has no class yet.
    """
    found = read_for(by, opportunity_id, today())
    deal, need = found.deal, found.need
    if need.unclassified or not need.cls:
        raise Conflict(
            f"There is no class yet: {', '.join(need.unclassified) or 'no deployment'}.",
            "No plan was drawn up; it follows from the class.",
            "Propose a class first.",
        )
    plan = _plan_row(by, opportunity_id)
    plan.customer_id, plan.reference, plan.title = deal.customer_id, deal.reference, deal.title[:300]
    plan.risk_class = need.cls
    held = {row.code: row for row in Measure.objects.select_for_update().filter(plan=plan)}
    new = [measure for measure in need.measures if measure.code not in held]
    altered = [row for measure in need.measures if (row := held.get(measure.code)) and _brought_up(row, measure)]
    Measure.objects.bulk_create(_measure_row(plan, measure) for measure in new)
    for row in altered:
        row.save(update_fields=["why", "origin", "condition_precedent"])
    if (new or altered) and plan.state == "adopted":
        _back_to_draft(plan)
    plan.save()
    facts: dict[str, JSON] = {
        "class": need.cls,
        "measures": len(held) + len(new),
        "added": len(new),
        "codes": sorted(measure.code for measure in new),
    }
    return Recorded(plan.id, about(plan), facts)


def _plan_row(by: Actor, opportunity_id: UUID) -> Plan:
    # Two who draft at once meet at the unique opportunity: the second one brings up what the first drew up.
    fresh = Plan(
        opportunity_id=opportunity_id, reference="", title="", risk_class="", drafted_by=by.id, drafted_at=clock.now()
    )
    Plan.objects.bulk_create([fresh], ignore_conflicts=True)
    return Plan.objects.select_for_update().get(opportunity_id=opportunity_id)


def _measure_row(plan: Plan, measure: PlannedMeasure) -> Measure:
    return Measure(
        plan=plan,
        code=measure.code,
        title=measure.title,
        folded=fold(f"{measure.code} {measure.title}")[:400],
        what=catalogue()[measure.code].what,
        why=list(measure.why),
        origin="required",
        owner_role=measure.owner_role,
        verifier_role=measure.verifier_role,
        due_kind=measure.due.kind.value,
        due_days=measure.due.days,
        due_months=measure.due.months,
        condition_precedent=measure.condition_precedent,
        evidence_wanted=list(measure.evidence),
    )


def _brought_up(row: Measure, measure: PlannedMeasure) -> bool:
    """Write what is required now over a measure already there; True when that altered it. Never milder."""
    why, precedent = list(measure.why), row.condition_precedent or measure.condition_precedent
    if (row.why, row.origin, row.condition_precedent) == (why, "required", precedent):
        return False
    row.why, row.origin, row.condition_precedent = why, "required", precedent
    return True


def _back_to_draft(plan: Plan) -> None:
    plan.state, plan.version, plan.adopted_by, plan.adopted_at = "draft", plan.version + 1, None, None


@action(acts.PLAN_REDRAFT)
def redraft_plan(*, by: Actor, plan_id: UUID, reason: str) -> Recorded[None]:
    """Open an adopted plan for changes; until it is adopted again, no contract and no delivery.

    Raises:
        NotFound, Conflict: gone, or a draft already. Denied: no reason.
    """
    plan = locked_plan(plan_id)
    PLAN.check(plan.state, "redraft", by, reason)
    _back_to_draft(plan)
    plan.save()
    return Recorded(None, about(plan), {"version": plan.version}, {"reason": reason.strip()})


@action(acts.MEASURE_ADD)
def add_measure(
    *,
    by: Actor,
    opportunity_id: UUID,
    reason: str,
    code: str = "",
    title: str = "",
    what: str = "",
    owner_role: str = "",
    verifier_role: str = "",
    due: Due | None = None,
    condition_precedent: bool = True,
) -> Recorded[UUID]:
    """Add a measure of the catalogue by its code, or one of one's own with everything said.

    Raises:
        BadInput: unknown code, something missing, owner and verifier of one role.
        NotFound: no plan. Conflict: the plan is adopted, or holds the measure already.
    """
    if not reason.strip():
        raise BadInput("say why the plan needs it", field="reason")
    assessments.opportunity(by, opportunity_id)
    plan_id = Plan.objects.filter(opportunity_id=opportunity_id).values_list("id", flat=True).first()
    if plan_id is None:
        raise NotFound("plan")
    plan = locked_plan(plan_id)
    in_draft(plan)
    row = _from_catalogue(plan, code, reason) if code else None
    if row is None:
        _check_own(title, what, owner_role, verifier_role, due)
        row = Measure(
            plan=plan, code=_own_code(plan), title=title.strip()[:160], what=what.strip(), why=[reason.strip()],
            owner_role=owner_role, verifier_role=verifier_role, condition_precedent=condition_precedent,
            due_kind=(due or Due(DueKind.BEFORE_DELIVERY)).kind.value,
            due_days=due.days if due else 0, due_months=due.months if due else 0,
        )  # fmt: skip
    row.origin, row.folded = "added", fold(f"{row.code} {row.title}")[:400]
    reckon(row, plan.decided_on)
    row.save()
    return Recorded(row.id, about(plan), {"measure": row.code}, {"reason": reason.strip()})


def _from_catalogue(plan: Plan, code: str, reason: str) -> Measure:
    known = catalogue().get(code)
    if known is None:
        raise BadInput("no such measure in the catalogue", field="code", value=code)
    if Measure.objects.filter(plan=plan, code=code).exists():
        raise Conflict(f"The plan holds {code} already.", "Nothing was added.")
    planned = PlannedMeasure(
        known.code, known.title, (reason.strip(),), known.owner_role, known.due, known.condition_precedent,
        known.evidence, known.verifier_role,
    )  # fmt: skip
    return _measure_row(plan, planned)


def _own_code(plan: Plan) -> str:
    """A-01, A-02, …: measures that no catalogue knows."""
    held = Measure.objects.filter(plan=plan, code__startswith="A-").values_list("code", flat=True)
    return f"A-{max((int(code[2:]) for code in held), default=0) + 1:02d}"


def _check_own(title: str, what: str, owner_role: str, verifier_role: str, due: Due | None) -> None:
    for field, value in (("title", title), ("what", what)):
        if not value.strip():
            raise BadInput("say what is to be done", field=field)
    if owner_role not in OWNER_ROLES:
        raise BadInput("no such role can own a measure", field="owner_role", value=owner_role)
    if verifier_role not in VERIFIER_ROLES or verifier_role == owner_role:
        raise BadInput("another role than the owner's verifies", field="verifier_role", value=verifier_role)
    if due is None:
        raise BadInput("say by when", field="due")
    least = {DueKind.BEFORE_DELIVERY: 1, DueKind.DAYS_AFTER_DECISION: due.days, DueKind.RECURRING: due.months}
    if not 1 <= least[due.kind] <= 1000:
        raise BadInput("a term is between 1 and 1000", field="due", value=least[due.kind])


@action(acts.MEASURE_DROP)
def drop_measure(*, by: Actor, measure_id: UUID, reason: str) -> Recorded[None]:
    """Take out a measure that somebody added or that the class no longer asks for.

    Raises:
        Conflict: the plan is adopted, work on it was begun, or the class or a decision asks for it.
        BadInput: no reason. NotFound.
    """
    plan, row = locked_measure(measure_id)
    in_draft(plan)
    if not reason.strip():
        raise BadInput("say why it goes", field="reason")
    asked = {measure.code for measure in required(plan.opportunity_id).measures}
    if row.code in asked or row.origin == "committee":
        raise Conflict(f"{row.code} is required.", "Nothing was taken out.", "A plan may add, never drop.")
    if row.proofs.exists():
        raise Conflict(f"Evidence was given for {row.code}.", "Nothing was taken out.", "Keep it; it is on record.")
    code = row.code
    row.delete()
    return Recorded(None, about(plan), {"measure": code}, {"reason": reason.strip()})


@action(acts.PLAN_ADOPT)
def adopt_plan(*, by: Actor, plan_id: UUID, seen_version: int) -> Recorded[None]:
    """Put the plan in force.

    Raises:
        Conflict: adopted already, changed meanwhile, a required measure or an owner is missing.
        Denied: whoever asked for the deal does not adopt its plan.
    """
    plan = locked_plan(plan_id)
    PLAN.check(plan.state, "adopt", by)
    if plan.version != seen_version:
        raise Conflict("The plan changed while you read it.", "It was not adopted.", "Read it again.")
    found = read(plan.opportunity_id, today())
    deal, need = found.deal, found.need
    if by.id in (deal.requester_id, *deal.account_team):
        raise Denied("Whoever asked for this deal does not adopt its plan.", "Nothing was changed.", "Ask another.")
    rows = list(Measure.objects.filter(plan=plan).order_by("code"))
    open_points = [f"no class of {one}" for one in need.unclassified]
    open_points += [f"{code} is missing" for code in uncovered(need.measures, (row.code for row in rows))]
    open_points += [f"{row.code} has no owner" for row in rows if row.state != "waived" and _ownerless(row)]
    if open_points:
        raise Conflict(f"The plan is not complete: {'; '.join(open_points)}.", "It was not adopted.", "Complete it.")
    plan.state, plan.adopted_by, plan.adopted_at = "adopted", by.id, clock.now()
    plan.save()
    return Recorded(None, about(plan), {"version": plan.version, "measures": len(rows), "class": need.cls})


def _ownerless(row: Measure) -> bool:
    """Nobody, or somebody who has left or no longer holds the role."""
    owner = actor_of(row.owner_id) if row.owner_id else None
    return owner is None or row.owner_role not in owner.roles

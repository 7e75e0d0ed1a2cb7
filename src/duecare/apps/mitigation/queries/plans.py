"""Plans as read by a person: one with its measures, or a page of many, overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from duecare.apps.accounts.queries import names
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries.deals import READERS
from duecare.apps.assessments.queries.search import matching
from duecare.apps.mitigation.models import Measure, Plan, Proof
from duecare.apps.mitigation.rules import acts, progress
from duecare.apps.mitigation.rules.plans import uncovered
from duecare.apps.mitigation.rules.states import MEASURE
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import NotFound

from .days import today
from .papers import changed_in
from .reading import Reading, read_for
from .required import Required
from .rows import May, MeasureRow, PlanList, PlanPage, PlanQuery, PlanRow, ProofRow, due_of, standing


@dataclass(frozen=True, slots=True)
class Counts:
    """Measures of one plan: all, not yet done, overdue, and before delivery still unverified."""

    all: int
    open: int
    late: int
    waited: int


_OPEN = Q(measures__state__in=["open", "evidence_given"])


def plan(by: Actor, opportunity_id: UUID) -> PlanPage:
    """The plan of an opportunity. Raises NotFound when there is none, or the opportunity is not open to `by`."""
    return plan_page(by, read_for(by, opportunity_id, today()))


def plan_page(by: Actor, found: Reading) -> PlanPage:
    """The plan of an opportunity already read. Raises NotFound when there is none."""
    deal, row, need = found.deal, found.plan, found.need
    if row is None:
        raise NotFound("plan")
    latest = found.file.said.latest(deal.id)
    rows = sorted(found.measures, key=lambda one: (not one.condition_precedent, one.code))
    given = _given(rows)
    people = names({one for one in (row.drafted_by, row.adopted_by) if one} | _named(rows, given))
    asked = frozenset(one.code for one in need.measures)
    measures = tuple(_measure(by, row, one, given.get(one.id, ()), people, asked, found.file.as_of) for one in rows)
    gaps = _gaps(need, rows)
    involved = by.id in (deal.requester_id, *deal.account_team)
    return PlanPage(
        id=row.id,
        opportunity_id=deal.id,
        customer_id=row.customer_id,
        reference=row.reference,
        title=row.title,
        risk_class=need.cls or row.risk_class,
        state=row.state,
        version=row.version,
        drafted_by=people.get(row.drafted_by, ""),
        drafted_at=row.drafted_at,
        adopted_by=people.get(row.adopted_by, "") if row.adopted_by else "",
        adopted_at=row.adopted_at,
        decided_on=row.decided_on,
        decision_id=latest.id if latest else None,
        decision=latest.reference if latest else "",
        decision_state=latest.state if latest else "",
        measures=measures,
        missing=gaps,
        changed=changed_in(found),
        may_draft=acts.PLAN_DRAFT.permits(by),
        may_adopt=row.state == "draft" and not gaps and acts.PLAN_ADOPT.permits(by) and not involved,
        may_redraft=row.state == "adopted" and acts.PLAN_REDRAFT.permits(by),
        may_submit=row.state == "adopted"
        and acts.PLAN_SUBMIT.permits(by)
        and deal.state in ("filed", "rejected")
        and not involved,
    )


def plan_id_of(opportunity_id: UUID) -> UUID | None:
    """The plan's id, None while there is no plan. For pages that link to it."""
    return Plan.objects.filter(opportunity_id=opportunity_id).values_list("id", flat=True).first()


def measure(by: Actor, measure_id: UUID) -> MeasureRow:
    """One measure with all its evidence. Raises NotFound."""
    row = Measure.objects.select_related("plan").filter(id=measure_id).first()
    if row is None:
        raise NotFound("measure")
    found = read_for(by, row.plan.opportunity_id, today())
    asked = frozenset(one.code for one in found.need.measures)
    given = _given([row])
    return _measure(by, row.plan, row, given.get(row.id, ()), names(_named([row], given)), asked, today())


def proof(by: Actor, proof_id: UUID) -> tuple[str, str]:
    """(content hash, file name) of evidence that holds a document. Raises NotFound."""
    row = Proof.objects.select_related("measure__plan").filter(id=proof_id).exclude(sha256="").first()
    if row is None:
        raise NotFound("document")
    assessments.opportunity(by, row.measure.plan.opportunity_id)
    return row.sha256, row.file_name or f"{row.measure.code} {row.number}"


def proof_hashes() -> frozenset[str]:
    """Content hashes that evidence names; the content store keeps them."""
    return frozenset(Proof.objects.exclude(sha256="").values_list("sha256", flat=True))


def _given(rows: Sequence[Measure]) -> Mapping[UUID, list[Proof]]:
    """The evidence of measures, in one statement whatever their number."""
    given: dict[UUID, list[Proof]] = {}
    for proof in Proof.objects.filter(measure__in=[row.id for row in rows]).order_by("number"):
        given.setdefault(proof.measure_id, []).append(proof)
    return given


def _named(rows: Sequence[Measure], given: Mapping[UUID, Sequence[Proof]]) -> set[UUID]:
    """Everybody that measures and their evidence name."""
    ids = {one for row in rows for one in (row.owner_id, row.verified_by) if one}
    return ids | {one for proofs in given.values() for p in proofs for one in (p.given_by, p.judged_by) if one}


def plans(by: Actor, wanted: PlanQuery) -> PlanList:
    """Plans this person may see: overdue first, then by the next date."""
    on = today()
    mine = Plan.objects.all() if by.has(*READERS) else Plan.objects.filter(opportunity__in=assessments.visible(by))
    rows = _filtered(by, mine, wanted)
    if wanted.state == "overdue":
        return _overdue(by, rows, wanted, on)
    # What is overdue is next due soonest, so one order serves both; a waived measure is never due.
    page = rows.annotate(soonest=Min("measures__next_due")).order_by(F("soonest").asc(nulls_last=True), "reference")
    chosen = list(page[wanted.offset : wanted.offset + wanted.size])
    counts = _counts([row.id for row in chosen], on)
    # A first page that is not full says how many there are without being asked.
    all_here = not wanted.offset and len(chosen) < wanted.size
    total = len(chosen) if all_here else rows.count()
    return PlanList(tuple(_row(row, counts[row.id], row.soonest) for row in chosen), total)


def _overdue(by: Actor, rows: QuerySet[Plan], wanted: PlanQuery, on: date) -> PlanList:
    """Plans with a measure overdue, the longest first; read from the measures, which an index holds by their day."""
    late = Measure.objects.filter(next_due__lt=on).exclude(state="waived")
    if wanted.text.strip() or wanted.risk_class or not by.has(*READERS):
        late = late.filter(plan__in=rows.values("id"))
    # In the order of the index, so that reading ends with the last plan wanted; its first measure is its soonest.
    found: dict[UUID, date] = {}
    for plan, day in late.order_by("next_due", "state", "plan").values_list("plan", "next_due").iterator(500):
        found.setdefault(plan, day or on)
        if len(found) == wanted.offset + wanted.size:
            break
    soonest = dict(list(found.items())[wanted.offset :])
    held = Plan.objects.in_bulk(list(soonest))
    counts = _counts(list(soonest), on)
    all_here = not wanted.offset and len(soonest) < wanted.size
    if all_here:
        total = len(soonest)
    elif wanted.count_to:
        total = late.order_by().values("plan").distinct()[: wanted.count_to].count()
    else:
        total = late.aggregate(found=Count("plan", distinct=True))["found"]
    return PlanList(tuple(_row(held[key], counts[key], day) for key, day in soonest.items()), total)


def _filtered(by: Actor, rows: QuerySet[Plan], wanted: PlanQuery) -> QuerySet[Plan]:
    if wanted.text.strip():
        rows = rows.filter(opportunity__in=matching(by, wanted.text))
    if wanted.risk_class:
        rows = rows.filter(risk_class=wanted.risk_class)
    return rows.filter(state=wanted.state) if wanted.state in ("draft", "adopted") else rows


def _counts(ids: Iterable[UUID], on: date) -> Mapping[UUID, Counts]:
    rows = Plan.objects.filter(id__in=list(ids)).values("id")
    found = rows.annotate(
        all=Count("measures"),
        open=Count("measures", filter=_OPEN),
        late=Count("measures", filter=Q(measures__next_due__lt=on) & ~Q(measures__state="waived")),
        waited=Count("measures", filter=_OPEN & Q(measures__condition_precedent=True, measures__verified_on=None)),
    )
    return {row["id"]: Counts(row["all"], row["open"], row["late"], row["waited"]) for row in found}


def _row(row: Plan, counts: Counts, next_due: date | None) -> PlanRow:
    return PlanRow(
        id=row.id,
        opportunity_id=row.opportunity_id,
        reference=row.reference,
        title=row.title,
        risk_class=row.risk_class,
        state=row.state,
        measures=counts.all,
        done=counts.all - counts.open,
        overdue=counts.late,
        next_due=next_due,
        conditions_open=counts.waited,
    )


def _gaps(need: Required, rows: Sequence[Measure]) -> tuple[str, ...]:
    """What is in the way of adopting it."""
    found = [f"no class of {one}" for one in need.unclassified]
    found += [f"{code} is asked for by the class of today" for code in uncovered(need.measures, (r.code for r in rows))]
    return (*found, *(f"{row.code} has no owner" for row in rows if row.owner_id is None and row.state != "waived"))


def _measure(
    by: Actor,
    plan: Plan,
    row: Measure,
    given: Sequence[Proof],
    known: Mapping[UUID, str],
    asked: frozenset[str],
    on: date,
) -> MeasureRow:
    how = standing(row, plan.decided_on)
    due = progress.next_due(how)
    return MeasureRow(
        id=row.id,
        plan_id=plan.id,
        opportunity_id=plan.opportunity_id,
        reference=plan.reference,
        code=row.code,
        title=row.title,
        what=row.what,
        why=tuple(row.why),
        origin=row.origin,
        decision_id=row.decision_id,
        owner_role=row.owner_role,
        verifier_role=row.verifier_role,
        owner_id=row.owner_id,
        owner=known.get(row.owner_id, "") if row.owner_id else "",
        due=due_of(row),
        due_on=row.due_on,
        next_due=due,
        condition_precedent=row.condition_precedent,
        evidence_wanted=tuple(row.evidence_wanted),
        state=row.state,
        overdue=progress.overdue(due, on),
        met=progress.met(how, on),
        verified_on=row.verified_on,
        verified_by=known.get(row.verified_by, "") if row.verified_by else "",
        waiver_id=row.waiver_id,
        waiver_reason=row.waiver_reason,
        proofs=tuple(_proof(one, known) for one in given),
        may=_may(by, plan, row, given, asked),
    )


def _may(by: Actor, plan: Plan, row: Measure, given: Sequence[Proof], asked: frozenset[str]) -> May:
    draft = plan.state == "draft"
    gives = row.state == "open" or (row.state == "verified" and row.due_kind == "recurring")
    last = given[-1] if given else None
    return May(
        assign=acts.MEASURE_ASSIGN.permits(by) and row.state != "waived",
        set_due=draft and acts.MEASURE_DUE.permits(by),
        drop=draft
        and acts.MEASURE_DROP.permits(by)
        and row.origin != "committee"
        and row.code not in asked
        and not given,
        evidence=not draft
        and gives
        and acts.MEASURE_EVIDENCE.permits(by)
        and (by.id == row.owner_id or by.has(Role.COMPLIANCE_OFFICER)),
        judge=not draft
        and row.state == "evidence_given"
        and acts.MEASURE_VERIFY.permits(by)
        and row.verifier_role in by.roles
        and last is not None
        and by.id not in (row.owner_id, last.given_by),
        waive=not draft
        and row.owner_id != by.id
        and any(move.verb == "waive" for move in MEASURE.open_to(row.state, by)),
    )


def _proof(row: Proof, known: Mapping[UUID, str]) -> ProofRow:
    return ProofRow(
        id=row.id,
        number=row.number,
        sha256=row.sha256,
        file_name=row.file_name,
        note=row.note,
        given_by=known.get(row.given_by, ""),
        given_at=row.given_at,
        outcome=row.outcome,
        judged_by=known.get(row.judged_by, "") if row.judged_by else "",
        judged_at=row.judged_at,
        remark=row.remark,
    )

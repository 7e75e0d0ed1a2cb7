"""Filing an opportunity: complete, under a customer, and compared with what came before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.models import Opportunity, OpportunityParty, SimilarDeal
from duecare.apps.assessments.queries.deals import Deal, deal_of
from duecare.apps.assessments.queries.no_go import no_go_met
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.assessments.rules.resubmission import WINDOW_DAYS, DealSketch, Resemblance, resemblances
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.governance import queries as governance
from duecare.apps.parties import queries as parties
from duecare.apps.parties.actions import register_customer
from duecare.apps.parties.rules.folding import fold
from duecare.kernel.actor import Actor, Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .classes import refresh_customer
from .reach import reach, reach_changeable, refresh_copies, subject

VERDICTS = ("same", "different", "split")


@action(acts.FILE)
def file_opportunity(*, by: Actor, opportunity_id: UUID, seen_version: int, new_facts: str = "") -> Recorded[UUID]:
    """File a complete draft; returns the customer's id.

    Args:
        new_facts: for a compliance officer who admits a deal like one lately rejected.

    Raises:
        BadInput: something is missing; the first gap is named, all of them are listed.
        Conflict: a place or a body of it is on the no-go register, or a deal like this was rejected within the
            cooling-off period.
    """
    row = reach_changeable(by, opportunity_id, seen_version)
    row.state = OPPORTUNITY.check(row.state, "file", by).target
    deal = deal_of(row)
    if missing := deal.gaps():
        raise BadInput(
            f"Before it can be filed it needs: {'; '.join(what for _, what in missing)}.",
            field=missing[0][0],
            todo="Fill in what you know; what you cannot know yet, ask the client.",
        )
    _no_go(deal)
    found = _like(deal, clock.today())
    _cooling_off(by, found, new_facts)
    using = deal.party("using")
    if using is None:
        raise BadInput("the using body is missing.", field="using")
    row.customer_id = register_customer(by=by, body_id=using.id)
    row.filed_at = clock.now()
    refresh_copies(row, deal)
    row.version += 1
    row.save()
    refresh_customer(row.customer_id)
    SimilarDeal.objects.bulk_create(
        SimilarDeal(
            opportunity=row, other_id=one.other, kind=one.kind, points=one.points, reasons=list(one.reasons),
            noticed_at=row.filed_at,
        )
        for one in found
    )  # fmt: skip
    facts: dict[str, JSON] = {"resembles": len(found), "new_facts": new_facts.strip()}
    return Recorded(row.customer_id, subject(row), facts)


@action(acts.JUDGE_LIKENESS)
def judge_resemblance(*, by: Actor, resemblance_id: UUID, verdict: str, reason: str) -> Recorded[None]:
    """Say what a resemblance is: the same deal, another one, or one deal in slices.

    Raises:
        BadInput: an unknown verdict, or no reason.
        Conflict: judged already.
    """
    if verdict not in VERDICTS:
        raise BadInput("there is no such verdict.", field="verdict", value=verdict)
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    found = SimilarDeal.objects.select_for_update().filter(id=resemblance_id).first()
    if found is None:
        raise NotFound("resemblance")
    row = reach(by, found.opportunity_id)
    if found.verdict:
        raise Conflict("This was judged already.", "Nothing was changed.", "Reload the page.")
    found.verdict, found.judged_by, found.judged_at = verdict, by.id, clock.now()
    found.judged_because = reason.strip()
    found.save()
    return Recorded(None, subject(row), {"verdict": verdict, "reason": reason.strip(), "other": str(found.other_id)})


def _no_go(deal: Deal) -> None:
    """Refused at once, with the reason, before anybody spends work on it."""
    bodies = {body.id for body in deal.bodies()} | {d.using_body.id for d in deal.deployments if d.using_body}
    found = no_go_met(deal, parties.known(bodies), clock.today())
    if found:
        raise Conflict(
            " ".join(one.sentence() for one in found),
            "It was not filed, and no work on it begins.",
            "Withdraw the draft. Who has new facts gives them to a compliance officer; to lift an entry takes two "
            "persons.",
        )


def _cooling_off(by: Actor, found: tuple[Resemblance, ...], new_facts: str) -> None:
    resting = [one for one in found if one.kind == "cooling_off"]
    if not resting or (by.has(Role.COMPLIANCE_OFFICER) and new_facts.strip()):
        return
    other = Opportunity.objects.filter(id=resting[0].other).values_list("reference", flat=True).first()
    # Sales may not learn of a colleague's deal: the reference is named only to those who may read it.
    named = f" ({other})" if by.has(Role.COMPLIANCE_OFFICER) else ""
    raise Conflict(
        f"A deal like this one was rejected a short while ago{named}: {'; '.join(resting[0].reasons)}.",
        "It was not filed.",
        "Give the new facts to a compliance officer, who may file it with them.",
    )


def _like(deal: Deal, today: date) -> tuple[Resemblance, ...]:
    """Deals of the same client family filed within the window that resemble this one."""
    families = [parties.family(body.id) for body in _clients(deal)]
    kin = frozenset().union(*(members for _, members in families))
    ids = OpportunityParty.objects.filter(body_id__in=kin, role__in=("using", "contracting", "end_user"))
    rows = Opportunity.objects.filter(
        id__in=ids.values("opportunity_id"),
        filed_at__date__gte=today - timedelta(days=WINDOW_DAYS),
    ).exclude(id=deal.id)
    tops = {member: top for top, members in families for member in members}
    sketches = (_sketch(deal_of(row), tops, today) for row in rows.order_by("-filed_at")[:200])
    return resemblances(_sketch(deal, tops, today), sketches, _limits(today))


def _sketch(deal: Deal, tops: dict[UUID, UUID], today: date) -> DealSketch:
    bodies = frozenset(body.id for body in _clients(deal))
    return DealSketch(
        id=deal.id,
        reference=deal.reference,
        bodies=bodies,
        families=frozenset(tops[body] for body in bodies if body in tops),
        products=frozenset(d.product.id for d in deal.deployments if d.product),
        words=frozenset(word for word in fold(deal.purpose).split() if len(word) > 3),
        value_eur=deal.value_eur,
        day=deal.filed_at.date() if deal.filed_at else today,
        rejected_on=deal.rejected_on if deal.state == "rejected" else None,
    )


def _clients(deal: Deal) -> tuple[parties.BodyRow, ...]:
    return deal.bodies("using", "contracting", "end_user")


def _limits(today: date) -> tuple[Decimal, ...]:
    """Values above which another body decides, by the authority matrix in force."""
    rows = governance.matrix(today).rows
    return tuple(sorted({Decimal(level.up_to_eur) for level in rows if level.up_to_eur is not None}))

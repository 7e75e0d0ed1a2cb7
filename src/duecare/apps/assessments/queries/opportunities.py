"""Opportunities: one as this person may see it, and the list of a hundred thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet

from duecare.adapters.searching import holding, listed
from duecare.apps.assessments.models import Opportunity, Responsible, SimilarDeal
from duecare.apps.parties.rules.facets import counted
from duecare.apps.parties.rules.folding import words
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.errors import NotFound

from .deals import READERS, Deal, SimilarRow, deal_from, open_to, visible
from .kept import kept_deals

SORTS: Mapping[str, tuple[str, ...]] = {
    "created": ("created_at", "id"),
    "client": ("client", "id"),
    "value": ("value_eur", "id"),
    "level": ("class_rank", "created_at", "id"),
    "reference": ("reference",),
}
UNRATED = "unrated"
OVER = ("withdrawn", "rejected", "ended")
"""States in which nothing of a deal is waited for any more."""


@dataclass(frozen=True, slots=True)
class ListedOpportunity:
    """One line of the list."""

    id: UUID
    reference: str
    title: str
    client: str
    country: str
    state: str
    value_eur: Decimal | None
    risk_class: str
    class_provisional: bool
    owner_id: UUID
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpportunityQuery:
    """What to list; empty means any."""

    q: str = ""
    state: str = ""
    level: str = ""
    country: str = ""
    sort: str = "created"
    descending: bool = True
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class OpportunityList:
    """A page; `facets` counts what each filter would leave, the others applied."""

    rows: tuple[ListedOpportunity, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def opportunity(by: Actor, opportunity_id: UUID) -> Deal:
    """One opportunity. Raises NotFound when it does not exist or is not open to `by`: one answer for both."""
    found = kept_deals((opportunity_id,)).get(opportunity_id)
    if found is None or not open_to(by, found):
        raise NotFound("opportunity")
    return deal_from(found)


def opportunity_list(by: Actor, wanted: OpportunityQuery) -> OpportunityList:
    """A page in two statements: one grouped count gives total and facets, one reads the rows."""
    searched = holding(visible(by), words(wanted.q), few=not by.has(*READERS))
    groups = searched.values_list("state", "risk_class", "country").annotate(n=Count("*")).order_by()
    picked = {"state": wanted.state, "level": wanted.level, "country": wanted.country}
    total, facets = counted((((state, level or UNRATED, land), n) for state, level, land, n in groups), picked)
    order = SORTS.get(wanted.sort, SORTS["created"])
    order = tuple(f"-{column}" if wanted.descending else column for column in order)
    own = not by.has(*READERS)
    few = None if not own and not wanted.q else own
    rows = listed(_filtered(searched, wanted), total, order, wanted.offset + wanted.size, few=few)
    page = _listed(rows[wanted.offset : wanted.offset + wanted.size]) if total else ()
    return OpportunityList(page, total, facets)


def opportunities_named(by: Actor, ids: Collection[UUID]) -> tuple[ListedOpportunity, ...]:
    """Of these the ones this person may see, by reference."""
    return _listed(visible(by).filter(id__in=ids).order_by("reference"))


def undecided(by: Actor) -> QuerySet[Opportunity]:
    """Opportunities this person may see on which nobody has decided yet, for counting."""
    return visible(by).filter(state__in=("draft", "filed", "submitted"))


def customer_opportunities(by: Actor, customer_id: UUID, limit: int = 100) -> tuple[ListedOpportunity, ...]:
    """What this person may see of a customer's opportunities, newest first."""
    return _listed(visible(by).filter(customer_id=customer_id).order_by("-created_at", "id")[:limit])


def customer_ids_of(by: Actor) -> QuerySet[Opportunity, UUID | None] | None:
    """Ids of the customers this person may see: None means all of them. Sales: those of their own opportunities.

    A question that another one asks, not an answer: a seller of thousands of deals would have them all named in it.
    """
    if by.kind is Kind.SYSTEM or by.has(*READERS):
        return None
    mine = Opportunity.objects.filter(customer__isnull=False)
    if not by.has(Role.SALES):
        mine = mine.none()
    mine = mine.filter(id__in=Responsible.objects.filter(person_id=by.id).values("opportunity_id"))
    return mine.values_list("customer_id", flat=True)


def in_business(customer_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these customers with a deal that is not over."""
    rows = Opportunity.objects.filter(customer_id__in=tuple(customer_ids)).exclude(state__in=OVER)
    return frozenset(key for key in rows.values_list("customer_id", flat=True) if key is not None)


def given_up() -> QuerySet[Opportunity]:
    """Deals that were withdrawn or refused: what was promised for them is owed no more."""
    return Opportunity.objects.filter(state__in=("withdrawn", "rejected"))


def may_see_customer(by: Actor, customer_id: UUID) -> bool:
    """True when the customer is open to this person."""
    only = customer_ids_of(by)
    return only is None or only.filter(customer_id=customer_id).exists()


def resemblances_of(opportunity_id: UUID) -> tuple[SimilarRow, ...]:
    """Earlier deals that this one resembles, the most alike first."""
    rows = SimilarDeal.objects.filter(opportunity_id=opportunity_id).select_related("other")
    return tuple(
        SimilarRow(
            id=row.id,
            other_id=row.other_id,
            other=row.other.reference,
            kind=row.kind,
            points=row.points,
            reasons=tuple(str(reason) for reason in row.reasons),
            verdict=row.verdict,
            judged_because=row.judged_because,
        )
        for row in rows.order_by("-points", "id")
    )


def _filtered(rows: QuerySet[Opportunity], wanted: OpportunityQuery) -> QuerySet[Opportunity]:
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.level:
        rows = rows.filter(risk_class="" if wanted.level == UNRATED else wanted.level)
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    return rows


def _listed(rows: QuerySet[Opportunity]) -> tuple[ListedOpportunity, ...]:
    columns = (
        "id", "reference", "title", "client", "country", "state", "value_eur", "risk_class", "class_provisional",
        "owner_id", "created_at",
    )  # fmt: skip
    return tuple(ListedOpportunity(*row) for row in rows.values_list(*columns))

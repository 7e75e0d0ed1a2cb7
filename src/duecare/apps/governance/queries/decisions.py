"""Lists of decisions, what is in force, and who still has to vote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duecare.adapters import clock
from duecare.adapters.searching import holding
from duecare.apps.governance.models import Decision, Membership, Recusal, Vote
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.governance.rules.states import LIVE
from duecare.kernel.actor import Actor, Role
from duecare.kernel.folding import words

from .committees import seated
from .days import today

READERS = frozenset(
    {
        Role.COMPLIANCE_OFFICER,
        Role.ANALYST,
        Role.COUNSEL,
        Role.COMMITTEE_MEMBER,
        Role.AUDITOR,
    }
)
"""Roles that read every decision; whoever asked reads the outcome of their own."""
MANY = 500
"""Up to this many ids are named one by one in a statement."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in a list. `mine` is True while this reader's vote is missing."""

    id: UUID
    reference: str
    title: str
    paper_reference: str
    kind: str
    subject_id: UUID
    customer_id: UUID | None
    state: str
    procedure: str
    risk_class: str
    value_eur: Decimal | None
    committee: str
    opened_at: datetime
    closes_at: datetime | None
    decided_at: datetime | None
    ratify_by: datetime | None
    votes: int
    mine: bool

    @property
    def closes_on(self) -> datetime | None:
        """A moment on the closing day itself; `closes_at` is the first moment after it."""
        return last_moment(self.closes_at)


@dataclass(frozen=True, slots=True)
class InForce:
    """A decision that lets the deal go on, bound to one hash."""

    decision_id: UUID
    reference: str
    state: str
    decided_at: datetime
    provisional: bool
    ratify_by: datetime | None
    conditions: tuple[ProposedCondition, ...]


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision that was taken, for apps that compare it with what another method would have asked for."""

    id: UUID
    reference: str
    subject_id: UUID
    paper_reference: str
    title: str
    state: str
    risk_class: str
    value_eur: Decimal | None
    decided_at: datetime


def decisions_taken(kind: str) -> tuple[DecisionTaken, ...]:
    """Every decision of a kind that was taken, whatever became of it since, oldest first. For apps above."""
    rows = Decision.objects.filter(kind=kind, decided_at__isnull=False).order_by("decided_at", "id")
    columns = ("id", "reference", "subject_id", "paper_reference", "title", "state", "risk_class", "value_eur",
               "decided_at")  # fmt: skip
    return tuple(DecisionTaken(*row) for row in rows.values_list(*columns))


def last_moment(closes_at: datetime | None) -> datetime | None:
    """The last moment before a deadline, so that its day is the closing day."""
    return closes_at - timedelta(microseconds=1) if closes_at else None


def decisions(
    by: Actor,
    *,
    which: str = "all",
    text: str = "",
    risk_class: str = "",
    customer_id: UUID | None = None,
    limit: int = 25,
    offset: int = 0,
) -> tuple[DecisionRow, ...]:
    """What this person may see, their missing votes first, then the newest.

    Args:
        which: "mine" (my vote is missing), "open", "decided" or "all".
        text: words of a reference or title; accents and capitals do not matter.
        customer_id: those about one customer only.
    """
    rows = _filtered(by, which, text, risk_class)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    order = ("-opened_at", "-reference")
    # Two reads in the order of an index: sorting by what is missing would compute it for every decision there is.
    # Those are few and sorted here: asked for an order, the database would walk through all there are in that order.
    # Who may not vote has no vote missing, and is not asked about every live decision.
    waits = rows.filter(_mine(by)) if by.has(Role.COMMITTEE_MEMBER) else rows.none()
    mine = _newest(waits.order_by().values_list("opened_at", "reference", "id"))
    first = mine[offset : offset + limit]
    whole = Decision.objects.select_related("committee").defer("payload")
    page = list(whole.filter(id__in=first).order_by(*order)) if first else []
    if which != "mine" and len(first) < limit:
        others = rows.exclude(id__in=mine) if len(mine) <= MANY else rows.exclude(_mine(by))
        start = max(0, offset - len(mine))
        others = others.select_related("committee").defer("payload").order_by(*order)
        page += list(others[start : start + limit - len(first)])
    ids = [row.id for row in page]
    cast = _cast(ids)
    return tuple(
        row_of(row, cast.get(row.id, 0), mine=row.id in first, committee=row.committee.name if row.committee else "")
        for row in page
    )


def _newest(rows: Iterable[tuple[datetime, str, UUID]]) -> tuple[UUID, ...]:
    return tuple(key for _opened, _reference, key in sorted(rows, reverse=True))


def count(by: Actor, *, which: str = "all", text: str = "", risk_class: str = "") -> int:
    """How many `decisions` there are."""
    return _filtered(by, which, text, risk_class).count()


def to_vote(by: Actor) -> QuerySet[Decision]:
    """Decisions that wait for this person's vote, for counting; pages ask `decisions`."""
    return _filtered(by, "mine", "", "")


def waiting_for(by: Actor) -> int:
    """How many decisions wait for this person's vote."""
    return count(by, which="mine")


def unratified() -> tuple[UUID, ...]:
    """Decisions in haste whose days for ratification have passed."""
    rows = Decision.objects.filter(state="awaiting_ratification", ratify_by__lte=clock.now()).order_by("ratify_by")
    return tuple(rows.values_list("id", flat=True))


def _filtered(by: Actor, which: str, text: str, risk_class: str) -> QuerySet[Decision]:
    rows = Decision.objects.all()
    if not by.has(*READERS):
        rows = rows.filter(requester_id=by.id)
    match which:
        case "mine":
            rows = rows.filter(_mine(by))
        case "open":
            rows = rows.filter(state__in=LIVE)
        case "decided":
            rows = rows.exclude(state__in=LIVE)
    if risk_class:
        rows = rows.filter(risk_class=risk_class)
    return holding(rows, words(text), few=not by.has(*READERS))


def _mine(by: Actor) -> Q:
    """Live, I have a voting seat, I neither asked nor voted nor stood aside. Conflicts are checked on the page.

    What an index can find comes first, because this is counted for the sidebar of every page.
    """
    seats = Membership.objects.filter(seated(today()), person_id=by.id, votes=True).values("committee_id")
    live = Q(state__in=LIVE, committee__isnull=False, committee__in=seats) & ~Q(requester_id=by.id)
    voted = Exists(Vote.objects.filter(decision=OuterRef("id"), person_id=by.id))
    aside = Exists(Recusal.objects.filter(decision=OuterRef("id"), person_id=by.id))
    return live & ~Q(voted) & ~Q(aside)


def _cast(ids: list[UUID]) -> dict[UUID, int]:
    found = Vote.objects.filter(decision__in=ids).values_list("decision_id").annotate(number=Count("id"))
    return dict(found)


def row_of(row: Decision, cast: int, *, mine: bool, committee: str) -> DecisionRow:
    """A decision as lists show it."""
    return DecisionRow(
        id=row.id,
        reference=row.reference,
        title=row.title,
        paper_reference=row.paper_reference,
        kind=row.kind,
        subject_id=row.subject_id,
        customer_id=row.customer_id,
        state=row.state,
        procedure=row.procedure,
        risk_class=row.risk_class,
        value_eur=row.value_eur,
        committee=committee,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        decided_at=row.decided_at,
        ratify_by=row.ratify_by,
        votes=cast,
        mine=mine,
    )

"""What waits for one person in plans and decisions, worst class first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from duecare.adapters.gathering import ASKING, Counting, counting
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries.deals import READERS
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation.models import TO_DO, Measure, Plan, Proof
from duecare.apps.mitigation.rules.queue import ordered
from duecare.kernel.actor import Actor, Role

from .days import day_of, today

LIMIT = 200
"""Nobody works through more at a sitting; the lists hold the rest."""
REASSESS = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
"""Who looks again at a class whose figures changed."""
_AGAIN = {"event": "something_happened_there", "report": "a_public_report_names_the_customer"}
MANY = 100
"""Where the sidebar stops counting: on every page, a hundred thousand would be counted for a number nobody reads."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """Something that waits for this person.

    Attributes:
        kind: "vote", "close", "adopt", "measure", "verify", "reassess".
        label: the reference, and for a measure its code and title.
        about_id: the decision for "vote", the measure for "measure" and "verify", the re-assessment for "reassess",
            else the opportunity.
        why: why this person: "you own it", "your role verifies it", …, as a code.
        due: the last day, None for none.
        moved: for "reassess" the places whose figures changed, before and after.
    """

    kind: str
    label: str
    about_id: UUID
    opportunity_id: UUID | None
    risk_class: str
    why: str
    due: date | None
    moved: tuple[assessments.PlaceMoved, ...] = ()


def queue(by: Actor, *, votes: bool = True) -> tuple[QueueItem, ...]:
    """Everything that waits for this person: what is late first, then the worst class, then the date.

    Args:
        votes: False leaves out votes, for a page that tells them itself.
    """
    on = today()
    found = (*(_votes(by) if votes else ()), *_to_adopt(by), *_mine(by), *_to_verify(by), *_to_reassess(by))
    return ordered(found, on)


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers beside lines of the sidebar, each of what this person may see; `MANY` means that many or more.

    Attributes:
        queue: votes that are missing, plans to adopt, measures to do or to look at, classes to look at again.
        roles: roles that wait for a second person.
    """

    queue: int
    opportunities: int
    decisions: int
    roles: int


def counts(by: Actor) -> Counts:
    """What the sidebar says on every page, in one statement."""
    anybody = replace(by, id=ASKING, name="")
    votes, plans, mine, others, again, opportunities, roles = _counting(anybody, today()).answers(by.id)
    return Counts(min(votes + plans + mine + others + again, MANY), opportunities, votes, roles)


@lru_cache(maxsize=256)
def _counting(by: Actor, on: date) -> Counting:
    """What is counted for those who hold the same roles. The day is in it: seats begin and end."""
    return counting(
        governance.to_vote(by), _plans_to_adopt(by), _at_work(_due_from(by)),
        _at_work(_given_to(by), _open_to(by)), _again(by),
        assessments.undecided(by), accounts.unanswered(), most=MANY,
    )  # fmt: skip


def _votes(by: Actor) -> Iterable[QueueItem]:
    for row in governance.decisions(by, which="mine", limit=LIMIT):
        due = day_of(row.closes_on) if row.closes_on else None
        yield QueueItem(
            "vote", f"{row.reference} {row.title}", row.id, None, row.risk_class, "your_vote_is_missing", due
        )


def _to_adopt(by: Actor) -> Iterable[QueueItem]:
    for row in _plans_to_adopt(by).order_by("drafted_at")[:LIMIT]:
        label = f"{row.reference} {row.title}"
        yield QueueItem("adopt", label, row.opportunity_id, row.opportunity_id, row.risk_class, "no_plan_adopted", None)


def _mine(by: Actor) -> Iterable[QueueItem]:
    for row in _first(_at_work(_due_from(by)), "next_due", "code"):
        yield _measure("measure", row, "you_own_it")


def _to_verify(by: Actor) -> Iterable[QueueItem]:
    for row in _first(_at_work(_given_to(by), _open_to(by)), "code"):
        yield _measure("verify", row, "your_role_verifies_it")


def _again(by: Actor) -> QuerySet[Any]:
    rows = assessments.to_reassess(by)
    return rows if by.has(*REASSESS) else rows.none()


def _to_reassess(by: Actor) -> Iterable[QueueItem]:
    """Classes that rest on figures of before, for those who may propose a class."""
    for row in assessments.reassessments(by, limit=LIMIT) if by.has(*REASSESS) else ():
        label = f"{row.reference} {row.client}"
        why = _AGAIN.get(row.kind, "its_figures_changed")
        yield QueueItem("reassess", label, row.id, row.opportunity_id, row.cls, why, None, row.places)


_SHOWN = ("id", "code", "title", "next_due", "plan__reference", "plan__opportunity_id", "plan__risk_class")


def _first(rows: QuerySet[Measure], *order: str) -> Iterable[Mapping[str, Any]]:
    """The first few, chosen among ids alone: to sort thousands of whole rows takes longer."""
    first = rows.order_by(*order).values("id")[:LIMIT]
    found: Iterable[Mapping[str, Any]] = Measure.objects.filter(id__in=first).order_by(*order).values(*_SHOWN)
    return found


def _plans_to_adopt(by: Actor) -> QuerySet[Plan]:
    if not by.has(Role.COMPLIANCE_OFFICER):
        return Plan.objects.none()
    return Plan.objects.filter(state="draft").exclude(
        Exists(assessments.given_up().filter(id=OuterRef("opportunity_id")))
    )


def _due_from(by: Actor) -> QuerySet[Measure]:
    """Measures that this person owns and that are to be done, whatever became of their plans."""
    return Measure.objects.filter(TO_DO, owner_id=by.id)


def _given_to(by: Actor) -> QuerySet[Measure]:
    """Measures whose evidence this person may look at, whatever became of their plans."""
    rows = Measure.objects.filter(state="evidence_given", verifier_role__in=sorted(map(str, by.roles)))
    given = Proof.objects.filter(measure_id=OuterRef("id"), outcome="", given_by=by.id)
    return rows.exclude(owner_id=by.id).exclude(Exists(given))


def _open_to(by: Actor) -> QuerySet[Any] | None:
    """The deals this person may see; None for all, because to ask of each would cost seconds and change nothing."""
    return None if by.has(*READERS) else assessments.visible(by)


def _at_work(rows: QuerySet[Measure], seen: QuerySet[Any] | None = None) -> QuerySet[Measure]:
    """Those of adopted plans of deals that were not given up, and that are among the deals seen.

    Each measure is asked for its plan: where one stops early, few plans are looked at.
    """
    deal = OuterRef("opportunity_id")
    plans = Plan.objects.filter(id=OuterRef("plan_id"), state="adopted")
    plans = plans.exclude(Exists(assessments.given_up().filter(id=deal)))
    if seen is not None:
        plans = plans.filter(Exists(seen.filter(id=deal)))
    return rows.alias(plan_state=Subquery(plans.values("state")[:1])).filter(plan_state="adopted")


def _measure(kind: str, row: Mapping[str, Any], why: str) -> QueueItem:
    label = f"{row['plan__reference']} {row['code']} {row['title']}"
    about, deal, rated = row["id"], row["plan__opportunity_id"], row["plan__risk_class"]
    return QueueItem(kind, label, about, deal, rated, why, row["next_due"])

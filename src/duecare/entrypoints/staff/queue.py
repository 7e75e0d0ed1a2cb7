"""Staff pages: what waits for me, worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duecare.apps.assessments.queries import PlaceMoved
from duecare.apps.mitigation.queries import QueueItem, queue, today
from duecare.kernel.actor import Actor, Role

from .areas import NavItem
from .countries import shocks
from .guard import EVERYONE, acting, page
from .home import WAITING, Due, Waiting, waiting_for
from .listing import Column, asked, in_memory
from .templatetags.duecare import level_word

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
NAV: tuple[NavItem, ...] = (NavItem("Work", _("Queue"), "queue", frozenset(READ), "queue"),)
WHAT = {
    "vote": _("Vote"),
    "adopt": _("Adopt the plan"),
    "measure": _("Do and show"),
    "verify": _("Look at the evidence"),
    "reassess": _("Look at the class again"),
}
WHY = {
    "your_vote_is_missing": _("you have a seat and have not voted"),
    "no_plan_adopted": _("no plan is adopted yet"),
    "you_own_it": _("you own it"),
    "your_role_verifies_it": _("your role verifies it, and it is not your own"),
    "a_public_report_names_the_customer": _("a public report names the customer"),
    "something_happened_there": _("an event was recorded or withdrawn in a country its class rests on"),
    "its_figures_changed": _("the figures its class rests on have changed"),
}
ROUTE = {"vote": "decision", "adopt": "plan", "measure": "measure", "verify": "measure", "reassess": "reassessment"}


URGENCY = {
    "late": _("Overdue"),
    "soon": _("Due within a week"),
    "later": _("Due later"),
    "undated": _("No date yet: most dates run from the decision"),
}
WEEK = timedelta(days=7)
COLUMNS = (
    Column("what", _("To do"), sort=False),
    Column("on", _("On"), sort=False),
    Column("class", _("Class"), sort=False),
    Column("due", _("Due"), sort=False),
    Column("why", _("Why you"), sort=False),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue; `kind`, `reason` and `urgency` are codes, `what` and `why` their words."""

    kind: str
    what: str
    label: str
    url: str
    risk_class: str
    reason: str
    why: str
    due: date | None
    urgency: str
    moved: tuple[PlaceMoved, ...] = ()

    @property
    def group(self) -> str:
        """Heading that the line stands under."""
        return str(URGENCY[self.urgency])


@page(*READ)
@require_GET
def my_queue(request: HttpRequest) -> HttpResponse:
    """Plans, measures and votes by urgency, then class and date; below, whatever else waits for me."""
    actor, on = acting(request), today()
    order = list(URGENCY)
    rows = sorted((_row(item, on) for item in queue(actor)), key=lambda row: order.index(row.urgency))
    facets = {
        "when": (_("When"), lambda row: row.urgency, lambda key: str(URGENCY[key])),
        "why": (_("Why you"), lambda row: row.reason, lambda key: str(WHY[key])),
        "class": (_("Class"), lambda row: row.risk_class, level_word),
    }
    ask = asked(request, COLUMNS, picks=tuple(facets))
    listing = in_memory(ask, COLUMNS, rows, text=lambda row: f"{row.what} {row.label}", facets=facets)
    held = {row.url for row in rows}
    others: tuple[Due, ...] = tuple(one for one in waiting_for(actor, on, without=_waiting) if one.item.url not in held)
    others = (*(Due(one, "") for one in shocks(actor)), *others)
    late = sum(row.urgency == "late" for row in rows)
    context = {"listing": listing, "total": len(rows), "late": late, "others": others}
    return render(request, "queue/queue.html", context)


def _row(item: QueueItem, on: date) -> Row:
    return Row(
        kind=item.kind,
        what=str(WHAT[item.kind]),
        label=item.label,
        url=reverse(ROUTE[item.kind], args=[item.about_id]),
        risk_class=item.risk_class,
        reason=item.why,
        why=str(WHY[item.why]),
        due=item.due,
        urgency=_urgency(item.due, on),
        moved=item.moved,
    )


def _urgency(due: date | None, on: date) -> str:
    if due is None:
        return "undated"
    return "late" if due < on else "soon" if due <= on + WEEK else "later"


def _waiting(actor: Actor) -> Iterable[Waiting]:
    """The first few for the home page; votes are told by the decisions' own provider."""
    if actor.has(*READ):
        for item in queue(actor, votes=False)[:10]:
            row = _row(item, today())
            yield Waiting(f"{row.what}: {row.label}", row.url, row.due, gettext("because %(why)s") % {"why": row.why})


WAITING.append(_waiting)
urlpatterns: list[URLPattern] = [path("queue/", my_queue, name="queue")]

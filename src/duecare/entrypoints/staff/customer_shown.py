"""What a customer's page shows beside its deals: tabs, the step that comes next, the days to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.apps.assessments.queries import OVER, Deal, DeploymentRow, ListedOpportunity
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.mitigation.queries import Reading
from duecare.apps.mitigation.rules.papers import in_the_way
from duecare.apps.parties.queries import CustomerRow
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.kernel.actor import Actor, Role

from . import bodies, decisions

SOON = 5


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; `count` None where no number helps."""

    title: str
    url: str
    here: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing that comes next: a link, or a button that says why it cannot be pressed."""

    title: str
    url: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a day. `late`: the day has passed."""

    day: date
    text: str
    url: str
    late: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A deployment with the deal it belongs to."""

    deal: Deal
    deployment: DeploymentRow


def current_of(deals: Iterable[ListedOpportunity]) -> ListedOpportunity | None:
    """The newest deal that is not over, else the newest of all; `deals` newest first."""
    rows = tuple(deals)
    return next((one for one in rows if one.state not in OVER), rows[0] if rows else None)


def tabs(actor: Actor, row: CustomerRow, here: str, current: UUID | None) -> tuple[Tab, ...]:
    """The customer's pages this person may open; file and plan are those of the current opportunity."""
    own = [row.id]
    found = [Tab(_("Overview"), reverse("customer", args=own), here == "overview")]
    if current is not None:
        found += [
            Tab(_("Due-diligence file"), reverse("file", args=[current]), False),
            Tab(_("Plan"), reverse("plan", args=[current]), False),
        ]
    if actor.has(*decisions.LIST):
        found.append(Tab(_("Decisions"), reverse("customer_decisions", args=own), here == "decisions"))
    found.append(Tab(_("Deployments"), reverse("customer_deployments", args=own), here == "deployments"))
    found.append(Tab(_("Contracts"), reverse("customer_contracts", args=own), here == "contracts"))
    found.append(Tab(_("Entitlements"), reverse("customer_entitlements", args=own), here == "entitlements"))
    if actor.has(*bodies.READ):
        found.append(Tab(_("Timeline"), reverse("customer_timeline", args=own), here == "timeline"))
    return tuple(found)


def next_step(actor: Actor, found: Reading, gate: Gate) -> Step | None:
    """Putting the plan to decision, or what is in its way; None while somebody else's step comes first."""
    if not actor.has(Role.COMPLIANCE_OFFICER) or found.deal.state not in ("filed", "submitted"):
        return None
    latest = found.file.said.latest(found.deal.id)
    if latest is not None and latest.state == "open":
        return Step(_("Open the decision"), reverse("decision", args=[latest.id]), "")
    if found.deal.state == "submitted":
        return None
    title, left = _("Put it to decision"), len(in_the_way(gate.requirements, found.need.cls))
    if left:
        why = ngettext("%(n)d requirement open before it", "%(n)d requirements open before it", left) % {"n": left}
        return Step(title, "", why)
    return Step(title, reverse("plan_submit", args=[found.deal.id]), "")


def coming(actor: Actor, found: Reading, states: Mapping[UUID, ScreeningState]) -> tuple[Coming, ...]:
    """The next days of this deal, late ones first: measures, the vote's end, screenings that run out."""
    on = found.file.as_of
    plan = reverse("plan", args=[found.deal.id])
    rows: list[tuple[date, str, str]] = []
    if found.plan is not None and found.plan.state == "adopted" and found.deal.state not in OVER:
        rows += [
            (one.next_due, f"{one.code} {one.title}", reverse("measure", args=[one.id]))
            for one in found.measures
            if one.next_due and one.state != "waived"
        ]
    latest = found.file.said.latest(found.deal.id)
    if latest is not None and latest.state == "open" and latest.closes_on:
        said = _("The vote on %(reference)s ends") % {"reference": latest.reference}
        url = reverse("decision", args=[latest.id]) if actor.has(*decisions.READ) else plan
        rows.append((timezone.localtime(latest.closes_on).date(), said, url))
    names = {party.body.id: party.body.name for party in found.deal.parties}
    for key, state in states.items():
        if state.until and key in names:
            said = _("Screening of %(name)s runs out") % {"name": names[key]}
            rows.append((state.until, said, reverse("opportunity", args=[found.deal.id])))
    shown = sorted(rows)[:SOON]
    return tuple(Coming(day, text, url, day < on) for day, text, url in shown)

"""Staff pages: customers, the worst class first in sight, and everything that was done for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import ListedOpportunity
from duecare.apps.audit.queries import Filter, entries
from duecare.apps.governance import queries as governance
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.parties import actions, queries
from duecare.apps.parties.queries import CustomerQuery, CustomerRow
from duecare.apps.parties.rules import acts
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import NotFound

from . import bodies, decisions, files, officials
from . import customer_shown as shown
from .areas import NavItem
from .attempts import attempt
from .changes import changes_for
from .class_shown import why_of
from .csv_out import csv_response
from .forms.bodies import StatusForm
from .gate_rows import gate_shown
from .guard import EVERYONE, acting, page
from .listing import Column, Facet, Listing, asked
from .log_lines import lines
from .opportunities import options, tiles
from .opportunity_shown import parties_shown, stages_shown
from .opportunity_steps import given
from .templatetags.duecare import country_name
from .vocabulary import word

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
COLUMNS = (
    Column("name", gettext_lazy("Customer")),
    Column("country", gettext_lazy("Country")),
    Column("level", gettext_lazy("Worst class")),
    Column("status", gettext_lazy("Status"), sort=False),
    Column("registered", gettext_lazy("Since")),
)
EXPORT_LIMIT = 100_000
MOST = 200
"""Decisions shown of one customer."""
NAV: tuple[NavItem, ...] = (NavItem("Work", gettext_lazy("Customers"), "customers", frozenset(READ)),)


@page(*READ)
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Customers open to this person, each with the worst class of its deployments."""
    actor = acting(request)
    ask = asked(request, COLUMNS, picks=("status", "level", "country"), sort="name")
    found = queries.customer_list(_query(actor, ask.q, ask.picks, ask.sort, ask.descending, ask.offset, ask.size))
    facets = (
        Facet("status", _("Status"), options(found.facets.get("status", {}), word)),
        Facet("country", _("Country"), options(found.facets.get("country", {}), country_name)),
    )
    listing = Listing(ask, COLUMNS, found.rows, found.total, facets)
    unrated = [one.id for one in found.rows if not one.worst_class]
    context = {
        "busy": assessments.in_business(unrated) if unrated else frozenset(),
        "listing": listing,
        "tiles": tiles(listing, found.facets.get("level", {})),
        "export": reverse("customers_csv") + ask.url().removeprefix(ask.path),
    }
    return render(request, "customers/list.html", context)


@page(*READ)
@require_safe
def customers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=("status", "level", "country"), sort="name")
    wanted = _query(acting(request), ask.q, ask.picks, ask.sort, ask.descending, 0, EXPORT_LIMIT)
    header = ("reference", "name", "country", "kind", "status", "worst class", "provisional", "since")
    return csv_response(
        "customers.csv", header,
        (
            (r.reference, r.name, r.country, r.kind, r.status, r.worst_class or "none", r.provisional,
             r.registered_at.date())
            for r in queries.customer_list(wanted).rows
        ),
    )  # fmt: skip


@page(*READ)
@require_safe
def customer(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """One customer: why its class, the gate of the newest open opportunity, what comes next."""
    actor = acting(request)
    row = _customer(actor, customer_id)
    deals = assessments.customer_opportunities(actor, customer_id)
    current = shown.current_of(deals)
    context = _frame(actor, row, "overview", deals) | {
        "deals": deals,
        "may_mark": acts.MARK.permits(actor),
        "reads": actor.has(*bodies.READ),
        "again": assessments.reassessments(actor, customer_id=customer_id) if actor.has(*files.READ) else (),
    }
    if current:
        found = mitigation.read_for(actor, current.id, mitigation.today())
        deal, gate = found.deal, mitigation.gate_of(found)
        states = found.file.screening()
        context |= {
            "deal": deal,
            "gate": gate_shown(gate, deal.id, actor),
            "stages": stages_shown(deal, gate),
            "parties": parties_shown(deal, states),
            "step": shown.next_step(actor, found, gate),
            "coming": shown.coming(actor, found, states),
            # Sales sees what is missing in its file and nothing of what was answered, so not the reasons either.
            "why": why_of(found.file, found.classes) if actor.has(*files.READ) else None,
            "looks": actor.has(*files.LOOK),
        }
    context["changes"] = changes_for(actor, customer_id, customer=True)
    return render(request, "customers/detail.html", context)


@page(*decisions.LIST)
@require_safe
def customer_decisions(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Every decision about this customer, newest first; sales sees those it asked for."""
    actor = acting(request)
    row = _customer(actor, customer_id)
    deals = assessments.customer_opportunities(actor, customer_id)
    rows = governance.decisions(actor, customer_id=row.id, limit=MOST)
    return render(request, "customers/decisions.html", _frame(actor, row, "decisions", deals) | {"rows": rows})


@page(*READ)
@require_safe
def customer_deployments(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Which product is in whose hands, where, under which deal, with the class of each."""
    actor = acting(request)
    row = _customer(actor, customer_id)
    deals = assessments.customer_opportunities(actor, customer_id)
    found = assessments.readings([one.id for one in deals], assessments.today())
    placed = [
        shown.Placed(found[one.id].deal, place)
        for one in deals
        if one.id in found
        for place in found[one.id].deal.deployments
    ]
    context = _frame(actor, row, "deployments", deals) | {"placed": placed, "reads": actor.has(*bodies.READ)}
    return render(request, "customers/deployments.html", context)


@page(*(role for role in READ if role is not Role.SALES))
@require_safe
def customer_timeline(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Everything recorded about this customer, newest first."""
    actor = acting(request)
    row = _customer(actor, customer_id)
    before = request.GET.get("before", "")
    rows = entries(Filter(customer_id=customer_id, before_seq=int(before) if before.isdigit() else None), 51)
    deals = assessments.customer_opportunities(actor, customer_id)
    context = _frame(actor, row, "timeline", deals)
    context |= {"lines": lines(rows[:50]), "older": rows[49].seq if len(rows) > 50 else None}
    return render(request, "customers/timeline.html", context)


@page(Role.COMPLIANCE_OFFICER)
def customer_mark(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Say where the relationship stands."""
    actor = acting(request)
    row = _customer(actor, customer_id)
    form = StatusForm(given(request), initial={"status": row.status})
    if attempt(form, lambda: actions.mark_customer(by=actor, customer_id=row.id, **form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("customer", row.id)
    return render(
        request, "customers/step.html", {"body": row.body, "customer": row, "form": form, "title": _("Status")}
    )


def _customer(actor: Actor, customer_id: UUID) -> CustomerRow:
    """The customer, or the same answer for missing and not open."""
    if not assessments.may_see_customer(actor, customer_id):
        raise NotFound("customer")
    return queries.customer(customer_id)


def _frame(actor: Actor, row: CustomerRow, here: str, deals: Sequence[ListedOpportunity]) -> dict[str, Any]:
    """What every page of a customer shows. `unrated` says why there is no class, where there is none."""
    current = shown.current_of(deals)
    return {
        "customer": row,
        "tabs": shown.tabs(actor, row, here, current.id if current else None),
        "unrated": _("no open deal") if current and current.state in assessments.OVER else _("no class yet"),
    }


def _query(actor: Actor, q: str, picks: Any, sort: str, descending: bool, offset: int, size: int) -> CustomerQuery:
    return CustomerQuery(
        q, picks.get("status", ""), picks.get("level", ""), picks.get("country", ""), sort, descending, offset, size,
        assessments.customer_ids_of(actor),
    )  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("customers/", customers, name="customers"),
    path("customers/export.csv", customers_csv, name="customers_csv"),
    path("customers/<uuid:customer_id>/", customer, name="customer"),
    path("customers/<uuid:customer_id>/decisions/", customer_decisions, name="customer_decisions"),
    path("customers/<uuid:customer_id>/deployments/", customer_deployments, name="customer_deployments"),
    path("customers/<uuid:customer_id>/timeline/", customer_timeline, name="customer_timeline"),
    path("customers/<uuid:customer_id>/status/", customer_mark, name="customer_mark"),
    *bodies.urlpatterns,
    *officials.urlpatterns,
]

"""Staff pages: entitlements, what waits for the daily run, and those of one customer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from duecare.adapters.home import audit_key
from duecare.apps.assessments import queries as assessments
from duecare.apps.entitlements import queries
from duecare.apps.entitlements.queries import EntitlementQuery, EntitlementRow
from duecare.apps.entitlements.rules import acts
from duecare.apps.entitlements.rules.states import ENTITLEMENT, SHOWN
from duecare.apps.monitoring.rules.acts import ASK_LOG
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor, Role

from . import entitlement_steps
from .areas import NavItem
from .csv_out import csv_response
from .customer_shown import current_of, tabs
from .guard import EVERYONE, acting, page
from .listing import Column, Facet, Listing, Option, asked
from .vocabulary import word

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
SEE_RUN = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR, Role.SALES}))
COLUMNS = (
    Column("entitlement", gettext_lazy("Entitlement"), sort=False),
    Column("customer", gettext_lazy("Customer"), sort=False),
    Column("product", gettext_lazy("Product"), sort=False),
    Column("until", gettext_lazy("Until")),
    Column("state", gettext_lazy("State"), sort=False),
)
EXPORT_LIMIT = 100_000
NAV: tuple[NavItem, ...] = (NavItem("Relationship", gettext_lazy("Entitlements"), "entitlements", frozenset(READ)),)


@page(*READ)
@require_safe
def entitlements(request: HttpRequest) -> HttpResponse:
    """Entitlements of customers open to this person, what ends next first."""
    actor = acting(request)
    ask = asked(request, COLUMNS, picks=("state",), sort="until")
    found = queries.entitlement_list(actor, EntitlementQuery(ask.q, ask.picks.get("state", ""), ask.offset, ask.size))
    options = tuple(Option(code, word(code)) for code in SHOWN)
    listing = Listing(ask, COLUMNS, found.rows, found.total, (Facet("state", _("State"), options),))
    context = {
        "listing": listing,
        "export": reverse("entitlements_csv") + ask.url().removeprefix(ask.path),
        "sees_run": actor.has(*SEE_RUN),
    }
    return render(request, "entitlements/list.html", context)


@page(*READ)
@require_safe
def entitlements_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=("state",), sort="until")
    found = queries.entitlement_list(
        acting(request), EntitlementQuery(ask.q, ask.picks.get("state", ""), 0, EXPORT_LIMIT)
    )
    header = ("reference", "customer", "product", "functions", "numbers", "places", "from", "until", "state", "code",
              "since", "decision")  # fmt: skip
    rows = (
        (r.reference, r.customer_name, r.product, "; ".join(r.functions), r.numbers, " ".join(r.places), r.starts_on,
         r.ends_on, r.state, r.code, r.since, r.decision)
        for r in found.rows
    )  # fmt: skip
    return csv_response("entitlements.csv", header, rows)


@page(*READ)
@require_safe
def entitlement(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """One entitlement: what it permits, where it stands, what may be asked for."""
    actor = acting(request)
    row = queries.entitlement(actor, entitlement_id)
    changes = queries.changes_of(actor, row.id) if actor.has(*SEE_RUN) else ()
    waits = any(one.state == "waiting" for one in changes)
    context = {
        "row": row,
        "changes": changes,
        "may_answer": row.stored == "proposed" and acts.ISSUE.permits(actor) and row.proposed_by != actor.id,
        "may_renew": row.stored == "in_force" and acts.PROPOSE.permits(actor) and not waits,
        "asks": () if waits else _asks(actor, row),
        "has_file": row.stored not in ("proposed", "refused"),
    }
    return render(request, "entitlements/detail.html", context)


@page(*READ)
@require_safe
def entitlement_file(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """The signed file, as it stands at this moment."""
    row = queries.entitlement(acting(request), entitlement_id)
    response = HttpResponse(queries.file_text(row, audit_key()), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{row.reference}-{row.serial}.entitlement"'
    response["Cache-Control"] = "no-store"
    return response


@page(*SEE_RUN)
@require_safe
def entitlement_run(request: HttpRequest) -> HttpResponse:
    """What waits for the daily run: no name of whoever asked, no moment, no words."""
    actor = acting(request)
    context = {"rows": queries.run_queue(actor), "may_answer": acts.TAKE_BACK.permits(actor)}
    return render(request, "entitlements/run.html", context)


@page(*READ)
@require_safe
def customer_entitlements(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Entitlements of one customer, and deployments that have none."""
    actor = acting(request)
    rows = queries.entitlements_of(actor, customer_id)
    customer, deals = parties.customer(customer_id), assessments.customer_opportunities(actor, customer_id)
    current = current_of(deals)
    may_propose = acts.PROPOSE.permits(actor)
    open_deals = [one.id for one in deals if one.state != "draft" and one.state not in assessments.OVER]
    found = assessments.readings(open_deals, assessments.today()) if may_propose and open_deals else {}
    context = {
        "customer": customer,
        "tabs": tabs(actor, customer, "entitlements", current.id if current else None),
        "unrated": _("no open deal") if current and current.state in assessments.OVER else _("no class yet"),
        "rows": rows,
        "may_ask_log": bool(rows) and ASK_LOG.permits(actor),
        "without": queries.to_entitle([one.deal for one in found.values()]) if found else (),
    }
    return render(request, "entitlements/customer.html", context)


def _asks(actor: Actor, row: EntitlementRow) -> tuple[str, ...]:
    """Changes that this person may put down for the run from here."""
    if not acts.ASK.permits(actor):
        return ()
    asked_for = ("suspend", "reinstate", "end")
    return tuple(
        move.verb for move in ENTITLEMENT.moves if move.verb in asked_for and row.stored in move.sources
    )  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("entitlements/", entitlements, name="entitlements"),
    path("entitlements/export.csv", entitlements_csv, name="entitlements_csv"),
    path("entitlements/run/", entitlement_run, name="entitlement_run"),
    path("entitlements/<uuid:entitlement_id>/", entitlement, name="entitlement"),
    path("entitlements/<uuid:entitlement_id>/file/", entitlement_file, name="entitlement_file"),
    path("customers/<uuid:customer_id>/entitlements/", customer_entitlements, name="customer_entitlements"),
    *entitlement_steps.urlpatterns,
]

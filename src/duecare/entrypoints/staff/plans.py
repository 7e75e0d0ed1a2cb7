"""Staff pages: mitigation plans, from the class to the committee."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.queries import MeasureRow, PlanQuery
from duecare.kernel.actor import Role
from duecare.kernel.errors import DuecareError

from . import measures, several
from .areas import NavItem
from .changes import changes_for
from .forms import refuse
from .forms.plans import AddMeasure, OwnerOfMany, Reason, Submit
from .gate_rows import gate_shown
from .guard import EVERYONE, acting, page
from .listing import Column, Facet, Listing, Option, asked
from .templatetags.duecare import level_word
from .vocabulary import word

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
DRAFT = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
NAV: tuple[NavItem, ...] = (NavItem("Work", _("Mitigation plans"), "plans", frozenset(READ)),)
COLUMNS = (
    Column("reference", _("Opportunity"), sort=False),
    Column("class", _("Class"), sort=False),
    Column("state", _("Plan"), sort=False),
    Column("done", _("Done"), numeric=True, sort=False),
    Column("overdue", _("Overdue"), numeric=True, sort=False),
    Column("conditions", _("Open before delivery"), numeric=True, sort=False),
    Column("next", _("Next due"), sort=False),
)
CLASSES = ("low", "moderate", "elevated", "high", "prohibited")
STATES = (("overdue", _("something overdue")), ("draft", _("draft")), ("adopted", _("adopted")))


@page(*READ)
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Plans that one may see, overdue first."""
    ask = asked(request, COLUMNS, picks=("class", "state"))
    wanted = PlanQuery(ask.q, ask.picks.get("class", ""), ask.picks.get("state", ""), ask.offset, ask.size)
    found = queries.plans(acting(request), wanted)
    facets = (
        Facet("state", _("Plan"), tuple(Option(key, title) for key, title in STATES)),
        Facet("class", _("Class"), tuple(Option(key, level_word(key)) for key in CLASSES)),
    )
    context = {"listing": Listing(ask, COLUMNS, found.rows, found.total, facets)}
    return render(request, "plans/plans.html", context)


@page(*READ)
@require_GET
def plan(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """The plan of an opportunity; while there is none, what it takes to draw one up."""
    actor = acting(request)
    reading = queries.read_for(actor, opportunity_id, queries.today())
    gate = queries.gate_of(reading)
    context: dict[str, object] = {
        "gate": gate_shown(gate, opportunity_id, actor),
        "opportunity_id": opportunity_id,
    }
    if reading.plan is None:
        return render(request, "plans/none.html", {**context, "may_draft": actor.has(*DRAFT)})
    found = queries.plan_page(actor, reading)
    context |= {"p": found, "changes": changes_for(actor, found.id)}
    return render(request, "plans/plan.html", context)


@page(*DRAFT)
def plan_owner(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Name one person for several measures of a plan; a measure that asks for another role is refused by itself."""
    actor = acting(request)
    reading = queries.read_for(actor, opportunity_id, queries.today())
    ids = frozenset(several.chosen(request))
    found = queries.plan_page(actor, reading).measures if reading.plan else ()
    rows = [row for row in found if row.id in ids and row.may.assign]
    form = OwnerOfMany(rows, request.POST if request.method == "POST" else None)

    def assign(row: MeasureRow, _seen: str) -> object:
        return actions.assign_owner(by=actor, measure_id=row.id, person_id=UUID(form.cleaned_data["person"]))

    def named(row: MeasureRow) -> several.Named:
        role = gettext("nobody yet (%(role)s)") % {"role": word(row.owner_role)}
        return several.Named(row.id, f"{row.code} {row.title}", reverse("measure", args=[row.id]), row.owner or role)

    what = several.Several(
        title=gettext("Name the owner"),
        submit=gettext("Name the owner"),
        sentence=gettext("One person for the chosen measures; each measure keeps its own date, evidence and verifier."),
        crumbs=(reverse("plan", args=[opportunity_id]), f"{gettext('Plan')} {reading.deal.reference}"),
        rows=rows,
        named=named,
        act=assign,
        done=lambda n: ngettext("%(n)d measure has an owner.", "%(n)d measures have an owner.", n) % {"n": n},
    )
    return several.answer(request, form, what)


@page(*DRAFT)
@require_POST
def plan_draft(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Draw the plan up from the class, or bring it up to the class of today."""
    actions.draft_plan(by=acting(request), opportunity_id=opportunity_id)
    messages.success(request, gettext("The plan holds what the class and the rules that fired ask for."))
    return redirect("plan", opportunity_id)


@page(Role.COMPLIANCE_OFFICER)
@require_POST
def plan_adopt(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Put the plan in force, as it was read."""
    actor = acting(request)
    found = queries.plan(actor, opportunity_id)
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() else 0
    actions.adopt_plan(by=actor, plan_id=found.id, seen_version=version)
    messages.success(request, gettext("The plan is adopted."))
    return redirect("plan", opportunity_id)


@page(*DRAFT)
def plan_redraft(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Open the adopted plan for changes, with a reason."""
    actor = acting(request)
    found = queries.plan(actor, opportunity_id)
    form = Reason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.redraft_plan(by=actor, plan_id=found.id, reason=form.cleaned_data["reason"])
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.warning(request, gettext("The plan is a draft again; no sale until it is adopted."))
            return redirect("plan", opportunity_id)
    return _form(request, opportunity_id, found.reference, gettext("Reopen the plan for changes"), form)


@page(Role.COMPLIANCE_OFFICER, fresh=True)
def plan_submit(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Freeze file and plan and put them before those who decide."""
    actor = acting(request)
    found = queries.plan(actor, opportunity_id)
    form = Submit(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            decision_id = actions.submit_to_committee(
                by=actor,
                opportunity_id=opportunity_id,
                procedure=given["procedure"],
                committee_id=UUID(given["committee"]) if given["committee"] else None,
                closes_on=given["closes_on"],
                urgency=given["urgency"],
            )
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("File and plan are frozen and before those who decide."))
            return redirect("decision", decision_id)
    return _form(request, opportunity_id, found.reference, gettext("Put it to decision"), form)


@page(*DRAFT)
def measure_add(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Add a measure to a plan in draft."""
    actor = acting(request)
    found = queries.plan(actor, opportunity_id)
    form = AddMeasure(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("code", "reason", "title", "what", "owner_role")}
        try:
            actions.add_measure(
                by=actor,
                opportunity_id=opportunity_id,
                due=form.due(),
                verifier_role=form.cleaned_data["verifier_role"],
                condition_precedent=form.cleaned_data["condition_precedent"],
                **given,
            )
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("The measure is in the plan."))
            return redirect("plan", opportunity_id)
    return _form(request, opportunity_id, found.reference, gettext("Add a measure"), form)


def _form(request: HttpRequest, opportunity_id: UUID, reference: str, title: str, form: object) -> HttpResponse:
    context = {"form": form, "title": title, "reference": reference, "back": reverse("plan", args=[opportunity_id])}
    return render(request, "plans/form.html", context)


_ONE = "plans/<uuid:opportunity_id>/"
urlpatterns: list[URLPattern] = [
    path("plans/", plans, name="plans"),
    *measures.urlpatterns,
    path(_ONE, plan, name="plan"),
    path(f"{_ONE}owner/", plan_owner, name="plan_owner"),
    path(f"{_ONE}draft/", plan_draft, name="plan_draft"),
    path(f"{_ONE}adopt/", plan_adopt, name="plan_adopt"),
    path(f"{_ONE}redraft/", plan_redraft, name="plan_redraft"),
    path(f"{_ONE}submit/", plan_submit, name="plan_submit"),
    path(f"{_ONE}measures/new/", measure_add, name="measure_add"),
]

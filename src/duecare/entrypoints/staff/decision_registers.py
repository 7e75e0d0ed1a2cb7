"""Staff pages: who must decide what, overrides, refused opportunities."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duecare.apps.assessments import actions as assessments
from duecare.apps.governance import actions, queries
from duecare.apps.governance.rules import acts
from duecare.kernel.actor import Role
from duecare.kernel.errors import DuecareError, NotFound

from .areas import NavItem
from .csv_out import csv_response
from .forms import refuse
from .forms.decisions import AdoptForm, OverrideAnswerForm, WordsForm
from .guard import acting, page

READ = tuple(sorted(queries.READERS))
EVERYBODY = (*READ, Role.SALES, Role.PRODUCT_SECURITY)
NAV: tuple[NavItem, ...] = (
    NavItem("Accountability", _("Who decides"), "authority", frozenset(EVERYBODY)),
    NavItem("Accountability", _("Overrides"), "overrides", frozenset(READ)),
    NavItem("Accountability", _("Refused"), "rejected", frozenset(READ)),
)


@page(*EVERYBODY)
@require_GET
def authority(request: HttpRequest) -> HttpResponseBase:
    """Who must decide, by class and value, with which safeguards, and by when."""
    on = queries.today()
    context = {
        "matrix": queries.matrix(on),
        "adopted": queries.adopted(on),
        "may_adopt": acts.AUTHORITY_ADOPT.permits(acting(request)),
    }
    return render(request, "decisions/authority.html", context)


@page(Role.COMPLIANCE_OFFICER)
def authority_adopt(request: HttpRequest) -> HttpResponseBase:
    """Adopt an edition from a day on."""
    editions = tuple((one.code, f"{one.title} {one.version} ({one.code})") for one in queries.editions())
    data = request.POST if request.method == "POST" else None
    form = AdoptForm(editions, data, initial={"start": queries.today()})
    if form.is_valid():
        try:
            actions.adopt_authority(by=acting(request), **form.cleaned_data)
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("Adopted. Decisions already open keep their own."))
            return redirect("authority")
    return render(request, "decisions/adopt.html", {"form": form})


@page(*READ)
@require_GET
def overrides(request: HttpRequest) -> HttpResponseBase:
    """The override register with how each turned out."""
    actor, rows = acting(request), queries.overrides()
    confirmed = [row for row in rows if row.state == "confirmed"]
    context = {
        "rows": rows,
        "confirmed": len(confirmed),
        "judged": sum(bool(row.outcome) for row in confirmed),
        "may_answer": acts.OVERRIDE_CONFIRM.permits(actor),
        "may_record": acts.OVERRIDE_OUTCOME.permits(actor),
    }
    return render(request, "decisions/overrides.html", context)


@page(*READ)
@require_GET
def overrides_csv(request: HttpRequest) -> HttpResponseBase:
    """The register for a spreadsheet."""
    header = ("what", "on", "from", "to", "reason", "role", "by", "proposed", "state", "second person", "answer",
              "expires", "outcome")  # fmt: skip
    rows = (
        (r.kind, r.label, r.from_value, r.to_value, r.reason, r.role, r.proposer, r.proposed_at, r.state, r.second,
         r.answer, r.expires_on, r.outcome)
        for r in queries.overrides()
    )  # fmt: skip
    return csv_response("overrides.csv", header, rows)


@page(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, Role.COUNSEL)
def override_answer(request: HttpRequest, override_id: UUID) -> HttpResponseBase:
    """The second person reads and answers."""
    row = next((one for one in queries.overrides() if one.id == override_id), None)
    if row is None:
        raise NotFound("override")
    form = OverrideAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = assessments.confirm_override if form.cleaned_data["answer"] == "confirm" else actions.refuse_override
        try:
            answer(by=acting(request), override_id=override_id, reason=form.cleaned_data["reason"])
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("Answered."))
            return redirect("overrides")
    return render(request, "decisions/override.html", {"form": form, "row": row})


@page(Role.COMPLIANCE_OFFICER)
def override_outcome(request: HttpRequest, override_id: UUID) -> HttpResponseBase:
    """Say how an override turned out."""
    row = next((one for one in queries.overrides() if one.id == override_id), None)
    if row is None:
        raise NotFound("override")
    data = request.POST if request.method == "POST" else None
    form = WordsForm(_("How it turned out"), _("What happened since, good or bad. Written once."), data)
    if form.is_valid():
        try:
            actions.record_outcome(by=acting(request), override_id=override_id, outcome=form.cleaned_data["text"])
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("Recorded."))
            return redirect("overrides")
    return render(request, "decisions/override.html", {"form": form, "row": row})


@page(*READ)
@require_GET
def rejected(request: HttpRequest) -> HttpResponseBase:
    """Refused opportunities: reference, country, class, value, reasons."""
    rows = queries.rejected()
    known = [row.value_eur for row in rows if row.value_eur is not None]
    context = {"rows": rows, "total": sum(known), "unknown_values": len(rows) - len(known)}
    return render(request, "decisions/rejected.html", context)


@page(*READ)
@require_GET
def rejected_csv(request: HttpRequest) -> HttpResponseBase:
    """The ledger for a spreadsheet; an unknown value stays empty, never zero."""
    header = ("decision", "opportunity", "title", "countries", "class", "value_eur", "decided", "reasons")
    rows = (
        (r.reference, r.paper_reference, r.title, " ".join(r.countries), r.risk_class,
         "" if r.value_eur is None else str(r.value_eur), r.decided_at, " ".join(r.reasons))
        for r in queries.rejected()
    )  # fmt: skip
    return csv_response("refused.csv", header, rows)


urlpatterns: list[URLPattern] = [
    path("decisions/authority/", authority, name="authority"),
    path("decisions/authority/adopt/", authority_adopt, name="authority_adopt"),
    path("decisions/overrides/", overrides, name="overrides"),
    path("decisions/overrides/export.csv", overrides_csv, name="overrides_csv"),
    path("decisions/overrides/<uuid:override_id>/", override_answer, name="override_answer"),
    path("decisions/overrides/<uuid:override_id>/outcome/", override_outcome, name="override_outcome"),
    path("decisions/rejected/", rejected, name="rejected"),
    path("decisions/rejected/export.csv", rejected_csv, name="rejected_csv"),
]

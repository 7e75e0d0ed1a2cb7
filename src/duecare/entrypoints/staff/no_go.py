"""Staff pages: the no-go register."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.apps.parties import actions, queries
from duecare.apps.parties.rules import acts
from duecare.kernel.actor import Role

from . import bodies
from .areas import NavItem
from .attempts import attempt
from .csv_out import csv_response
from .forms.no_go import AnswerForm, EnterForm, LiftingForm
from .forms.opportunities import ReasonForm
from .guard import EVERYONE, acting, page
from .opportunity_steps import given

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
ENTER = (Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)
NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("No-go register"), "no_go", frozenset(READ)),)
COVERS = _("It counts at once: nothing is filed, quoted or delivered there until two persons lift it.")


@page(*READ)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every entry, those that stand first. Sales reads it too, so that nobody begins what cannot end well."""
    actor, rows = acting(request), queries.no_go_register()
    context = {
        "rows": rows,
        "standing": sum(row.state != "lifted" for row in rows),
        "may_enter": acts.NO_GO_ENTER.permits(actor),
        "may_propose": acts.NO_GO_PROPOSE.permits(actor),
        "may_answer": acts.NO_GO_LIFT.permits(actor),
        "opens_bodies": actor.has(*bodies.READ),
        "me": actor.id,
    }
    return render(request, "no_go/register.html", context)


@page(*READ)
@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The register for a spreadsheet."""
    header = ("reference", "about", "country", "state", "reason", "entered by", "entered", "lifting proposed by",
              "why it may be lifted", "lifted by", "lifted", "why it was lifted")  # fmt: skip
    rows = (
        (r.reference, r.name, r.country, r.state, r.reason, r.enterer, r.entered_at, r.proposer, r.lifting_reason,
         r.lifter, r.lifted_at or "", r.lifted_because)
        for r in queries.no_go_register()
    )  # fmt: skip
    return csv_response("no-go-register.csv", header, rows)


@page(*ENTER)
def enter(request: HttpRequest) -> HttpResponse:
    """Put a country on the register."""
    form = EnterForm(given(request), initial={"country": request.GET.get("country", "")})
    done = attempt(form, lambda: actions.enter_no_go(by=acting(request), **form.cleaned_data))
    if done:
        return _back(request, gettext("On the register. Nothing is filed there from now on."))
    return _step(request, form, _("Put a country on the register"), COVERS)


@page(*ENTER)
def enter_body(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Put a body on the register, with everything that stands below it."""
    row = queries.body(body_id)
    form = ReasonForm(given(request))
    done = attempt(form, lambda: actions.enter_no_go(by=acting(request), body_id=row.id, **form.cleaned_data))
    if done:
        return _back(request, gettext("On the register. Nothing is filed there from now on."))
    title = gettext("Put %(body)s on the register") % {"body": row.name}
    below = _("It covers every unit below this body and whatever it holds by half or more.")
    return _step(request, form, title, f"{below} {COVERS}")


@page(Role.COMPLIANCE_OFFICER)
def lifting(request: HttpRequest, no_go_id: UUID) -> HttpResponse:
    """Propose to lift an entry."""
    row = queries.no_go(no_go_id)
    form = LiftingForm(given(request))
    done = attempt(form, lambda: actions.propose_lifting(by=acting(request), no_go_id=row.id, **form.cleaned_data))
    if done:
        return _back(request, gettext("Proposed. The entry stands until a member of the committee lifts it."))
    return _step(request, form, gettext("Propose to lift %(entry)s") % {"entry": row.reference}, row.reason, row)


@page(Role.COMMITTEE_MEMBER)
def answer(request: HttpRequest, no_go_id: UUID) -> HttpResponse:
    """The second person lifts the entry, or keeps it."""
    row = queries.no_go(no_go_id)
    form = AnswerForm(given(request))

    def act() -> None:
        made = actions.lift_no_go if form.cleaned_data["answer"] == "lift" else actions.keep_no_go
        made(by=acting(request), no_go_id=row.id, reason=form.cleaned_data["reason"])

    if attempt(form, act):
        return _back(request, gettext("Answered."))
    return _step(request, form, gettext("Lift %(entry)s?") % {"entry": row.reference}, row.reason, row)


def _back(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("no_go")


def _step(
    request: HttpRequest,
    form: forms.Form,
    title: str | Promise,
    note: str | Promise = "",
    row: queries.NoGoRow | None = None,
) -> HttpResponse:
    return render(request, "no_go/step.html", {"form": form, "title": title, "note": note, "row": row})


urlpatterns: list[URLPattern] = [
    path("no-go/", register, name="no_go"),
    path("no-go/export.csv", register_csv, name="no_go_csv"),
    path("no-go/enter/", enter, name="no_go_enter"),
    path("customers/bodies/<uuid:body_id>/no-go/", enter_body, name="no_go_body"),
    path("no-go/<uuid:no_go_id>/lifting/", lifting, name="no_go_lifting"),
    path("no-go/<uuid:no_go_id>/", answer, name="no_go_answer"),
]

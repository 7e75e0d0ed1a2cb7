"""Staff pages: how far screening is, and everybody screened again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening import actions, queries
from duecare.apps.screening.rules import acts
from duecare.kernel.actor import SYSTEM

from . import screening_words as words
from .attempts import attempt
from .forms.screening import AgainForm
from .guard import acting, page
from .opportunity_steps import given
from .screening_tabs import READ, screening_tabs
from .screening_words import said

SHOWN = 25


@page(*READ)
@require_safe
def screening_runs(request: HttpRequest) -> HttpResponse:
    """Where every party stands, the run under way with its progress, and those before."""
    actor = acting(request)
    rows = queries.runs(SHOWN)
    names = {**accounts.names({row.asked_by for row in rows}), SYSTEM.id: _("by itself")}
    context = {
        "overview": queries.overview(),
        "rows": [(row, said(words.RUN_STATES, row.state), names.get(row.asked_by, "")) for row in rows],
        "duties": queries.open_duties(),
        "regimes": {one.code: one for one in queries.regimes()},
        "may_ask": acts.ASK_RUN.permits(actor),
        "tabs": screening_tabs(actor, "screening_runs"),
    }
    return render(request, "screening_runs/runs.html", context)


@page(*acts.ASK_RUN.roles)
def screening_again(request: HttpRequest) -> HttpResponse:
    """Ask that every party is compared with every entry in force again."""
    form = AgainForm(given(request))
    if attempt(form, lambda: actions.ask_run(by=acting(request), everybody=True, **form.cleaned_data)):
        messages.success(request, _("Asked for. Until it is done, no gate opens on what was found before."))
        return redirect("screening_runs")
    return render(request, "screening_runs/again.html", {"form": form, "overview": queries.overview()})


urlpatterns: list[URLPattern] = [
    path("screening/runs/", screening_runs, name="screening_runs"),
    path("screening/runs/again/", screening_again, name="screening_again"),
]

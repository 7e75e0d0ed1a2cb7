"""Staff pages: the methodologies, every choice with its reason; and which one is in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from duecare.adapters import clock
from duecare.apps.accounts import queries as accounts
from duecare.apps.risk import actions, queries
from duecare.apps.risk.rules.acts import CONFIRM_METHOD, PROPOSE_METHOD
from duecare.apps.risk.rules.methodology_tests import run_embedded_tests
from duecare.kernel.errors import DuecareError

from . import drafts
from .areas import NavItem
from .countries import READERS
from .forms import refuse
from .forms.methods import ProposeForm
from .guard import acting, page
from .sensitivity_shown import alternatives_shown


@page(*READERS)
def method_list(request: HttpRequest) -> HttpResponse:
    """Released methodologies, which one is in force, and what was proposed."""
    actor, form = acting(request), ProposeForm(request.POST or None)
    if request.method == "POST":
        PROPOSE_METHOD.check(actor)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_method(by=actor, urn=form.cleaned_data["method"], since=form.cleaned_data["since"])
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, _("Proposed. It comes into force once a second person confirms it."))
            return redirect("method_list")
    context = {
        "methods": queries.methods(),
        "earlier": queries.earlier_methods(),
        "in_force": queries.method_in_force(clock.today()),
        "proposals": queries.proposals(),
        "form": form if PROPOSE_METHOD.permits(actor) else None,
        "may_confirm": CONFIRM_METHOD.permits(actor),
        "me": actor.id,
        "may_draft": actor.has(*drafts.READ),
    }
    return render(request, "methods/list.html", context)


@page(*CONFIRM_METHOD.roles)
@require_POST
def method_confirm(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Confirm a proposal as the second person."""
    actions.confirm_method(by=acting(request), proposal_id=queries.proposal_id(proposal_id))
    messages.success(request, _("Confirmed."))
    return redirect("method_list")


@page(*READERS)
@require_safe
def method_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One methodology whole: dimensions, weights, bands, rules, consequences, each with reason and source."""
    method = queries.method(name)
    titles = {spec.id: spec.title for spec in queries.index_specs().values()}
    compared = queries.sensitivity(queries.scores(method, clock.today()))
    record = queries.commit_of(method.urn)
    people = {one for one in (record[1].proposed_by, record[1].answered_by) if one} if record else set()
    context = {
        "record": record,
        "names": accounts.names(people) if people else {},
        "may_draft": acting(request).has(*drafts.READ),
        "method": method,
        "name": queries.short_name(method.urn),
        "in_force": queries.method_in_force(clock.today()).urn == method.urn,
        "failures": run_embedded_tests(method),
        "titles": titles,
        "compared": compared,
        "alternatives": alternatives_shown(method, compared.alternatives, titles) if compared else (),
    }
    return render(request, "methods/detail.html", context)


NAV: tuple[NavItem, ...] = (NavItem("Knowledge", gettext_lazy("Method"), "method_list", READERS),)
urlpatterns: list[URLPattern] = [
    path("methods/", method_list, name="method_list"),
    path("methods/proposals/<str:proposal_id>/confirm/", method_confirm, name="method_confirm"),
    path("methods/<str:name>/", method_detail, name="method_detail"),
]

"""Staff pages: asking for an entitlement, renewing it, answering, and what is put down for the daily run."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.assessments import queries as assessments
from duecare.apps.entitlements import actions, queries
from duecare.apps.entitlements.rules import acts
from duecare.apps.entitlements.rules.changing import CODES
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .forms.entitlements import AnswerForm, ChangeAnswerForm, ChangeForm, ScopeForm
from .guard import acting, page
from .opportunity_steps import given

PROPOSE = tuple(sorted(acts.PROPOSE.roles))
ANSWER = tuple(sorted(acts.ISSUE.roles))
ASK = tuple(sorted(acts.ASK.roles))
TITLES = {
    "suspend": _("Ask for its suspension"),
    "reinstate": _("Ask for its reinstatement"),
    "end": _("Ask for its end"),
}
ONE_RUN = _("Carried out on the next daily run as “Committee office”. The list shows neither who asked nor when.")
BY_TWO = _("A second person agrees first.")


@page(*PROPOSE)
def entitlement_new(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """Ask for an entitlement of a deployment."""
    actor, on = acting(request), assessments.today()
    deal = assessments.opportunity(actor, assessments.opportunity_of(deployment_id))
    one = next((row for row in deal.deployments if row.id == deployment_id), None)
    if one is None or deal.customer_id is None:
        raise NotFound("deployment")
    start = {
        "numbers": one.seats, "places": [one.place_of_use], "starts_on": on, "ends_on": on + timedelta(days=365),
    }  # fmt: skip
    form = ScopeForm(given(request), initial=start)
    done = attempt(
        form, lambda: actions.propose_entitlement(by=actor, deployment_id=one.id, given=form.scope())
    )  # fmt: skip
    if done:
        return _made(request, done.value)
    note = _(
        "What stays within the decision in force is issued at once. Whatever goes beyond it takes a second person."
    )
    back = reverse("customer_entitlements", args=[deal.customer_id])
    product = one.product.code if one.product else ""
    return _step(request, form, _("Ask for an entitlement"), f"{deal.reference} · {one.position} {product}", back, note)


@page(*PROPOSE)
def entitlement_renew(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """Ask for the entitlement that takes the place of this one."""
    actor = acting(request)
    row = queries.entitlement(actor, entitlement_id)
    on = assessments.today()
    start = {
        "functions": "\n".join(row.functions), "numbers": row.numbers, "places": list(row.places), "starts_on": on,
        "ends_on": max(on, row.ends_on) + timedelta(days=365),
    }  # fmt: skip
    form = ScopeForm(given(request), initial=start)
    done = attempt(
        form,
        lambda: actions.propose_entitlement(
            by=actor, deployment_id=row.deployment_id, given=form.scope(), renews_id=row.id
        ),
    )
    if done:
        return _made(request, done.value)
    note = _("It takes the place of the one that is in force once it is issued.")
    return _step(request, form, _("Renew it"), f"{row.reference} · {row.product}", _back(row.id), note)


@page(*ANSWER)
def entitlement_answer(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """The second person issues it, or refuses it."""
    actor = acting(request)
    row = queries.entitlement(actor, entitlement_id)
    form = AnswerForm(given(request))

    def act() -> None:
        if form.cleaned_data["answer"] == "issue":
            actions.issue_entitlement(by=actor, entitlement_id=row.id)
        else:
            actions.refuse_entitlement(by=actor, entitlement_id=row.id, reason=form.cleaned_data["reason"])

    if attempt(form, act):
        messages.success(request, gettext("Answered."))
        return redirect("entitlement", row.id)
    return _step(
        request, form, _("Answer as second person"), f"{row.reference} · {row.product}", _back(row.id), row=row
    )


@page(*ASK)
def entitlement_change(request: HttpRequest, entitlement_id: UUID, change: str) -> HttpResponse:
    """Put a change down for the daily run."""
    if change not in CODES:
        raise NotFound("change")
    actor = acting(request)
    row = queries.entitlement(actor, entitlement_id)
    form = ChangeForm(change, given(request))
    done = attempt(
        form,
        lambda: actions.ask_change(by=actor, entitlement_id=row.id, change=change, code=form.cleaned_data["code"]),
    )
    if done:
        messages.success(request, gettext("It waits for the daily run."))
        return redirect("entitlement", row.id)
    note = ONE_RUN if change == "suspend" else f"{BY_TWO} {ONE_RUN}"
    return _step(request, form, TITLES[change], f"{row.reference} · {row.product}", _back(row.id), note)


@page(*ANSWER)
def entitlement_change_answer(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Agree as the second person, or take it off the run."""
    actor = acting(request)
    row = next((one for one in queries.run_queue(actor) if one.id == change_id), None)
    if row is None:
        raise NotFound("change")
    form = ChangeAnswerForm(row.needs_second and not row.own, given(request))

    def act() -> None:
        agreed = form.cleaned_data["answer"] == "agree"
        (actions.agree_to_change if agreed else actions.take_back_change)(by=actor, change_id=row.id)

    if attempt(form, act):
        messages.success(request, gettext("Answered."))
        return redirect("entitlement_run")
    back = reverse("entitlement_run")
    return _step(request, form, _("A change for the daily run"), row.reference, back, change=row)


def _made(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    row = queries.entitlement(acting(request), entitlement_id)
    waits = row.stored == "proposed"
    said = gettext("Asked for. A second person answers.") if waits else gettext("Issued under the decision in force.")
    messages.success(request, said)
    return redirect("entitlement", row.id)


def _back(entitlement_id: UUID) -> str:
    return reverse("entitlement", args=[entitlement_id])


def _step(
    request: HttpRequest, form: forms.Form, title: str | Promise, about: str, back: str, note: str | Promise = "",
    **more: object,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "title": title, "about": about, "back": back, "note": note, **more}
    return render(request, "entitlements/step.html", context)


urlpatterns: list[URLPattern] = [
    path("deployments/<uuid:deployment_id>/entitlement/", entitlement_new, name="entitlement_new"),
    path("entitlements/<uuid:entitlement_id>/renew/", entitlement_renew, name="entitlement_renew"),
    path("entitlements/<uuid:entitlement_id>/answer/", entitlement_answer, name="entitlement_answer"),
    path("entitlements/<uuid:entitlement_id>/<slug:change>/", entitlement_change, name="entitlement_change"),
    path("entitlements/run/<uuid:change_id>/", entitlement_change_answer, name="entitlement_change_answer"),
]

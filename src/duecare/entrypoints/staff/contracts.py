"""Staff pages: what a customer has: contracts, the products under them, and what is not under one yet."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import ContractRow
from duecare.apps.assessments.rules import acts
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .customer_shown import current_of, tabs
from .forms.contracts import AmendmentForm, ContractEndForm, ContractForm, TakeOnForm
from .guard import acting, page
from .phrases import said

READ = tuple(sorted(frozenset(Role) - {Role.ADMINISTRATOR}))
SIGN = tuple(sorted(acts.CONTRACT_SIGN.roles))
END = tuple(sorted(acts.CONTRACT_END.roles))


@page(*READ)
@require_safe
def customer_contracts(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Contracts with what stands under each; first what stands under none."""
    actor = acting(request)
    sold = queries.sold_to(actor, customer_id)
    running = [one for one in sold.contracts if one.state != "ended"]
    customer = parties.customer(customer_id)
    current = current_of(queries.customer_opportunities(actor, customer_id))
    context = {
        "customer": customer,
        "tabs": tabs(actor, customer, "contracts", current.id if current else None),
        "unrated": _("no open deal") if current and current.state in queries.OVER else _("no class yet"),
        "sold": sold,
        "may_amend": acts.CONTRACT_AMEND.permits(actor),
        "may_end": acts.CONTRACT_END.permits(actor),
        "may_sign": acts.CONTRACT_SIGN.permits(actor),
        "may_move": acts.CONTRACT_MOVE.permits(actor) and bool(running),
    }
    return render(request, "contracts/list.html", context)


@page(*SIGN)
def contract_sign(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Record the contract signed for an opportunity; refused while the gate forbids the sale."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    gate = mitigation.gate_for(actor, deal.id)
    today = queries.today()
    form = ContractForm(_given(request), initial={"title": deal.title, "signed_on": today, "starts_on": today})
    if attempt(form, lambda: actions.sign_contract(by=actor, opportunity_id=deal.id, gate=gate, **form.cleaned_data)):
        messages.success(request, _("The contract is recorded; what is sold stands under it."))
        return redirect("customer_contracts", deal.customer_id)
    back = reverse("opportunity", args=[deal.id])
    return _step(request, form, _("Record the contract"), f"{deal.reference} · {deal.title}", back,
                 said(gate.verdict("contract").sentence))  # fmt: skip


@page(*SIGN)
def contract_amend(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Record what was changed in a contract."""
    actor, row = _held(request, contract_id)
    start = {"seen_version": row.version, "signed_on": queries.today(), "ends_on": row.ends_on}
    form = AmendmentForm(_given(request), initial=start)
    if attempt(form, lambda: actions.amend_contract(by=actor, contract_id=row.id, **form.cleaned_data)):
        messages.success(request, _("The amendment is recorded."))
        return redirect("customer_contracts", row.customer_id)
    note = _("Whoever adds a product or a place files it as an opportunity first.")
    return _step(request, form, _("Amend the contract"), f"{row.number} · {row.title}", _back(row), note)


@page(*END)
def contract_end(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Record that a contract ended and nothing under it is used any more."""
    actor, row = _held(request, contract_id)
    form = ContractEndForm(_given(request), initial={"seen_version": row.version, "ended_on": queries.today()})
    if attempt(form, lambda: actions.end_contract(by=actor, contract_id=row.id, **form.cleaned_data)):
        messages.success(request, _("Ended. What stood under it no longer counts for the customer's class."))
        return redirect("customer_contracts", row.customer_id)
    note = _("Past use stays in scope of investigations.")
    return _step(request, form, _("End the contract"), f"{row.number} · {row.title}", _back(row), note)


@page(*END)
def contract_take_on(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """Put a deployment under another contract of its customer."""
    actor = acting(request)
    found = mitigation.read_for(actor, queries.opportunity_of(deployment_id), queries.today())
    deal, gate = found.deal, mitigation.gate_of(found)
    one = next((row for row in deal.deployments if row.id == deployment_id), None)
    if one is None or deal.customer_id is None:
        raise NotFound("deployment")
    sold = queries.sold_to(actor, deal.customer_id)
    running = tuple((row.id, f"{row.number} {row.title}") for row in sold.contracts if row.state != "ended")
    form = TakeOnForm(running, _given(request))
    if attempt(form, lambda: actions.move_deployment(by=actor, deployment_id=one.id, gate=gate, **form.cleaned_data)):
        messages.success(request, _("Done, and on record."))
        return redirect("customer_contracts", deal.customer_id)
    back = reverse("customer_contracts", args=[deal.customer_id])
    product = one.product.code if one.product else ""
    return _step(request, form, _("Put under a contract"), f"{deal.reference} · {one.position} {product}", back)


def _held(request: HttpRequest, contract_id: UUID) -> tuple[Actor, ContractRow]:
    actor = acting(request)
    return actor, queries.contract(actor, contract_id)


def _back(row: ContractRow) -> str:
    return reverse("customer_contracts", args=[row.customer_id])


def _given(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest, form: forms.Form, title: str | Promise, about: str, back: str, note: str | Promise = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "back": back, "note": note}
    return render(request, "contracts/step.html", context)


urlpatterns: list[URLPattern] = [
    path("customers/<uuid:customer_id>/contracts/", customer_contracts, name="customer_contracts"),
    path("opportunities/<uuid:opportunity_id>/contract/", contract_sign, name="contract_sign"),
    path("contracts/<uuid:contract_id>/amend/", contract_amend, name="contract_amend"),
    path("contracts/<uuid:contract_id>/end/", contract_end, name="contract_end"),
    path("deployments/<uuid:deployment_id>/contract/", contract_take_on, name="contract_take_on"),
]

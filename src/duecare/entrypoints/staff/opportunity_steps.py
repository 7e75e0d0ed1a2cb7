"""Steps of an opportunity after its intake: file, hand over, withdraw, parties, deployments, export, likeness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import DeploymentInput
from duecare.apps.assessments.queries import Deal
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.export import OUTCOMES
from duecare.apps.assessments.rules.opportunity_states import CHANGEABLE, OPPORTUNITY
from duecare.apps.mitigation import queries as mitigation
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .bodies_named import body_of
from .forms.opportunities import (
    DeploymentForm,
    ExportForm,
    FileForm,
    HandOverForm,
    LikenessForm,
    PartyForm,
    ReasonForm,
)
from .guard import acting, page
from .phrases import said

WRITE = (Role.SALES, Role.COMPLIANCE_OFFICER)
FILE = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
CHANGE = (*WRITE, Role.ANALYST, Role.COUNSEL)
Text = str | Promise


@dataclass(frozen=True, slots=True)
class May:
    """Which buttons this person is shown."""

    file: bool
    edit: bool
    withdraw: bool
    hand_over: bool
    party: bool
    export: bool
    go_live: bool
    judge: bool


def may(actor: Actor, deal: Deal) -> May:
    """By role and state; the actions check again."""
    verbs = {move.verb for move in OPPORTUNITY.open_to(deal.state, actor)}
    changeable = deal.state in CHANGEABLE
    return May(
        file="file" in verbs,
        edit=changeable and acts.CHANGE.permits(actor),
        withdraw="withdraw" in verbs,
        hand_over=acts.HAND_OVER.permits(actor) and deal.state not in ("rejected", "ended", "withdrawn"),
        party=changeable and acts.PARTY_ADD.permits(actor),
        export=acts.EXPORT.permits(actor) and deal.state not in ("rejected", "withdrawn"),
        go_live="go_live" in verbs,
        judge=acts.JUDGE_LIKENESS.permits(actor),
    )


def show(
    request: HttpRequest,
    deal: Deal,
    form: forms.Form,
    title: Text,
    submit: Text,
    note: Text = "",
    kind: str = "primary",
) -> HttpResponse:
    """One step on a page of its own."""
    context = {"deal": deal, "form": form, "title": title, "submit": submit, "note": note, "kind": kind}
    return render(request, "opportunities/step.html", context)


def given(request: HttpRequest) -> Any:
    """What was posted, or None when the form is only opened."""
    return request.POST if request.method == "POST" else None


@page(*WRITE)
def opportunity_file(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """File a draft that is complete."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    form = FileForm(given(request), initial={"seen_version": deal.version})
    if not actor.has(Role.COMPLIANCE_OFFICER):
        del form.fields["new_facts"]

    def file() -> UUID:
        return actions.file_opportunity(
            by=actor, opportunity_id=deal.id, seen_version=form.cleaned_data["seen_version"],
            new_facts=form.cleaned_data.get("new_facts", ""),
        )  # fmt: skip

    if attempt(form, file):
        messages.success(request, _("Filed. The due-diligence file is open."))
        return redirect("opportunity", deal.id)
    missing = "; ".join(what for _field, what in deal.gaps())
    note = _("Still missing: %s.") % missing if missing else _("Everything that filing asks for is there.")
    return show(request, deal, form, _("File this opportunity"), _("File"), note)


@page(*WRITE)
def opportunity_withdraw(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Give it up, saying why."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    form = ReasonForm(given(request))
    if attempt(
        form,
        lambda: actions.withdraw_opportunity(by=actor, opportunity_id=deal.id, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("Withdrawn. The record stays."))
        return redirect("opportunity", deal.id)
    return show(request, deal, form, _("Withdraw this opportunity"), _("Withdraw"), kind="danger")


@page(*WRITE)
def opportunity_hand_over(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Hand it to somebody else in sales."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    people = [(str(one.id), one.name) for one in accounts.people(Role.SALES) if one.id != deal.owner_id]
    form = HandOverForm(people, given(request))

    def hand_over() -> None:
        to = UUID(form.cleaned_data["to"])
        actions.hand_over(by=actor, opportunity_id=deal.id, to=to, reason=form.cleaned_data["reason"])

    if attempt(form, hand_over):
        messages.success(request, _("Handed over. Both of you are its account team now."))
        return redirect("opportunity", deal.id)
    return show(request, deal, form, _("Hand this opportunity over"), _("Hand over"))


@page(Role.COMPLIANCE_OFFICER)
def opportunity_live(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Record that it went live; refused while the gate forbids delivery."""
    actor = acting(request)
    found = mitigation.read_for(actor, opportunity_id, queries.today())
    deal, gate = found.deal, mitigation.gate_of(found)
    form = forms.Form(given(request))
    if attempt(form, lambda: actions.go_live(by=actor, opportunity_id=deal.id, gate=gate)):
        messages.success(request, _("Recorded as live."))
        return redirect("opportunity", deal.id)
    return show(request, deal, form, _("Record as live"), _("It is live"), said(gate.verdict("delivery").sentence))


@page(*CHANGE)
def opportunity_party(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Name a further party."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    form = PartyForm(given(request))

    def add() -> UUID:
        values = form.cleaned_data
        body = body_of(actor, values["name"], values["kind"], values["country"])
        if body is None:
            raise NotFound("body")
        return actions.add_party(by=actor, opportunity_id=deal.id, body_id=body, role=values["role"])

    if attempt(form, add):
        messages.success(request, _("Named. It must be screened before the gate opens."))
        return redirect("opportunity", deal.id)
    note = _("A body of this name in this country is used if there is one; otherwise it is entered.")
    return show(request, deal, form, _("Name a party"), _("Name it"), note)


@page(*CHANGE)
def party_remove(request: HttpRequest, opportunity_id: UUID, party_id: UUID) -> HttpResponse:
    """Take a party off, saying why."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    party = next((one for one in deal.parties if one.id == party_id), None)
    if party is None:
        raise NotFound("party")
    form = ReasonForm(given(request))

    def remove() -> None:
        reason = form.cleaned_data["reason"]
        actions.remove_party(by=actor, opportunity_id=deal.id, party_id=party_id, reason=reason)

    if attempt(form, remove):
        messages.success(request, _("Taken off. That it was named stays in the log."))
        return redirect("opportunity", deal.id)
    return show(request, deal, form, _("Take a party off"), _("Take off"), party.body.name, kind="danger")


@page(*CHANGE)
def deployment_new(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """A further product, body or place."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    form = DeploymentForm(given(request))
    if attempt(
        form,
        lambda: actions.add_deployment(by=actor, opportunity_id=deal.id, given=_deployment(actor, form.cleaned_data)),
    ):
        messages.success(request, _("Added. It gets a class of its own."))
        return redirect("opportunity", deal.id)
    return show(request, deal, form, _("Add a deployment"), _("Add"))


@page(*CHANGE)
def deployment_edit(request: HttpRequest, opportunity_id: UUID, deployment_id: UUID) -> HttpResponse:
    """Change a deployment."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    one = _deployment_of(deal, deployment_id)
    body = one.using_body
    shown = {
        "product": str(one.product.id) if one.product else "", "seats": one.seats, "place_of_use": one.place_of_use,
        "effective_authority": one.effective_authority, "legal_basis": one.legal_basis,
        "product_version": one.product_version,
        "using_name": body.name if body else "", "using_kind": body.kind if body else "federal",
        "using_country": body.country if body else "",
    }  # fmt: skip
    form = DeploymentForm(given(request), initial=shown)

    def change() -> tuple[str, ...]:
        new = _deployment(actor, form.cleaned_data)
        return actions.change_deployment(by=actor, deployment_id=one.id, seen_version=deal.version, given=new)

    if attempt(form, change):
        messages.success(request, _("Saved. What rests on it is open again."))
        return redirect("opportunity", deal.id)
    return show(request, deal, form, _("Change a deployment"), _("Save"))


@page(Role.COUNSEL, Role.COMPLIANCE_OFFICER)
def export_record(request: HttpRequest, opportunity_id: UUID, deployment_id: UUID, kind: str) -> HttpResponse:
    """Record export classification, licence or awareness."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    one = _deployment_of(deal, deployment_id)
    if kind not in OUTCOMES:
        raise NotFound("page")
    form = ExportForm(kind, given(request), initial={"by_whom": actor.name, "dated": queries.today()})
    if attempt(
        form, lambda: actions.record_export(by=actor, deployment_id=one.id, kind=kind, **_filled(form.cleaned_data))
    ):
        messages.success(request, _("Recorded. Earlier records are kept."))
        return redirect("opportunity", deal.id)
    titles = {
        "classification": _("Classify for export"),
        "licence": _("Record the licence, or that none is needed"),
        "awareness": _("Assess awareness under Article 5(2)"),
    }
    note = _(
        "If due diligence makes us aware of an intended use for repression or grave violations, the authority must be "
        "told, and nothing is exported until it decides."
    )
    return show(request, deal, form, titles[kind], _("Record"), note if kind == "awareness" else "")


@page(*FILE)
def resemblance_judge(request: HttpRequest, opportunity_id: UUID, resemblance_id: UUID) -> HttpResponse:
    """Say what a resemblance is."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    found = next((one for one in queries.resemblances_of(deal.id) if one.id == resemblance_id), None)
    if found is None:
        raise NotFound("resemblance")
    form = LikenessForm(given(request))
    if attempt(form, lambda: actions.judge_resemblance(by=actor, resemblance_id=found.id, **form.cleaned_data)):
        messages.success(request, _("Judged."))
        return redirect("opportunity", deal.id)
    note = f"{found.other}: {'; '.join(found.reasons)}"
    return show(request, deal, form, _("Is this the same deal?"), _("Record"), note)


def _deployment(actor: Actor, values: dict[str, Any]) -> DeploymentInput:
    return DeploymentInput(
        product_id=UUID(values["product"]),
        using_body_id=body_of(actor, values["using_name"], values["using_kind"], values["using_country"]),
        seats=values["seats"],
        place_of_use=values["place_of_use"],
        effective_authority=values["effective_authority"],
        legal_basis=values["legal_basis"],
        product_version=values["product_version"],
    )


def _deployment_of(deal: Deal, deployment_id: UUID) -> queries.DeploymentRow:
    found = next((one for one in deal.deployments if one.id == deployment_id), None)
    if found is None:
        raise NotFound("deployment")
    return found


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def urlpatterns(one: str) -> tuple[URLPattern, ...]:
    """Routes below one opportunity."""
    steps: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
        ("file/", opportunity_file, "opportunity_file"),
        ("withdraw/", opportunity_withdraw, "opportunity_withdraw"),
        ("hand-over/", opportunity_hand_over, "opportunity_hand_over"),
        ("live/", opportunity_live, "opportunity_live"),
        ("parties/new/", opportunity_party, "opportunity_party"),
        ("parties/<uuid:party_id>/remove/", party_remove, "party_remove"),
        ("deployments/new/", deployment_new, "deployment_new"),
        ("deployments/<uuid:deployment_id>/", deployment_edit, "deployment_edit"),
        ("deployments/<uuid:deployment_id>/export/<slug:kind>/", export_record, "export_record"),
        ("resemblances/<uuid:resemblance_id>/", resemblance_judge, "resemblance_judge"),
    )
    return tuple(path(f"{one}{tail}", view, name=name) for tail, view, name in steps)

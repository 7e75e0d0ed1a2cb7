"""Staff pages: who speaks or signs for a body. Part of the customers' area."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from duecare.apps.parties import actions, queries
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .bodies import FILE
from .bodies_named import person_of
from .forms.bodies import OfficialEndForm, OfficialForm
from .guard import acting, page
from .opportunity_steps import given


@page(*FILE)
def body_official(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Record an official or signatory."""
    actor = acting(request)
    row = queries.body(body_id)
    form = OfficialForm(given(request))

    def record() -> UUID:
        values = dict(form.cleaned_data)
        who = {key: values.pop(key) for key in ("name", "country", "native_name", "birth")}
        return actions.record_official(by=actor, body_id=row.id, person_id=person_of(actor, **who), **values)

    if attempt(form, record):
        messages.success(request, _("Recorded."))
        return redirect("body", row.id)
    title, note = _("Record an official or signatory"), _("The person is compared with the lists like any party.")
    return render(request, "customers/step.html", {"body": row, "form": form, "title": title, "note": note})


@page(*FILE)
def body_official_end(request: HttpRequest, body_id: UUID, official_id: UUID) -> HttpResponse:
    """End a function."""
    actor = acting(request)
    row = queries.body(body_id)
    official = next((one for one in queries.officials_of(body_id) if one.id == official_id), None)
    if official is None:
        raise NotFound("official")
    form = OfficialEndForm(given(request))
    if attempt(form, lambda: actions.end_official(by=actor, official_id=official.id, **form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("body", row.id)
    note = f"{official.person.name}, {official.function}"
    return render(
        request, "customers/step.html", {"body": row, "form": form, "title": _("End this function"), "note": note}
    )


urlpatterns: list[URLPattern] = [
    path("customers/bodies/<uuid:body_id>/officials/new/", body_official, name="body_official"),
    path(
        "customers/bodies/<uuid:body_id>/officials/<uuid:official_id>/end/", body_official_end, name="body_official_end"
    ),
]

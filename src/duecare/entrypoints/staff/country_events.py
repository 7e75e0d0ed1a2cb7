"""Staff pages: recording an event in a country, that it ended, and withdrawing one that was wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from duecare.apps.accounts import queries as accounts
from duecare.apps.risk import actions, queries
from duecare.apps.risk.rules.acts import END_EVENT, RECORD_EVENT, WITHDRAW_EVENT
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .forms.country_events import EventEndForm, EventForm
from .forms.opportunities import ReasonForm
from .guard import acting, page


@page(*RECORD_EVENT.roles)
def event_record(request: HttpRequest, iso3: str) -> HttpResponse:
    """Record what happened; every class that rests on the country is looked at again."""
    if iso3 not in COUNTRIES:
        raise NotFound("country")
    form = EventForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.record_event(by=acting(request), country=iso3, **form.cleaned_data)):
        messages.success(request, _("Recorded. Classes that rest on this country are being queued for re-assessment."))
        return redirect("country_detail", iso3)
    return render(request, "countries/event.html", {"form": form, "code": iso3})


@page(*END_EVENT.roles)
def event_end(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Record the last day of an event that went on; it counts for five more years."""
    row = queries.event(event_id)
    form = EventEndForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.end_event(by=acting(request), event_id=row.id, **form.cleaned_data)):
        messages.success(request, _("Recorded. It counts for five years after its last day, then no more."))
        return redirect("country_detail", row.country)
    return render(
        request, "countries/end_event.html", {"form": form, "event": row, "names": accounts.names(row.people)}
    )


@page(*WITHDRAW_EVENT.roles)
def event_withdraw(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Let an event that was wrong count no longer, with the reason."""
    row = queries.event(event_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.withdraw_event(by=acting(request), event_id=row.id, **form.cleaned_data)):
        messages.success(request, _("Withdrawn. It stays on record; classes that rest on it are being queued."))
        return redirect("country_detail", row.country)
    return render(
        request,
        "countries/withdraw_event.html",
        {"form": form, "event": row, "names": accounts.names(row.people)},
    )


urlpatterns: list[URLPattern] = [
    path("countries/<str:iso3>/events/record/", event_record, name="country_event_record"),
    path("country-events/<uuid:event_id>/end/", event_end, name="country_event_end"),
    path("country-events/<uuid:event_id>/withdraw/", event_withdraw, name="country_event_withdraw"),
]

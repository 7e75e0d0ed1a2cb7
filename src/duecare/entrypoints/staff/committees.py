"""Staff pages: committees, seats, standing conflicts, meetings with agenda, papers and minutes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duecare.apps.accounts.queries import people
from duecare.apps.governance import actions, queries
from duecare.apps.governance.rules import acts
from duecare.kernel.actor import Role
from duecare.kernel.errors import DuecareError

from .areas import NavItem
from .forms import refuse
from .forms.committees import AgendaForm, ConflictForm, EndForm, FoundForm, MeetingForm, MinutesForm, SeatForm
from .guard import acting, page
from .phrases import said

READ = tuple(sorted(queries.READERS))
NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("Committees"), "committees", frozenset(READ)),)


@page(*READ)
@require_GET
def committees(request: HttpRequest) -> HttpResponse:
    """Every committee with its members and how many of them are independent."""
    context = {"rows": queries.committees(), "may_found": acts.COMMITTEE_FOUND.permits(acting(request))}
    return render(request, "committees/committees.html", context)


@page(*READ)
@require_GET
def committee(request: HttpRequest, committee_id: UUID) -> HttpResponse:
    """Seats, former members, declared conflicts, meetings."""
    actor = acting(request)
    context = {
        "page": queries.committee(committee_id),
        "me": actor.id,
        "may_appoint": acts.COMMITTEE_APPOINT.permits(actor),
        "may_end_conflict": acts.CONFLICT_END.permits(actor),
        "may_plan": acts.MEETING_PLAN.permits(actor),
        "may_declare": acts.CONFLICT_DECLARE.permits(actor),
    }
    return render(request, "committees/committee.html", context)


@page(Role.COMPLIANCE_OFFICER)
def committee_found(request: HttpRequest) -> HttpResponse:
    """Found a committee."""
    form = FoundForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        form,
        gettext("Found a committee"),
        lambda: ("committee", actions.found_committee(by=acting(request), **form.cleaned_data)),
    )


@page(Role.COMPLIANCE_OFFICER)
def seat_appoint(request: HttpRequest, committee_id: UUID) -> HttpResponse:
    """Appoint somebody who holds the role of committee member."""
    found = queries.committee(committee_id).committee
    seated = {seat.person_id for seat in found.seats}
    free = tuple((row.id, row.name) for row in people(Role.COMMITTEE_MEMBER) if row.id not in seated)
    data = request.POST if request.method == "POST" else None
    form = SeatForm(free, data, initial={"start": queries.today(), "votes": True})
    return _form(
        request,
        form,
        gettext("Appoint a member of %(committee)s") % {"committee": found.name},
        lambda: _to(
            "committee",
            committee_id,
            actions.appoint_member(by=acting(request), committee_id=committee_id, **form.cleaned_data),
        ),
    )


@page(Role.COMPLIANCE_OFFICER)
def seat_end(request: HttpRequest, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    """End a seat."""
    queries.committee(committee_id)
    form = _ending(request)
    return _form(
        request,
        form,
        gettext("End this seat"),
        lambda: _to(
            "committee",
            committee_id,
            actions.end_membership(
                by=acting(request),
                membership_id=seat_id,
                end=form.cleaned_data["day"],
                reason=form.cleaned_data["reason"],
            ),
        ),
    )


@page(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, Role.COUNSEL)
def conflict_declare(request: HttpRequest) -> HttpResponse:
    """Declare one's own standing conflict; from then on it recuses by itself."""
    actor = acting(request)
    data = request.POST if request.method == "POST" else None
    form = ConflictForm(data, initial={"start": queries.today(), "kind": "country"})

    def act() -> tuple[str, UUID | None]:
        actions.declare_conflict(by=actor, person_id=actor.id, **form.cleaned_data)
        return "committees", None

    return _form(request, form, gettext("Declare a conflict of your own"), act)


@page(Role.COMPLIANCE_OFFICER)
def conflict_end(request: HttpRequest, committee_id: UUID, conflict_id: UUID) -> HttpResponse:
    """End somebody else's declaration."""
    queries.committee(committee_id)
    form = _ending(request)
    return _form(
        request,
        form,
        gettext("End this declaration"),
        lambda: _to(
            "committee",
            committee_id,
            actions.end_conflict(
                by=acting(request),
                declaration_id=conflict_id,
                until=form.cleaned_data["day"],
                reason=form.cleaned_data["reason"],
            ),
        ),
    )


@page(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)
def meeting_plan(request: HttpRequest, committee_id: UUID) -> HttpResponse:
    """Plan a meeting."""
    queries.committee(committee_id)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        form,
        gettext("Plan a meeting"),
        lambda: (
            "meeting",
            actions.plan_meeting(by=acting(request), committee_id=committee_id, **form.cleaned_data),
        ),
    )


@page(*READ)
@require_GET
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Agenda, papers, and the minutes or their draft."""
    page = _with_draft(meeting_id)
    may_write = acts.MEETING_AGENDA.permits(acting(request))
    context = {"page": page, "may_write": may_write, "documents": settings.LANGUAGE_CODE}
    return render(request, "committees/meeting.html", context)


@page(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)
def meeting_agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Put a point on the agenda."""
    form = AgendaForm(queries.meeting(meeting_id).addable, request.POST if request.method == "POST" else None)
    return _form(
        request,
        form,
        gettext("Put on the agenda"),
        lambda: _to(
            "meeting",
            meeting_id,
            actions.put_on_agenda(by=acting(request), meeting_id=meeting_id, **form.cleaned_data),
        ),
    )


@page(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)
def meeting_minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Read the draft, mend it, adopt it."""
    found = _with_draft(meeting_id)
    form = MinutesForm(request.POST if request.method == "POST" else None, initial={"text": found.draft})
    return _form(
        request,
        form,
        gettext("Adopt the minutes of %(meeting)s") % {"meeting": found.reference},
        lambda: _to(
            "meeting",
            meeting_id,
            actions.adopt_minutes(by=acting(request), meeting_id=meeting_id, text=form.cleaned_data["text"]),
        ),
    )


def _with_draft(meeting_id: UUID) -> queries.MeetingPage:
    """A meeting; the draft is a document, so it speaks the company's language and not the reader's."""
    with override(settings.LANGUAGE_CODE):
        return queries.meeting(meeting_id, said)


def _ending(request: HttpRequest) -> EndForm:
    return EndForm(request.POST if request.method == "POST" else None, initial={"day": queries.today()})


def _to(route: str, key: UUID, done: object) -> tuple[str, UUID | None]:
    """Where to go once `done` has happened."""
    return route, key


def _form(request: HttpRequest, form: Form, title: str, act: Callable[[], tuple[str, UUID | None]]) -> HttpResponse:
    """Show a form; act when it is filled in; on refusal show it again with the reason."""
    if form.is_valid():
        try:
            route, key = act()
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("Done, and on record."))
            return redirect(route, key) if key else redirect(route)
    return render(request, "committees/form.html", {"form": form, "title": title})


_ONE = "committees/<uuid:committee_id>/"
urlpatterns: list[URLPattern] = [
    path("committees/", committees, name="committees"),
    path("committees/found/", committee_found, name="committee_found"),
    path("committees/conflict/", conflict_declare, name="conflict_declare"),
    path("committees/meetings/<uuid:meeting_id>/", meeting, name="meeting"),
    path("committees/meetings/<uuid:meeting_id>/agenda/", meeting_agenda, name="meeting_agenda"),
    path("committees/meetings/<uuid:meeting_id>/minutes/", meeting_minutes, name="meeting_minutes"),
    path(_ONE, committee, name="committee"),
    path(f"{_ONE}appoint/", seat_appoint, name="seat_appoint"),
    path(f"{_ONE}meeting/", meeting_plan, name="meeting_plan"),
    path(f"{_ONE}seats/<uuid:seat_id>/end/", seat_end, name="seat_end"),
    path(f"{_ONE}conflicts/<uuid:conflict_id>/end/", conflict_end, name="conflict_end"),
]

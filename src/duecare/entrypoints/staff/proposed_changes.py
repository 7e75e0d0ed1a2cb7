"""Staff pages: the register of proposed changes to the method, clauses, products and processes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.queries import ChangeQuery, ProposedChangeRow
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.changes import AGAINST, CHANGE, OPEN
from duecare.kernel.errors import DuecareError, NotFound

from .areas import NavItem
from .attempts import attempt
from .csv_out import csv_response
from .forms import sentences
from .forms.proposed_changes import ProposeChangeForm, SettleChangeForm
from .guard import acting, page
from .listing import Ask, Column, Facet, Listing, Option, asked
from .opportunity_steps import given
from .vocabulary import word

READ = tuple(sorted(queries.READERS))
TAKE = tuple(sorted(acts.TAKE_UP_CHANGE.roles))
COLUMNS = (
    Column("change", _("Change"), sort=False),
    Column("against", _("What should change"), sort=False),
    Column("owner", _("Owner"), sort=False),
    Column("due", _("By when"), sort=False),
    Column("state", _("State"), sort=False),
)
EXPORT_LIMIT = 100_000
NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("Proposed changes"), "proposed_changes", frozenset(READ)),)


@page(*READ)
@require_safe
def proposed_changes(request: HttpRequest) -> HttpResponse:
    """What is open first, by its day."""
    ask = asked(request, COLUMNS, picks=("state", "against"))
    found = queries.proposed_changes(_wanted(ask, ask.offset, ask.size))
    facets = (
        Facet("state", _("State"), _options(code for code, _words in CHANGE.states)),
        Facet("against", _("What should change"), _options(AGAINST)),
    )
    context = {
        "listing": Listing(ask, COLUMNS, found.rows, found.total, facets),
        "found": found,
        "export": reverse("proposed_changes_csv") + ask.url().removeprefix(ask.path),
    }
    return render(request, "proposed_changes/list.html", context)


@page(*READ)
@require_safe
def proposed_changes_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=("state", "against"))
    header = ("reference", "against", "title", "text", "owner", "due", "state", "proposed by", "proposed on",
              "taken up by", "settled by", "note")  # fmt: skip
    rows = (
        (r.reference, r.against, r.title, r.text, r.owner, r.due_on, r.state, r.proposer, r.proposed_on, r.taker,
         r.settler, r.note)
        for r in queries.proposed_changes(_wanted(ask, 0, EXPORT_LIMIT)).rows
    )  # fmt: skip
    return csv_response("proposed-changes.csv", header, rows)


@page(*READ)
@require_safe
def proposed_change(request: HttpRequest, proposed_change_id: UUID) -> HttpResponse:
    """One change: what should be otherwise, who sees to it, what became of it."""
    return _page(request, queries.proposed_change(proposed_change_id))


@page(*READ)
def proposed_change_new(request: HttpRequest) -> HttpResponse:
    """Propose a change."""
    form = ProposeChangeForm(given(request))
    done = attempt(
        form,
        lambda: actions.propose_change(
            by=acting(request), given=form.told(), owner_id=form.cleaned_data["owner_id"]
        ),
    )  # fmt: skip
    if done:
        messages.success(request, gettext("Proposed as %(reference)s.") % {"reference": done.value})
        return redirect("proposed_changes")
    return _step(request, form, _("Propose a change"), reverse("proposed_changes"))


@page(*TAKE)
@require_POST
def proposed_change_take_up(request: HttpRequest, proposed_change_id: UUID) -> HttpResponse:
    """Take it up; against the method a draft is begun."""
    row = queries.proposed_change(proposed_change_id)
    try:
        actions.take_up_change(by=acting(request), change_id=row.id)
    except NotFound:
        raise
    except DuecareError as fault:
        messages.error(request, sentences(fault))
    else:
        messages.success(request, gettext("Taken up."))
    return redirect("proposed_change", row.id)


@page(*TAKE)
def proposed_change_settle(request: HttpRequest, proposed_change_id: UUID) -> HttpResponse:
    """Say that it was made, or why it is not."""
    row = queries.proposed_change(proposed_change_id)
    form = SettleChangeForm(row.state == "taken_up", given(request))

    def settle() -> None:
        by, note = acting(request), form.cleaned_data["note"]
        if form.cleaned_data["answer"] == "done":
            actions.finish_change(by=by, change_id=row.id, note=note)
        else:
            actions.decline_change(by=by, change_id=row.id, reason=note)

    if attempt(form, settle):
        messages.success(request, gettext("Recorded."))
        return redirect("proposed_change", row.id)
    return _step(request, form, _("What became of it"), reverse("proposed_change", args=[row.id]), row)


def _page(request: HttpRequest, row: ProposedChangeRow) -> HttpResponse:
    actor = acting(request)
    context = {
        "row": row,
        "may_take_up": row.state == "proposed" and acts.TAKE_UP_CHANGE.permits(actor),
        "may_settle": row.state in OPEN and acts.FINISH_CHANGE.permits(actor),
    }
    return render(request, "proposed_changes/detail.html", context)


def _wanted(ask: Ask, offset: int, size: int) -> ChangeQuery:
    return ChangeQuery(ask.q, ask.picks.get("state", ""), ask.picks.get("against", ""), offset, size)


def _options(codes: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(code, word(code)) for code in codes)


def _step(
    request: HttpRequest, form: forms.Form, title: str | Promise, back: str, row: ProposedChangeRow | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "row": row}
    return render(request, "proposed_changes/step.html", context)


urlpatterns: list[URLPattern] = [
    path("proposed-changes/", proposed_changes, name="proposed_changes"),
    path("proposed-changes/export.csv", proposed_changes_csv, name="proposed_changes_csv"),
    path("proposed-changes/new/", proposed_change_new, name="proposed_change_new"),
    path("proposed-changes/<uuid:proposed_change_id>/", proposed_change, name="proposed_change"),
    path(
        "proposed-changes/<uuid:proposed_change_id>/take-up/", proposed_change_take_up, name="proposed_change_take_up"
    ),
    path("proposed-changes/<uuid:proposed_change_id>/settle/", proposed_change_settle, name="proposed_change_settle"),
]

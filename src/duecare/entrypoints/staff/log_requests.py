"""Staff pages: requests for logs, their programme, and having a customer asked on one of the next runs."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.apps.assessments import queries as assessments
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.queries import LogRequestQuery, LogRequestRow, ProgrammeRow
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.log_requests import GIVEN, LOG_REQUEST
from duecare.apps.parties import queries as parties
from duecare.kernel.errors import NotFound

from .areas import NavItem
from .attempts import attempt
from .csv_out import csv_response
from .forms.log_requests import (
    AskLogForm,
    LogAnswerForm,
    LogCheckForm,
    ProgrammeAnswerForm,
    ProgrammeForm,
    ProposalForm,
)
from .guard import acting, page
from .listing import Ask, Column, Facet, Listing, Option, asked
from .opportunity_steps import given
from .vocabulary import word

READ = tuple(sorted(queries.READERS))
KEEP = tuple(sorted(acts.ANSWER.roles))
ASK = tuple(sorted(acts.ASK_LOG.roles))
SUSPEND = tuple(sorted(acts.SUSPEND.roles))
PROPOSE = tuple(sorted(acts.PROPOSE_PROGRAMME.roles))
ADOPT = tuple(sorted(acts.ADOPT_PROGRAMME.roles))
COLUMNS = (
    Column("request", _("Request"), sort=False),
    Column("customer", _("Customer"), sort=False),
    Column("due", _("Due on"), sort=False),
    Column("check", _("Check"), sort=False),
    Column("state", _("State"), sort=False),
)
EXPORT_LIMIT = 100_000
STATES = ("proposed", *(code for code, _words in LOG_REQUEST.states))
NAV: tuple[NavItem, ...] = (NavItem("Relationship", _("Log requests"), "log_requests", frozenset(READ)),)


@page(*READ)
@require_safe
def log_requests(request: HttpRequest) -> HttpResponse:
    """Proposals to decide on first, then what is owed. What is put down for the next runs is on no page."""
    ask = asked(request, COLUMNS, picks=("state",))
    found = queries.log_requests(_wanted(ask, ask.offset, ask.size))
    options = tuple(Option(code, _title(code)) for code in STATES)
    context = {
        "listing": Listing(ask, COLUMNS, found.rows, found.total, (Facet("state", _("State"), options),)),
        "found": found,
        "export": reverse("log_requests_csv") + ask.url().removeprefix(ask.path),
    }
    return render(request, "log_requests/list.html", context)


@page(*READ)
@require_safe
def log_requests_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=("state",))
    header = ("reference", "customer", "day", "due", "state", "letter", "answered on", "note", "check", "head",
              "entries", "file", "found", "suspension", "decided because")  # fmt: skip
    rows = (
        (r.reference, r.customer_name, r.day, r.due_on, r.state, r.letter, r.answered_on, r.note, r.check_result,
         r.check_head, r.check_entries, r.check_file, r.check_note, r.suspension, r.decided_because)
        for r in queries.log_requests(_wanted(ask, 0, EXPORT_LIMIT)).rows
    )  # fmt: skip
    return csv_response("log-requests.csv", header, rows)


@page(*READ)
@require_safe
def log_request(request: HttpRequest, log_request_id: UUID) -> HttpResponse:
    """One request: its letter, what came, the check, and what follows."""
    actor, row = acting(request), queries.log_request(log_request_id)
    context = {
        "row": row,
        "may_answer": acts.ANSWER.permits(actor) and row.state != "drawn",
        "may_check": acts.CHECK.permits(actor) and row.state in GIVEN,
        "may_decide": acts.SUSPEND.permits(actor) and row.suspension == "proposed",
    }
    return render(request, "log_requests/detail.html", context)


@page(*KEEP)
def log_request_answer(request: HttpRequest, log_request_id: UUID) -> HttpResponse:
    """Record what came upon a request."""
    row = queries.log_request(log_request_id)
    form = LogAnswerForm(given(request), initial={"day": assessments.today()})
    if attempt(
        form, lambda: actions.record_log_answer(by=acting(request), request_id=row.id, **form.cleaned_data)
    ):  # fmt: skip
        return _done(request, row)
    return _step(request, form, _("Record what came"), row, _("A refusal proposes a suspension."))


@page(*KEEP)
def log_request_check(request: HttpRequest, log_request_id: UUID) -> HttpResponse:
    """Record what the check of the log found."""
    row = queries.log_request(log_request_id)
    form = LogCheckForm(given(request))
    if attempt(
        form, lambda: actions.record_log_check(by=acting(request), request_id=row.id, **form.cleaned_data)
    ):  # fmt: skip
        return _done(request, row)
    note = _(
        "Run `duecare usage-log check` over the log, with the file in which you keep where it stood before. "
        "With --request and --as it records by itself what it found."
    )
    return _step(request, form, _("Record the check"), row, note)


@page(*SUSPEND)
def log_request_suspension(request: HttpRequest, log_request_id: UUID) -> HttpResponse:
    """Follow the proposal, or say why not."""
    row = queries.log_request(log_request_id)
    form = ProposalForm(given(request))

    def decide() -> None:
        if form.cleaned_data["answer"] == "follow":
            actions.follow_proposal(by=acting(request), request_id=row.id)
        else:
            actions.leave_proposal(by=acting(request), request_id=row.id, reason=form.cleaned_data["reason"])

    if attempt(form, decide):
        return _done(request, row)
    note = _(
        "Every entitlement of the customer in force is suspended on the next daily run. "
        "Not to suspend takes somebody who did not record the refusal."
    )
    return _step(request, form, _("The proposed suspension"), row, note)


@page(*ASK)
def log_request_ask(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Have a customer asked on one of the next runs."""
    actor = acting(request)
    if not assessments.may_see_customer(actor, customer_id):
        raise NotFound("customer")
    customer = parties.customer(customer_id)
    form = AskLogForm(given(request))
    back = reverse("customer_entitlements", args=[customer_id])
    if attempt(form, lambda: actions.ask_for_log(by=actor, customer_id=customer_id)):
        messages.success(request, gettext("Put down. It is asked on one of the next five runs."))
        return redirect("customer_entitlements", customer_id)
    note = _(
        "It is asked on one of the next five daily runs, among customers whom chance takes: same text, same deadline, "
        "no reason. No page shows that it was put down; the log says that you put one down, and not of whom. "
        "It cannot be taken back."
    )
    context = {"form": form, "title": _("Ask for its log"), "about": customer.body.name, "back": back, "note": note}
    return render(request, "log_requests/step.html", context)


@page(*READ)
@require_safe
def log_programmes(request: HttpRequest) -> HttpResponse:
    """The programme in force, the one that waits, and those before."""
    actor, rows = acting(request), queries.programmes()
    waits = any(row.state == "proposed" for row in rows)
    context = {
        "rows": rows,
        "may_propose": acts.PROPOSE_PROGRAMME.permits(actor) and not waits,
        "answers": {row.id for row in rows if row.state == "proposed" and row.proposed_by != actor.id}
        if acts.ADOPT_PROGRAMME.permits(actor)
        else set(),
    }
    return render(request, "log_requests/programmes.html", context)


@page(*PROPOSE)
def log_programme_new(request: HttpRequest) -> HttpResponse:
    """Propose a programme."""
    before = next((row for row in queries.programmes() if row.state == "in_force"), None)
    start = _start(before) if before else {"per_year": 2, "days": 14, "former_months": 12}
    form = ProgrammeForm(given(request), initial=start)
    if attempt(form, lambda: actions.propose_programme(by=acting(request), given=form.told())):
        messages.success(request, gettext("Proposed. A second person answers."))
        return redirect("log_programmes")
    return _of_programme(request, form, _("Propose a programme"))


@page(*ADOPT)
def log_programme_answer(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Adopt it, or refuse it, as the second person."""
    row = queries.programme(programme_id)
    form = ProgrammeAnswerForm(given(request))

    def answer() -> None:
        if form.cleaned_data["answer"] == "adopt":
            actions.adopt_programme(by=acting(request), programme_id=row.id)
        else:
            actions.refuse_programme(by=acting(request), programme_id=row.id, reason=form.cleaned_data["reason"])

    if attempt(form, answer):
        messages.success(request, gettext("Answered."))
        return redirect("log_programmes")
    return _of_programme(request, form, _("Answer as second person"), row)


def _wanted(ask: Ask, offset: int, size: int) -> LogRequestQuery:
    state = ask.picks.get("state", "")
    return LogRequestQuery(ask.q, state if state in STATES else "", offset, size)


def _title(code: str) -> str | Promise:
    return _("suspension proposed") if code == "proposed" else word(code)


def _start(row: ProgrammeRow) -> dict[str, object]:
    return {
        "per_year": row.per_year, "days": row.days, "former_months": row.former_months, "channel": row.channel,
        "text": row.text,
    }  # fmt: skip


def _done(request: HttpRequest, row: LogRequestRow) -> HttpResponse:
    messages.success(request, gettext("Recorded."))
    return redirect("log_request", row.id)


def _step(
    request: HttpRequest, form: forms.Form, title: str | Promise, row: LogRequestRow, note: str | Promise
) -> HttpResponse:
    about, back = f"{row.reference} · {row.customer_name}", reverse("log_request", args=[row.id])
    context = {"form": form, "title": title, "about": about, "back": back, "note": note}
    return render(request, "log_requests/step.html", context)


def _of_programme(
    request: HttpRequest, form: forms.Form, title: str | Promise, row: ProgrammeRow | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "about": _("Programme"),
        "back": reverse("log_programmes"),
        "programme": row,
    }
    return render(request, "log_requests/step.html", context)


urlpatterns: list[URLPattern] = [
    path("log-requests/", log_requests, name="log_requests"),
    path("log-requests/export.csv", log_requests_csv, name="log_requests_csv"),
    path("log-requests/programme/", log_programmes, name="log_programmes"),
    path("log-requests/programme/new/", log_programme_new, name="log_programme_new"),
    path("log-requests/programme/<uuid:programme_id>/", log_programme_answer, name="log_programme_answer"),
    path("log-requests/<uuid:log_request_id>/", log_request, name="log_request"),
    path("log-requests/<uuid:log_request_id>/answer/", log_request_answer, name="log_request_answer"),
    path("log-requests/<uuid:log_request_id>/check/", log_request_check, name="log_request_check"),
    path("log-requests/<uuid:log_request_id>/suspension/", log_request_suspension, name="log_request_suspension"),
    path("customers/<uuid:customer_id>/log-request/", log_request_ask, name="log_request_ask"),
]

"""Staff pages: what is said in public about customers and products, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence
from duecare.apps.assessments.queries import today
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.queries import ReportQuery, ReportRow
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.reports import CREDIBILITIES, PUBLIC_REPORT
from duecare.kernel.errors import LimitExceeded, NotFound

from .areas import NavItem
from .attempts import attempt
from .csv_out import csv_response
from .forms.public_reports import AssessForm, CopyForm, ReportForm, SecondForm
from .guard import acting, page
from .listing import Ask, Column, Facet, Listing, Option, asked
from .opportunity_steps import given
from .vocabulary import word

READ = tuple(sorted(queries.READERS))
KEEP = tuple(sorted(acts.RECORD.roles))
SECOND = tuple(sorted(acts.CONFIRM.roles))
COLUMNS = (
    Column("report", _("Report"), sort=False),
    Column("day", _("Published"), sort=False),
    Column("names", _("It names"), sort=False),
    Column("credibility", _("Credibility"), sort=False),
    Column("state", _("State"), sort=False),
)
EXPORT_LIMIT = 100_000
NAV: tuple[NavItem, ...] = (NavItem("Relationship", _("Public reports"), "public_reports", frozenset(READ)),)


@page(*READ)
@require_safe
def public_reports(request: HttpRequest) -> HttpResponse:
    """New ones first, then those that wait for a second person."""
    ask = asked(request, COLUMNS, picks=("state", "credibility"))
    found = queries.public_reports(_wanted(ask, ask.offset, ask.size))
    facets = (
        Facet("state", _("State"), _options(code for code, _words in PUBLIC_REPORT.states)),
        Facet("credibility", _("Credibility"), _options(CREDIBILITIES)),
    )
    context = {
        "listing": Listing(ask, COLUMNS, found.rows, found.total, facets),
        "found": found,
        "export": reverse("public_reports_csv") + ask.url().removeprefix(ask.path),
        "may_keep": acts.RECORD.permits(acting(request)),
    }
    return render(request, "public_reports/list.html", context)


@page(*READ)
@require_safe
def public_reports_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=("state", "credibility"))
    header = ("reference", "publisher", "title", "published", "link", "says", "countries", "customers", "products",
              "state", "credibility", "outcome", "reason", "assessed by", "second person", "answer")  # fmt: skip
    rows = (
        (r.reference, r.publisher, r.title, r.day, r.link, r.says, " ".join(r.countries),
         "; ".join(name for _key, name in r.customers), "; ".join(name for _key, name in r.products), r.state,
         r.credibility, r.outcome, r.reason, r.assessor, r.answerer, r.answer)
        for r in queries.public_reports(_wanted(ask, 0, EXPORT_LIMIT)).rows
    )  # fmt: skip
    return csv_response("public-reports.csv", header, rows)


@page(*READ)
@require_safe
def public_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report: what it says, whom it names, what was made of it."""
    actor, row = acting(request), queries.public_report(report_id)
    context = {
        "row": row,
        "may_keep": acts.RECORD.permits(actor),
        "may_answer": row.state == "assessed" and acts.CONFIRM.permits(actor) and row.assessed_by != actor.id,
    }
    return render(request, "public_reports/detail.html", context)


@page(*KEEP)
def public_report_new(request: HttpRequest) -> HttpResponse:
    """Record a public report."""
    form = ReportForm(given(request), initial={"day": today()})
    done = attempt(form, lambda: actions.record_report(by=acting(request), given=form.told()))
    if done:
        messages.success(request, gettext("Recorded. Keep a copy: pages go away."))
        return redirect("public_report", done.value)
    return _step(request, form, _("Record a public report"), reverse("public_reports"))


@page(*KEEP)
def public_report_edit(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Correct a report that nobody has assessed yet."""
    row = queries.public_report(report_id)
    start = {
        "seen_version": row.version, "publisher": row.publisher, "title": row.title, "day": row.day, "link": row.link,
        "says": row.says, "countries": list(row.countries), "customer_ids": "\n".join(row.customer_references),
        "product_ids": [key for key, _name in row.products],
    }  # fmt: skip
    form = ReportForm(given(request), initial=start)

    def correct() -> None:
        seen = form.cleaned_data["seen_version"] or 0
        actions.correct_report(by=acting(request), report_id=row.id, seen_version=seen, given=form.told())

    if attempt(form, correct):
        return _done(request, row)
    return _step(request, form, _("Correct it"), _back(row), row)


@page(*KEEP)
def public_report_assess(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Say how credible it is and what is to be done."""
    row = queries.public_report(report_id)
    form = AssessForm(given(request), initial={"seen_version": row.version})
    done = attempt(form, lambda: actions.assess_report(by=acting(request), report_id=row.id, **form.cleaned_data))
    if done:
        said = ngettext(
            "Assessed. A second person answers; %(n)d class is looked at again.",
            "Assessed. A second person answers; %(n)d classes are looked at again.",
            done.value,
        )
        messages.success(request, said % {"n": done.value})
        return redirect("public_report", row.id)
    return _step(request, form, _("Assess it"), _back(row), row)


@page(*SECOND)
def public_report_answer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The second person agrees, or returns it."""
    row = queries.public_report(report_id)
    form = SecondForm(given(request))

    def answer() -> None:
        made = actions.confirm_report if form.cleaned_data["verdict"] == "confirm" else actions.return_report
        made(by=acting(request), report_id=row.id, answer=form.cleaned_data["answer"])

    if attempt(form, answer):
        return _done(request, row)
    return _step(request, form, _("Answer as second person"), _back(row), row)


@page(*KEEP, files=True)
def public_report_keep(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep a copy of what was published."""
    row = queries.public_report(report_id)
    form = CopyForm(given(request), request.FILES if request.method == "POST" else None)

    def keep() -> None:
        file = form.cleaned_data["file"]
        if file.size > EVIDENCE_LIMIT:
            raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=file.name)
        sha256, size = evidence().put(file.chunks(), name=file.name)
        actions.keep_copy(by=acting(request), report_id=row.id, sha256=sha256, name=file.name, size=size)

    if attempt(form, keep):
        return _done(request, row)
    return _step(request, form, _("Keep a copy"), _back(row), row, files=True)


@page(*READ)
@require_safe
def public_report_copy(request: HttpRequest, copy_id: UUID) -> HttpResponseBase:
    """A kept copy: to save, never to show in the page."""
    found = queries.report_copy(copy_id)
    file = evidence().path(found.sha256)
    if not file.is_file():
        raise NotFound("document")
    response = FileResponse(file.open("rb"), as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response


def _wanted(ask: Ask, offset: int, size: int) -> ReportQuery:
    return ReportQuery(ask.q, ask.picks.get("state", ""), ask.picks.get("credibility", ""), offset, size)


def _options(codes: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(code, word(code)) for code in codes)


def _back(row: ReportRow) -> str:
    return reverse("public_report", args=[row.id])


def _done(request: HttpRequest, row: ReportRow) -> HttpResponse:
    messages.success(request, gettext("Recorded."))
    return redirect("public_report", row.id)


def _step(
    request: HttpRequest, form: forms.Form, title: str | Promise, back: str, row: ReportRow | None = None, *,
    files: bool = False,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"form": form, "title": title, "back": back, "row": row, "files": "1" if files else ""}
    return render(request, "public_reports/step.html", context)


urlpatterns: list[URLPattern] = [
    path("public-reports/", public_reports, name="public_reports"),
    path("public-reports/export.csv", public_reports_csv, name="public_reports_csv"),
    path("public-reports/new/", public_report_new, name="public_report_new"),
    path("public-reports/<uuid:report_id>/", public_report, name="public_report"),
    path("public-reports/<uuid:report_id>/edit/", public_report_edit, name="public_report_edit"),
    path("public-reports/<uuid:report_id>/assess/", public_report_assess, name="public_report_assess"),
    path("public-reports/<uuid:report_id>/answer/", public_report_answer, name="public_report_answer"),
    path("public-reports/<uuid:report_id>/copies/new/", public_report_keep, name="public_report_keep"),
    path("public-reports/copies/<uuid:copy_id>/", public_report_copy, name="public_report_copy"),
]

"""Staff pages: the audit log, its export and its verification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from duecare.apps.audit import actions, queries
from duecare.apps.audit.queries import Filter
from duecare.apps.audit.rules.reading import EXPORT, READERS
from duecare.kernel.actor import Role
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

from .areas import NavItem
from .csv_out import csv_response
from .forms.audit_log import LogFilter
from .guard import acting, page
from .log_lines import Line, lines

PAGE = 50
VERIFIED_AT_ONCE = 10_000
"""Entries verified while somebody waits: about two seconds."""
NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("Audit log"), "audit_log", frozenset(READERS)),)


@page(*READERS)
@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    """Newest first. Pages go on from the last entry shown, so that the millionth is as quick as the first."""
    actor, end = acting(request), queries.newest()
    form = LogFilter(request.GET)
    rows: Sequence[Line] = ()
    if form.is_valid():
        rows = lines(queries.entries(form.wanted(actor), PAGE + 1))
    shown, more = rows[:PAGE], len(rows) > PAGE
    asked = {key: value for key, value in request.GET.items() if value and key != "before"}
    context = {
        "form": form,
        "lines": shown,
        "older": f"?{urlencode({**asked, 'before': shown[-1].seq})}" if more else "",
        "newest": f"?{urlencode(asked)}" if request.GET.get("before") else "",
        "filtered": bool(asked),
        "export": urlencode(asked),
        "may_export": EXPORT.permits(actor),
        "end": end,
        "lag": queries.lag(end),
    }
    return render(request, "audit_log/log.html", context)


@page(Role.AUDITOR, Role.COMPLIANCE_OFFICER, fresh=True)
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """GET says what will be exported, POST exports it; taking the log out is itself recorded."""
    form = LogFilter(request.GET if request.method == "GET" else request.POST)
    if not form.is_valid():
        raise BadInput("this filter cannot be used", todo="Go back to the log and choose again.")
    wanted = replace(form.wanted(acting(request)), before_seq=None)
    if request.method != "POST":
        return render(request, "audit_log/export.html", {"form": form, "filters": form.in_words()})
    end = queries.head()
    actions.record_export(by=acting(request), wanted=_told(wanted))
    until = replace(wanted, before_seq=end[0] + 1 if end else 1)
    header = ("entry", "at (UTC)", "sentence", "act", "actor id", "roles", "about", "about id", "customer id", "head")
    return csv_response("audit-log.csv", header, _exported(until))


@page(*READERS)
@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Walk the newest entries now and say which and what came of it; the worker walks the whole log every day."""
    report = queries.prove(newest=VERIFIED_AT_ONCE)
    actions.record_verification(by=acting(request), report=report)
    return render(request, "audit_log/verified.html", {"report": report}, status=200 if report.sound else 409)


@page()
@require_POST
def audit_seen(request: HttpRequest, about_id: UUID) -> HttpResponse:
    """Move one's own bookmark up to the entry that was shown."""
    end = queries.head()
    text = request.POST.get("seq", "")
    if not text.isdigit() or end is None or int(text) > end[0]:
        raise BadInput("this is not an entry of the log", field="seq", value=text)
    actions.look(by=acting(request), about_id=about_id, seq=int(text))
    messages.success(request, gettext("Marked as seen."))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")


def _exported(wanted: Filter) -> Iterator[tuple[object, ...]]:
    for row in queries.walk(wanted):
        (line,) = lines((row,))
        yield (
            row.seq, row.at, line.text, row.act, row.actor_id, " ".join(row.roles), row.about_kind, row.about_id,
            row.customer_id, row.head,
        )  # fmt: skip


def _told(wanted: Filter) -> dict[str, JSON]:
    """The filter as the record keeps it: ids and days, no names."""
    found = {
        "act": wanted.act, "actor": wanted.actor_id, "about": wanted.about_id, "customer": wanted.customer_id,
        "since": wanted.since, "until": wanted.until,
    }  # fmt: skip
    return {key: str(value) for key, value in found.items() if value is not None} or {"everything": True}


urlpatterns: list[URLPattern] = [
    path("audit/", audit_log, name="audit_log"),
    path("audit/export/", audit_export, name="audit_export"),
    path("audit/verify/", audit_verify, name="audit_verify"),
    path("audit/seen/<uuid:about_id>/", audit_seen, name="audit_seen"),
]

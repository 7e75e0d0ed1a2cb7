"""The method in force on any day, as it was said and signed on that day: a page, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.adapters import clock
from duecare.apps.risk.queries import index_specs, statement_on, statements
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.methodology_parse import parse_methodology
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import DuecareError, NotFound

MOST_STATEMENTS = 100
"""Statements listed on the page, the newest; `statements.json` names them all."""


@require_safe
def method_page(request: HttpRequest) -> HttpResponse:
    """What counts, why, on which sources, for which countries, and how it ranked documented cases."""
    try:
        day = _day(request)
        row = statement_on(day)
    except DuecareError as fault:
        return _refused(request, fault)
    told = row.told()
    said = told["statement"]["content"]
    every = statements()
    context = {
        "row": row,
        "day": day,
        "said": said,
        "method": _parsed(row.number, row.body),
        "titles": {spec.id: spec.title for spec in index_specs().values()},
        "others": every[:MOST_STATEMENTS],
        "count": len(every),
        "query": f"?day={day.isoformat()}" if "day" in request.GET else "",
    }
    return render(request, "public/method.html", context | _everywhere(said["company"]))


@require_safe
def method_json(request: HttpRequest) -> HttpResponse:
    """The signed statement. `statement` in its RFC 8785 form is what the signature is over."""
    try:
        row = statement_on(_day(request))
    except DuecareError as fault:
        return JsonResponse(
            {"happened": fault.happened, "means": fault.means, "todo": fault.todo}, status=_status(fault)
        )
    response = HttpResponse(json.dumps(row.told(), ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="method-statement-{row.number}.json"'
    return response


@require_safe
def statements_json(request: HttpRequest) -> HttpResponse:
    """Every statement by number, day and hash: whoever kept an old list sees what is missing from a new one."""
    rows = [
        {"number": one.number, "since": one.since.isoformat(), "method": one.method_urn, "sha256": one.sha256}
        for one in statements()
    ]
    return JsonResponse({"statements": rows})


def _day(request: HttpRequest) -> date:
    today, text = clock.today(), request.GET.get("day", "")
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        day = date.max
    if day > today:
        raise DuecareError(_("There is nothing to show for that day."), "", _("Ask for a day until today: 2026-03-31."))
    return day


@lru_cache(maxsize=16)
def _parsed(number: int, body: bytes) -> Methodology:
    """The method of one statement; a statement never changes."""
    document: Mapping[str, JSON] = json.loads(body)["content"]["method"]["document"]
    return parse_methodology(document)


def _status(fault: DuecareError) -> int:
    return 404 if isinstance(fault, NotFound) else 400


def _refused(request: HttpRequest, fault: DuecareError) -> HttpResponse:
    if isinstance(fault, NotFound):
        nothing = DuecareError(
            _("Nothing had been published about the method for that day."), "", _("Choose a later day.")
        )
        return render(request, "public/refused.html", {"fault": nothing} | _everywhere(), status=404)
    return render(request, "public/refused.html", {"fault": fault} | _everywhere(), status=_status(fault))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    fault = DuecareError(_("There is no such page."), "", _("The method is on the first page."))
    return render(request, "public/refused.html", {"fault": fault} | _everywhere(), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, without a word about why: the worker's log has it."""
    fault = DuecareError(_("Something went wrong here."), "", _("Try again in some minutes."))
    return render(request, "public/refused.html", {"fault": fault} | _everywhere(), status=500)


def _everywhere(company: str = "") -> dict[str, object]:
    return {
        "company": company or settings.DUECARE.company,
        "demo": settings.DUECARE.env == "demo",
        "right_to_left": get_language_bidi(),
    }


urlpatterns = [
    path("", method_page, name="public_method"),
    path("method.json", method_json, name="public_method_json"),
    path("statements.json", statements_json, name="public_statements"),
]

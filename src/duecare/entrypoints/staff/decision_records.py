"""Staff pages: the file as it was frozen, and the signed record of the decision on it, as JSON and as PDF/UA."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from duecare.apps.accounts import queries as people
from duecare.apps.governance import queries
from duecare.entrypoints.drawing.records import record_pdf
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import NotFound

from .frozen import ids_in, parts
from .guard import acting, page

READ = tuple(sorted(queries.READERS))


@page(*READ)
@require_GET
def decision_paper(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """What is voted on: the file and the plan as they were frozen, whatever the file says today."""
    found = queries.decision(acting(request), decision_id)
    shown = parts(found.payload, people.names(ids_in(dict(found.payload))))
    return render(request, "decisions/paper.html", {"d": found, "parts": shown})


@page(*READ)
@require_GET
def decision_paper_json(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The same, byte for byte as it was hashed: its SHA-256 is the hash that votes and record name."""
    found = queries.decision(acting(request), decision_id)
    return _download(canonical(found.payload), "application/json", f"{found.reference}-file.json")


@page(*READ)
@require_GET
def decision_json(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The signed record: every version with its signature."""
    queries.decision(acting(request), decision_id)
    versions = queries.records(decision_id)
    if not versions:
        raise NotFound("record")
    body = [
        {"body": one.body, "sha256": one.sha256, "signature": one.signature, "key": one.key, "algorithm": "Ed25519"}
        for one in versions
    ]
    return _download(
        json.dumps(body, ensure_ascii=False, indent=1).encode(), "application/json", f"{versions[-1].reference}.json"
    )


@page(*READ)
@require_GET
def decision_pdf(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The latest version of the record as PDF/UA."""
    found = queries.decision(acting(request), decision_id)
    versions = queries.records(decision_id)
    if not versions:
        raise NotFound("record")
    last = versions[-1]
    return _download(record_pdf(found, last), "application/pdf", f"{last.reference}.pdf")


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


urlpatterns: list[URLPattern] = [
    path("decisions/<uuid:decision_id>/file/", decision_paper, name="decision_paper"),
    path("decisions/<uuid:decision_id>/file.json", decision_paper_json, name="decision_paper_json"),
    path("decisions/<uuid:decision_id>/record.json", decision_json, name="decision_json"),
    path("decisions/<uuid:decision_id>/record.pdf", decision_pdf, name="decision_pdf"),
]

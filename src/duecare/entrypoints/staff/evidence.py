"""Staff pages: one document of a file, to whom it is open."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from duecare.adapters.home import evidence as store
from duecare.apps.assessments import queries
from duecare.kernel.errors import NotFound

from .areas import NavItem
from .files import READ
from .guard import acting, page

NAV: tuple[NavItem, ...] = ()


@page(*READ)
@require_GET
def evidence(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The document to save, never to show in the page: what somebody uploaded is not run here."""
    found = queries.document(acting(request), document_id)
    file = store().path(found.sha256)
    if not file.is_file():
        raise NotFound("document")
    response = FileResponse(file.open("rb"), as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response


urlpatterns: list[URLPattern] = [path("evidence/<uuid:document_id>/", evidence, name="evidence")]

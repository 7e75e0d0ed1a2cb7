"""Until a ceremony is complete every page says "not open yet", and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from duecare.entrypoints.reporter import place
from duecare.entrypoints.reporter.rendering import page

ALWAYS = ("/style.css", "/leave/")
MEMBERS = "/attach/case/"
"""Where the process that takes files hears members of a case."""
BACK = ("/mailbox/", MEMBERS, "/attach/given/")
"""Whoever reported while it was open comes back, even when a certificate has ended since; and cases are worked on."""


class OpenMiddleware:
    """Stands before every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in ALWAYS or place.is_open():
            return self.get_response(request)
        before = place.was_open()
        if before and request.path.startswith(BACK):
            return self.get_response(request)
        return page(request, "closed", {"before": before}, status=503)

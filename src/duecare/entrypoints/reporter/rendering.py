"""A page with what stands on every one."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_bidi

from duecare.entrypoints.reporter.reviewed import unread


def page(request: HttpRequest, name: str, context: Mapping[str, object] = {}, status: int = 200) -> HttpResponse:
    """`templates/reporter/NAME.html`."""
    spoken = get_language() or settings.LANGUAGE_CODE
    everywhere = {
        "company": settings.DUECARE.company,
        "demo": settings.DUECARE.env == "demo",
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else (),
        "spoken": spoken,
        "unread": unread(spoken),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render(request, f"reporter/{name}.html", {**everywhere, **context}, status=status)


def onward(name: str, *given: object) -> HttpResponse:
    """After a form: the next page is asked for anew, so that going back or reloading sends nothing twice."""
    response = redirect(name, *given)
    response.status_code = 303
    return response

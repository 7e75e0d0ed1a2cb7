"""Pages for what Django itself refuses: unreadable, too large, forged, missing, broken."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from duecare.adapters.storage_faults import in_words
from duecare.kernel.errors import Denied, DuecareError, NoRoom, NotFound

from .phrases import told


def fault_page(request: HttpRequest, fault: DuecareError, status: int) -> HttpResponse:
    """The three sentences of an error as a page."""
    return render(request, "error.html", {"fault": told(fault), "status": status}, status=status)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the request is larger than the limit."""
    if isinstance(exception, RequestDataTooBig):
        return fault_page(
            request,
            DuecareError(
                _("What was sent is larger than this form takes."),
                _("Nothing was changed."),
                _("A document has at most 250 MB, a file to import 100 MB; send a smaller one, or shorten the text."),
            ),
            413,
        )
    return fault_page(
        request,
        DuecareError(
            _("The server could not read the request."),
            _("Nothing was changed."),
            _("Go back, reload the page and try again."),
        ),
        400,
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return fault_page(
        request,
        Denied(
            _("This is not open to you."),
            _("Nothing was changed."),
            _("Ask the administrator if you need it for your work."),
        ),
        403,
    )


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; the same words whether the page is missing or hidden."""
    return fault_page(request, NotFound(), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, made without context: whatever broke must not break this page too. 507 or 503 where it was the storage."""
    fault = in_words(sys.exc_info()[1])  # Django calls this while it handles the exception
    status = 500 if fault is None else 507 if isinstance(fault, NoRoom) else 503
    return HttpResponse(render_to_string("500.html", {"fault": told(fault) if fault else None}), status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the form's token is missing or old, mostly after signing in again in another tab."""
    return fault_page(
        request,
        Denied(
            _("This form was opened before your present sign-in, so it was not accepted."),
            _("Nothing was changed. What you typed is kept in this browser where the form keeps drafts."),
            _("Go back, reload the page and send it again."),
        ),
        403,
    )

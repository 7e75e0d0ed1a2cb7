"""What every answer says and how long it is: run nothing, keep nothing, tell nobody, in steps of 4 KiB."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from inspect import iscoroutinefunction

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from duecare.entrypoints.reporter.addresses import origin
from duecare.entrypoints.reporter.refusals import refused
from duecare.kernel.errors import Busy, NoRoom

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not `no-referrer`: browsers then send "Origin: null" with a form, and the form is refused.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STEP = 4096
"""Bytes; an answer's length tells only how many of these it takes."""
_FILLER = base64.b64encode(hashlib.shake_256(b"duecare/reporter/filler").digest(STEP))[:STEP]
"""The same each time, so that equal pages are equal bytes; no pattern, so that a proxy that packs keeps the length."""
_AROUND = len(b"\n<!---->")

Answer = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """Adds `HEADERS` to every answer; takes away what would tell a language or a version."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in {**HEADERS, **_to_uploads(request, response)}.items():
            response.headers[name] = value
        for name in ("Content-Language", "Vary", "ETag", "Last-Modified"):
            response.headers.pop(name, None)
        onion = settings.DUECARE.reporter_onion.rstrip("/")
        if onion and not request.META.get("HTTP_HOST", "").partition(":")[0].endswith(".onion"):
            response.headers["Onion-Location"] = onion + request.path
        return response


def _to_uploads(request: HttpRequest, response: HttpResponse) -> dict[str, str]:
    """Where files are taken and handed out at another port of this host, as without a proxy: their forms may go there,
    and say where they come from, which `same-origin` would keep from another port."""
    there = request.path.endswith("/files/") or getattr(response, "hands_out", False)
    if not (url := settings.DUECARE.uploads_url) or not there:
        return {}
    policy = HEADERS["Content-Security-Policy"].replace("form-action 'self'", f"form-action 'self' {origin(url)}")
    return {"Content-Security-Policy": policy, "Referrer-Policy": "strict-origin"}


class WsgiOnlyMiddleware:
    """Stands innermost: there Django hands over what asks the page, and under ASGI that is a coroutine.

    Raises:
        ImproperlyConfigured: started under ASGI.
    """

    sync_capable = async_capable = True

    def __init__(self, get_response: Answer) -> None:
        if iscoroutinefunction(get_response):
            raise ImproperlyConfigured(
                "The reporter site runs under WSGI only. Under ASGI what people send is written to disk in clear. "
                "Start it with `duecare serve-reporter`."
            )
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """A full disk or a busy file is said as what it is; everything else is an error of the program."""
        return refused(503) if isinstance(fault, Busy | NoRoom) else None


class PaddingMiddleware:
    """Fills every page to a step of 4 KiB."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = padded(response.content)
        if not response.streaming:  # a file: its size is what it is, and it is never whole in memory
            response.headers["Content-Length"] = str(len(response.content))
        return response


def padded(page: bytes) -> bytes:
    """The page with a comment behind it."""
    missing = -(len(page) + _AROUND) % STEP
    return page + b"\n<!--" + _FILLER[:missing] + b"-->"

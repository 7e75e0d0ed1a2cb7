"""What every answer says to the browser: run nothing but our own files, keep nothing of a signed-in page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # data: is the enrolment picture of an authenticator app
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class HeadersMiddleware:
    """Adds `HEADERS`; pages and files of the programme are never kept by a browser or a proxy on the way.

    Stylesheet and script carry no secret and keep the caching that the file server gives them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(response, "bare", False):  # one answer for everybody: see `sealed_door`
            response.cookies.clear()
            for name in ("Content-Language", "Vary"):
                response.headers.pop(name, None)
        if isinstance(response, HttpResponse) and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

"""The one cookie that leads to a drawer: 32 random bytes, gone with the browser."""

from __future__ import annotations

import base64
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from duecare.adapters.sealed.keys import SEED
from duecare.entrypoints.reporter.addresses import cookie, secure


def key_of(request: HttpRequest) -> bytes | None:
    """The key in the cookie, or None: no cookie, or something else in it."""
    text = request.COOKIES.get(_name(), "")
    try:
        found = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError:
        return None
    return found if len(found) == SEED else None


def new_key() -> bytes:
    """A key for a new drawer."""
    return secrets.token_bytes(SEED)


def give(response: HttpResponse, key: bytes) -> None:
    """Send the cookie that leads to a drawer."""
    put(response, _name(), base64.urlsafe_b64encode(key).decode())


def put(response: HttpResponse, name: str, value: str) -> None:
    """A cookie without a day on which it ends, so it ends with the browser."""
    response.set_cookie(
        name, value, httponly=True, samesite="Strict", secure=secure(settings.DUECARE.reporter_url), path="/"
    )


def take_away(response: HttpResponse) -> None:
    """Every cookie of this site ends."""
    safe = secure(settings.DUECARE.reporter_url)
    for name in (_name(), settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        response.set_cookie(name, "", max_age=0, httponly=True, samesite="Strict", secure=safe, path="/")


def _name() -> str:
    return cookie("page", settings.DUECARE.reporter_url)

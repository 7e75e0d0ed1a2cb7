"""The WSGI application of the staff site. WSGI only: under ASGI Django spools uploads to disk in clear."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecare.config.settings")
QUIET = 1.0
"""Seconds that belong to whoever waits for the first page and its files."""


def by_name(inner: WSGIApplication, base_url: str) -> WSGIApplication:
    """Send who typed 127.0.0.1 to localhost, because passkeys refuse an IP address.

    Does nothing unless `base_url` is on localhost.
    """
    if not base_url.startswith(("http://localhost:", "http://localhost/")) and base_url != "http://localhost":
        return inner

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_HOST", "").startswith("127.0.0.1") and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
            start("307 Temporary Redirect", [("Location", f"{base_url.rstrip('/')}{environ['PATH_INFO']}{query}")])
            return []
        return inner(environ, start)

    return application


def keep() -> None:
    """Leave out of garbage collection all that there is by now, and collect less often.

    A full collection walks every object there is. With Django, the library and the figures in memory that takes
    more than a tenth of a second, and it falls on whoever asks just then.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def settle() -> None:
    """Let go of what was loaded and dropped, and `keep` the rest."""
    gc.unfreeze()
    gc.collect()
    keep()


def then(inner: WSGIApplication, work: Callable[[], None]) -> WSGIApplication:
    """The same application; `QUIET` seconds after its first answer a thread of its own begins `work`."""
    first = iter((True,))  # handed out once, whichever thread asks first

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answer = inner(environ, start)
        if next(first, False):
            later = threading.Timer(QUIET, work)
            later.daemon = True  # a process that is told to end does not wait for it
            later.start()
        return answer

    return application


def load_api() -> None:
    """The operations of the API are most of what a start would wait for; a call that comes earlier waits for them."""
    from duecare.config.urls import API

    assert API.url_patterns
    settle()


def _application() -> WSGIApplication:
    gc.disable()  # until `keep`: what is loaded stays, and to look through it time and again takes a tenth of a start
    inner = get_wsgi_application()
    from django.conf import settings
    from django.urls import get_resolver

    # Every page's module now and not with the first request, so that it is kept with the rest.
    assert get_resolver().url_patterns
    keep()  # to look through it even once is for later, when nobody waits for the first page
    return by_name(then(inner, load_api), settings.DUECARE.base_url)


application = _application()

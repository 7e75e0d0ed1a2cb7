"""The door of every sealed page: who may come near, one answer for everything that is not theirs, no size that tells.

What is missing, malformed, somebody else's or closed to a role gets the same bytes and headers. Whoever has not opened
their vault gets the page that asks for its words, whatever address they typed. Nothing here writes into the database.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duecare.adapters.agent.client import Locked, known
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import Busy, DuecareError, NotFound

from .forms.sealed import UnlockForm
from .guard import acting, page, refusal
from .phrases import told
from .vault_cookie import COOKIE, asker

ROLES = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR}
"""Whoever sells is no first reader; an administrator's role opens nothing. What somebody reads is in their vault."""
STEP = 16 * 1024
"""Bytes of which a page's size is a multiple."""
_FILLING = 12
"""Bytes around the filling."""
_NOTHING = (
    b'<!doctype html><html><head><meta charset="utf-8"><title>404</title>'
    b'<meta name="viewport" content="width=device-width"></head><body><main><h1>404</h1><p><a href="/">/</a></p></main>'
    b"</body></html>"
)
NOT_FOUND = _NOTHING + b"\n" * (STEP - len(_NOTHING))

View = Callable[..., Any]


def sealed(view: View) -> View:
    """A sealed page. Its own refusals keep their words; what cannot be found has none."""
    return _behind(may_knock, view)


def advised(view: View) -> View:
    """A page of an outside adviser, whose account has no role: it is there for them as for whoever may knock."""
    return _behind(may_advise, view)


def _behind(may: Callable[[Actor], bool], view: View) -> View:
    @page(signed_in=True)
    @wraps(view)
    def door(request: HttpRequest, **parts: str) -> HttpResponse:
        if not may(acting(request)):
            return not_found()
        try:
            return padded(view(request, **parts))
        except NotFound:
            return not_found()
        except Locked:
            return padded(render(request, "sealed/again.html") if from_elsewhere(request) else unlock_page(request))
        except DuecareError as fault:
            return padded(refusal(request, fault))

    return door


def may_knock(actor: Actor) -> bool:
    """Whether the pages are there at all for this person."""
    return actor.has(*ROLES) and not actor.has(Role.ADMINISTRATOR, Role.SALES)


def may_advise(actor: Actor) -> bool:
    """Whether an outside adviser's pages are there at all. To a vault that is no adviser's they show nothing."""
    return not actor.roles or may_knock(actor)


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether another host led here, as the one that takes files does, and the browser kept the vault's cookie back.

    A `SameSite=Strict` cookie goes along once the page, loaded, loads itself again: that is asked for by this site.
    """
    led = request.headers.get("Sec-Fetch-Site", "") == "cross-site"
    return request.method == "GET" and led and COOKIE not in request.COOKIES


def unlock_page(request: HttpRequest, form: UnlockForm | None = None) -> HttpResponse:
    """Asks for the six words; the first time also for the vault's number. Says so when there is nobody to open it."""
    fault = None
    try:
        form = form or UnlockForm(known(asker(request)))
    except Busy as error:
        fault = told(error)
    return render(request, "sealed/unlock.html", {"form": form, "nobody": fault})


def not_found() -> HttpResponse:
    """Always the same bytes: no token, no cookie, no language, nothing that was asked for."""
    answer = HttpResponse(NOT_FOUND, status=404, content_type="text/html; charset=utf-8")
    answer.bare = True  # type: ignore[attr-defined]  # read by `headers.HeadersMiddleware`
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the address into the log
    return answer


def padded(answer: HttpResponse) -> HttpResponse:
    """The answer in a multiple of `STEP` bytes, so that its size says little to whoever counts them on the way."""
    answer["Cache-Control"] = "no-store"
    if answer.streaming:  # a file, whose size is what it is, or a page that fills itself up (`sealed_waiting`)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # see above
        return answer
    answer._has_been_logged = True  # type: ignore[attr-defined]  # see above
    size = len(answer.content) + _FILLING
    if answer.content:
        # Not compressible: a proxy that compresses would leave the true size to be seen.
        filling = secrets.token_hex((STEP - size % STEP) // 2 + 1)[: STEP - size % STEP]
        answer.content = answer.content + f"\n<!-- {filling} -->\n\n".encode()
    return answer

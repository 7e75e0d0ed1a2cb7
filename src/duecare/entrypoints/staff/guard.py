"""Default-deny at the door: a view without a declared audience is refused.

The guard decides by role; whether *this* object is open to *this* person is decided by the
query that reads it, which answers "no such page" for missing and forbidden alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from duecare.adapters import clock
from duecare.adapters.storage_faults import in_words
from duecare.apps.accounts.queries import SignedIn, signed_in
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput, Busy, Conflict, Denied, DuecareError, LimitExceeded, NoRoom, NotFound

from .phrases import told
from .sign_in import ANYBODY, ENROLMENT, FRESH_SECONDS, SIGNED_IN, signed_in_recently

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

EVERYONE = frozenset(Role)
STATUS: tuple[tuple[type[DuecareError], int], ...] = (
    (Denied, 403),
    (NotFound, 404),
    (Conflict, 409),
    (LimitExceeded, 413),
    (BadInput, 400),
    (NoRoom, 507),
    (Busy, 503),
)
"""The narrower class first: LimitExceeded is a BadInput."""
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 3600
WRITE_EVERY = 60
"""Seconds between two notes of "last seen": a session write for every page would be one too many."""
_SINCE, _SEEN = "duecare_since", "duecare_seen"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may open a view.

    Attributes:
        roles: one of these is needed.
        public: anybody at all.
        signed_in: anybody signed in, with or without a role.
        fresh: identity confirmed a moment ago; for voting, granting roles, exporting.
        files: its forms take a file; what is sent to any other page is a form's worth (`receiving`).
        known: for a public page with files, whether its address names somebody; before a byte is read.
    """

    roles: frozenset[Role]
    public: bool = False
    signed_in: bool = False
    fresh: bool = False
    files: bool = False
    known: Callable[..., bool] | None = None


def page(
    *roles: Role,
    public: bool = False,
    signed_in: bool = False,
    fresh: bool = False,
    files: bool = False,
    known: Callable[..., bool] | None = None,
) -> Callable[[V], V]:
    """Declare a view's audience; without roles every holder of any role may open it."""

    def mark(view: V) -> V:
        view.audience = Audience(frozenset(roles) or EVERYONE, public, signed_in, fresh, files, known)  # type: ignore[attr-defined]  # read below
        return view

    return mark


def acting(request: HttpRequest) -> Actor:
    """The signed-in actor; only for views that the guard has let through."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise Denied("You are not signed in.", "Nothing was changed.", "Sign in and try again.")
    return actor


class GuardMiddleware:
    """Sets `request.actor`, refuses undeclared or closed views, turns our errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let through, send to sign-in or enrolment, or refuse."""
        user = request.user
        person = signed_in(user.pk) if user.is_authenticated else None
        programs = view.__module__.startswith("ninja.")
        if person is not None and _expired(request):
            request.session.flush()
            if not programs:
                return _to_sign_in(request)
            person = None  # the API says 401 in JSON
        request.actor = person.actor if person else None  # type: ignore[attr-defined]  # read by `acting`
        _speak_as(person)
        if view.__module__.startswith("allauth."):
            return _at_allauth(request, person)
        if programs:
            return None  # the API declares roles route by route and answers in JSON
        audience = getattr(view, "audience", None)
        if not isinstance(audience, Audience):
            return refusal(
                request, Denied("This page has no declared audience, so it is closed.", "", "Tell the administrator.")
            )
        return None if audience.public else _at_page(request, person, audience)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Our own errors become a page that says what happened, what it means, what to do."""
        ours = fault if isinstance(fault, DuecareError) else in_words(fault)
        return refusal(request, ours) if ours is not None else None


def refusal(request: HttpRequest, fault: DuecareError) -> HttpResponse:
    """The page for one of our errors, with its status."""
    status = next((code for kind, code in STATUS if isinstance(fault, kind)), 400)
    return render(request, "error.html", {"fault": told(fault), "status": status}, status=status)


def _at_page(request: HttpRequest, person: SignedIn | None, audience: Audience) -> HttpResponse | None:
    if person is None:
        return _to_sign_in(request)
    if not person.has_factor:
        return redirect("mfa_index")
    if not audience.signed_in and not person.actor.roles:
        return redirect("my_account")  # joined, but no role is confirmed yet: the page says so
    if not audience.signed_in and not person.actor.has(*audience.roles):
        fault = Denied("This page is not open to your roles.", "", "Ask the administrator if your work needs it.")
        return refusal(request, fault)
    # The form opens only to a fresh identity and may then be filled in for an hour, so that
    # nobody loses what they wrote to a question asked too late.
    allowed = FRESH_SECONDS if request.method in ("GET", "HEAD") else 4 * FRESH_SECONDS
    if audience.fresh and not signed_in_recently(request, allowed):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _return_to(request)})}")
    return None


def _at_allauth(request: HttpRequest, person: SignedIn | None) -> HttpResponse | None:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in ANYBODY:
        return None
    if name not in ENROLMENT | SIGNED_IN:
        return refusal(request, NotFound())
    if person is None:
        return _to_sign_in(request)
    if not person.has_factor and name not in ENROLMENT:
        return redirect("mfa_index")
    return None


def _expired(request: HttpRequest) -> bool:
    """Note the visit; True after 30 idle minutes or 8 hours in all."""
    now = int(clock.now().timestamp())
    since = request.session.get(_SINCE, now)
    seen = request.session.get(_SEEN, now)
    if now - seen >= IDLE_SECONDS or now - since >= LONGEST_SECONDS:
        return True
    if _SINCE not in request.session or now - seen >= WRITE_EVERY:
        request.session[_SINCE], request.session[_SEEN] = since, now
    return False


def _speak_as(person: SignedIn | None) -> None:
    """Language and time zone of the person; a thread serves many people, so both are always set."""
    if person is None:
        timezone.deactivate()
        return
    timezone.activate(person.time_zone)
    if person.language in settings.DUECARE.languages.split(","):
        translation.activate(person.language)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    url = f"{reverse('account_login')}?{urlencode({'next': _return_to(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)  # else the sign-in page would land inside a list
    return redirect(url)


def _return_to(request: HttpRequest) -> str:
    """Where to go on afterwards: a form that was sent cannot be, the page that held it can."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.path and came_from.netloc in ("", request.get_host()) else "/"

"""Who may call an operation: a person in their session, or a program with that person's token.

Default-deny: an operation that declares no audience is refused by the API's own default. As on the
pages, the door decides by role; whether this object is open to this person is decided by the query
that reads it.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from duecare.adapters import clock
from duecare.apps.accounts.queries import actor_of_token, signed_in
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import Denied, DuecareError

EVERYONE = frozenset(Role)
READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
"""Everybody but the administrator, whose role opens no file."""
SAFE = ("GET", "HEAD", "OPTIONS")
FRESH_SECONDS = 60 * 60
"""As on the pages: a sensitive form may be sent for an hour after the identity was confirmed."""

Door = Callable[[HttpRequest], Actor | None]


class Unknown(DuecareError):
    """Nobody is known to be calling; becomes 401."""

    code = "not-signed-in"


class Token(HttpBearer):
    """A person's token: `Authorization: Bearer duecare_…`."""

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__()
        self.roles = roles

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The actor of the token; a bad one is refused even beside a good session."""
        found = actor_of_token(token)
        if found is None:
            raise Unknown("This token opens nothing.", "Nothing was changed.", "Issue a new one in your session.")
        return _let_in(found, self.roles)


class Session(APIKeyCookie):
    """The session of somebody signed in with a second factor; writing needs the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, roles: frozenset[Role], fresh: bool) -> None:
        super().__init__()
        self.roles, self.fresh = roles, fresh

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The signed-in actor; None without a session."""
        actor = getattr(request, "actor", None)  # set by the guard, which also ends idle sessions
        return self.authenticate(request, None) if isinstance(actor, Actor) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        """Second factor, CSRF, freshness, role."""
        found = signed_in(acting_id) if (acting_id := request.user.pk) else None
        if found is None or not found.has_factor:
            raise Denied("A second factor is missing.", "Nothing was changed.", "Set one up under your account.")
        if request.method not in SAFE and check_csrf(request) is not None:
            raise Denied(
                "The CSRF token is missing or old.", "Nothing was changed.", "Send it in the header X-CSRFToken."
            )
        if self.fresh and not _fresh(request):
            raise Denied("You have not confirmed who you are within the last hour.", "Nothing was changed.", "Do so.")
        return _let_in(found.actor, self.roles)


def opens_to(*roles: Role, fresh: bool = False) -> list[Door]:
    """Doors of an operation for these roles.

    Args:
        fresh: only a person who is there (no token) and confirmed so within the hour: voting, tokens.
    """
    wanted = frozenset(roles)
    return [Session(wanted, fresh)] if fresh else [Token(wanted), Session(wanted, fresh)]


def anybody(request: HttpRequest) -> bool:
    """Public: the description of the API and the public key."""
    return True


def closed(request: HttpRequest) -> None:
    """The API's default: an operation without a declared audience."""
    raise Denied("This operation has no declared audience, so it is closed.", "", "Tell the administrator.")


def acting(request: HttpRequest) -> Actor:
    """Whoever the door let in."""
    actor: object = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise Unknown("You are not signed in.", "Nothing was changed.", "Send a token or sign in.")
    return actor


def _let_in(actor: Actor, roles: frozenset[Role]) -> Actor:
    if not actor.has(*roles):
        wanted = ", ".join(sorted(role.replace("_", " ") for role in roles))
        raise Denied("This is not open to your roles.", "Nothing was changed.", f"It is open to: {wanted}.")
    return actor


def _fresh(request: HttpRequest) -> bool:
    times = [float(record["at"]) for record in get_authentication_records(request, request.user)]
    return bool(times) and clock.now().timestamp() - max(times) < FRESH_SECONDS

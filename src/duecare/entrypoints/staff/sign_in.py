"""How allauth is set for a company's own staff: nobody signs up, people are invited.

allauth brings more pages than a company's staff needs. Those that stay open are listed by name;
a page that a new version adds is closed until somebody writes it down here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import allauth.urls
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from duecare.adapters import clock

from .vault_cookie import lock_vault

FRESH_SECONDS = 15 * 60
"""After this a form for a sensitive act asks who is there; see `guard.page(fresh=True)`."""

ANYBODY = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)
"""Open before signing in."""

ENROLMENT = frozenset(
    {
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    }
)
"""Open to a signed-in person who has no second factor yet."""

SIGNED_IN = frozenset(
    {
        "account_change_password",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_deactivate_totp",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "usersessions_list",
    }
)
"""Open to a signed-in person with a second factor."""

CLOSED = frozenset(
    {
        "account_signup",  # people are invited
        "account_email",  # the address is the identity; it is not changed from a session
        "account_email_verification_sent",
        "account_confirm_email",
        "account_set_password",  # only for accounts without a password; there are none
        "account_confirm_login_code",  # a mailed code would pass by the second factor
    }
)
"""Known, and closed on purpose."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes sign-up, and does not ask twice for a password given a moment ago."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation is the only way in."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within fifteen minutes of signing in: enrolment follows the first sign-in at once."""
        return not signed_in_recently(self.request, FRESH_SECONDS)

    def logout(self, request: HttpRequest) -> None:
        """Whoever signs out has locked their vault."""
        lock_vault(request)
        super().logout(request)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps TOTP secrets and recovery seeds encrypted: a copy of the database alone opens nothing."""

    def encrypt(self, text: str) -> str:
        """Fernet token under a key derived from the installation's secret."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; an installation secret that was replaced makes people enrol anew."""
        return _box().decrypt(encrypted_text.encode()).decode()


def signed_in_recently(request: HttpRequest, seconds: int) -> bool:
    """True when this session gave a password, code or passkey within `seconds`."""
    if not request.user.is_authenticated:
        return False
    times = [float(record["at"]) for record in get_authentication_records(request, request.user)]
    return bool(times) and clock.now().timestamp() - max(times) < seconds


def allauth_routes() -> URLResolver:
    """allauth's routes under /accounts/, each POST in one transaction with the entry it causes."""
    _make_atomic(allauth.urls.urlpatterns)
    return path("accounts/", include("allauth.urls"))


def _make_atomic(patterns: list[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _make_atomic(pattern.url_patterns)
        elif not hasattr(pattern.callback, "atomic_post"):
            pattern.callback = _atomic_post(pattern.callback)


def _atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only POST: on SQLite a transaction takes the write lock, and reading must not wait for it."""

    @wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    run.atomic_post = True  # type: ignore[attr-defined]  # read by `_make_atomic`
    return run


def _box() -> Fernet:
    key = hashlib.sha256(b"duecare/mfa/1" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))

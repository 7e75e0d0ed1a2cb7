"""allauth's forms for a code from an authenticator app, where a code of the step before or after is taken.

allauth remembers a used code for one step of 30 seconds. With a neighbour's code being taken as well, a code
lives for three steps: read over a shoulder, it would open a second session once the first step is over.
"""

from __future__ import annotations

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class _OnceWhileItLives(BaseAuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Takes a TOTP code once in all the time for which it would be taken (RFC 6238, section 5.2)."""

    def clean_code(self) -> str:
        """The code; a used one is as wrong as any other."""
        code: str = super().clean_code()
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"duecare.code.used?authenticator={self.authenticator.pk}&code={code.replace(' ', '')}"
        if not cache.add(key, "y", timeout=steps * app_settings.TOTP_PERIOD):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceWhileItLives, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code after the password."""


class CodeAgainForm(_OnceWhileItLives, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code before a sensitive act."""

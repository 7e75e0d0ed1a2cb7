"""Who asks the key agent: the account, the session, and the cookie that opened the vault."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from duecare.adapters.agent import client
from duecare.adapters.agent.client import Asker

COOKIE = "__Host-vault"
"""Browsers keep it only with `Secure`, for this host and every path; they take http://localhost for secure as well."""


def asker(request: HttpRequest) -> Asker:
    """Who asks; only for somebody signed in. The session's key goes to the agent as its hash."""
    session = hashlib.sha256(b"duecare/vault-session/1" + (request.session.session_key or "").encode()).hexdigest()
    cookie = request.COOKIES.get(COOKIE, "")
    right = len(cookie) == 64 and set(cookie) <= set("0123456789abcdef")
    return Asker(settings.DUECARE.agent_folder, UUID(str(request.user.pk)), session, cookie if right else "")


def lock_vault(request: HttpRequest) -> None:
    """End the process that this session's cookie opened; nothing happens without one."""
    if request.user.is_authenticated and COOKIE in request.COOKIES:
        client.lock(asker(request))


def give(answer: HttpResponse, cookie: str) -> None:
    """Let the browser keep the cookie until it is closed; it goes along with nothing that another site began."""
    answer.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Strict", path="/")


def take(answer: HttpResponse) -> None:
    """Let the browser forget it."""
    answer.delete_cookie(COOKIE, path="/", samesite="Strict")
    answer.cookies[COOKIE]["secure"] = True

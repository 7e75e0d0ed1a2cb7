"""Staff pages: the first page after signing in, and how the pages look to me."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from duecare.adapters import clock
from duecare.kernel.actor import Actor

from .areas import NavItem
from .dashboard import dashboard
from .guard import EVERYONE, acting, page
from .shell import THEMES, sidebar

NAV: tuple[NavItem, ...] = (NavItem("Work", _("Home"), "home", EVERYONE),)
FIRST = 12
"""Things shown at once; the queue holds the rest."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for one person: what to do, where, until when, why them."""

    text: str
    url: str
    due: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """`Waiting` with its urgency: "late", "today", "soon" (a week) or ""."""

    item: Waiting
    urgency: str


Provider: TypeAlias = Callable[[Actor], Iterable[Waiting]]
WAITING: list[Provider] = []
"""Areas append theirs; each yields what waits for this actor and nothing else."""


def waiting_for(actor: Actor, today: date, without: Provider | None = None) -> tuple[Due, ...]:
    """Everything that waits for this person, the longest overdue first; without a date at the end.

    Args:
        without: an area that has told its own already.
    """
    found = [item for provider in WAITING if provider is not without for item in provider(actor)]
    found.sort(key=lambda item: (item.due is None, item.due or today, item.text))
    return tuple(Due(item, _urgency(item.due, today)) for item in found)


def _urgency(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    return "late" if days < 0 else "today" if days == 0 else "soon" if days <= 7 else ""


@page()
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, and where to start."""
    actor = acting(request)
    waiting = waiting_for(actor, clock.today(settings.TIME_ZONE))
    context = {"waiting": waiting[:FIRST], "more": max(0, len(waiting) - FIRST), "board": dashboard(actor)}
    if context["board"] is None:
        context["groups"] = [
            group for group in sidebar(actor, "") if any(line.url != request.path for line in group.lines)
        ]
    return render(request, "home/home.html", context)


@page(public=True)
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep language and light or dark in this browser; nothing about it is stored on the server."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    secure = settings.SESSION_COOKIE_SECURE
    language, theme = request.POST.get("language", ""), request.POST.get("theme")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=secure)
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=secure)
    elif theme is not None:
        response.delete_cookie("theme")
    return response


urlpatterns: list[URLPattern] = [path("", home, name="home"), path("display/", display, name="display")]

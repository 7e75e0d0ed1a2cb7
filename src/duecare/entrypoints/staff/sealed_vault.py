"""Staff pages: opening one's vault, locking it, and the private inbox of sealed reports."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from duecare.adapters import clock
from duecare.adapters.agent import client
from duecare.adapters.agent.client import Asker
from duecare.apps.intake.rules.desk_briefs import BriefBox, MyBriefs
from duecare.apps.intake.rules.desk_inbox import Cases
from duecare.kernel.errors import Busy, NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .areas import NavItem
from .attempts import attempt
from .forms.sealed import NarrowForm, UnlockForm
from .guard import acting
from .sealed_door import ROLES, advised, may_knock, sealed, unlock_page
from .vault_cookie import asker, give, lock_vault, take

NAV: tuple[NavItem, ...] = (NavItem("Accountability", gettext_lazy("Sealed reports"), "sealed", ROLES),)
LISTENING = {"intake-internal", "intake-external", "case-handler"}
"""Offices that take down what is told."""
WEAK = "weak"
"""Said in the address after unlocking where memory could not be locked."""


@sealed
def inbox(request: HttpRequest) -> HttpResponse:
    """Cases that are open to this person's keys, what is due first on top. Words to look for come as a form is sent:
    titles of cases enter no address, which browsers and servers keep."""
    form = NarrowForm(request.POST if request.method == "POST" else None)
    asks = form.asks()
    cases = client.ask(asker(request), asks, Cases)
    today = clock.today(settings.TIME_ZONE)
    context = {
        "cases": cases,
        "listens": bool(LISTENING & set(cases.offices)),
        "form": form,
        "narrowed": cases.matching < cases.total,
        "previous": cases.page - 1,
        "next": cases.page + 1 if cases.page < cases.pages else 0,
        "lines": shown.lines(cases, today),
        "offices": [words.OFFICES[one] for one in cases.offices],
        "back": sorted({str(words.BACK.get(one, words.OTHERWISE_BACK)) for one in cases.went_back}),
        "weak": request.GET.get("memory") == WEAK,
        "done": words.DONE.get(request.GET.get("done", ""), ""),
        "refused": words.NOT_BROUGHT.get(request.GET.get("refused", ""), ""),
    }
    return render(request, "sealed/inbox.html", context)


@sensitive_post_parameters()
@advised
def unlock(request: HttpRequest) -> HttpResponse:
    """Take six words; the browser gets a cookie that opens nothing in another session."""
    home = "sealed" if may_knock(acting(request)) else "sealed_my_briefs"
    if request.method != "POST":
        return redirect(home)
    whose = asker(request)
    try:
        form = UnlockForm(client.known(whose), request.POST)
    except Busy:
        return unlock_page(request)
    done = attempt(
        form, lambda: client.unlock(whose, form.cleaned_data.get("number", ""), form.cleaned_data["words"])
    )  # fmt: skip
    if done is None:
        return unlock_page(request, form)
    if home != "sealed" and not _advises(replace(whose, cookie=done.value.cookie)):
        raise NotFound
    answer = redirect(home)
    if not done.value.memory_locked:
        answer["Location"] += f"?memory={WEAK}"
    give(answer, done.value.cookie)
    return answer


def _advises(whose: Asker) -> bool:
    """Whether the vault that was opened is an outside adviser's. Any other is closed at once to an account without a
    role: whose roles ended is kept from what their vault opens."""
    if client.ask(whose, MyBriefs(), BriefBox).adviser:
        return True
    client.lock(whose)
    return False


@advised
def lock(request: HttpRequest) -> HttpResponse:
    """End the process that holds the keys."""
    answer = redirect("sealed" if may_knock(acting(request)) else "sealed_my_briefs")
    if request.method == "POST":
        lock_vault(request)
        take(answer)
    return answer


@sealed
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Every other address below."""
    raise NotFound


urlpatterns: list[URLPattern] = [
    path("sealed/", inbox, name="sealed"),
    path("sealed/unlock/", unlock, name="sealed_unlock"),
    path("sealed/lock/", lock, name="sealed_lock"),
]
BEHIND: list[URLPattern] = [re_path(r"^sealed/(?P<rest>.*)$", nothing, name="sealed_nothing")]

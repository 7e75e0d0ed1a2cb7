"""Pages that are only read: the first one, the two tracks, help, notices, the form on paper; and the way out."""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from duecare.apps.intake.rules.records import Track
from duecare.entrypoints.reporter import cookies, drafts, place, readers, texts
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page

AWAY = "https://www.wikipedia.org/"
"""Where the way out leads: a page that anybody may have open."""
STYLE = Path(__file__).with_name("style.css").read_bytes()
NOTICES = ("controller", "privacy", "policy-internal", "policy-external", "devices")


def home(request: HttpRequest) -> HttpResponse:
    """What this is, and which of the two ways."""
    return page(request, "home")


def track_page(request: HttpRequest, track: str) -> HttpResponse:
    """Who reads it, what is promised, what happens next and until when."""
    site = place.site()
    asked = texts.questions(Track(track))
    context = {
        "track": track, "holders": readers.listed(site, Track(track)), "first": asked.parts[0].id,
        "policy": texts.notice_or_none(f"policy-{track}"),
    }  # fmt: skip
    return page(request, "track", context)


def help_page(request: HttpRequest) -> HttpResponse:
    """Somebody is in danger: who helps at once."""
    return page(request, "help", {"lines": [one.data for one in texts.helplines()]})


def authorities_page(request: HttpRequest) -> HttpResponse:
    """Outside authorities: the countries, and one of them."""
    every = {str(one.data["country"]): one.data for one in texts.authorities()}
    asked = request.GET.get("country", "").upper()
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    called = ((code, str(names.get(code, code))) for code in every if code != texts.OTHERWISE)
    countries = sorted(called, key=lambda one: one[1])
    chosen = every.get(asked) if asked != texts.OTHERWISE else None
    context = {
        "countries": countries, "chosen": chosen, "called": dict(countries).get(asked, ""), "asked": asked,
        "everybody": every[texts.OTHERWISE],
    }  # fmt: skip
    return page(request, "authorities", context)


def notice_page(request: HttpRequest, name: str) -> HttpResponse:
    """A text of the company: who answers for the data, what is done with it, what is promised."""
    if name not in NOTICES:
        return refused(404)
    return page(request, "notice", {"notice": texts.notice(name), "name": name})


def paper_page(request: HttpRequest, track: str) -> HttpResponse:
    """All questions on paper, to be filled in by hand."""
    return page(request, "paper", {"track": track, "asked": texts.questions(Track(track)).parts})


def words(request: HttpRequest, code: str) -> HttpResponse:
    """Another language, until the browser is closed."""
    if code not in dict(settings.LANGUAGES):
        return refused(404)
    response = onward("home")
    cookies.put(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """Away at once: what was open here is dropped, the browser is told to forget, another page comes."""
    drafts.drop(request)
    response = HttpResponse(status=303)
    response["Location"] = AWAY
    response["Clear-Site-Data"] = '"cache", "storage"'
    cookies.take_away(response)
    return response


def style(request: HttpRequest) -> HttpResponse:
    """The one stylesheet."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8")

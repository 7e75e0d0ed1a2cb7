"""Answers that say no. They are the same bytes for everybody: no token, no cookie, and every language at once.

Whoever met another page in another language would be told apart by the answer; a page in English alone would be read by
few of those who need it.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_noop as _

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Message</title>'
    '<link rel="stylesheet" href="/style.css"></head><body><main id="main">{0}</main></body></html>'
)
_TO_STAFF = (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta http-equiv="refresh" content="0; url={1}"><title>{0}</title></head>'
    '<body><main><h1>{0}</h1><p><a href="{1}">{1}</a></p></main></body></html>'
)
_FIRST = '<h1>{happened}</h1><p>{todo}</p><p><a href="/">{first}</a></p>'
_OTHER = '<div lang="{lang}" dir="{dir}"><h2>{happened}</h2><p>{todo} <a href="/">{first}</a></p></div>'
_UNREADABLE = _("This could not be read.")
_AGAIN = _("Nothing was kept. Go back and send it again.")
_SAYS: dict[int, tuple[str, ...]] = {
    400: (_UNREADABLE, _AGAIN),
    403: (
        _("This was not sent from a page here."),
        _("Nothing was kept. Open the page again, and send it from there."),
        _("If your browser takes no cookies, allow them here; they end when it is closed."),
    ),
    404: (_("There is no such page."), _("Nothing was changed. Begin at the first page.")),
    405: (_UNREADABLE, _AGAIN),
    411: (_UNREADABLE, _AGAIN),
    413: (_("This is longer than what can be sent at once."), _("Nothing was kept. Go back and send less.")),
    415: (_UNREADABLE, _("Nothing was kept. Files cannot be sent here.")),
    429: (
        _("Many people are using this page at the moment."),
        _("Nothing was kept. Wait a minute, go back and send it again."),
    ),
    500: (
        _("Something went wrong here."),
        _("What you just sent may not have been kept. Go back and send it again."),
    ),
    503: (_("This is not possible at the moment."), _("Nothing was kept. Come back in some minutes.")),
}
_BEGINNING = _("First page")


def refused(status: int) -> HttpResponse:
    """The page for a status."""
    return HttpResponse(_page(status), status=status)


def refused_member(status: int) -> HttpResponse:
    """The same for members of cases, who come from the staff site: that site says in its own words what happened. The
    page has none, and is one for all of them."""
    to = escape(f"{settings.DUECARE.base_url.rstrip('/')}/sealed/?refused=door")
    return HttpResponse(_TO_STAFF.format(status, to), status=status)


@cache
def _page(status: int) -> str:
    return _PAGE.format("".join(_said(status, code) for code, _name in settings.LANGUAGES))


def _said(status: int, language: str) -> str:
    happened, *todo = _SAYS[status]
    with translation.override(language):
        told = {"happened": gettext(happened), "todo": " ".join(map(gettext, todo)), "first": gettext(_BEGINNING)}
        direction = "rtl" if get_language_bidi() else "ltr"
    shape = _FIRST if language == settings.LANGUAGE_CODE else _OTHER
    return shape.format(lang=language, dir=direction, **{name: escape(text) for name, text in told.items()})


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return refused(404)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return refused(400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or another one."""
    return refused(403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, without a word about why."""
    return refused(500)

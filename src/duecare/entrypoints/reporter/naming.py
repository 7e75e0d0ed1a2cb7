"""Saying who one is later, or changing it: on a page of its own, into what two persons open together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duecare.apps.intake.rules.identity_box import LONGEST_IDENTITY
from duecare.apps.intake.rules.recipients import Refusal
from duecare.entrypoints.reporter import drafts, fields, limits, opening, place
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page
from duecare.entrypoints.reporter.words import REFUSALS
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import Busy, Conflict, NoRoom


def name_page(request: HttpRequest) -> HttpResponse:
    """What was written before is not shown: the code alone does not open it."""
    found = drafts.mailbox(request)
    site = place.site()
    box = opening.opened(site, found[1]) if found else None
    if found is None or box is None:
        return onward("mailbox")
    text = fields.cleaned(request.POST.get("identity", ""))
    error = "" if box.case.header.custody else str(REFUSALS[Refusal.NO_CUSTODIAN])
    if request.method != "POST" or error:
        return page(request, "name", {"identity": text, "error": error})
    if error := too_long(text):
        return page(request, "name", {"identity": text, "error": error}, 400)
    if not limits.room(request, limits.Kind.MAILBOX):
        error = _("Many people are writing at the moment. Wait a minute and press the button again.")
        return page(request, "name", {"identity": text, "error": error}, 429)
    try:
        kept = opening.name_oneself(site, found[1], text, get_language() or "en")
    except (Conflict, Busy, NoRoom):
        error = _("Others write at the same moment, so this was not kept. Press the button again.")
        return page(request, "name", {"identity": text, "error": error}, 503)
    return onward("mailbox") if kept else refused(404)


def too_long(text: str) -> str:
    """Says so, or ""."""
    over = len(canonical(text)) - LONGEST_IDENTITY
    return _("This is too long by about %(over)s signs.") % {"over": over} if over > 0 else ""

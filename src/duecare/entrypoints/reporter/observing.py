"""Somebody outside who reads along: the reporter proposes them, or signs or refuses what was proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duecare.apps.intake.actions.observing import proposal, step
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.observing import Act, Agreeing, Proposal
from duecare.apps.intake.rules.records import Office
from duecare.entrypoints.reporter import drafts, fields, limits, opening, place, texts
from duecare.entrypoints.reporter.opening import Mailbox
from duecare.entrypoints.reporter.refusals import refused
from duecare.entrypoints.reporter.rendering import onward, page
from duecare.kernel.errors import BadInput, Busy, Conflict, NoRoom


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal on the page; `open` while the reporter can answer it."""

    one: Proposal
    name: str
    open: bool
    reads: bool


def observer_page(request: HttpRequest) -> HttpResponse:
    """Who could read along, and what was proposed."""
    found = drafts.mailbox(request)
    site = place.site()
    box = opening.opened(site, found[1]) if found else None
    if found is None or box is None:
        return onward("mailbox")
    if request.method != "POST":
        return _page(request, site, box)
    if not limits.room(request, limits.Kind.MAILBOX):
        busy = _("Many people are writing at the moment. Wait a minute and press the button again.")
        return _page(request, site, box, busy, 429)
    try:
        kept = opening.say(site, found[1], _asked(request, site, box))
    except BadInput:
        return _page(request, site, box, _("Write something here; a few words do."), 400)
    except (Conflict, Busy, NoRoom):
        busy = _("Others write at the same moment, so this was not kept. Press the button again.")
        return _page(request, site, box, busy, 503)
    return onward("observer") if kept else refused(404)


def waiting(box: Mailbox) -> bool:
    """Whether something was proposed that the reporter has not answered."""
    return any(_open(box, one) for one in box.progress.proposals)


def _asked(request: HttpRequest, site: Site, box: Mailbox) -> Agreeing:
    mark, told = request.POST.get("mark", ""), box.progress
    if mark:
        act = Act.SIGN if "sign" in request.POST else Act.REFUSE
        return step(by=box.case, told=told, mark=mark, act=act)
    who = {number: key for number, key, _name in _offered(site)}.get(request.POST.get("who", ""), b"")
    text = fields.cleaned(request.POST.get("text", ""))
    return proposal(by=box.case, site=site, told=told, observer=who, text=text)


def _page(request: HttpRequest, site: Site, box: Mailbox, error: str = "", status: int = 200) -> HttpResponse:
    names = {key: name for _number, key, name in _offered(site)}
    inside = box.case.header.observers
    rows = [
        Row(one, names.get(one.observer, _("Observer")), _open(box, one), one.observer in inside and not one.refused)
        for one in reversed(box.progress.proposals)
    ]
    standard = _("They read the report and what is said in it, and nothing else. They keep it to themselves.")
    offered = [(number, name) for number, key, name in _offered(site) if key not in box.case.header.members]
    typed = fields.cleaned(request.POST.get("text", "")) or standard
    return page(request, "observer", {"rows": rows, "offered": offered, "text": typed, "error": error}, status)


def _open(box: Mailbox, one: Proposal) -> bool:
    return not one.refused and box.by.keys.fingerprint not in one.signed


def _offered(site: Site) -> Iterator[tuple[str, bytes, str]]:
    """(number on the page, key, name) of everybody certified as an observer today."""
    names = texts.holders()
    for number, one in enumerate(site.directory.holders(Office.OBSERVER, site.today), start=1):
        called = names.get(one.record.person.hex()) or _("%(office)s %(number)s") % {
            "office": _("Observer"), "number": number,
        }  # fmt: skip
        yield str(number), one.fingerprint, called

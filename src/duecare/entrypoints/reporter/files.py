"""The two pages on which files are added: one while a report is written, one in the mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duecare.adapters.scrubbing.findings import Reason
from duecare.apps.intake.actions.attaching import send
from duecare.apps.intake.rules.files import GIB, LARGEST, MANY, Told
from duecare.apps.intake.rules.records import Track
from duecare.entrypoints.reporter import attached, drafts, form, limits, opening, place, texts
from duecare.entrypoints.reporter.attached import Waiting
from duecare.entrypoints.reporter.given import listed
from duecare.entrypoints.reporter.rendering import onward, page
from duecare.entrypoints.reporter.words import FOUND, OTHER
from duecare.kernel.errors import Busy, Conflict, Denied, NoRoom


@dataclass(frozen=True, slots=True)
class Row:
    """A file as it is listed.

    Attributes:
        mark: by which it is taken out again; "" once it was sent.
        taken: what was found and is not in the copy; `left`: what still is.
        unread: why it was not looked into, in words; "" when it was.
    """

    mark: str
    told: Told
    taken: tuple[str, ...]
    left: tuple[str, ...]
    unread: str
    sent: date | None = None


def draft_page(request: HttpRequest, track: str) -> HttpResponse:
    """Files that go with a report."""
    key, draft, known = form.begun(request, Track(track))
    if not known:
        return page(request, "lost", {"track": track})
    asked = form.around(texts.every_questions()[draft.questions], draft, form.FILES)
    if request.method == "POST":
        if _removed(request, key):
            return onward("form", track, form.FILES)
        drafts.keep(key, draft)
        return onward("form", track, str(asked["before" if "back" in request.POST else "after"]))
    return page(request, "files", {**asked, **_listed(attached.waiting(key)), "gigabytes": LARGEST // GIB})


def mailbox_page(request: HttpRequest) -> HttpResponse:
    """More files for a report that was sent."""
    found = drafts.mailbox(request)
    box = opening.opened(place.site(), found[1]) if found else None
    if found is None or box is None:
        return onward("mailbox")
    key, root = found
    error, status = "", 200
    if request.method == "POST":
        if _removed(request, key):
            return onward("files")
        error, status = _sent(request, key, root)
        if not error:
            return onward("files")
    told = box.progress
    context = {
        **_listed(attached.waiting(key)), "mailbox": True, "gigabytes": told.largest // GIB, "error": error,
        "sent": [_row("", one.told, day) for day, one in told.files], "closed": not box.case.header.evidence,
        "given": listed(place.site(), box),
    }  # fmt: skip
    return page(request, "files", context, status)


def _sent(request: HttpRequest, key: bytes, root: bytes) -> tuple[str, int]:
    if not limits.room(request, limits.Kind.MAILBOX):
        return _("Many people are writing at the moment. Wait a minute and press the button again."), 429
    box, files = opening.opened(place.site(), root), attached.waiting(key)
    try:
        if box is not None and files:
            send(by=box.case, site=place.site(), files=files)
            attached.kept(key, files)
    except (Conflict, Busy, NoRoom, Denied):
        return _("Others write at the same moment, so this was not kept. Press the button again."), 503
    return "", 200


def _removed(request: HttpRequest, key: bytes) -> bool:
    """Take one out again, where that button was pressed."""
    if not (mark := request.POST.get("remove", "")):
        return False
    try:
        attached.remove(key, bytes.fromhex(mark))
    except ValueError:
        return True  # not one of ours: the list stands as it is
    return True


def _listed(waiting: Waiting) -> dict[str, object]:
    return {
        "rows": [_row(one.original.name.hex(), one.told) for one in waiting],
        "full": len(waiting) >= MANY,
        "action": f"{settings.DUECARE.uploads_url.rstrip('/')}/attach/",
    }


def _row(mark: str, told: Told, sent: date | None = None) -> Row:
    unread = ""
    if told.reason:
        unread = (
            _("This kind of file is not looked into: whatever it carries stays in it.")
            if told.reason == Reason.OTHER_TYPE
            else _("It is too large, damaged or protected, so it was not looked into: whatever it carries stays in it.")
        )
    return Row(mark, told, tuple(_words(told, removed=True)), tuple(_words(told, removed=False)), unread, sent)


def _words(told: Told, *, removed: bool) -> Iterator[str]:
    """One line for each sort of finding, with what stands in the file."""
    lines: dict[str, list[str]] = {}
    for one in told.traits:
        if one.removed is removed:
            lines.setdefault(str(FOUND.get(one.what, OTHER)), []).append(one.value)
    for sort, values in lines.items():
        yield f"{sort}: {', '.join(dict.fromkeys(values))}"

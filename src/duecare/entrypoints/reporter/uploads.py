"""The process that takes files and hands them out, and nothing else: what it asks before the first byte, and what it
does with the last.

Its form is on the pages of the reporter site, and it leads back there. No page of it is read, so it has no token of a
form: it takes what a page of the reporter site sent (`Origin`), with the cookie that no other site's form brings along.
What members add to a case comes from the staff site, with a ticket of their vault and without any cookie of that site.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.http import urlencode

from duecare.apps.intake.actions import tickets
from duecare.apps.intake.rules.files import LARGEST, MANY, MOST
from duecare.entrypoints.reporter import attached, drafts, limits, opening, place
from duecare.entrypoints.reporter.addresses import origin
from duecare.entrypoints.reporter.attached import Waiting
from duecare.entrypoints.reporter.doors import from_here
from duecare.entrypoints.reporter.given import hand_out
from duecare.entrypoints.reporter.openness import MEMBERS
from duecare.entrypoints.reporter.receiving import Got, SealingUpload, looked_into
from duecare.entrypoints.reporter.refusals import refused, refused_member
from duecare.kernel.errors import Busy, NoRoom

KIND = "multipart/form-data"
AROUND = 256 * 1024
"""Bytes of a body that are no file: names, limits of parts."""
PADDING = 1.13
"""A sealed file takes at most so much of the disk (Padmé), and as much again for its cleaned copy."""
_looking = threading.BoundedSemaphore(2)
"""Files looked into at once, with their cleaned copies in memory."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What somebody may still send. `back` is the address of the page that lists it."""

    key: bytes
    back: str
    largest: int
    sent: int

    def left(self, waiting: Waiting) -> int:
        """Bytes of all files together that may still come."""
        return MOST - self.sent - sum(one.told.size for one in waiting)

    def fits(self, size: int) -> Callable[[Waiting], bool]:
        """Whether a file of this size fits behind those that wait."""
        return lambda waiting: len(waiting) < MANY and size <= self.left(waiting)


class UploadDoorMiddleware:
    """Refuses, before a byte of a body is read, what does not come from a form of the reporter site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = _wrong(request)
        return _refused(request, status) if status else self.get_response(request)


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    """No, to whoever asks: a member of a case is led back to the staff site, a reporter told in every language."""
    return refused_member(status) if request.path.startswith(MEMBERS) else refused(status)


def _wrong(request: HttpRequest) -> int | None:
    try:
        request.get_host()
    except SuspiciousOperation:
        return 400
    if request.method != "POST":
        return 405
    length = request.META.get("CONTENT_LENGTH", "")
    if "HTTP_TRANSFER_ENCODING" in request.META or not (length.isascii() and length.isdecimal()):
        return 411
    if request.content_type != KIND:
        return 415
    here = from_staff(request) if request.path.startswith(MEMBERS) else from_here(request)
    return None if here else 403


def from_staff(request: HttpRequest) -> bool:
    """Whether a page of the staff site sent the form. Every browser that it is made for says so."""
    return origin(request.META.get("HTTP_ORIGIN", "")) == origin(settings.DUECARE.base_url)


def attach(request: HttpRequest) -> HttpResponse:
    """Take files, and lead back to the page that lists them."""
    quota = _quota(request)
    return refused(403) if quota is None else _attached(request, quota, limits.Kind.FILE)


def attach_to_case(request: HttpRequest, ticket: str) -> HttpResponse:
    """Take a member's files for a case. A ticket that was made up, used, withdrawn or is over gets one answer."""
    leave = tickets.use(place.kept(), ticket)
    if leave is None:
        return refused_member(403)
    back = f"{settings.DUECARE.base_url.rstrip('/')}{leave.back}"
    answer = _attached(request, Quota(leave.key, back, leave.largest, leave.sent), limits.Kind.CASE_FILE)
    if answer.status_code == 303:
        return answer
    told = HttpResponse(status=303)  # said on the page they come from, in its own words
    told["Location"] = f"{back}?{urlencode({'refused': _WHY.get(answer.status_code, 'broken')})}"
    return told


_WHY = {413: "long", 429: "busy", 503: "room"}


def _attached(request: HttpRequest, quota: Quota, kind: limits.Kind) -> HttpResponse:
    length = int(request.META["CONTENT_LENGTH"])
    before = attached.waiting(quota.key)
    if length > quota.left(before) + AROUND or length > MANY * (quota.largest + AROUND):
        return refused(413)
    if length * PADDING > place.files().free():
        return refused(503)
    if not limits.room(request, kind):
        return refused(429)
    return _taken(request, quota) or _back(quota)


def _taken(request: HttpRequest, quota: Quota) -> HttpResponse | None:
    """Read the body; a refusal, or None once all of it is there."""
    handler = SealingUpload(place.files(), quota.largest)
    request.upload_handlers = [handler]
    try:
        _unused = request.POST  # reads the body to its end
    except (UnreadablePostError, MultiPartParserError, SuspiciousOperation, OSError):
        handler.drop()
        return refused(400)
    except BaseException:
        handler.drop()
        raise
    if handler.refused:
        handler.drop()
        return refused(handler.refused)
    if not request.META["wsgi.input"].whole:  # a body that ends early looks whole to Django
        handler.drop()
        return refused(400)
    kept = [_put(quota, one) for one in handler.got]  # each of them: one too many stops none before it
    return None if all(kept) else refused(413)


def _put(quota: Quota, got: Got) -> bool:
    files = place.files()
    try:
        with _looking:
            one = looked_into(files, got)
        if attached.add(quota.key, one, quota.fits(one.told.size)):
            return True
    except (Busy, NoRoom):
        files.drop(got.stored.name)
        raise
    for stored in (one.original, *((one.copy,) if one.copy else ())):
        files.drop(stored.name)
    return False


def _quota(request: HttpRequest) -> Quota | None:
    """Of whoever has a draft or an open mailbox in this browser, or None."""
    if (found := drafts.opened(request)) is not None:
        key, draft = found
        return Quota(key, _here(f"form/{draft.track.value}/files/"), LARGEST, 0)
    if (mine := drafts.mailbox(request)) is None:
        return None
    key, root = mine
    box = opening.opened(place.site(), root)
    if box is None or not box.case.header.evidence:
        return None
    return Quota(
        key, _here("mailbox/files/"), box.progress.largest, sum(one.told.size for _day, one in box.progress.files)
    )


def _back(quota: Quota) -> HttpResponse:
    response = HttpResponse(status=303)
    response["Location"] = quota.back
    return response


def _here(path: str) -> str:
    env = settings.DUECARE
    return f"{env.reporter_url.rstrip('/') if env.uploads_url else ''}/{path}"


def hand_out_to_reporter(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file that members gave the reporter. The form that asks for it has no field, so its body is short."""
    return refused(413) if int(request.META["CONTENT_LENGTH"]) > AROUND else hand_out(request, number)


def sweep() -> None:
    """What nobody can open any more goes: left by drafts that ended and by processes that were ended."""
    store = place.site().store
    place.files().sweep(lambda name: store.shred_key(name) is not None)


urlpatterns = [
    path("attach/", attach, name="attach"),
    path("attach/case/<str:ticket>/", attach_to_case, name="attach_to_case"),
    path("attach/given/<int:number>/", hand_out_to_reporter, name="given"),
]

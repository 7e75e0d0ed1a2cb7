"""Files that members let the reporter have: as they are listed in the mailbox, and as they are handed out.

The process that takes files hands them out as well: there each connection has a thread of its own, so that whoever
reads slowly keeps nobody from reporting. A file is opened piece by piece and is on no disk in clear.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from duecare.apps.intake.actions.attaching import handed
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.giving import Given
from duecare.entrypoints.reporter import drafts, limits, opening, place, readers
from duecare.entrypoints.reporter.opening import Mailbox
from duecare.entrypoints.reporter.refusals import refused
from duecare.kernel.errors import NotFound

AT_ONCE = 64
"""Files handed out at once: most places of the process are left to those who send."""
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Row:
    """A file for the reporter. `number` counts from 1, `who` is an office and no name; `action`: where it is had."""

    number: int
    day: date
    who: str
    what: Given
    action: str


def listed(site: Site, box: Mailbox) -> list[Row]:
    """Every one of them, the newest first."""
    to = f"{settings.DUECARE.uploads_url.rstrip('/')}/attach/given"
    track = box.case.header.track
    rows = [
        Row(at, one.day, readers.office_of(site, track, one.author) or _("The people who work on it"), one.what,
            f"{to}/{at}/")
        for at, one in enumerate(box.progress.given, start=1)
    ]  # fmt: skip
    return rows[::-1]


class _Pieces:
    """The bytes of a file, and the place that it takes until the last of them is sent or nobody reads on."""

    def __init__(self, pieces: Generator[bytes, None, None]) -> None:
        self._pieces, self._open = pieces, True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Asked by Django at the end of every answer, however it ended."""
        if self._open:
            self._open = False
            self._pieces.close()
            _places.release()


def hand_out(request: HttpRequest, number: int) -> HttpResponse | StreamingHttpResponse:
    """One file, to the browser in which its mailbox is open. For everybody else, and for a number that leads nowhere,
    there is no such page."""
    site, found = place.site(), drafts.mailbox(request)
    box = opening.opened(site, found[1]) if found else None
    if box is None:
        return refused(404)
    try:
        one, stored = handed(site=site, told=box.progress, number=number)
    except NotFound:
        return refused(404)
    if not limits.room(request, limits.Kind.GIVEN) or not _places.acquire(blocking=False):
        return refused(429)
    pieces = _Pieces(place.files().opened(stored.name, stored.lock, stored.size))
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Length"] = str(one.size)
    answer["Content-Disposition"] = content_disposition_header(True, one.name)
    return answer

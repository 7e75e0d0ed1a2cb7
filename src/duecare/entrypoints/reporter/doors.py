"""What comes in at all: three methods, one kind of body of a known length, sent from this site's own pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse

from duecare.entrypoints.reporter.addresses import origin
from duecare.entrypoints.reporter.refusals import refused

FORM = "application/x-www-form-urlencoded"


class NoFiles(FileUploadHandler):
    """No page here takes a file; none is read, and none is written anywhere."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """End the upload."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached."""

    def file_complete(self, file_size: int) -> None:
        """Never reached."""


class DoorMiddleware:
    """Refuses what no page of this site sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return refused(400)
        if request.method not in ("GET", "HEAD", "POST"):
            return refused(405)
        if request.method == "POST":
            if not request.META.get("CONTENT_LENGTH", "").isdecimal():
                return refused(411)
            if int(request.META["CONTENT_LENGTH"]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                return refused(413)
            if request.content_type != FORM:
                return refused(415)
            if not from_here(request):
                return refused(403)
        return self.get_response(request)


def from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: by its Origin or, in old browsers without one, by its Referer.

    A form without either is refused: the token alone would do for a browser, and nothing here is for other programs.
    """
    said = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", "")
    return origin(said) in {origin(one) for one in settings.CSRF_TRUSTED_ORIGINS}

"""How much a page takes: decided by the page and by who sends, before a byte is read.

Django parses a form while it looks for its token, which is before anybody asks who sent it. A page without a file
field would otherwise take as large a file as the one that has one, from people nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from duecare.adapters import uploads

from .guard import Audience


class BoundMiddleware:
    """Refuses a request that says it is larger than a form, unless the page takes files from whoever sends.

    What says nothing of its size has no body: the server hands on no more than was announced.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> None:
        """Nothing, or RequestDataTooBig, which becomes a page with status 413.

        The API is passed by: its doors ask who it is before anything is read.
        """
        said = request.META.get("CONTENT_LENGTH") or ""
        announced = int(said) if said.isdecimal() else 0
        if announced <= uploads.FORM or view.__module__.startswith("ninja."):
            return
        audience = getattr(view, "audience", None)
        if isinstance(audience, Audience) and audience.files and _sender_is_known(audience, request, args, kwargs):
            return
        raise RequestDataTooBig(f"a form of {announced} bytes")


def _sender_is_known(
    audience: Audience, request: HttpRequest, args: Sequence[object], kwargs: Mapping[str, object]
) -> bool:
    if audience.public and audience.known is not None:
        return audience.known(*args, **kwargs)
    return bool(request.user.is_authenticated)

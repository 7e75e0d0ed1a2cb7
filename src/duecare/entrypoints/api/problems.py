"""Errors as RFC 9457 problems: what happened, what it means, what to do, as everywhere else."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from duecare.adapters.storage_faults import in_words
from duecare.kernel.errors import BadInput, Busy, Conflict, Denied, DuecareError, LimitExceeded, NoRoom, NotFound

from .door import Unknown

MEDIA_TYPE = "application/problem+json"
STATUS: tuple[tuple[type[DuecareError], int], ...] = (
    (Unknown, 401),
    (Denied, 403),
    (NotFound, 404),
    (Conflict, 409),
    (LimitExceeded, 413),
    (BadInput, 422),
    (NoRoom, 507),
    (Busy, 503),
)
"""The narrower class first: LimitExceeded is a BadInput.

400 is what does not fit the description; 422 fits it and cannot be done: a body that does not exist, a day to come."""
STATUSES = (400, 401, 403, 404, 409, 413, 422, 503, 507)
"""What any operation may answer instead of its result."""


class Fault(Schema):
    """One value that could not be read, and where it stands."""

    where: list[str]
    message: str


class Problem(Schema):
    """RFC 9457, with the three sentences of every error.

    `type` is a URN that never changes; `happened`, `means` and `todo` are for people.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    happened: str
    means: str
    todo: str
    errors: list[Fault] = []


def problem(request: HttpRequest, fault: DuecareError, status: int, errors: list[Fault] | None = None) -> HttpResponse:
    """The response for one of our errors."""
    body = Problem(
        type=f"urn:duecare:problem:{fault.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=str(fault),
        instance=request.path,
        happened=fault.happened,
        means=fault.means,
        todo=fault.todo,
        errors=errors or [],
    )
    response = HttpResponse(json.dumps(body.model_dump()), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _unread(fault: HttpError) -> DuecareError:
    return DuecareError(f"The request cannot be read: {fault}.", "Nothing was changed.", "Mend it and send it again.")


def install(api: NinjaAPI) -> None:
    """Every error that an operation may raise becomes a problem."""

    @api.exception_handler(DuecareError)
    def _ours(request: HttpRequest, fault: DuecareError) -> HttpResponse:
        return problem(request, fault, next((code for kind, code in STATUS if isinstance(fault, kind)), 409))

    @api.exception_handler(OSError)
    @api.exception_handler(Error)
    def _storage(request: HttpRequest, fault: OSError | Error) -> HttpResponse:
        ours = in_words(fault)
        if ours is None:
            raise fault  # a fault of ours: logged, and answered like any other
        return _ours(request, ours)

    @api.exception_handler(AuthenticationError)
    def _nobody(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
        told = Unknown(
            "You are not signed in.", "Nothing was changed.", "Send a token, or sign in and use the session."
        )
        return problem(request, told, 401)

    @api.exception_handler(ValidationError)
    def _unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        faults = [Fault(where=[str(part) for part in one["loc"]], message=str(one["msg"])) for one in fault.errors]
        named = "; ".join(f"{'.'.join(one.where)}: {one.message}" for one in faults[:5])
        return problem(
            request,
            DuecareError(f"The request cannot be read: {named}.", "Nothing was changed.", "Mend it and send it again."),
            400,
            faults,
        )

    @api.exception_handler(HttpError)
    def _refused(request: HttpRequest, fault: HttpError) -> HttpResponse:
        # The framework hides the reason when a body is read: a limit is told from nonsense by its cause.
        big = isinstance(fault.__cause__ or fault.__context__, RequestDataTooBig)
        return _too_big(request, fault) if big else problem(request, _unread(fault), fault.status_code)

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, fault: Http404) -> HttpResponse:
        return problem(request, NotFound("thing"), 404)

    @api.exception_handler(RequestDataTooBig)
    @api.exception_handler(TooManyFieldsSent)
    @api.exception_handler(TooManyFilesSent)
    def _too_big(request: HttpRequest, fault: Exception) -> HttpResponse:
        told = DuecareError("What was sent is larger than this operation takes.", "Nothing was changed.", "Send less.")
        return problem(request, told, 413)

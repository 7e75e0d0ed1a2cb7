"""Operations: requests for logs, their programme, and having a customer asked on one of the next runs."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from duecare.apps.engagement.rules.letters import CHANNELS
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.queries import LogRequestQuery, LogRequestRow, ProgrammeRow
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.log_programme import DAYS, FORMER, LONGEST, Programme
from duecare.apps.monitoring.rules.log_requests import ANSWERS, CHECKS, LOG_REQUEST

from .door import acting, opens_to
from .shapes import Choice, Day, Given, Limit, Line, Made, Offset, Page, Text, Words

router = Router(tags=["log requests"])
READ = tuple(sorted(queries.READERS))
States = ("proposed", *(code for code, _ in LOG_REQUEST.states))


class ProgrammeGiven(Given):
    """How often a year at least, within how many days, how, in which words, and for how long a former customer."""

    per_year: Literal[1, 2, 3, 4, 6, 12]
    days: Annotated[int, Field(ge=DAYS[0], le=DAYS[1])]
    channel: Annotated[str, Choice(CHANNELS)]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$")]
    former_months: Annotated[int, Field(ge=FORMER[0], le=FORMER[1], strict=True)] = 0


class ProgrammeAnswered(Given):
    """The second person's answer; a refusal needs its reason."""

    answer: Literal["adopt", "refuse"]
    reason: Text = ""


class LogAnswered(Given):
    """What came upon a request; "impossible" needs its note."""

    answer: Annotated[str, Choice(tuple(ANSWERS))]
    day: Day
    note: Text = ""


class LogChecked(Given):
    """What `duecare usage-log check` found: a sound log with its last hash and entries, else what was found."""

    result: Annotated[str, Choice(CHECKS)]
    head: Annotated[str, Field(max_length=64, pattern=r"^([0-9a-f]{64})?$")] = ""
    entries: Annotated[int, Field(ge=0, lt=2**53, strict=True)] | None = None
    note: Text = ""


class ProposalLeft(Given):
    """Why nothing is suspended."""

    reason: Words


class Suspended(Schema):
    """For how many entitlements a suspension was put down."""

    suspensions: int


@router.get("/log-requests", response=Page[LogRequestRow], auth=opens_to(*READ))
def list_log_requests(
    request: HttpRequest, q: Line = "", state: Annotated[str, Choice(States, empty=True)] = "", limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:  # fmt: skip
    """Proposals to decide on first, then what is owed. What is put down for the next runs is told by no operation."""
    found = queries.log_requests(LogRequestQuery(q, state, offset, limit))
    return {"rows": list(found.rows), "total": found.total}


@router.get("/log-requests/{log_request_id}", response=LogRequestRow, auth=opens_to(*READ))
def read_log_request(request: HttpRequest, log_request_id: UUID) -> LogRequestRow:
    """One request, what came, the check, and what follows."""
    return queries.log_request(log_request_id)


@router.post("/customers/{customer_id}/log-requests", response={204: None}, auth=opens_to(*acts.ASK_LOG.roles))
def ask_for_log(request: HttpRequest, customer_id: UUID) -> Status[None]:
    """Have a customer asked on one of the next five runs, among those whom chance takes. Twice is told like once."""
    actions.ask_for_log(by=acting(request), customer_id=customer_id)
    return Status(204, None)


@router.post("/log-requests/{log_request_id}/answer", response={204: None}, auth=opens_to(*acts.ANSWER.roles))
def answer_log_request(request: HttpRequest, log_request_id: UUID, given: LogAnswered) -> Status[None]:
    """Record what came. Silence is seen by the daily run."""
    actions.record_log_answer(by=acting(request), request_id=log_request_id, **given.model_dump())
    return Status(204, None)


@router.post("/log-requests/{log_request_id}/check", response={204: None}, auth=opens_to(*acts.CHECK.roles))
def check_log_request(request: HttpRequest, log_request_id: UUID, given: LogChecked) -> Status[None]:
    """Record what the check of a log that was given found."""
    actions.record_log_check(by=acting(request), request_id=log_request_id, **given.model_dump())
    return Status(204, None)


@router.post("/log-requests/{log_request_id}/suspension", response=Suspended, auth=opens_to(*acts.SUSPEND.roles))
def follow_proposal(request: HttpRequest, log_request_id: UUID) -> Suspended:
    """Put a suspension down for every entitlement of the customer in force."""
    return Suspended(suspensions=actions.follow_proposal(by=acting(request), request_id=log_request_id))


@router.post("/log-requests/{log_request_id}/no-suspension", response={204: None}, auth=opens_to(*acts.LEAVE.roles))
def leave_proposal(request: HttpRequest, log_request_id: UUID, given: ProposalLeft) -> Status[None]:
    """Decide that nothing is suspended, and say why; not by whoever recorded the refusal."""
    actions.leave_proposal(by=acting(request), request_id=log_request_id, reason=given.reason)
    return Status(204, None)


@router.get("/log-programmes", response=list[ProgrammeRow], auth=opens_to(*READ))
def list_programmes(request: HttpRequest) -> list[ProgrammeRow]:
    """Every programme of log requests, the newest first."""
    return list(queries.programmes())


@router.post("/log-programmes", response={201: Made}, auth=opens_to(*acts.PROPOSE_PROGRAMME.roles))
def propose_programme(request: HttpRequest, given: ProgrammeGiven) -> Status[Made]:
    """Propose a programme; a second person answers."""
    return Status(201, Made(id=actions.propose_programme(by=acting(request), given=Programme(**given.model_dump()))))


@router.post("/log-programmes/{programme_id}/answer", response={204: None}, auth=opens_to(*acts.ADOPT_PROGRAMME.roles))
def answer_programme(request: HttpRequest, programme_id: UUID, given: ProgrammeAnswered) -> Status[None]:
    """Adopt it, or refuse it, as the second person."""
    if given.answer == "adopt":
        actions.adopt_programme(by=acting(request), programme_id=programme_id)
    else:
        actions.refuse_programme(by=acting(request), programme_id=programme_id, reason=given.reason)
    return Status(204, None)

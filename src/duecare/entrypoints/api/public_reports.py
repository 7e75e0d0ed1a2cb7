"""Operations: what is said in public about customers and products."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile
from pydantic import Field

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence as store
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.queries import ReportQuery, ReportRow
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.reports import CREDIBILITIES, OUTCOMES, PUBLIC_REPORT, Reported
from duecare.kernel.errors import LimitExceeded

from .door import acting, opens_to
from .evidence import BINARY, saved
from .shapes import PLACES, Choice, Count, Day, Given, Limit, Line, Made, Offset, Page, Said, Text, Words

router = Router(tags=["public reports"])
READ = tuple(sorted(queries.READERS))
States = tuple(code for code, _ in PUBLIC_REPORT.states)
Link = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Named = Annotated[list[UUID], Field(max_length=50)]


class ReportGiven(Given):
    """A public report, whom and what it names. Nothing is fetched from the link."""

    publisher: Said
    title: Said
    day: Day
    link: Link = ""
    says: Words
    countries: Annotated[list[Annotated[str, Choice(PLACES)]], Field(max_length=50)] = []
    customer_ids: Named = []
    product_ids: Named = []

    def told(self) -> Reported:
        """For the action."""
        return Reported(
            self.publisher, self.title, self.day, self.link, self.says, tuple(self.countries),
            tuple(self.customer_ids), tuple(self.product_ids),
        )  # fmt: skip


class ReportCorrected(ReportGiven):
    """As it is from now on; `seen_version` is the version that was read."""

    seen_version: Count


class ReportAssessed(Given):
    """How credible it is, what is to be done, and why."""

    seen_version: Count
    credibility: Annotated[str, Choice(CREDIBILITIES)]
    outcome: Annotated[str, Choice(OUTCOMES)]
    reason: Words


class ReportAnswered(Given):
    """The second person's word; a return needs its reason."""

    verdict: Literal["confirm", "return"]
    answer: Text = ""


class Queued(Schema):
    """How many classes are looked at again because of it."""

    queued: int


@router.get("/public-reports", response=Page[ReportRow], auth=opens_to(*READ))
def list_reports(
    request: HttpRequest, q: Line = "", state: Annotated[str, Choice(States, empty=True)] = "",
    credibility: Annotated[str, Choice(CREDIBILITIES, empty=True)] = "", limit: Limit = 25, offset: Offset = 0,
) -> dict[str, object]:  # fmt: skip
    """New ones first, then those that wait for a second person, then the rest; each the newest first."""
    found = queries.public_reports(ReportQuery(q, state, credibility, offset, limit))
    return {"rows": list(found.rows), "total": found.total}


@router.get("/public-reports/{report_id}", response=ReportRow, auth=opens_to(*READ))
def read_report(request: HttpRequest, report_id: UUID) -> ReportRow:
    """One report, what it names and what was made of it."""
    return queries.public_report(report_id)


@router.post("/public-reports", response={201: Made}, auth=opens_to(*acts.RECORD.roles))
def record_report(request: HttpRequest, given: ReportGiven) -> Status[Made]:
    """Record a public report; it is new until somebody assesses it."""
    return Status(201, Made(id=actions.record_report(by=acting(request), given=given.told())))


@router.put("/public-reports/{report_id}", response={204: None}, auth=opens_to(*acts.CORRECT.roles))
def correct_report(request: HttpRequest, report_id: UUID, given: ReportCorrected) -> Status[None]:
    """Correct a report that nobody has assessed yet."""
    told, seen = given.told(), given.seen_version
    actions.correct_report(by=acting(request), report_id=report_id, seen_version=seen, given=told)
    return Status(204, None)


@router.post("/public-reports/{report_id}/assessment", response=Queued, auth=opens_to(*acts.ASSESS.roles))
def assess_report(request: HttpRequest, report_id: UUID, given: ReportAssessed) -> Queued:
    """Say how credible it is; unless it is doubtful, classes of the customers it names are queued."""
    return Queued(queued=actions.assess_report(by=acting(request), report_id=report_id, **given.model_dump()))


@router.post("/public-reports/{report_id}/answer", response={204: None}, auth=opens_to(*acts.CONFIRM.roles))
def answer_report(request: HttpRequest, report_id: UUID, given: ReportAnswered) -> Status[None]:
    """Agree as the second person, or return it to be assessed again."""
    if given.verdict == "confirm":
        actions.confirm_report(by=acting(request), report_id=report_id, answer=given.answer)
    else:
        actions.return_report(by=acting(request), report_id=report_id, answer=given.answer)
    return Status(204, None)


@router.post("/public-reports/{report_id}/copies", response={201: Made}, auth=opens_to(*acts.COPY.roles))
def keep_copy(request: HttpRequest, report_id: UUID, file: File[UploadedFile]) -> Status[Made]:
    """Keep a copy of what was published, of at most 250 MB. The same bytes twice are kept once."""
    queries.public_report(report_id)
    name = file.name or "copy"
    if (file.size or 0) > EVIDENCE_LIMIT:
        raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=name)
    sha256, size = store().put(file.chunks(), name=name)
    made = actions.keep_copy(by=acting(request), report_id=report_id, sha256=sha256, name=name, size=size)
    return Status(201, Made(id=made))


@router.get("/public-report-copies/{copy_id}/content", auth=opens_to(*READ), openapi_extra=BINARY)
def read_copy(request: HttpRequest, copy_id: UUID) -> FileResponse:
    """The bytes, always to save and never to show."""
    found = queries.report_copy(copy_id)
    return saved(found.sha256, found.name)

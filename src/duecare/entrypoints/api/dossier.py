"""Operations: adverse findings, searches, sanctions regimes, outside experts and first-hand sources of a file."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Invited
from duecare.apps.assessments.actions.dossier import ABOUT
from duecare.apps.assessments.actions.interviews import KNOWS_OF
from duecare.apps.assessments.queries import ConsultationRow, EngagementRow, FindingRow, RegimeRow, SearchRow, SourceRow
from duecare.apps.assessments.rules import file_acts as acts
from duecare.apps.assessments.rules.consulting import SpeakingFor
from duecare.apps.assessments.rules.dossier import Reliability, Reply
from duecare.kernel.countries import COUNTRIES

from .door import acting, opens_to
from .files import FILE, GROUPS, QUESTIONS
from .shapes import SAID, WHOLE, Address, Choice, Day, Flag, Given, Line, Made, Name, Reason, Said, Text, Words

router = Router(tags=["file"])


class FindingGiven(Given):
    """An allegation or finding. `about`: state, agency or unit."""

    what: Words
    source: Words
    about: Annotated[str, Choice(ABOUT)]
    happened_on: Day | None = None
    independent_sources: Annotated[int, Field(ge=1, le=99), WHOLE] = 1
    decided_by: Line = ""


class SourceGraded(Given):
    """Reliability of the source, A to F."""

    value: Reliability
    grounds: Words


class ContentGraded(Given):
    """Credibility of the content, 1 to 6, judged apart from its source."""

    value: Annotated[int, Field(ge=1, le=6), WHOLE]
    grounds: Words


class Grounds(Given):
    """On what it rests."""

    grounds: Words


class ReplyGiven(Given):
    """What became of the right of reply; the reply itself, or why asking is unsafe, in `text`."""

    reply: Annotated[str, Choice([one for one in Reply if one is not Reply.NOT_REQUESTED])]
    text: Text = ""


class SearchGiven(Given):
    """When, where and in which languages was looked."""

    on: Day
    places: Annotated[list[Said], Field(min_length=1, max_length=100)]
    languages: Annotated[list[Said], Field(min_length=1, max_length=100)]


class RegimeGiven(Given):
    """A sanctions regime, whether it holds an arms embargo here, and the evidence."""

    regime: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=SAID)]
    embargo: Flag
    on: Day
    evidence: Words


class ExpertGiven(Given):
    """A local legal expert from outside, and what is asked."""

    name: Name
    email: Address
    country: Annotated[str, Choice(sorted(COUNTRIES))]
    qualification: Words
    questions: Annotated[list[Annotated[str, Choice(QUESTIONS)]], Field(min_length=1, max_length=200)]
    expires_on: Day


class SourceGiven(Given):
    """A first-hand source. `knows_of`: country, client or both; `identity` is sealed away."""

    knows_of: Annotated[str, Choice(KNOWS_OF)]
    kind: Said
    heard_on: Day
    summary: Words
    safety_plan: Words
    identity: Line = ""


class ConsultationGiven(Given):
    """Whom we consulted about which at-risk groups. `not_possible` needs `reason`; the others everything else."""

    standing: SpeakingFor
    groups: Annotated[list[Annotated[str, Choice(GROUPS)]], Field(min_length=1, max_length=50)]
    held_on: Day
    who: Line = ""
    reason: Text = ""
    heard: Text = ""
    effect: Text = ""
    safety_plan: Text = ""


class Identity(Schema):
    """Who a first-hand source is; that it was opened is on record."""

    identity: str


@router.get("/opportunities/{opportunity_id}/findings", response=list[FindingRow], auth=opens_to(*FILE))
def list_findings(request: HttpRequest, opportunity_id: UUID) -> list[FindingRow]:
    """The dossier of adverse findings, with both grades and the right of reply."""
    return list(queries.finding_rows(queries.opportunity(acting(request), opportunity_id).id))


@router.post("/opportunities/{opportunity_id}/findings", response={201: Made}, auth=opens_to(*acts.FINDING.roles))
def record_finding(request: HttpRequest, opportunity_id: UUID, given: FindingGiven) -> Status[Made]:
    """Record an adverse finding."""
    return Status(
        201, Made(id=actions.record_finding(by=acting(request), opportunity_id=opportunity_id, **given.model_dump()))
    )


@router.post("/findings/{finding_id}/source-grade", response={204: None}, auth=opens_to(*acts.GRADE_SOURCE.roles))
def grade_source(request: HttpRequest, finding_id: UUID, given: SourceGraded) -> Status[None]:
    """Grade how reliable the source is."""
    actions.grade_source(by=acting(request), finding_id=finding_id, value=given.value, grounds=given.grounds)
    return Status(204, None)


@router.post("/findings/{finding_id}/content-grade", response={204: None}, auth=opens_to(*acts.GRADE_CONTENT.roles))
def grade_content(request: HttpRequest, finding_id: UUID, given: ContentGraded) -> Status[None]:
    """Grade how credible the content is."""
    actions.grade_content(by=acting(request), finding_id=finding_id, value=given.value, grounds=given.grounds)
    return Status(204, None)


@router.post("/findings/{finding_id}/second-reading", response={204: None}, auth=opens_to(*acts.SECOND_READING.roles))
def second_reading(request: HttpRequest, finding_id: UUID, given: Grounds) -> Status[None]:
    """Read a finding as the second person."""
    actions.second_reading(by=acting(request), finding_id=finding_id, grounds=given.grounds)
    return Status(204, None)


@router.post("/findings/{finding_id}/reply", response={204: None}, auth=opens_to(*acts.REPLY.roles))
def record_reply(request: HttpRequest, finding_id: UUID, given: ReplyGiven) -> Status[None]:
    """Record what those concerned replied, or why they were not asked."""
    actions.record_reply(by=acting(request), finding_id=finding_id, reply=given.reply, text=given.text)
    return Status(204, None)


@router.get("/opportunities/{opportunity_id}/searches", response=list[SearchRow], auth=opens_to(*FILE))
def list_searches(request: HttpRequest, opportunity_id: UUID) -> list[SearchRow]:
    """Searches for adverse findings."""
    found = queries.opportunity(acting(request), opportunity_id)
    return list(queries.search_rows(opportunity_id, found.fields()))


@router.post("/opportunities/{opportunity_id}/searches", response={201: Made}, auth=opens_to(*acts.SEARCH.roles))
def record_search(request: HttpRequest, opportunity_id: UUID, given: SearchGiven) -> Status[Made]:
    """Record a search; finding nothing counts only where somebody looked."""
    made = actions.record_search(
        by=acting(request),
        opportunity_id=opportunity_id,
        on=given.on,
        places=tuple(given.places),
        languages=tuple(given.languages),
    )
    return Status(201, Made(id=made))


@router.get("/opportunities/{opportunity_id}/regimes", response=list[RegimeRow], auth=opens_to(*FILE))
def list_regimes(request: HttpRequest, opportunity_id: UUID) -> list[RegimeRow]:
    """Sanctions regimes that were looked at."""
    found = queries.opportunity(acting(request), opportunity_id)
    return list(queries.regime_rows(opportunity_id, found.fields()))


@router.post("/opportunities/{opportunity_id}/regimes", response={201: Made}, auth=opens_to(*acts.REGIME.roles))
def check_regime(request: HttpRequest, opportunity_id: UUID, given: RegimeGiven) -> Status[Made]:
    """Record a look at a sanctions regime."""
    return Status(
        201, Made(id=actions.check_regime(by=acting(request), opportunity_id=opportunity_id, **given.model_dump()))
    )


@router.get("/opportunities/{opportunity_id}/experts", response=list[EngagementRow], auth=opens_to(*FILE))
def list_experts(request: HttpRequest, opportunity_id: UUID) -> list[EngagementRow]:
    """Outside experts, their statements of conflicts and their signed opinions."""
    found = queries.opportunity(acting(request), opportunity_id)
    return list(queries.engagements(opportunity_id, found.fields(), queries.today()))


@router.post(
    "/opportunities/{opportunity_id}/experts",
    response={201: Invited},
    auth=opens_to(*acts.EXPERT_INVITE.roles, fresh=True),
)
def invite_expert(request: HttpRequest, opportunity_id: UUID, given: ExpertGiven) -> Status[Invited]:
    """Invite an outside expert. The token of the link, /expert/<token>/, is told here and never again."""
    queries.opportunity(acting(request), opportunity_id)
    told = {**given.model_dump(), "questions": tuple(given.questions)}
    return Status(201, actions.invite_expert(by=acting(request), opportunity_id=opportunity_id, **told))


@router.post("/experts/{engagement_id}/revoke", response={204: None}, auth=opens_to(*acts.EXPERT_REVOKE.roles))
def revoke_expert(request: HttpRequest, engagement_id: UUID, given: Reason) -> Status[None]:
    """Close an expert's link."""
    actions.revoke_engagement(by=acting(request), engagement_id=engagement_id, reason=given.reason)
    return Status(204, None)


@router.get("/opportunities/{opportunity_id}/sources", response=list[SourceRow], auth=opens_to(*FILE))
def list_sources(request: HttpRequest, opportunity_id: UUID) -> list[SourceRow]:
    """First-hand sources; who they are is sealed."""
    found = queries.opportunity(acting(request), opportunity_id)
    return list(queries.first_hand_sources(acting(request), opportunity_id, found.fields()))


@router.post("/opportunities/{opportunity_id}/sources", response={201: Made}, auth=opens_to(*acts.SOURCE.roles))
def record_source(request: HttpRequest, opportunity_id: UUID, given: SourceGiven) -> Status[Made]:
    """Record a first-hand source with a plan for its safety."""
    return Status(
        201, Made(id=actions.record_source(by=acting(request), opportunity_id=opportunity_id, **given.model_dump()))
    )


@router.post("/sources/{source_id}/identity", response=Identity, auth=opens_to(*acts.SOURCE_IDENTITY.roles, fresh=True))
def read_identity(request: HttpRequest, source_id: UUID) -> Identity:
    """Open a sealed identity: only whoever recorded it, there in person, and every opening is on record."""
    return Identity(identity=actions.read_identity(by=acting(request), source_id=source_id))


@router.get("/opportunities/{opportunity_id}/consultations", response=list[ConsultationRow], auth=opens_to(*FILE))
def list_consultations(request: HttpRequest, opportunity_id: UUID) -> list[ConsultationRow]:
    """Consultations of people who could be affected, and where none was possible."""
    found = queries.opportunity(acting(request), opportunity_id)
    return list(queries.consultations(opportunity_id, found.fields()))


@router.post(
    "/opportunities/{opportunity_id}/consultations", response={201: Made}, auth=opens_to(*acts.CONSULTATION.roles)
)
def record_consultation(request: HttpRequest, opportunity_id: UUID, given: ConsultationGiven) -> Status[Made]:
    """Record whom we consulted, or why nobody could be."""
    told = given.model_dump()
    return Status(201, Made(id=actions.record_consultation(by=acting(request), opportunity_id=opportunity_id, **told)))

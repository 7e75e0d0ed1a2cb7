"""Operations: what was answered in a due-diligence file. Sales reads how far it is, and nothing of the answers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field, StringConstraints

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import AnswerRow, FlagRow, GroupRow, HarmRow, SectionRow
from duecare.apps.assessments.rules import file_acts as acts
from duecare.apps.assessments.rules.answers import State
from duecare.apps.assessments.rules.groups import Group, GroupState
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.apps.assessments.rules.red_flags import FlagState, RedFlag
from duecare.kernel.actor import Role
from duecare.kernel.canonical import JSON

from .door import READ, acting, opens_to
from .shapes import SAID, WHOLE, Choice, Count, Day, Flag, Given, Made, Many, Reason, Sha256, Text, Words

router = Router(tags=["file"])
FILE = tuple(sorted(set(READ) - {Role.SALES}))
Rating = Annotated[int, Field(ge=1, le=3), WHOLE]
QUESTIONS = tuple(one.code for one in queries.questions())
FLAGS = tuple(one.code for one in queries.red_flags())
GROUPS = tuple(one.code for one in queries.groups())
Right = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=SAID)]


class AnswerGiven(Given):
    """`state`: answered, asked_no_answer, refused or not_applicable; `seen`: number of the answer that was read."""

    question: Annotated[str, Choice(QUESTIONS)]
    state: State
    value: Text = ""
    reason: Text = ""
    source: Text = ""
    evidence: Many[Sha256] = []
    privileged: Flag = False
    answered_on: Day | None = None
    seen: Count | None = None


class FlagGiven(Given):
    """`state`: not_present, open, resolved or confirmed."""

    code: Annotated[str, Choice(FLAGS)]
    state: Annotated[str, Choice([one for one in FlagState if one is not FlagState.NOT_ASSESSED])]
    note: Words
    evidence: Many[Sha256] = []
    seen: Count | None = None


class GroupGiven(Given):
    """`state`: likely_target or not_likely."""

    group: Annotated[str, Choice(GROUPS)]
    state: Annotated[str, Choice([GroupState.LIKELY_TARGET, GroupState.NOT_LIKELY])]
    reasoning: Words
    consulted: Text = ""


class HarmGiven(Given):
    """One right, rated; null where it cannot be said, which never helps."""

    right: Right
    scale: Rating | None = None
    scope: Rating | None = None
    remedy: Rating | None = None
    likelihood: Rating | None = None
    threatens_life_or_body: Flag | None = None
    reasoning: Words
    seen: Count | None = None


class HarmWithdrawn(Given):
    """The right, and why it is taken out."""

    right: Right
    reasoning: Words


@router.get("/library/questions", response=list[Question], auth=opens_to(*READ))
def list_questions(request: HttpRequest) -> list[Question]:
    """The questionnaire: each item with its sources and whether a person has compared it with the text."""
    return list(queries.questions())


@router.get("/library/red-flags", response=list[RedFlag], auth=opens_to(*READ))
def list_red_flags(request: HttpRequest) -> list[RedFlag]:
    """Every red flag with its sentence and source."""
    return list(queries.red_flags())


@router.get("/library/groups", response=list[Group], auth=opens_to(*READ))
def list_groups(request: HttpRequest) -> list[Group]:
    """Groups of people at risk."""
    return list(queries.groups())


@router.get("/opportunities/{opportunity_id}/sections", response=list[SectionRow], auth=opens_to(*READ))
def read_file(request: HttpRequest, opportunity_id: UUID) -> list[SectionRow]:
    """How far each section of the file is, and what it lacks."""
    return list(queries.file_overview(acting(request), opportunity_id, queries.today()).sections)


@router.get("/opportunities/{opportunity_id}/answers", response=list[AnswerRow], auth=opens_to(*FILE))
def list_answers(request: HttpRequest, opportunity_id: UUID) -> list[AnswerRow]:
    """Every answer ever given; privileged ones are blank to whom they are not open."""
    return list(queries.answer_rows(opportunity_id, _fields(request, opportunity_id), acting(request)))


@router.post("/opportunities/{opportunity_id}/answers", response={201: Made}, auth=opens_to(*acts.ANSWER.roles))
def answer_question(request: HttpRequest, opportunity_id: UUID, given: AnswerGiven) -> Status[Made]:
    """Answer a question, or say why there is no answer. The latest counts, all are kept."""
    told = {**given.model_dump(), "evidence": tuple(given.evidence)}
    return Status(201, Made(id=actions.answer_question(by=acting(request), opportunity_id=opportunity_id, **told)))


@router.post("/answers/{answer_id}/release", response={204: None}, auth=opens_to(*acts.ANSWER_RELEASE.roles))
def release_answer(request: HttpRequest, answer_id: UUID, given: Reason) -> Status[None]:
    """Release the fact behind a privileged answer."""
    actions.release_answer(by=acting(request), answer_id=answer_id, reason=given.reason)
    return Status(204, None)


@router.get("/opportunities/{opportunity_id}/flags", response=list[FlagRow], auth=opens_to(*FILE))
def list_flags(request: HttpRequest, opportunity_id: UUID) -> list[FlagRow]:
    """Every finding on a red flag; a flag that is not listed was not assessed."""
    return list(queries.flag_rows(opportunity_id, _fields(request, opportunity_id)))


@router.post("/opportunities/{opportunity_id}/flags", response={201: Made}, auth=opens_to(*acts.FLAG.roles))
def assess_flag(request: HttpRequest, opportunity_id: UUID, given: FlagGiven) -> Status[Made]:
    """Assess a red flag."""
    told = {**given.model_dump(), "evidence": tuple(given.evidence)}
    return Status(201, Made(id=actions.assess_flag(by=acting(request), opportunity_id=opportunity_id, **told)))


@router.get("/opportunities/{opportunity_id}/groups", response=list[GroupRow], auth=opens_to(*FILE))
def list_group_findings(request: HttpRequest, opportunity_id: UUID) -> list[GroupRow]:
    """What was found about groups at risk."""
    return list(queries.group_rows(opportunity_id, _fields(request, opportunity_id)))


@router.post("/opportunities/{opportunity_id}/groups", response={201: Made}, auth=opens_to(*acts.GROUP.roles))
def assess_group(request: HttpRequest, opportunity_id: UUID, given: GroupGiven) -> Status[Made]:
    """Say whether a group is a likely target."""
    return Status(
        201, Made(id=actions.assess_group(by=acting(request), opportunity_id=opportunity_id, **given.model_dump()))
    )


@router.get("/opportunities/{opportunity_id}/harms", response=list[HarmRow], auth=opens_to(*FILE))
def list_harms(request: HttpRequest, opportunity_id: UUID) -> list[HarmRow]:
    """Harms to people, rated by severity and likelihood."""
    return list(queries.harm_rows(opportunity_id, _fields(request, opportunity_id)))


@router.post("/opportunities/{opportunity_id}/harms", response={201: Made}, auth=opens_to(*acts.HARM.roles))
def rate_harm(request: HttpRequest, opportunity_id: UUID, given: HarmGiven) -> Status[Made]:
    """Rate a harm: scale, scope, remediability, likelihood."""
    return Status(
        201, Made(id=actions.rate_harm(by=acting(request), opportunity_id=opportunity_id, **given.model_dump()))
    )


@router.post(
    "/opportunities/{opportunity_id}/harms/withdraw",
    response={204: None},
    auth=opens_to(*acts.HARM_WITHDRAW.roles),
)
def withdraw_harm(request: HttpRequest, opportunity_id: UUID, given: HarmWithdrawn) -> Status[None]:
    """Take a harm out, with the reasoning."""
    actions.withdraw_harm(by=acting(request), opportunity_id=opportunity_id, **given.model_dump())
    return Status(204, None)


def _fields(request: HttpRequest, opportunity_id: UUID) -> dict[str, JSON]:
    """The deal's fields, for somebody who may see it. Raises NotFound."""
    return dict(queries.opportunity(acting(request), opportunity_id).fields())

"""Writing answers, flags, groups and harms: always a new row, never over an old one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.db import models

from duecare.adapters import clock
from duecare.apps.assessments.models import Answer, Engagement, FlagAnswer, GroupAnswer, HarmRating, Opportunity
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.queries.evidence import known_hashes
from duecare.apps.assessments.queries.library import STAGE_OF_SECTION, groups, question, red_flags
from duecare.apps.assessments.rules import answers as rule
from duecare.apps.assessments.rules import file_acts
from duecare.apps.assessments.rules.dependencies import basis
from duecare.apps.assessments.rules.groups import GroupFinding, GroupState
from duecare.apps.assessments.rules.questionnaire import Question, check_answer
from duecare.apps.assessments.rules.red_flags import FlagFinding, FlagState
from duecare.apps.assessments.rules.severity import Likelihood, Remedy, Scale, Scope
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .reach import reach, subject

Choice = TypeVar("Choice", bound=StrEnum)


@action(file_acts.ANSWER)
def answer_question(
    *,
    by: Actor,
    opportunity_id: UUID,
    question: str,
    state: str,
    value: str = "",
    reason: str = "",
    source: str = "",
    evidence: tuple[str, ...] = (),
    privileged: bool = False,
    answered_on: date | None = None,
    seen: int | None = None,
) -> Recorded[UUID]:
    """Record what came of asking one question.

    Args:
        state: answered, asked_no_answer, refused or not_applicable.
        source: where the answer is taken from (document, person's function).
        evidence: hashes of documents of this file.
        privileged: legal advice; counts only after counsel released the fact.
        answered_on: the day the answer was given; today when None.
        seen: number of the answer that was on the screen, to notice that somebody answered meanwhile.

    Raises:
        BadInput: no such question or answer, evidence that is not in the file, a day still to come.
        Conflict: somebody answered since. NotFound: the file is not open to `by`.
    """
    row = reach(by, opportunity_id)
    given = rule.Answer(
        question=question,
        state=_member(rule.State, state, "state"),
        answered_on=answered_on or today(),
        value=value.strip(),
        reason=reason.strip(),
        privileged=privileged,
        evidence=tuple(evidence),
    )
    if given.answered_on > today():
        raise BadInput("this day is still to come.", field="answered_on", value=given.answered_on)
    _check_evidence(opportunity_id, evidence)
    stored = store_answer(row, given, by=by, source=source.strip(), seen=seen)
    facts: dict[str, JSON] = {"question": question, "number": stored.number, "state": state}
    return Recorded(stored.id, subject(row), facts)


@action(file_acts.ANSWER_RELEASE)
def release_answer(*, by: Actor, answer_id: UUID, reason: str) -> Recorded[None]:
    """Let the fact in a piece of legal advice count. The advice itself stays with counsel.

    Raises:
        NotFound; Conflict: it is not advice, or released already; BadInput: no reason.
    """
    found = Answer.objects.filter(id=answer_id).first()
    if found is None:
        raise NotFound("answer")
    row = reach(by, found.opportunity_id)
    found = Answer.objects.select_for_update().get(id=answer_id)
    if not found.privileged or found.released_at is not None:
        raise Conflict("There is nothing here to release.", "Nothing was changed.", "Reload the page.")
    if not reason.strip():
        raise BadInput("say why the fact may be released.", field="reason")
    found.released_by, found.released_at, found.release_reason = by.id, clock.now(), reason.strip()
    found.save(update_fields=["released_by", "released_at", "release_reason"])
    return Recorded(None, subject(row), {"question": found.question, "number": found.number})


@action(file_acts.FLAG)
def assess_flag(
    *,
    by: Actor,
    opportunity_id: UUID,
    code: str,
    state: str,
    note: str,
    evidence: tuple[str, ...] = (),
    seen: int | None = None,
) -> Recorded[UUID]:
    """Record what was found about one red flag.

    Raises:
        BadInput: no such flag or state, no note, or resolved without a document of the file.
        Conflict: somebody assessed it since. NotFound.
    """
    row = reach(by, opportunity_id)
    if code not in {flag.code for flag in red_flags()}:
        raise BadInput("no such red flag.", field="code", value=code)
    found = _member(FlagState, state, "state")
    if found is FlagState.NOT_ASSESSED:
        raise BadInput("say what you found; a flag nobody looked at needs no record.", field="state", value=state)
    FlagFinding(code, found, note, tuple(evidence), str(by.id))
    _check_evidence(opportunity_id, evidence)
    number = _next(FlagAnswer.objects.filter(opportunity=row, code=code), seen)
    stored = FlagAnswer.objects.create(
        opportunity=row, code=code, number=number, state=state, note=note.strip(), evidence=list(evidence),
        basis=_basis(row, "red_flags"), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    return Recorded(stored.id, subject(row), {"flag": code, "state": state, "number": number})


@action(file_acts.GROUP)
def assess_group(
    *, by: Actor, opportunity_id: UUID, group: str, state: str, reasoning: str, consulted: str = ""
) -> Recorded[UUID]:
    """Record whether one at-risk group is a likely target. Raises BadInput, NotFound."""
    row = reach(by, opportunity_id)
    if group not in {one.code for one in groups()}:
        raise BadInput("no such group.", field="group", value=group)
    GroupFinding(group, _member(GroupState, state, "state"), reasoning, consulted)
    number = _next(GroupAnswer.objects.filter(opportunity=row, group=group), None)
    stored = GroupAnswer.objects.create(
        opportunity=row, group=group, number=number, state=state, reasoning=reasoning.strip(),
        consulted=consulted.strip(), basis=_basis(row, "at_risk_groups"), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    return Recorded(stored.id, subject(row), {"group": group, "state": state, "number": number})


@action(file_acts.HARM)
def rate_harm(
    *,
    by: Actor,
    opportunity_id: UUID,
    right: str,
    scale: int | None,
    scope: int | None,
    remedy: int | None,
    likelihood: int | None,
    threatens_life_or_body: bool | None,
    reasoning: str,
    seen: int | None = None,
) -> Recorded[UUID]:
    """Rate one harm to people; None leaves a dimension unrated, which is read at its worst.

    Args:
        scale, scope, remedy, likelihood: 1 to 3 as in `rules.severity`.

    Raises:
        BadInput: no right named, no reasoning, a rating outside 1 to 3. Conflict; NotFound.
    """
    row = reach(by, opportunity_id)
    name = " ".join(right.split()).lower()
    if not name or len(name) > 80:
        raise BadInput("name the right at stake, in at most 80 characters.", field="right", value=right)
    if not reasoning.strip():
        raise BadInput("say what the rating rests on.", field="reasoning")
    rated = {"scale": (Scale, scale), "scope": (Scope, scope), "remedy": (Remedy, remedy),
             "likelihood": (Likelihood, likelihood)}  # fmt: skip
    for field, (kind, given) in rated.items():
        if given is not None and given not in tuple(kind):
            raise BadInput("a rating is 1, 2 or 3.", field=field, value=given)
    stored = _store_harm(
        row, name, by, reasoning, seen, scale=scale, scope=scope, remedy=remedy, likelihood=likelihood,
        threatens_life_or_body=threatens_life_or_body,
    )  # fmt: skip
    return Recorded(stored.id, subject(row), {"right": name, "number": stored.number})


@action(file_acts.HARM_WITHDRAW)
def withdraw_harm(*, by: Actor, opportunity_id: UUID, right: str, reasoning: str) -> Recorded[None]:
    """Take a harm out of the analysis; the ratings so far stay readable. Raises BadInput, NotFound."""
    row = reach(by, opportunity_id)
    if not HarmRating.objects.filter(opportunity=row, right=right).exists():
        raise NotFound("harm")
    if not reasoning.strip():
        raise BadInput("say why this harm is no longer considered.", field="reasoning")
    stored = _store_harm(row, right, by, reasoning, None, withdrawn=True)
    return Recorded(None, subject(row), {"right": right, "number": stored.number})


def store_answer(
    row: Opportunity,
    given: rule.Answer,
    *,
    by: Actor,
    source: str,
    seen: int | None,
    engagement: Engagement | None = None,
) -> Answer:
    """Add one answer to the history; the caller holds the opportunity's lock. Raises BadInput, Conflict."""
    asked = question(given.question)
    if asked is None:
        raise BadInput("no such question.", field="question", value=given.question)
    check_answer(asked, given)
    number = _next(Answer.objects.filter(opportunity=row, question=given.question), seen)
    return Answer.objects.create(
        opportunity=row,
        question=given.question,
        number=number,
        state=given.state.value,
        value=given.value,
        reason=given.reason,
        source=source,
        voice=given.voice.value,
        engagement=engagement,
        evidence=list(given.evidence),
        basis=_basis(row, _stage(asked)),
        privileged=given.privileged,
        answered_on=given.answered_on,
        recorded_by=by.id,
        recorded_at=clock.now(),
    )


def _stage(asked: Question) -> str:
    return STAGE_OF_SECTION[asked.section]


def _basis(row: Opportunity, stage: str) -> Mapping[str, JSON]:
    return basis(stage, deal_of(row).fields())


def _next(rows: models.QuerySet[models.Model], seen: int | None) -> int:
    last = rows.aggregate(last=models.Max("number"))["last"] or 0
    if seen is not None and seen != last:
        raise Conflict(
            "Somebody recorded this after you opened the page.",
            "Your entry was not saved.",
            "Reload the page, read what was recorded and decide again.",
        )
    return int(last) + 1


def _check_evidence(opportunity_id: UUID, evidence: Iterable[str]) -> None:
    if strange := sorted(set(evidence) - known_hashes(opportunity_id)):
        raise BadInput(
            "this document is not in the file.", field="evidence", value=strange[0], todo="Add the document first."
        )


def _store_harm(
    row: Opportunity, right: str, by: Actor, reasoning: str, seen: int | None, **rated: int | bool | None
) -> HarmRating:
    number = _next(HarmRating.objects.filter(opportunity=row, right=right), seen)
    return HarmRating.objects.create(
        opportunity=row, right=right, number=number, reasoning=reasoning.strip(), basis=_basis(row, "severity"),
        recorded_by=by.id, recorded_at=clock.now(), **rated,
    )  # fmt: skip


def _member(kind: type[Choice], value: str, field: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise BadInput("there is no such choice.", field=field, value=value) from None

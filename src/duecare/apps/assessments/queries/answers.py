"""Answers and flags of a file as they stand, with what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.assessments.models import Answer, FlagAnswer
from duecare.apps.assessments.rules import answers as rule
from duecare.apps.assessments.rules.dependencies import Against
from duecare.apps.assessments.rules.red_flags import FlagFinding, FlagState
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.canonical import JSON

from .library import STAGE_OF_SECTION, question


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it was recorded.

    Attributes:
        number: counts the answers to this question; the highest stands.
        stale: parts of the deal that changed since; then it no longer counts.
        hidden: legal advice that this reader may not see; value, reason and source are empty.
        conflicts_signed: for an expert's answer, whether the statement of conflicts is signed.
    """

    id: UUID
    question: str
    number: int
    state: str
    value: str
    reason: str
    source: str
    voice: str
    expert: str
    evidence: tuple[str, ...]
    privileged: bool
    released: bool
    answered_on: date
    recorded_by: UUID
    recorded_at: datetime
    stale: tuple[str, ...]
    hidden: bool
    conflicts_signed: bool


@dataclass(frozen=True, slots=True)
class FlagRow:
    """What was found about one red flag."""

    id: UUID
    code: str
    number: int
    state: str
    note: str
    evidence: tuple[str, ...]
    recorded_by: UUID
    recorded_at: datetime
    stale: tuple[str, ...]


def answer_rows(opportunity_id: UUID, deal: Mapping[str, JSON], by: Actor | None = None) -> tuple[AnswerRow, ...]:
    """Every answer of a file, oldest first.

    Args:
        deal: the deal's fields now (`Deal.fields`), to tell answers that speak of an older deal.
        by: the reader; None reads for the rules, which never put a hidden value before anybody.
    """
    rows = Answer.objects.filter(opportunity_id=opportunity_id).select_related("engagement")
    return answers_from(rows.order_by("question", "number"), deal, by)


def answers_from(rows: Iterable[Answer], deal: Mapping[str, JSON], by: Actor | None = None) -> tuple[AnswerRow, ...]:
    """As `answer_rows`, of rows already read."""
    now = Against(deal)
    return tuple(_row(row, now, by) for row in rows)


def standing_answers(rows: Iterable[AnswerRow]) -> dict[str, AnswerRow]:
    """The latest answer to each question."""
    return {row.question: row for row in rows}


def rule_answers(rows: Iterable[AnswerRow], as_of: date) -> tuple[rule.Answer, ...]:
    """Answers as the rules read them; one given about another deal is left out, so its question is open again."""
    counted = standing_answers(row for row in rows if row.answered_on <= as_of)
    return tuple(
        rule.Answer(
            question=row.question,
            state=rule.State(row.state),
            answered_on=row.answered_on,
            value=row.value,
            reason=row.reason,
            voice=rule.Voice(row.voice),
            conflicts_signed=row.conflicts_signed,
            privileged=row.privileged,
            released=row.released,
            evidence=row.evidence,
        )
        for row in counted.values()
        if not row.stale
    )


def next_number(opportunity_id: UUID, question_code: str) -> int:
    """Number the next answer to this question gets."""
    last = Answer.objects.filter(opportunity_id=opportunity_id, question=question_code).order_by("-number").first()
    return last.number + 1 if last else 1


def flag_rows(opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[FlagRow, ...]:
    """Every finding about a flag, oldest first."""
    return flags_from(FlagAnswer.objects.filter(opportunity_id=opportunity_id).order_by("code", "number"), deal)


def flags_from(rows: Iterable[FlagAnswer], deal: Mapping[str, JSON]) -> tuple[FlagRow, ...]:
    """As `flag_rows`, of rows already read."""
    now = Against(deal)
    return tuple(
        FlagRow(
            row.id, row.code, row.number, row.state, row.note, tuple(row.evidence), row.recorded_by, row.recorded_at,
            now.stale("red_flags", row.basis),
        )
        for row in rows
    )  # fmt: skip


def rule_flags(rows: Sequence[FlagRow]) -> tuple[FlagFinding, ...]:
    """The latest finding of each flag; one about another deal counts as not assessed, except a confirmed one."""
    latest = {row.code: row for row in rows}
    return tuple(
        FlagFinding(row.code, FlagState(row.state), row.note, row.evidence, str(row.recorded_by))
        for row in latest.values()
        # What was found to be real does not become unreal because the deal was reworded.
        if not row.stale or row.state == FlagState.CONFIRMED
    )


def may_read_advice(by: Actor | None) -> bool:
    """Legal advice is for counsel alone until the fact in it is released."""
    return by is None or by.kind is Kind.SYSTEM or by.has(Role.COUNSEL)


def _row(row: Answer, now: Against, by: Actor | None) -> AnswerRow:
    released, expert = row.released_at is not None, row.engagement if row.engagement_id else None
    hidden = row.privileged and not released and not may_read_advice(by)
    asked = question(row.question)
    stage = STAGE_OF_SECTION[asked.section] if asked else "legal_framework"
    return AnswerRow(
        id=row.id,
        question=row.question,
        number=row.number,
        state="asked_no_answer" if hidden else row.state,
        value="" if hidden else row.value,
        reason="" if hidden else row.reason,
        source="" if hidden else row.source,
        voice=row.voice,
        expert=expert.name if expert else "",
        evidence=() if hidden else tuple(row.evidence),
        privileged=row.privileged,
        released=released,
        answered_on=row.answered_on,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        stale=now.stale(stage, row.basis),
        hidden=hidden,
        conflicts_signed=expert is None or expert.conflicts_signed_at is not None,
    )

"""Outside experts and first-hand sources of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.assessments.models import Answer, Engagement, FirstHandSource
from duecare.apps.assessments.rules.dependencies import stale
from duecare.apps.assessments.rules.experts import engagement_state, given_json, statement
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.kernel.actor import Actor, Kind
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .library import question


@dataclass(frozen=True, slots=True)
class EngagementRow:
    """One engagement as counsel sees it. `state`: invited, answering, signed, expired or revoked."""

    id: UUID
    opportunity_id: UUID
    name: str
    country: str
    qualification: str
    questions: tuple[str, ...]
    expires_on: date
    invited_by: UUID
    invited_at: datetime
    conflicts_none: bool | None
    conflicts_text: str
    conflicts_name: str
    conflicts_signed_at: datetime | None
    summary: str
    opinion_sha256: str
    signed_name: str
    signed_at: datetime | None
    statement_sha256: str
    state: str
    answered: int
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpertDesk:
    """All an expert sees: whom they speak to, what is asked, what they said. No other data of the file."""

    engagement_id: UUID
    name: str
    country: str
    expires_on: date
    questions: tuple[Question, ...]
    answers: Mapping[str, tuple[str, str, str]]
    """question → (state, value, reason) as last given."""
    conflicts_none: bool | None
    conflicts_text: str
    conflicts_name: str
    conflicts_signed_at: datetime | None
    signed_at: datetime | None

    @property
    def open(self) -> tuple[str, ...]:
        """Questions still without any entry."""
        return tuple(one.code for one in self.questions if one.code not in self.answers)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A first-hand source; `has_identity` says only that something is sealed away."""

    id: UUID
    number: int
    reference: str
    knows_of: str
    kind: str
    heard_on: date
    summary: str
    safety_plan: str
    has_identity: bool
    may_open: bool
    recorded_by: UUID
    stale: tuple[str, ...]


def engagements(opportunity_id: UUID, deal: Mapping[str, JSON], as_of: date) -> tuple[EngagementRow, ...]:
    """Every engagement of a file, oldest first."""
    rows = Engagement.objects.filter(opportunity_id=opportunity_id).order_by("invited_at", "id")
    given = Answer.objects.filter(opportunity_id=opportunity_id, engagement__isnull=False)
    return engagements_from(rows, given, deal, as_of)


def engagements_from(
    rows: Iterable[Engagement], given: Iterable[Answer], deal: Mapping[str, JSON], as_of: date
) -> tuple[EngagementRow, ...]:
    """As `engagements`, of engagements and answers already read."""
    answered = {(one.engagement_id, one.question) for one in given if one.engagement_id is not None}
    return tuple(_engagement(row, sum(key == row.id for key, _ in answered), deal, as_of) for row in rows)


def engagement_file(engagement_id: UUID) -> UUID:
    """The file an engagement belongs to. Raises NotFound."""
    found = Engagement.objects.filter(id=engagement_id).values_list("opportunity_id", flat=True).first()
    if found is None:
        raise NotFound("engagement")
    return found


def expert_of(token: str, on: date) -> Actor:
    """Who stands behind a link.

    Raises:
        NotFound: unknown, malformed, expired or revoked: one answer for all four, so that nobody learns
            which links once existed.
    """
    if not 20 <= len(token) <= 100 or not token.isascii():
        raise NotFound("page")
    row = Engagement.objects.filter(token_sha256=token_sha256(token)).first()
    if row is None or row.revoked_at is not None or on > row.expires_on:
        raise NotFound("page")
    return Actor(Kind.OUTSIDE, row.id, row.name, scope=row.id)


def desk(by: Actor) -> ExpertDesk:
    """What the expert behind this link sees. Raises NotFound without a scope."""
    row = Engagement.objects.filter(id=by.scope).first() if by.scope else None
    if row is None:
        raise NotFound("page")
    return ExpertDesk(
        engagement_id=row.id,
        name=row.name,
        country=row.country,
        expires_on=row.expires_on,
        questions=tuple(found for code in row.questions if (found := question(code))),
        answers={
            one.question: (one.state, one.value, one.reason)
            for one in Answer.objects.filter(engagement=row).order_by("question", "number")
        },
        conflicts_none=row.conflicts_none,
        conflicts_text=row.conflicts_text,
        conflicts_name=row.conflicts_name,
        conflicts_signed_at=row.conflicts_signed_at,
        signed_at=row.signed_at,
    )


def statement_of(row: Engagement, given: Iterable[Answer] | None = None) -> str:
    """Hash of what an engagement's signature covers, from what is stored now.

    Args:
        given: the expert's answers in the order of their numbers, where they were read already.
    """
    if given is None:
        given = Answer.objects.filter(engagement=row).order_by("question", "number")
    answers = {one.question: given_json(one.state, one.value, one.reason) for one in given}
    return statement(
        engagement=str(row.id),
        conflicts_none=row.conflicts_none,
        conflicts_text=row.conflicts_text,
        conflicts_name=row.conflicts_name,
        answers=answers,
        summary=row.summary,
        opinion_sha256=row.opinion_sha256,
        signed_name=row.signed_name,
    )


def first_hand_sources(by: Actor, opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[SourceRow, ...]:
    """The log of first-hand sources; nobody's name is in it."""
    rows = FirstHandSource.objects.filter(opportunity_id=opportunity_id).order_by("number")
    return tuple(
        SourceRow(
            id=row.id,
            number=row.number,
            reference=f"S-{row.number:02d}",
            knows_of=row.knows_of,
            kind=row.kind,
            heard_on=row.heard_on,
            summary=row.summary,
            safety_plan=row.safety_plan,
            has_identity=bool(row.identity),
            may_open=bool(row.identity) and row.recorded_by == by.id,
            recorded_by=row.recorded_by,
            stale=stale("first_hand_sources", row.basis, deal),
        )
        for row in rows
    )


def token_sha256(token: str) -> str:
    """What is stored of a link's secret; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _engagement(row: Engagement, answered: int, deal: Mapping[str, JSON], as_of: date) -> EngagementRow:
    return EngagementRow(
        id=row.id,
        opportunity_id=row.opportunity_id,
        name=row.name,
        country=row.country,
        qualification=row.qualification,
        questions=tuple(row.questions),
        expires_on=row.expires_on,
        invited_by=row.invited_by,
        invited_at=row.invited_at,
        conflicts_none=row.conflicts_none,
        conflicts_text=row.conflicts_text,
        conflicts_name=row.conflicts_name,
        conflicts_signed_at=row.conflicts_signed_at,
        summary=row.summary,
        opinion_sha256=row.opinion_sha256,
        signed_name=row.signed_name,
        signed_at=row.signed_at,
        statement_sha256=row.statement_sha256,
        state=engagement_state(
            revoked=row.revoked_at is not None,
            signed=row.signed_at is not None,
            conflicts=row.conflicts_signed_at is not None,
            expires_on=row.expires_on,
            on=as_of,
        ),
        answered=answered,
        stale=stale("local_expert", row.basis, deal),
    )

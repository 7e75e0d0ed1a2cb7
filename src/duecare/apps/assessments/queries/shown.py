"""Parts of a file already read, as a page shows them to one reader."""

from __future__ import annotations

from duecare.apps.assessments.models import Answer, Consultation, Engagement, ExportRecord
from duecare.kernel.actor import Actor

from .answers import AnswerRow, answers_from
from .consultations import ConsultationRow, consultations_from
from .experts import EngagementRow, SourceRow, engagements_from, first_hand_sources
from .export import ExportRow, exports_from
from .reading import FileReading


def answers_shown(file: FileReading, by: Actor) -> tuple[AnswerRow, ...]:
    """Every answer, oldest first; legal advice without its content for whoever may not read it."""
    return answers_from(file.kept.of(Answer), file.fields, by)


def engagements_shown(file: FileReading) -> tuple[EngagementRow, ...]:
    """Every engagement of an outside expert, oldest first."""
    return engagements_from(file.kept.of(Engagement), file.kept.of(Answer), file.fields, file.as_of)


def sources_shown(file: FileReading, by: Actor) -> tuple[SourceRow, ...]:
    """The log of first-hand sources, nobody's name in it; asked for anew, because a reading holds no sealed bytes."""
    return first_hand_sources(by, file.deal.id, file.fields)


def consultations_shown(file: FileReading) -> tuple[ConsultationRow, ...]:
    """Every consultation of people who could be affected, oldest first."""
    return consultations_from(file.kept.of(Consultation), file.fields)


def exports_of(file: FileReading) -> tuple[ExportRow, ...]:
    """Every export record of the deployments, newest first."""
    return exports_from(file.kept.of(ExportRecord))

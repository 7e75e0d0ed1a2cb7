"""What does not fit together in the files one may see, each with the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from duecare.apps.assessments.models import Answer, Engagement
from duecare.apps.assessments.rules.answers import worth
from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.actor import Actor

from .classification import ClassRow, changed_after_look, recorded_classes
from .days import today
from .deals import visible
from .experts import statement_of
from .library import question
from .reading import FileReading, readings
from .stages import expert_part

# Closed deals are history: nothing in them is to be mended.
_OVER = ("draft", "withdrawn", "rejected", "ended")
MOST = 150
"""Files read at once, the newest; the page says so."""


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One thing that does not fit. `section` names the page of the file where it is mended."""

    code: str
    sentence: str
    opportunity_id: UUID
    reference: str
    section: str


def inconsistencies(by: Actor, limit: int = MOST) -> tuple[Inconsistency, ...]:
    """All of them in the open files this person may see, at most `limit` files, newest first."""
    on = today()
    rows = visible(by).exclude(state__in=_OVER).order_by("-created_at", "id")
    ids = tuple(rows.values_list("id", flat=True)[:limit])
    files = readings(ids, on)
    return tuple(found for key in ids if key in files for found in _of(files[key]))


def _of(file: FileReading) -> Iterator[Inconsistency]:
    row = file.deal
    classes = recorded_classes(file)
    for check in (_expired, _other_deal, _overruled, _flags, _second_readers, _experts):
        for code, section, sentence in check(file):
            yield Inconsistency(code, sentence, row.id, row.reference, section)
    for code, section, sentence in _classes(file, classes.values()):
        yield Inconsistency(code, sentence, row.id, row.reference, section)
    if later := changed_after_look(file):
        said = f"Changed after somebody looked at what would change the class: {', '.join(later)}."
        yield Inconsistency("changed_after_look", said, row.id, row.reference, "class")
    latest = file.said.latest(row.id)
    if (
        latest is not None
        and latest.state in ("approved", "approved_with_conditions")
        and any(found.stale for found in classes.values())
    ):
        said = f"{latest.reference} was decided on facts that are different now."
        yield Inconsistency("decided_then_changed", said, row.id, row.reference, "class")


def _expired(file: FileReading) -> Iterator[tuple[str, str, str]]:
    for given in file.answers:
        asked = question(given.question)
        if asked is None:
            continue
        found = worth(given, as_of=file.as_of, valid_months=asked.valid_months, favourable=asked.favourable)
        if found.gap is UnknownKind.EXPIRED:
            yield "expired_answer", _section(asked.section), f"Question {asked.code}: {found.reason}"


def _other_deal(file: FileReading) -> Iterator[tuple[str, str, str]]:
    latest = {row.question: row for row in file.rows}
    for row in latest.values():
        asked = question(row.question)
        if row.stale and asked is not None:
            changed = ", ".join(field.replace("_", " ") for field in row.stale)
            said = f"Question {row.question} was answered for another deal: {changed} changed since."
            yield "answered_for_another_deal", _section(asked.section), said


def _overruled(file: FileReading) -> Iterator[tuple[str, str, str]]:
    """An expert's unfavourable answer that staff replaced by a favourable one."""
    by_question: dict[str, list[tuple[str, str]]] = {}
    for row in file.rows:
        by_question.setdefault(row.question, []).append((row.voice, row.value))
    for code, given in by_question.items():
        asked = question(code)
        if asked is None or given[-1][0] == "expert" or given[-1][1] not in asked.favourable:
            continue
        if any(voice == "expert" and value not in asked.favourable for voice, value in given[:-1]):
            yield (
                "expert_overruled",
                _section(asked.section),
                f"Question {code}: staff replaced the outside expert's answer.",
            )


def _flags(file: FileReading) -> Iterator[tuple[str, str, str]]:
    for code in file.flags.open:
        yield "flag_open", "red-flags", f"Red flag {code} is present and nothing answers it."


def _second_readers(file: FileReading) -> Iterator[tuple[str, str, str]]:
    for row in file.findings:
        if row.content_grade in (4, 5) and row.second_reader is None:
            yield "no_second_reader", "findings", f"{row.reference} was graded doubtful by one person only."


def _classes(file: FileReading, rows: Iterable[ClassRow]) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        if row.state == "proposed":
            yield "no_second_person", "class", f"The class {row.cls} waits for a second person."
        elif row.stale:
            yield "class_stale", "class", f"The class {row.cls} rests on facts that are different now."
        elif row.cls in ("elevated", "high") and not expert_part(file).complete:
            yield "expert_missing", "expert", f"The class is {row.cls}, and no outside expert's opinion stands."


def _experts(file: FileReading) -> Iterator[tuple[str, str, str]]:
    for row in file.kept.of(Engagement):
        given = [one for one in file.kept.of(Answer) if one.engagement_id == row.id]
        if row.signed_at is not None and statement_of(row, given) != row.statement_sha256:
            yield "opinion_altered", "expert", f"What {row.name} signed is not what is stored now."
        elif row.signed_at is None and row.revoked_at is None and file.as_of > row.expires_on:
            yield "link_expired", "expert", f"The link of {row.name} ended on {row.expires_on.isoformat()} unsigned."


def _section(section: str) -> str:
    """The page of the file that holds a section of the questionnaire."""
    return {
        "legal_framework": "legal", "intended_use": "necessity", "foreign_relations": "relations",
        "people": "people-at-risk",
    }.get(section, section)  # fmt: skip

"""What was said before: every version of an answer, a red flag, a group or a harm, as this person may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.assessments.models import GroupAnswer, HarmRating
from duecare.kernel.actor import Actor

from .reading import FileReading
from .risks import groups_from, harms_from
from .shown import answers_shown


@dataclass(frozen=True, slots=True)
class Version:
    """One version; `said` holds its fields in words, "" where nothing was said.

    Attributes:
        by: who recorded it.
        expert: the outside expert whose answer it is, "" for staff.
        hidden: legal advice that this reader may not see; `said` is empty.
    """

    number: int
    at: datetime
    by: UUID
    expert: str
    hidden: bool
    said: Mapping[str, str]


def versions(file: FileReading, by: Actor, kind: str, item: str) -> tuple[Version, ...]:
    """Every version of one entry, the newest first; nothing when there never was one.

    Args:
        kind: "answer", "flag", "group" or "harm".
        item: the question's, flag's or group's code; for a harm the id of any of its ratings.
    """
    found = {"answer": _answers, "flag": _flags, "group": _groups, "harm": _harms}[kind](file, by, item)
    return tuple(sorted(found, key=lambda one: one.number, reverse=True))


def harm_title(file: FileReading, item: str) -> str:
    """The right that a rating is about, "" when there is no such rating."""
    return next((row.right for row in file.kept.of(HarmRating) if str(row.id) == item), "")


def _answers(file: FileReading, by: Actor, item: str) -> Iterator[Version]:
    for row in answers_shown(file, by):
        if row.question == item:
            said = {
                "state": row.state, "value": row.value, "reason": row.reason, "source": row.source,
                "documents": ", ".join(row.evidence), "released": "yes" if row.privileged and row.released else "",
            }  # fmt: skip
            yield Version(
                row.number, row.recorded_at, row.recorded_by, row.expert, row.hidden, {} if row.hidden else said
            )


def _flags(file: FileReading, by: Actor, item: str) -> Iterator[Version]:
    for row in file.flag_rows:
        if row.code == item:
            said = {"state": row.state, "note": row.note, "documents": ", ".join(row.evidence)}
            yield Version(row.number, row.recorded_at, row.recorded_by, "", False, said)


def _groups(file: FileReading, by: Actor, item: str) -> Iterator[Version]:
    for kept in file.kept.of(GroupAnswer):
        for row in groups_from((kept,), file.fields):
            if row.group == item:
                said = {"state": row.state, "reasoning": row.reasoning, "consulted": row.consulted}
                yield Version(row.number, row.recorded_at, row.recorded_by, "", False, said)


def _harms(file: FileReading, by: Actor, item: str) -> Iterator[Version]:
    right = harm_title(file, item)
    for kept in file.kept.of(HarmRating):
        for row in harms_from((kept,), file.fields):
            if right and row.right == right:
                rating = "" if row.withdrawn else row.rated.sentence()
                said = {
                    "rating": rating, "withdrawn": "yes" if row.withdrawn else "", "reasoning": row.reasoning,
                }  # fmt: skip
                yield Version(row.number, row.recorded_at, row.recorded_by, "", False, said)

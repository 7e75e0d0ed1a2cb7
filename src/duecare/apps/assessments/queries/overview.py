"""The file at a glance: how far each section is, as this person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.apps.assessments.rules.completeness import SECTIONS, Part
from duecare.kernel.actor import Actor

from .classification import ClassRow, Computed, compute, recorded_classes
from .deals import Deal
from .reading import FileReading, file_open_to
from .stages import consultation_part, expert_part, parts_of, sources_part


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section; `stage` is the requirement of the gate it serves."""

    code: str
    stage: str
    done: int
    of: int
    complete: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileOverview:
    """A file at a glance, with the class of each deployment as recorded and as today's facts give it."""

    deal: Deal
    file: FileReading
    sections: tuple[SectionRow, ...]
    classes: tuple[tuple[UUID, ClassRow | None, Computed], ...]


def file_overview(by: Actor, opportunity_id: UUID, as_of: date) -> FileOverview:
    """The file of an opportunity open to `by`. Raises NotFound."""
    return overview_of(file_open_to(by, opportunity_id, as_of))


def overview_of(file: FileReading) -> FileOverview:
    """The overview of a file already read."""
    found = file.deal
    now = {one.id: compute(file, one.id) for one in found.deployments}
    recorded = recorded_classes(file, now)
    classes = tuple((key, recorded.get(key), computed) for key, computed in now.items())
    parts = {
        **parts_of(file),
        "consultation": consultation_part(file),
        "expert": expert_part(file),
        "sources": sources_part(file),
        "class": _class_part(classes),
    }
    sections = tuple(
        SectionRow(code, stage, parts[code].done, parts[code].of, parts[code].complete, parts[code].missing)
        for code, stage in SECTIONS
    )
    return FileOverview(found, file, sections, classes)


def _class_part(classes: tuple[tuple[UUID, ClassRow | None, Computed], ...]) -> Part:
    settled = [
        row for _, row, _ in classes if row and row.state == "confirmed" and not row.stale and not row.provisional
    ]
    missing = []
    for number, (_, row, _) in enumerate(classes, 1):
        if row is None:
            missing.append(f"a class for deployment {number}")
        elif row not in settled:
            missing.append(f"a confirmed, current and final class for deployment {number}")
    return Part("class", len(settled), max(1, len(classes)), tuple(missing) or (() if classes else ("a deployment",)))

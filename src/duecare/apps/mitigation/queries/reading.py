"""An opportunity as plan, gate and paper read it: its file, its plan, what its classes ask for. Read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.adapters.gathering import Rows, Within, gather
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import ClassRow, Deal, FileReading
from duecare.apps.mitigation.models import Measure, Plan
from duecare.kernel.actor import Actor
from duecare.kernel.errors import NotFound

from .required import Required, required_by

_OF_PLANS = Within(Plan, "opportunity_id", "id")


@dataclass(frozen=True, slots=True)
class Reading:
    """Five statements, whatever the number of opportunities; handed on as an argument and kept nowhere.

    Attributes:
        classes: the class of each deployment that has one.
        measures: those of the plan, by code.
    """

    file: FileReading
    classes: Mapping[UUID, ClassRow]
    need: Required
    plan: Plan | None
    measures: tuple[Measure, ...]

    @property
    def deal(self) -> Deal:
        """The deal of the file."""
        return self.file.deal


def read(opportunity_id: UUID, on: date) -> Reading:
    """Read an opportunity on a day, whoever asks. Raises NotFound."""
    return reading_of(assessments.read_file(opportunity_id, on))


def read_for(by: Actor, opportunity_id: UUID, on: date) -> Reading:
    """Read an opportunity that is open to `by`. Raises NotFound."""
    return reading_of(assessments.file_open_to(by, opportunity_id, on))


def read_many(ids: Iterable[UUID], on: date) -> dict[UUID, Reading]:
    """Readings by opportunity; an id without an opportunity is missing."""
    return _readings(assessments.readings(ids, on))


def reading_of(file: FileReading) -> Reading:
    """The reading of a file already read."""
    return _readings({file.deal.id: file})[file.deal.id]


def _readings(files: Mapping[UUID, FileReading]) -> dict[UUID, Reading]:
    plans, measures = gather(
        files, Rows(Plan, "opportunity_id"), Rows(Measure, "plan_id", _OF_PLANS, order=("code",))
    )  # fmt: skip
    of_plan: dict[UUID, list[Measure]] = {}
    for row in measures:
        of_plan.setdefault(row.plan_id, []).append(row)
    of_deal: dict[UUID, Plan] = {row.opportunity_id: row for row in plans}
    found = {}
    for key, file in files.items():
        plan, classes = of_deal.get(key), assessments.recorded_classes(file)
        rows = tuple(of_plan.get(plan.id, ())) if plan else ()
        found[key] = Reading(file, classes, required_by(file.deal, classes), plan, rows)
    return found


def plan_reading(by: Actor, opportunity_id: UUID, on: date) -> tuple[Reading, Plan]:
    """The reading of an opportunity that has a plan. Raises NotFound when there is none, or it is not open to `by`."""
    found = read_for(by, opportunity_id, on)
    if found.plan is None:
        raise NotFound("plan")
    return found, found.plan

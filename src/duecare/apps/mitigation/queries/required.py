"""What the classes of an opportunity's deployments require of its plan, now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import ClassRow, Deal
from duecare.apps.mitigation.rules.plans import CLASSES, FiredRule, PlannedMeasure, merged, plan_for
from duecare.kernel.canonical import JSON

from .catalogue import catalogue, minimums
from .days import today


@dataclass(frozen=True, slots=True)
class Required:
    """What must be in the plan, and how firm the classes are that ask for it.

    Attributes:
        cls: the worst class, "" while a deployment has none.
        reasons: the classes in words, one line for each deployment.
        measures: the union over all deployments, conditions precedent first.
        unclassified: deployments without a class, in words.
        unconfirmed: deployments whose class nobody confirmed, or which rests on facts of before.
    """

    cls: str
    reasons: tuple[str, ...]
    measures: tuple[PlannedMeasure, ...]
    unclassified: tuple[str, ...]
    unconfirmed: tuple[str, ...]


def required(opportunity_id: UUID) -> Required:
    """The requirements of an opportunity. Raises NotFound."""
    file = assessments.read_file(opportunity_id, today())
    return required_by(file.deal, assessments.recorded_classes(file))


def required_by(deal: Deal, rows: Mapping[UUID, ClassRow]) -> Required:
    """The requirements of a deal by the classes of its deployments."""
    named = {one.id: f"deployment {one.position}" for one in deal.deployments}
    held = {key: row for key in named if (row := rows.get(key)) is not None}
    return Required(
        cls=max((row.cls for row in held.values()), key=CLASSES.index, default=""),
        reasons=tuple(f"{named[key].capitalize()}: {row.trace['headline']}" for key, row in held.items()),
        measures=merged(_measures(held)),
        unclassified=tuple(name for key, name in named.items() if key not in held),
        unconfirmed=tuple(named[key] for key, row in held.items() if row.state != "confirmed" or row.stale),
    )


def _measures(held: Mapping[UUID, ClassRow]) -> Iterable[tuple[PlannedMeasure, ...]]:
    for row in held.values():
        yield plan_for(row.cls, fired_rules(row.trace), catalogue(), minimums(row.method_urn))


def fired_rules(trace: Mapping[str, JSON]) -> tuple[FiredRule, ...]:
    """Rules of a stored trace that require measures: fired, or counted because their facts are unknown."""
    rules = cast("Sequence[Mapping[str, JSON]]", trace["rules"])
    asked = ((str(rule["code"]), cast("Sequence[str]", rule["require"])) for rule in rules)
    return tuple(FiredRule(code, tuple(measures)) for code, measures in asked if measures)

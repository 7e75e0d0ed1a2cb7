"""At-risk groups and harms as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.assessments.models import GroupAnswer, HarmRating
from duecare.apps.assessments.rules.dependencies import Against, stale
from duecare.apps.assessments.rules.groups import GroupFinding, GroupState
from duecare.apps.assessments.rules.severity import Harm, Likelihood, RatedHarm, Remedy, Scale, Scope, rate_harm
from duecare.kernel.canonical import JSON


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What was found about one group."""

    id: UUID
    group: str
    number: int
    state: str
    reasoning: str
    consulted: str
    recorded_by: UUID
    recorded_at: datetime
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One harm as last rated; `rated` is its place in the matrix."""

    id: UUID
    right: str
    number: int
    withdrawn: bool
    reasoning: str
    recorded_by: UUID
    recorded_at: datetime
    stale: tuple[str, ...]
    rated: RatedHarm


def group_rows(opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[GroupRow, ...]:
    """The latest finding about each group."""
    return groups_from(GroupAnswer.objects.filter(opportunity_id=opportunity_id).order_by("group", "number"), deal)


def groups_from(rows: Iterable[GroupAnswer], deal: Mapping[str, JSON]) -> tuple[GroupRow, ...]:
    """As `group_rows`, of rows already read."""
    now = Against(deal)
    latest = {
        row.group: GroupRow(
            row.id, row.group, row.number, row.state, row.reasoning, row.consulted, row.recorded_by, row.recorded_at,
            now.stale("at_risk_groups", row.basis),
        )
        for row in rows
    }  # fmt: skip
    return tuple(latest.values())


def harm_rows(opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[HarmRow, ...]:
    """The latest rating of each harm, those taken out among them."""
    return harms_from(HarmRating.objects.filter(opportunity_id=opportunity_id).order_by("right", "number"), deal)


def harms_from(rows: Iterable[HarmRating], deal: Mapping[str, JSON]) -> tuple[HarmRow, ...]:
    """As `harm_rows`, of rows already read."""
    latest = {row.right: row for row in rows}
    return tuple(_harm(row, deal) for row in latest.values())


def rule_groups(rows: Iterable[GroupRow]) -> tuple[GroupFinding, ...]:
    """Findings about today's deal; a likely target stays one until somebody finds otherwise."""
    return tuple(
        GroupFinding(row.group, GroupState(row.state), row.reasoning, row.consulted)
        for row in rows
        if not row.stale or row.state == GroupState.LIKELY_TARGET
    )


def rule_harms(rows: Iterable[HarmRow]) -> tuple[Harm, ...]:
    """Harms that count; a rating made for another deal is read as not rated, at its worst."""
    return tuple(Harm(row.right) if row.stale else row.rated.harm for row in rows if not row.withdrawn)


def _harm(row: HarmRating, deal: Mapping[str, JSON]) -> HarmRow:
    harm = Harm(
        right=row.right,
        scale=Scale(row.scale) if row.scale else None,
        scope=Scope(row.scope) if row.scope else None,
        remedy=Remedy(row.remedy) if row.remedy else None,
        likelihood=Likelihood(row.likelihood) if row.likelihood else None,
        threatens_life_or_body=row.threatens_life_or_body,
    )
    return HarmRow(
        row.id, row.right, row.number, row.withdrawn, row.reasoning, row.recorded_by, row.recorded_at,
        stale("severity", row.basis, deal), rate_harm(harm),
    )  # fmt: skip

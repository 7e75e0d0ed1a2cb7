"""Decisions as they came out, with the papers they were bound to: for holding them beside each other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.governance.models import Condition, Decision
from duecare.kernel.canonical import JSON


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision; `conditions` are codes of measures, or the text of conditions of their own, that bind."""

    id: UUID
    reference: str
    title: str
    state: str
    procedure: str
    risk_class: str
    decided_at: datetime
    sha256: str
    conditions: frozenset[str]


_SHOWN = ("id", "reference", "title", "state", "procedure", "risk_class", "decided_at", "opened_at", "sha256")


def decided(states: Collection[str], limit: int, also: UUID | None = None) -> tuple[DecidedRow, ...]:
    """The newest decisions in these states.

    Args:
        also: one that is wanted in whatever state it is.
    """
    newest = Decision.objects.filter(state__in=states).order_by("-opened_at", "-reference")
    rows = list(newest.values(*_SHOWN)[:limit])
    if also is not None and all(row["id"] != also for row in rows):
        rows += Decision.objects.filter(id=also).values(*_SHOWN)
    bound: dict[UUID, set[str]] = defaultdict(set)
    binding = Condition.objects.filter(decision__in=[row["id"] for row in rows], adopted=True)
    for decision, measure, text in binding.values_list("decision_id", "measure", "text"):
        bound[decision].add(measure or text)
    return tuple(
        DecidedRow(
            row["id"], row["reference"], row["title"], row["state"], row["procedure"], row["risk_class"],
            row["decided_at"] or row["opened_at"], row["sha256"], frozenset(bound[row["id"]]),
        )
        for row in rows
    )  # fmt: skip


def frozen_payloads(ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, JSON]]:
    """The papers that some decisions are bound to, as they were frozen, in one statement."""
    rows = Decision.objects.filter(id__in=list(ids)).values_list("id", "payload")
    return {key: json.loads(text) for key, text in rows.iterator(100)}

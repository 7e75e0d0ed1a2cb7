"""A class that rests on figures of before: confirmed by two persons, then as if the figures had been others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.models import Classification, Reassessment
from duecare.apps.assessments.queries.reassessment import standing
from duecare.kernel.actor import Role
from tests.conftest import person

FIRST, SECOND = person(Role.ANALYST, name="anna analyst"), person(Role.COUNSEL, name="cora counsel")


def confirmed(opportunity_id: UUID) -> Classification:
    """The class of the first deployment as the facts of today give it, confirmed."""
    one = queries.deal(opportunity_id).deployments[0].id
    made = actions.propose_class(by=FIRST, deployment_id=one, reasons="Facts of the day")
    row = queries.class_of(one, queries.today())
    assert row is not None
    actions.confirm_class(
        by=SECOND, classification_id=made, seen_sha256=row.facts_sha256, reasons="Read the file and agree"
    )
    return Classification.objects.get(id=made)


def aged(row: Any) -> UUID | None:
    """The re-assessment queued for a class whose recorded figures are made others; None when it is in force no more."""
    if not standing().filter(id=row.pk).exists():
        return None
    figures = {
        place: {**held, "score": None if held["score"] is None else max(0.0, held["score"] - 7.5)}
        for place, held in row.figures.items()
    }
    Classification.objects.filter(id=row.pk).update(figures=figures, figures_sha256="0" * 64)
    actions.queue_reassessments()
    return Reassessment.objects.get(classification_id=row.pk, state="open").id


def queued(opportunity_id: UUID) -> UUID:
    """Both, one after the other."""
    found = aged(confirmed(opportunity_id))
    assert found is not None
    return found

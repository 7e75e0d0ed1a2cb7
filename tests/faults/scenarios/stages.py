"""Stages a company can stand at, and the shape of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from tests.apps.assessments import deals
from tests.apps.governance import people
from tests.apps.mitigation import figures, ready


@dataclass(frozen=True, slots=True)
class Scenario:
    """What comes before an action.

    Attributes:
        stage: a key of `BUILDERS`, or "empty".
        keywords: called in a home at that stage with the stage's value; returns the action's keywords.
        days: how many days later the action is done.
    """

    stage: str
    keywords: Callable[..., Mapping[str, object]]
    days: int = 0


def _planned(made: UUID) -> UUID:
    ready.planned(made)
    return made


def _submitted(made: UUID) -> tuple[UUID, UUID, people.Body]:
    body = people.found()
    return made, ready.submitted(made, body), body


def _voted(value: tuple[UUID, UUID, people.Body]) -> tuple[UUID, UUID, people.Body]:
    made, decision, body = value
    ready.votes(decision, body, made)
    return value


def _approved(value: tuple[UUID, UUID, people.Body]) -> UUID:
    from duecare.apps.mitigation import actions

    made, decision, body = value
    actions.close(by=body.chair, decision_id=decision, seen_votes=len(body.all()))
    return made


def _listed() -> UUID:
    from . import screening  # it takes its shape from here

    return screening.listed()


BUILDERS: dict[str, tuple[str, Callable[..., object]]] = {
    "filed": ("empty", lambda _: deals.filed()),
    "bench": ("empty", lambda _: people.found()),
    "rated": ("empty", lambda _: figures.held()),
    "listed": ("empty", lambda _: _listed()),
    "classified": ("rated", lambda _: ready.classified()),
    "planned": ("classified", _planned),
    "submitted": ("planned", _submitted),
    "voted": ("submitted", _voted),
    "approved": ("voted", _approved),
}
"""Stage -> (the stage it builds on, what happens there, called with that stage's value)."""

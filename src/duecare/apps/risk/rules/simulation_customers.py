"""Customers under two methods: the worst class of their deployments, and which rules moved it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from duecare.kernel.canonical import JSON

from .methodology import severity_of
from .simulation import Mover
from .simulation_classes import Rated, class_reasons
from .simulation_decisions import class_of, leading

Groups = Mapping[str, list[int]]
"""Customer's id → positions of their deployments in the cohort."""


def customer_classes(rated: Rated, groups: Groups) -> dict[str, str]:
    """The class each customer shows."""
    return {customer: class_of(rated, subjects) for customer, subjects in groups.items()}


def customer_movers(
    day: date, rated: tuple[Rated, Rated], groups: Groups, said: Mapping[str, Mapping[str, JSON]]
) -> tuple[Mover, ...]:
    """Every customer with another class, or blocked under one method only.

    Args:
        said: what is known of each customer, kept beside the mover.
    """
    found = []
    for customer, subjects in groups.items():
        before, after = class_of(rated[0], subjects), class_of(rated[1], subjects)
        blocked = [bool(one.blocked[one.worst[subjects]].any()) for one in rated]
        if before == after and blocked[0] == blocked[1]:
            continue
        direction = int(np.sign(severity_of(after) - severity_of(before))) or blocked[1] - blocked[0]
        at = leading(rated, subjects, direction)
        detail: dict[str, JSON] = {
            **said.get(customer, {}),
            "blocked_before": blocked[0],
            "blocked_after": blocked[1],
            "deployment": subjects.index(at) + 1,
        }
        found.append(
            Mover("customer", day, customer, before, after, direction, class_reasons(*rated, at, direction), detail)
        )
    return tuple(found)

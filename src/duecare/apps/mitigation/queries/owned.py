"""Whose measures there are: read whole, so that no statement tells of whom somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from duecare.apps.mitigation.models import Measure


def measures_owned() -> Iterator[tuple[UUID, UUID, datetime]]:
    """(person, customer, when its plan was drawn up) of every measure that somebody owns or owned."""
    rows = Measure.objects.exclude(owner_id=None).exclude(plan__customer_id=None).order_by()
    found = rows.values_list("owner_id", "plan__customer_id", "plan__drafted_at").distinct()
    for person, customer, at in found.iterator():
        if person and customer:  # as the statement says already
            yield person, customer, at

"""Whose measures there are: read whole, so that no statement tells of whom somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from duecare.adapters.as_text import as_text
from duecare.apps.mitigation.models import Measure


def measures_owned() -> Iterator[tuple[str, str, str]]:
    """(person, customer, when its plan was drawn up), as text, of every measure that somebody owns or owned."""
    rows = Measure.objects.exclude(owner_id=None).exclude(plan__customer_id=None).order_by()
    found = rows.values_list(*map(as_text, ("owner_id", "plan__customer_id", "plan__drafted_at"))).distinct()
    yield from found.iterator(chunk_size=5000)

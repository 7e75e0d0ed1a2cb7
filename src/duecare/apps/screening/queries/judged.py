"""Who judged hits of which parties: read whole, so that no statement tells of whom somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from duecare.adapters.as_text import as_text
from duecare.apps.screening.models import Disposition


def judged() -> Iterator[tuple[str, str, str]]:
    """As text (`adapters/as_text`): (person, party, when) of every judgement and of the second person's word on it."""
    rows = Disposition.objects.order_by()
    said = rows.values_list(*map(as_text, ("said_by", "hit__body_id", "said_at")))
    second = rows.exclude(second_person=None).values_list(*map(as_text, ("second_person", "hit__body_id", "second_at")))
    yield from said.union(second, all=True).iterator(chunk_size=5000)

"""In whose hands opportunities are or were, and whom each is about: read whole, so that no statement tells of whom."""

from __future__ import annotations

from collections.abc import Iterator

from duecare.adapters.as_text import as_text
from duecare.apps.assessments.models import Opportunity, Responsible

_AT_ONCE = 5000


def in_hand() -> Iterator[tuple[str, str, str]]:
    """(person, customer, since when), as text, of who asked for an opportunity, owns it, or has or had it in hand."""
    deals = Opportunity.objects.exclude(customer=None).order_by()
    asked = deals.values_list(*map(as_text, ("requester_id", "customer_id", "created_at")))
    owned = deals.values_list(*map(as_text, ("owner_id", "customer_id", "created_at")))
    held = Responsible.objects.exclude(opportunity__customer=None).order_by()
    given = held.values_list(*map(as_text, ("person_id", "opportunity__customer_id", "since")))
    yield from asked.union(owned, given, all=True).iterator(chunk_size=_AT_ONCE)


def deals_with_parties() -> Iterator[tuple[str, str, str | None]]:
    """As text: (opportunity, customer, party), a row for each party of an opportunity, and one where it has none."""
    rows = Opportunity.objects.exclude(customer=None).order_by()
    yield from rows.values_list(*map(as_text, ("id", "customer_id", "parties__body_id"))).iterator(chunk_size=_AT_ONCE)

"""Finding customers and bodies by their words; one statement each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from duecare.adapters.searching import first
from duecare.apps.parties.models import Body, Customer
from duecare.kernel.folding import words

ORDER = ("name", "id")


def find_customers(q: str, limit: int, only: QuerySet[Any, UUID | None] | None) -> tuple[tuple[UUID, str, str], ...]:
    """(id, name, reference) of customers, by name; `only` those a person may see, None for all."""
    rows = Customer.objects.all() if only is None else Customer.objects.filter(id__in=only)
    for word in words(q):
        rows = rows.filter(folded__contains=word)
    # Found among ids alone, which an index covers in this order; only what is shown is read from the table.
    ids = first(rows, ORDER, limit, few=only is not None)
    found = Customer.objects.filter(id__in=ids).order_by(*ORDER)
    return tuple(found.values_list("id", "name", "reference"))


def find_bodies(q: str, limit: int) -> tuple[tuple[UUID, str, str], ...]:
    """(id, name, country) of bodies, by name."""
    rows = Body.objects.all()
    for word in words(q):
        rows = rows.filter(folded__contains=word)
    found = Body.objects.filter(id__in=first(rows, ORDER, limit)).order_by(*ORDER)
    return tuple(found.values_list("id", "name", "country"))

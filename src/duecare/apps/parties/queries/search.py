"""Finding customers and bodies by their words.

To find eight rows that hold rare words every name is looked at. A customer is a body under a reference, and its text is
the body's after that reference: where no word can be of a reference, one look through the bodies finds both.
"""

from __future__ import annotations

from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from duecare.adapters.searching import first
from duecare.apps.parties.models import Body, Customer
from duecare.kernel.folding import words

ORDER = ("name", "id")
Found: TypeAlias = tuple[tuple[UUID, str, str], ...]
_IN_REFERENCES = frozenset("c-0123456789")
"""What the reference of a customer is written in, folded."""
_MORE = 3
"""So many times as many bodies are read as are asked for: customers are looked for among them."""


def find_parties(q: str, limit: int) -> tuple[Found, Found]:
    """Customers as `find_customers` and bodies as `find_bodies`, for whoever may see all of both."""
    if any(_IN_REFERENCES.issuperset(word) for word in words(q)):
        return find_customers(q, limit, None), find_bodies(q, limit)
    rows = _bodies(q, limit * _MORE).values_list("id", "name", "country", "customer__id", "customer__reference")
    place = {name: at for at, (_id, name, *_rest) in enumerate(rows)}
    theirs = [(key, name, reference) for _id, name, _country, key, reference in rows if key]
    customers = tuple(sorted(theirs, key=lambda one: (place[one[1]], one[0]))[:limit])
    # Both stand by name. A customer whose body was not read has the name of the last one here, or one behind it.
    if len(rows) == limit * _MORE and (len(customers) < limit or customers[-1][1] == rows[limit * _MORE - 1][1]):
        customers = find_customers(q, limit, None)
    return customers, tuple((key, name, country) for key, name, country, *_rest in rows[:limit])


def find_customers(q: str, limit: int, only: QuerySet[Any, UUID | None] | None) -> Found:
    """(id, name, reference) of customers, by name; `only` those a person may see, None for all."""
    rows = Customer.objects.all() if only is None else Customer.objects.filter(id__in=only)
    # Found among ids alone, which an index covers in this order; only what is shown is read from the table.
    ids = first(rows, ORDER, limit, wanted=words(q), few=only is not None)
    found = Customer.objects.filter(id__in=ids).order_by(*ORDER)
    return tuple(found.values_list("id", "name", "reference"))


def find_bodies(q: str, limit: int) -> Found:
    """(id, name, country) of bodies, by name."""
    return tuple(_bodies(q, limit).values_list("id", "name", "country"))


def _bodies(q: str, limit: int) -> QuerySet[Body]:
    ids = first(Body.objects.all(), ORDER, limit, wanted=words(q))
    return Body.objects.filter(id__in=ids).order_by(*ORDER)

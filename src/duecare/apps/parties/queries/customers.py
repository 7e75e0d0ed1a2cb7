"""Customers: one, many, and the list of a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from duecare.adapters.searching import holding, listed
from duecare.apps.parties.models import Customer
from duecare.apps.parties.rules.facets import counted
from duecare.apps.parties.rules.folding import words
from duecare.kernel.errors import NotFound

from .bodies import BodyRow, row_of

SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "id"),
    "country": ("country", "name", "id"),
    "level": ("class_rank", "name", "id"),
    "registered": ("registered_at", "id"),
    "reference": ("reference",),
}
UNRATED = "unrated"


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as shown; `worst_class` "" while no deployment has one; `suspended` while something supplied is."""

    id: UUID
    reference: str
    body: BodyRow
    status: str
    worst_class: str
    provisional: bool
    registered_at: datetime
    suspended: bool


@dataclass(frozen=True, slots=True)
class ListedCustomer:
    """One line of the list."""

    id: UUID
    reference: str
    name: str
    country: str
    kind: str
    status: str
    worst_class: str
    provisional: bool
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """What to list. Empty means any; `only` limits to what a person may see (None: everything)."""

    q: str = ""
    status: str = ""
    level: str = ""
    country: str = ""
    sort: str = "name"
    descending: bool = False
    offset: int = 0
    size: int = 25
    only: QuerySet[Any, UUID | None] | None = None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A page of the list; `facets` counts what each filter would leave, the others applied."""

    rows: tuple[ListedCustomer, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def customer(customer_id: UUID) -> CustomerRow:
    """One customer. Raises NotFound."""
    found = Customer.objects.select_related("body").filter(id=customer_id).first()
    if found is None:
        raise NotFound("customer")
    return _row(found)


def customer_rows(ids: Iterable[UUID]) -> Mapping[UUID, CustomerRow]:
    """Customers by id."""
    return {found.id: _row(found) for found in Customer.objects.select_related("body").filter(id__in=set(ids))}


def named_customers() -> Mapping[UUID, tuple[str, str, str]]:
    """(reference, name, country) of every customer by id, in one statement."""
    rows = Customer.objects.order_by("id").values_list("id", "reference", "name", "country")
    return {key: (reference, name, country) for key, reference, name, country in rows.iterator(5_000)}


def customers_called(references: Iterable[str]) -> Mapping[str, UUID]:
    """Ids of customers by reference; a reference that nobody has is missing."""
    rows = Customer.objects.filter(reference__in=set(references))
    return dict(rows.values_list("reference", "id"))


def customer_of_body(body_id: UUID) -> UUID | None:
    """The customer that this body is, or None."""
    return Customer.objects.filter(body_id=body_id).values_list("id", flat=True).first()


def customer_list(wanted: CustomerQuery) -> CustomerPage:
    """A page in two statements: one grouped count gives total and facets, one reads the rows."""
    searched = _searched(wanted)
    groups = searched.values_list("status", "worst_class", "country").annotate(n=Count("*")).order_by()
    picked = {"status": wanted.status, "level": wanted.level, "country": wanted.country}
    total, facets = counted((((status, level or UNRATED, land), n) for status, level, land, n in groups), picked)
    order = SORTS.get(wanted.sort, SORTS["name"])
    order = tuple(f"-{column}" if wanted.descending else column for column in order)
    few = None if wanted.only is None and not wanted.q else wanted.only is not None
    rows = listed(_filtered(searched, wanted), total, order, wanted.offset + wanted.size, few=few)
    columns = ("id", "reference", "name", "country", "kind", "status", "worst_class", "provisional", "registered_at")
    page = rows.values_list(*columns)[wanted.offset : wanted.offset + wanted.size] if total else ()
    return CustomerPage(tuple(ListedCustomer(*row) for row in page), total, facets)


def customers_by_country(only: QuerySet[Any, UUID | None] | None = None) -> Mapping[str, int]:
    """How many customers each country has, countries without one left out; `only` as in `CustomerQuery`."""
    rows = Customer.objects.all() if only is None else Customer.objects.filter(id__in=only)
    return dict(rows.values_list("country").annotate(n=Count("*")).order_by())


def _searched(wanted: CustomerQuery) -> QuerySet[Customer]:
    rows = Customer.objects.all()
    if wanted.only is not None:
        rows = rows.filter(id__in=wanted.only)
    return holding(rows, words(wanted.q), few=wanted.only is not None)


def _filtered(rows: QuerySet[Customer], wanted: CustomerQuery) -> QuerySet[Customer]:
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.level:
        rows = rows.filter(worst_class="" if wanted.level == UNRATED else wanted.level)
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    return rows


def _row(found: Customer) -> CustomerRow:
    return CustomerRow(
        found.id,
        found.reference,
        row_of(found.body),
        found.status,
        found.worst_class,
        found.provisional,
        found.registered_at,
        found.suspended,
    )

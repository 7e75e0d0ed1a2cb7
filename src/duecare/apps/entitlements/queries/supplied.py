"""Whom anything is supplied to, and whom anything was: customers with an entitlement that stands on a day, or stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Case, DateField, F, Max, Q, QuerySet, When

from duecare.apps.entitlements.models import Entitlement


def supplied_customers(on: date) -> frozenset[UUID]:
    """Customers with an entitlement in force on a day, or suspended: those still have the product in their hands."""
    stands = Q(state="suspended") | Q(state="in_force", starts_on__lte=on, ends_on__gte=on)
    rows = Entitlement.objects.filter(stands).order_by().values_list("customer_id", flat=True).distinct()
    return frozenset(rows)


def is_supplied(customer_id: UUID, on: date) -> bool:
    """The same of one customer."""
    stands = Q(state="suspended") | Q(state="in_force", starts_on__lte=on, ends_on__gte=on)
    return Entitlement.objects.filter(stands, customer_id=customer_id).exists()


def last_supplied(on: date, since: date) -> Mapping[UUID, date]:
    """The last day of supply of each former customer, where it was `since` a day or later.

    Former is to whom something was supplied and on `on` nothing is: everything ended, or its days are over. What one
    says of a relationship (`parties`, status) has no day, and a standing entitlement counts more than a word.
    """
    return _last(Entitlement.objects.all(), on, since, supplied_customers(on))


def last_supplied_of(customer_id: UUID, on: date, since: date) -> date | None:
    """The same of one customer; None when it is supplied, never was, or it is longer ago."""
    if is_supplied(customer_id, on):
        return None
    return _last(Entitlement.objects.filter(customer_id=customer_id), on, since, frozenset()).get(customer_id)


def _last(rows: QuerySet[Entitlement], on: date, since: date, supplied: frozenset[UUID]) -> Mapping[UUID, date]:
    # The day it was ended, or its last one where that came before. What ended before it began supplied nothing.
    over = Q(state="in_force", ends_on__lt=on) | Q(state="ended", since__gt=F("starts_on"), since__lte=on)
    last = Case(
        When(state="ended", since__lt=F("ends_on"), then=F("since")), default=F("ends_on"), output_field=DateField()
    )
    found = rows.filter(over, ends_on__gte=since).order_by().values("customer_id").annotate(last=Max(last))
    return {
        customer: day for customer, day in found.values_list("customer_id", "last")
        if since <= day and customer not in supplied
    }  # fmt: skip


def in_force_of(customer_id: UUID) -> tuple[UUID, ...]:
    """Entitlements of a customer that could be suspended and for which no change waits, by reference."""
    rows = Entitlement.objects.filter(customer_id=customer_id, state="in_force").exclude(changes__state="waiting")
    return tuple(rows.order_by("reference").values_list("id", flat=True))

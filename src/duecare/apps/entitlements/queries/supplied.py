"""Whom anything is supplied to: customers with an entitlement that stands on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

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


def in_force_of(customer_id: UUID) -> tuple[UUID, ...]:
    """Entitlements of a customer that could be suspended and for which no change waits, by reference."""
    rows = Entitlement.objects.filter(customer_id=customer_id, state="in_force").exclude(changes__state="waiting")
    return tuple(rows.order_by("reference").values_list("id", flat=True))

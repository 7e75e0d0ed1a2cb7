"""Who stood aside and who has an interest: read whole, so that no statement tells of whom somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from duecare.apps.governance.models import ConflictDeclaration, Recusal


def interests() -> Iterator[tuple[UUID, UUID, bool, datetime]]:
    """(person, customer or party, whether it was declared, when): of every standing interest in one, ended ones among
    them, and of whoever stood aside from a decision, also where a declaration put them aside. One statement."""
    aside = Recusal.objects.exclude(decision__customer_id=None).order_by()
    stood = aside.values_list("person_id", Cast("decision__customer_id", CharField()), "at", Value(""))
    said = ConflictDeclaration.objects.filter(kind__in=("customer", "company")).order_by()
    told = said.values_list("person_id", "ref", "declared_at", Value("declared"))
    for person, about, at, what in stood.union(told, all=True).iterator():
        try:
            yield person, UUID(about), bool(what), at
        except ValueError:
            continue  # written by hand: it names no row

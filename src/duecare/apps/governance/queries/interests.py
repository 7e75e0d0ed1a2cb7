"""Who stood aside and who has an interest: read whole, so that no statement tells of whom somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Value

from duecare.adapters.as_text import as_text, id_as_text
from duecare.apps.governance.models import ConflictDeclaration, Recusal


def interests() -> Iterator[tuple[str, str, bool, str]]:
    """(person, customer or party, whether it was declared, when), as text: of every standing interest in one, ended
    ones among them, and of whoever stood aside from a decision, also where a declaration put them aside. One
    statement."""
    aside = Recusal.objects.exclude(decision__customer_id=None).order_by()
    stood = aside.values_list(*map(as_text, ("person_id", "decision__customer_id", "at")), Value(""))
    said = ConflictDeclaration.objects.filter(kind__in=("customer", "company")).order_by()
    told = said.values_list(as_text("person_id"), "ref", as_text("declared_at"), Value("declared"))
    for person, about, at, what in stood.union(told, all=True).iterator():
        try:
            yield person, id_as_text(UUID(about)), bool(what), at
        except ValueError:
            continue  # written by hand: it names no row

"""Finding opportunities, products, contracts and documents by their words; one statement each.

What holds the words is found among ids alone, which an index covers; only what is shown is read from the table.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from duecare.adapters.searching import first, holding
from duecare.apps.assessments.models import Contract, Document, DocumentReader, Opportunity, Product
from duecare.kernel.actor import Actor, Role
from duecare.kernel.folding import words

from .deals import READERS, visible

ORDER = ("-created_at", "id")


def matching(by: Actor, q: str) -> QuerySet[Opportunity]:
    """Opportunities this person may see that hold every word."""
    return holding(visible(by), words(q), few=not by.has(*READERS))


def newest(
    by: Actor, rows: QuerySet[Opportunity], q: str, limit: int, near: int | None = None
) -> QuerySet[Opportunity]:
    """The newest of these that hold every word; `near` as in `searching.first`."""
    ids = first(rows, ORDER, limit, wanted=words(q), few=not by.has(*READERS), near=near)
    return Opportunity.objects.filter(id__in=ids).order_by(*ORDER)


def find_opportunities(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str, str], ...]:
    """(id, reference and title, client), the newest first."""
    found = newest(by, visible(by), q, limit).values_list("id", "reference", "title", "client")
    return tuple((key, f"{reference} {title}", client) for key, reference, title, client in found)


def find_products(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str], ...]:
    """(id, code and name), by code."""
    if not by.has(*READERS, Role.SALES):
        return ()
    rows = Product.objects.all()
    for word in words(q):
        rows = rows.filter(folded__contains=word)
    found = rows.order_by("code").values_list("id", "code", "name")[:limit]
    return tuple((key, f"{code} {name}") for key, code, name in found)


def find_contracts(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str, UUID], ...]:
    """(id, number and title, customer) of contracts of customers this person may see."""
    rows = Contract.objects.all()
    if not by.has(*READERS):
        rows = rows.filter(customer_id__in=visible(by).exclude(customer=None).values("customer_id"))
    for word in words(q):
        rows = rows.filter(folded__contains=word)
    found = rows.order_by("number", "id").values_list("id", "number", "title", "customer_id")
    return tuple((key, f"{number} {title}", of) for key, number, title, of in found[:limit])


def find_documents(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str, str], ...]:
    """(id, name, opportunity) of documents this person may open.

    That a privileged document exists is itself a secret, so one that is closed is neither found nor counted.
    """
    if not by.has(*READERS):
        return ()
    rows = Document.objects.all()
    if not by.has(Role.COUNSEL):
        named = DocumentReader.objects.filter(document=OuterRef("pk"), person_id=by.id)
        rows = rows.filter(Q(privileged=False) | Exists(named))
    for word in words(q):
        rows = rows.filter(folded__contains=word)
    found = rows.order_by("-added_at", "id").values_list("id", "name", "opportunity__reference")
    return tuple((key, name, reference) for key, name, reference in found[:limit])

"""Finding anything one may open by its words: the palette, the page and the API ask here.

Text is folded before it is stored, so every database finds the same. Each kind is one statement, whatever is held;
what is not open to whoever asks is neither found nor counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef
from django.db.models.expressions import RawSQL

from duecare.apps.accounts.queries import find_people
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import search as deals
from duecare.apps.assessments.queries.deals import READERS
from duecare.apps.governance.queries.search import find_committees, find_decisions
from duecare.apps.mitigation.models import Measure, Plan
from duecare.apps.parties.queries.search import find_bodies, find_customers, find_parties
from duecare.kernel.actor import Actor, Role
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.folding import fold, words

OPENS_NO_FILE = frozenset({Role.ADMINISTRATOR})
EACH = 8
PLANNED = 20_000
"""Among so many of the newest opportunities the first hits with a plan are looked for: the newest have none yet."""
ANY = re.compile("[%_!]")
"""What LIKE would read as anything, or as the escape."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something to open. `of`: for a plan its opportunity, for a contract its customer, for a country its code."""

    kind: str
    id: UUID | None
    title: str
    note: str = ""
    of: UUID | str | None = None


def find(by: Actor, q: str, each: int = EACH, *, bodies: bool = True) -> tuple[Found, ...]:
    """At most `each` of every kind this person may open.

    Args:
        bodies: False where no page of a body is open to whoever asks: they are many, and would be looked for in vain.
    """
    if not words(q):
        return ()
    people = tuple(Found("person", key, name) for key, name in find_people(by, q, each))
    if not by.roles - OPENS_NO_FILE:
        return people
    return (*_files(by, q, each, bodies=bodies), *people, *_countries(q, each))


def _files(by: Actor, q: str, each: int, *, bodies: bool) -> Iterator[Found]:
    only = assessments.customer_ids_of(by)
    if only is None and bodies:
        customers, others = find_parties(q, each)
    else:
        customers, others = find_customers(q, each, only), find_bodies(q, each) if bodies else ()
    for key, title, note in customers:
        yield Found("customer", key, title, note)
    found = deals.find_opportunities(by, q, each)
    for key, title, note in found:
        yield Found("opportunity", key, title, note)
    for key, title, note in others:
        yield Found("body", key, title, note)
    for key, title in deals.find_products(by, q, each):
        yield Found("product", key, title)
    for key, title, customer in deals.find_contracts(by, q, each):
        yield Found("contract", key, title, of=customer)
    for key, title in find_decisions(by, q, each):
        yield Found("decision", key, title)
    yield from _plans(by, q, each, [key for key, _title, _note in found])
    yield from _measures(by, q, each)
    for key, title in find_committees(by, q, each):
        yield Found("committee", key, title)
    for key, title, note in deals.find_documents(by, q, each):
        yield Found("document", key, title, note)


def _plans(by: Actor, q: str, each: int, first: Sequence[UUID]) -> Iterator[Found]:
    """Plans by their opportunity's words, of the newest opportunities first.

    Args:
        first: opportunities found; fewer than `each` are all that there are.
    """
    if len(first) == each:
        planned = assessments.visible(by).filter(Exists(Plan.objects.filter(opportunity=OuterRef("id"))))
        first = list(deals.newest(by, planned, q, each, PLANNED).values_list("id", flat=True))
    plans = Plan.objects.filter(opportunity__in=first).order_by("-opportunity__created_at", "-drafted_at", "id")
    for key, reference, title, of in plans.values_list("id", "reference", "title", "opportunity_id")[:each]:
        yield Found("plan", key, f"{reference} {title}", of=of)


def _measures(by: Actor, q: str, each: int) -> Iterator[Found]:
    """Measures by their own words."""
    rows = Measure.objects.filter(_holding(words(q)))
    if not by.has(*READERS):
        # Asked of each measure found: a seller of thousands of deals has hundreds of thousands of measures in them.
        rows = rows.filter(Exists(assessments.visible(by).filter(id=OuterRef("plan__opportunity_id"))))
    found = rows.order_by("folded", "id").values_list("id", "code", "title", "plan__reference")
    for key, code, title, reference in found[:each]:
        yield Found("measure", key, f"{code} {title}", reference)


def _holding(wanted: Sequence[str]) -> RawSQL:
    """Measures whose text holds every word.

    A catalogue's measure stands in every plan with the same text: one step through the index for each text that
    differs reads a few dozen entries instead of every measure of every plan. PostgreSQL is handed an array, because
    it would walk the whole index to compare each measure with a set that it has not seen.
    """
    table = Measure._meta.db_table
    holds = " AND ".join(["folded LIKE %s ESCAPE '!'"] * len(wanted))
    given = [f"%{ANY.sub(lambda found: '!' + found.group(), word)}%" for word in wanted]
    texts = f"""WITH RECURSIVE kinds(folded) AS (
        SELECT min(folded) FROM {table}
        UNION ALL
        SELECT (SELECT min(more.folded) FROM {table} more WHERE more.folded > kinds.folded) FROM kinds
        WHERE kinds.folded IS NOT NULL
    ) SELECT folded FROM kinds WHERE {holds}"""
    among = f"= ANY(ARRAY({texts}))" if connection.vendor == "postgresql" else f"IN ({texts})"
    return RawSQL(f"{table}.folded {among}", given, output_field=BooleanField())


def _countries(q: str, each: int) -> list[Found]:
    wanted = words(q)
    hits = [Found("country", None, name, code, code) for code, name, text in _named_countries()
            if all(word in text for word in wanted)]  # fmt: skip
    return hits[:each]


@cache
def _named_countries() -> tuple[tuple[str, str, str], ...]:
    """(code, name, both as they are searched) of every country."""
    return tuple((one.alpha3, one.name, fold(f"{one.name} {one.alpha3}")) for one in COUNTRIES.values())

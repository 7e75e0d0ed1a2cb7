"""Every party with its names, and what ties parties to each other: read whole, so that no statement tells who is meant.

Whoever looks for one name in secret looks for it here, in memory. Ids are text (`adapters/as_text`). Ties that ended
count: they are past, not undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import CharField, Value

from duecare.adapters.as_text import as_text
from duecare.apps.parties.models import Body, NoGo, Official, Ownership

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Named:
    """One party. `aliases`: what else it is or was called, in its own script too."""

    id: str
    name: str
    aliases: tuple[str, ...]
    parent_id: str | None
    customer_id: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class Tie:
    """`upper` holds a share of `lower`, ever; or, `speaks`, it is a person who has or had a function in it."""

    upper: str
    lower: str
    speaks: bool


def every_name() -> Iterator[Named]:
    """All parties, in one statement."""
    ids = map(as_text, ("id", "parent_id", "customer__id"))
    rows = Body.objects.order_by().values_list(*ids, "name", "native_name", as_text("aliases"), "customer__reference")
    for key, parent, customer, name, native, aliases, reference in rows.iterator(chunk_size=_AT_ONCE):
        more = json.loads(aliases) if aliases != "[]" else ()
        others = tuple(one for one in (native, *more) if one)
        yield Named(key, name, others, parent, customer, reference or "")


def every_tie() -> Iterator[Tie]:
    """All holdings and functions, in one statement."""
    held = Ownership.objects.order_by().values_list(
        as_text("owner_id"), as_text("owned_id"), Value("", output_field=CharField())
    )
    said = Official.objects.order_by().values_list(
        as_text("person_id"), as_text("body_id"), Value("speaks", output_field=CharField())
    )
    for upper, lower, what in held.union(said, all=True).iterator(chunk_size=_AT_ONCE):
        yield Tie(upper, lower, what == "speaks")


def refused_by() -> Iterator[tuple[str, str, str]]:
    """(person, party, when) of whoever put a party on the no-go register or had a part in taking it off."""
    named = NoGo.objects.exclude(body=None).order_by()
    first, *others = (
        named.exclude(**{who: None}).values_list(*map(as_text, (who, "body_id", at)))
        for who, at in (("entered_by", "entered_at"), ("lifting_by", "lifting_at"), ("lifted_by", "lifted_at"))
    )
    yield from first.union(*others, all=True).iterator(chunk_size=_AT_ONCE)

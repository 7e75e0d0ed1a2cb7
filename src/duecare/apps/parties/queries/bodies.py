"""Bodies, their tree and their owners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from duecare.apps.parties.models import Body, Ownership
from duecare.apps.parties.rules.folding import fold, words
from duecare.apps.parties.rules.screening import Content
from duecare.apps.parties.rules.tree import DEEPEST
from duecare.kernel.errors import NotFound

from .over import line


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as shown; `content_sha256` names what a screening speaks of."""

    id: UUID
    name: str
    native_name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    effective_authority: str
    place_of_use: str
    legal_basis: str
    registration: str
    parent_id: UUID | None
    version: int
    content_sha256: str
    birth: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A body between its ancestors (top first) and its direct children (by name)."""

    ancestors: tuple[BodyRow, ...]
    body: BodyRow
    children: tuple[BodyRow, ...]


@dataclass(frozen=True, slots=True)
class OwnershipRow:
    """A holding; `share` in per cent, None when its size is unknown."""

    id: UUID
    owner: BodyRow
    owned: BodyRow
    share: Decimal | None
    control: str
    start: date
    until: date | None
    source: str


def body(body_id: UUID) -> BodyRow:
    """One body. Raises NotFound."""
    found = Body.objects.filter(id=body_id).first()
    if found is None:
        raise NotFound("body")
    return row_of(found)


def bodies(ids: Iterable[UUID]) -> Mapping[UUID, BodyRow]:
    """Bodies by id; an id without a body is missing from the result."""
    return {found.id: row_of(found) for found in Body.objects.filter(id__in=set(ids))}


def body_ids() -> tuple[UUID, ...]:
    """Every body there is, by id."""
    return tuple(Body.objects.order_by("id").values_list("id", flat=True))


def every_body() -> QuerySet[Body]:
    """Every body, to be counted."""
    return Body.objects.all()


def tree(body_id: UUID) -> Tree:
    """A body with what stands above and directly below it. Raises NotFound."""
    upwards = [row_of(found) for found in line(body_id)]
    if not upwards:
        raise NotFound("body")
    children = Body.objects.filter(parent_id=body_id).order_by("name", "id")[:200]
    return Tree(tuple(upwards[:-1]), upwards[-1], tuple(row_of(child) for child in children))


def family(body_id: UUID) -> tuple[UUID, frozenset[UUID]]:
    """The top of the tree a body stands in, and every body of that tree, level by level."""
    here = tree(body_id)
    top = here.ancestors[0].id if here.ancestors else body_id
    found, level = {top}, {top}
    for _ in range(DEEPEST + 1):
        level = set(Body.objects.filter(parent_id__in=level).values_list("id", flat=True)) - found
        if not level:
            break
        found |= level
    return top, frozenset(found)


def search_bodies(q: str, limit: int = 20) -> tuple[BodyRow, ...]:
    """Bodies whose names hold every word of the search, accents and case aside; by name."""
    found = Body.objects.all()
    for word in words(q):
        found = found.filter(folded__contains=word)
    return tuple(row_of(one) for one in found.order_by("name", "id")[:limit])


def namesakes(name: str, country: str) -> tuple[BodyRow, ...]:
    """Persons of exactly this name (accents, case and spaces aside) in this country, the first entered first."""
    wanted = fold(name)
    rows = Body.objects.filter(country=country, kind="person")
    for word in words(name):
        rows = rows.filter(folded__contains=word)
    found = rows.order_by("entered_at", "id")[:500]
    return tuple(row_of(one) for one in found if wanted in {fold(one.name), fold(one.native_name)})


def find_body(name: str, country: str) -> UUID | None:
    """The body of exactly this name (accents, case and spaces aside) in this country, or None."""
    wanted = fold(name)
    rows = Body.objects.filter(country=country)
    for word in words(name):
        rows = rows.filter(folded__contains=word)
    for body_id, *names in rows.order_by("entered_at", "id").values_list("id", "name", "native_name")[:500]:
        if wanted in {fold(one) for one in names}:
            return body_id
    return None


def owners_of(body_id: UUID, on: date | None = None) -> tuple[OwnershipRow, ...]:
    """Who holds how much of a body, largest known share first; `on` leaves out holdings of other days."""
    return _holdings(Ownership.objects.filter(owned_id=body_id).select_related("owner", "owned"), on)


def owned_by(body_id: UUID, on: date | None = None) -> tuple[OwnershipRow, ...]:
    """What a body holds."""
    return _holdings(Ownership.objects.filter(owner_id=body_id).select_related("owner", "owned"), on)


def content_of(found: Body) -> Content:
    """What a screening compares with lists."""
    aliases = tuple(str(alias) for alias in found.aliases)
    return Content(found.name, found.native_name, aliases, found.kind, found.country, found.registration, found.birth)


def row_of(found: Body) -> BodyRow:
    """The frozen row of a body."""
    return BodyRow(
        id=found.id,
        name=found.name,
        native_name=found.native_name,
        aliases=tuple(str(alias) for alias in found.aliases),
        kind=found.kind,
        country=found.country,
        effective_authority=found.effective_authority,
        place_of_use=found.place_of_use,
        legal_basis=found.legal_basis,
        registration=found.registration,
        parent_id=found.parent_id,
        version=found.version,
        content_sha256=content_of(found).sha256(),
        birth=found.birth,
    )


def _holdings(rows: Iterable[Ownership], on: date | None) -> tuple[OwnershipRow, ...]:
    found = [
        OwnershipRow(
            row.id, row_of(row.owner), row_of(row.owned), row.share, row.control, row.start, row.until, row.source
        )
        for row in rows
        if on is None or (row.start <= on and (row.until is None or on < row.until))
    ]
    return tuple(sorted(found, key=lambda row: (-(row.share or Decimal(0)), row.owner.name)))

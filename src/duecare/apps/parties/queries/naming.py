"""Bodies by whatever a file calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from duecare.apps.parties.models import Body
from duecare.apps.parties.rules.folding import fold


def bodies_called(references: Iterable[str]) -> Mapping[str, tuple[UUID, ...]]:
    """Each reference → the bodies it could mean: by id, else by registration number, else by a whole name.

    Accents, case and spaces of a name do not matter. A reference that means nobody gives ().
    """
    wanted = set(references)
    ids: set[UUID] = set()
    registered, named = defaultdict[str, list[UUID]](list), defaultdict[str, list[UUID]](list)
    rows = Body.objects.order_by("id").values_list("id", "name", "native_name", "aliases", "registration")
    for body_id, name, native_name, aliases, registration in rows.iterator(chunk_size=2000):
        ids.add(body_id)
        if registration:
            registered[registration].append(body_id)
        for one in {fold(one) for one in (name, native_name, *aliases) if one}:
            named[one].append(body_id)
    return {one: _meant(one, ids, registered, named) for one in wanted}


def _meant(
    reference: str, ids: set[UUID], registered: Mapping[str, list[UUID]], named: Mapping[str, list[UUID]]
) -> tuple[UUID, ...]:
    try:
        if (asked := UUID(reference)) in ids:
            return (asked,)
    except ValueError:
        pass  # a number or a name
    return tuple(registered.get(reference) or named.get(fold(reference)) or ())

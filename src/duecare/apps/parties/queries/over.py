"""What stands above a body: its line up the tree, and whoever holds it by half or more.

Both walk as many levels as there are, so the database walks them: a statement each, however deep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from duecare.apps.parties.models import Body, Ownership
from duecare.apps.parties.rules.no_go import brings_under

# UNION, not UNION ALL: two companies that hold each other would be walked for ever. One recursive part, because
# PostgreSQL takes no second one. IN rather than a join: for a join SQLite would read every body there is into a filter.
UP = """WITH RECURSIVE up(id) AS (
    SELECT id FROM parties_body WHERE id IN ({marks})
    UNION
    SELECT CASE way.at WHEN 0 THEN body.parent_id ELSE held.owner_id END
    FROM up
    JOIN parties_body body ON body.id = up.id
    CROSS JOIN (SELECT 0 AS at UNION ALL SELECT 1) way
    LEFT JOIN parties_ownership held ON held.owned_id = body.id AND way.at = 1
    WHERE CASE way.at WHEN 0 THEN body.parent_id ELSE held.owner_id END IS NOT NULL
)
SELECT held.id, held.owner_id, held.owned_id, held.share, held.until
FROM parties_ownership held WHERE held.owned_id IN (SELECT id FROM up)
UNION ALL
SELECT body.id, body.parent_id, body.id, NULL, NULL
FROM parties_body body WHERE body.id IN (SELECT id FROM up) AND body.parent_id IS NOT NULL
UNION ALL
SELECT said.id, said.person_id, said.body_id, -1, said.until
FROM parties_official said WHERE said.body_id IN (SELECT id FROM up)"""
"""A parent is given as a holder from ever to ever whose share is not stated: it brings under its entry. A person with a
function is given with a share of -1, which no holding can have (`SPEAKS`)."""
SPEAKS = -1
LINE = """WITH RECURSIVE line(id, parent_id) AS (
    SELECT id, parent_id FROM parties_body WHERE id = %s
    UNION
    SELECT body.id, body.parent_id FROM line JOIN parties_body body ON body.id = line.parent_id
)
SELECT body.* FROM line JOIN parties_body body ON body.id = line.id"""


def line(body_id: UUID) -> list[Body]:
    """A body and what stands above it in the tree, top first; empty when there is no such body."""
    found = {row.id: row for row in Body.objects.raw(LINE, [_given(body_id)])}
    upwards: list[Body] = []
    here = found.get(body_id)
    while here is not None:
        upwards.append(here)
        here = found.pop(here.parent_id, None) if here.parent_id else None
    return upwards[::-1]


Walked = Sequence[Ownership]
"""Holdings met on the way upwards; from these follows what stands above by either measure."""


def walked(ids: Iterable[UUID]) -> Walked:
    """Every step upwards from these bodies, in one statement."""
    asked = sorted(set(ids))
    if not asked:
        return ()
    given = [_given(one) for one in asked]
    return list(Ownership.objects.raw(UP.format(marks=", ".join(["%s"] * len(asked))), given))


def above(ids: Iterable[UUID], on: date, rows: Walked) -> Mapping[UUID, frozenset[UUID]]:
    """For each body all that stand above it or hold any share of it, however small, and so on upwards."""
    return _upwards(ids, on, rows, every=True)


def over(ids: Iterable[UUID], on: date, rows: Walked) -> Mapping[UUID, frozenset[UUID]]:
    """For each body all that stand above it or bring it under an entry, and what stands above or holds those."""
    return _upwards(ids, on, rows, every=False)


def speaking(on: date, rows: Walked) -> Mapping[UUID, frozenset[UUID]]:
    """For each body met on the way the persons whose function in it has not ended; one without any is missing."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.share == SPEAKS and (row.until is None or row.until > on):
            found[row.owned_id].add(row.owner_id)
    return {body_id: frozenset(persons) for body_id, persons in found.items()}


def _upwards(ids: Iterable[UUID], on: date, rows: Walked, *, every: bool) -> Mapping[UUID, frozenset[UUID]]:
    next_up: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.share == SPEAKS:
            continue
        if (row.until is None or row.until > on) and (every or brings_under(row.share)):
            next_up[row.owned_id].add(row.owner_id)
    return {one: _reached(one, next_up) for one in sorted(set(ids))}


def _reached(start: UUID, next_up: Mapping[UUID, set[UUID]]) -> frozenset[UUID]:
    found: set[UUID] = set()
    left = set(next_up.get(start, ()))
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left |= next_up.get(one, set())
    return frozenset(found)


def _given(body_id: UUID) -> object:
    return UUIDField().get_db_prep_value(body_id, connection)

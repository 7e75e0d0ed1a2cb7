"""What an open vault knows of the groups that stand: each is tried once, and none is remembered that went."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import rings
from duecare.apps.intake.rules.rings import Ring
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.agent import shelf as shelves
from duecare.entrypoints.agent.leases import GROUPS, Openings
from duecare.entrypoints.agent.shelf import Shelf

WHO = {"strange": None, "letter": shelves.BESIDE}
"""What trying a group of this kind tells."""


class Store:
    """Groups of two tables, and a moment that is another after each change."""

    def __init__(self) -> None:
        self.rows: dict[Table, dict[bytes, str]] = {table: {} for table in Table}
        self.changes = 1

    def moment(self) -> bytes:
        return self.changes.to_bytes(4, "big")

    def groups(self, table: Table) -> list[bytes]:
        return sorted(self.rows[table])

    def there(self, names: set[bytes]) -> set[bytes]:
        assert not names
        return set()

    def kind(self, group: bytes) -> str | None:
        return next((rows[group] for rows in self.rows.values() if group in rows), None)


def shelf_of(ring: Ring) -> Shelf:
    return Shelf((), ring, Openings(GROUPS, []), clock.now, lambda _: None)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.sampled_from(sorted(WHO)), st.sampled_from(list(Table))),
        st.tuples(st.just("go"), st.integers(0, 30), st.none()),
        st.tuples(st.just("try"), st.integers(1, 3), st.none()),
        st.tuples(st.just("hand out"), st.integers(1, 3), st.none()),
        st.tuples(st.just("hear"), st.booleans(), st.none()),
        st.tuples(st.just("lock and open"), st.none(), st.none()),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_group_is_tried_once_and_what_went_is_forgotten(monkeypatch: pytest.MonkeyPatch, steps: Any) -> None:
    store, tries, ring = Store(), list[bytes](), Ring()
    site = cast(Site, SimpleNamespace(store=store))
    shelf, out = shelf_of(ring), list[Any]()

    def opens(_site: Site, _pairs: object, at: shelves.At) -> int | None:
        kind = store.kind(at.group)
        if kind is not None:
            tries.append(at.group)
        return WHO[kind or "strange"]

    monkeypatch.setattr(shelves, "opens", opens)

    def come(kind: str, table: Table) -> None:
        kind = kind if table is Table.GRANTS else "strange"  # letters lie among the grants
        store.rows[table][secrets.token_bytes(32)] = kind
        store.changes += 1

    def go(which: int, _: None) -> None:
        every = [(table, group) for table, rows in store.rows.items() for group in rows]
        if every:
            table, group = every[which % len(every)]
            del store.rows[table][group]
            store.changes += 1

    def work(many: int, _: None) -> None:
        for _turn in range(many):
            shelf.step(site)

    def hand_out(many: int, _: None) -> None:
        out.append(shelf.hand_out(many))

    def hear(done: bool, _: None) -> None:
        for some in out:
            if done:
                shelf.tried([(at, opens(site, (), at)) for at in some])
            else:
                shelf.given_back(some)
        out.clear()

    def anew(_a: None, _b: None) -> None:
        nonlocal shelf, ring
        hear(False, None)
        ring = shelf.ring(ring.log, ring.written + 1)
        shelf = shelf_of(ring)
        tries[:] = [one for one in tries if rings.mark(one) in ring.strange]

    acts: dict[str, Callable[[Any, Any], None]] = {
        "come": come, "go": go, "try": work, "hand out": hand_out, "hear": hear, "lock and open": anew,
    }  # fmt: skip
    for name, first, second in steps:
        acts[name](first, second)
        shelf.survey(site)
    hear(True, None)
    shelf.survey(site)
    while shelf.waits():
        shelf.step(site)
    there = {group for rows in store.rows.values() for group in rows}
    assert shelf.pending() == 0
    assert there <= set(tries) and len(tries) == len(set(tries))
    letters = {group for group in there if store.kind(group) == "letter"}
    assert shelf.beside.keys() == letters
    assert shelf.ring(ring.log, 1).strange == {rings.mark(one) for one in there - letters}
    again = shelf_of(shelf.ring(ring.log, 1))
    again.survey(site)
    left = again.ring(ring.log, 2).strange
    assert left == {rings.mark(one) for one in there - letters}
    assert {at.group for at in again.hand_out(100)} == letters

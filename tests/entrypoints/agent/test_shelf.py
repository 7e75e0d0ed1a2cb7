"""What an open vault knows of the groups that stand: each is tried once, and none is remembered that went."""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import cast
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from duecare.adapters import clock
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import rings
from duecare.apps.intake.rules.rings import Ring
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.agent import shelf as shelves
from duecare.entrypoints.agent.leases import GROUPS, Openings
from duecare.entrypoints.agent.shelf import At, Shelf

A_FEW = st.integers(1, 3)


class Store:
    """Groups of two tables, each with whether it holds a letter, and a moment that is another after each change."""

    def __init__(self) -> None:
        self.rows: dict[Table, dict[bytes, bool]] = {table: {} for table in Table}
        self.changes = 1

    def moment(self) -> bytes:
        return self.changes.to_bytes(4, "big")

    def groups(self, table: Table) -> list[bytes]:
        return sorted(self.rows[table])

    def there(self, names: set[bytes]) -> set[bytes]:
        assert not names
        return set()

    def every(self) -> dict[bytes, bool]:
        return {group: letter for rows in self.rows.values() for group, letter in rows.items()}


class Vault(RuleBasedStateMachine):
    """Groups come and go while a vault looks through them, with others that try some for it, and is locked at times."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.tries, self.ring = Store(), list[bytes](), Ring()
        self.site = cast(Site, SimpleNamespace(store=self.store))
        self.shelf, self.out = self.opened(), list[At]()

    def opened(self) -> Shelf:
        return Shelf((), self.ring, Openings(GROUPS, []), clock.now, lambda _: None)

    def opens(self, _site: Site, _pairs: object, at: At) -> int | None:
        letter = self.store.every().get(at.group)
        self.tries += [at.group] if letter is not None else []
        return shelves.BESIDE if letter else None

    def steps(self, most: int) -> None:
        with mock.patch.object(shelves, "opens", self.opens):
            while most and self.shelf.step(self.site):
                most -= 1

    @rule(table=st.sampled_from(list(Table)), letter=st.booleans())
    def comes(self, table: Table, letter: bool) -> None:
        self.store.rows[table][secrets.token_bytes(32)] = letter and table is Table.GRANTS
        self.store.changes += 1

    @rule(which=st.integers(0, 30))
    def goes(self, which: int) -> None:
        if every := [(table, group) for table, rows in self.store.rows.items() for group in rows]:
            table, group = every[which % len(every)]
            del self.store.rows[table][group]
            self.store.changes += 1

    @rule(many=A_FEW)
    def tries_some(self, many: int) -> None:
        self.steps(many)

    @rule(many=A_FEW)
    def hands_out(self, many: int) -> None:
        self.out += self.shelf.hand_out(many)

    @rule(done=st.booleans())
    def hears(self, done: bool) -> None:
        if done:
            self.shelf.tried([(at, self.opens(self.site, (), at)) for at in self.out])
        else:
            self.shelf.given_back(self.out)
        self.out.clear()

    @rule(gone=st.booleans())
    def is_locked_and_opened(self, gone: bool) -> None:
        self.hears(False)
        self.ring = self.shelf.ring(self.ring.log, self.ring.written + 1)
        if gone:
            self.goes(0)
        self.shelf = self.opened()
        self.tries = [one for one in self.tries if rings.mark(one) in self.ring.strange]  # letters are found anew

    @invariant()
    def knows_what_is_new(self) -> None:
        self.shelf.survey(self.site)

    def teardown(self) -> None:
        self.hears(True)
        self.shelf.survey(self.site)
        self.steps(1000)
        every = self.store.every()
        letters = {group for group, letter in every.items() if letter}
        assert self.shelf.pending() == 0 and self.shelf.beside.keys() == letters
        assert every.keys() <= set(self.tries) and len(self.tries) == len(set(self.tries))
        strange = {rings.mark(one) for one in every.keys() - letters}
        assert self.shelf.ring(self.ring.log, 1).strange == strange
        self.is_locked_and_opened(False)
        self.shelf.survey(self.site)
        assert self.shelf.ring(self.ring.log, 1).strange == strange
        assert {at.group for at in self.shelf.hand_out(1000)} == letters


TestVault = Vault.TestCase
TestVault.settings = settings(deadline=None, max_examples=150, stateful_step_count=25)

"""A company with keys, reports, and a key-ring of many cases, for measuring what is sealed.

Ten thousand cases are rows of the sizes they have, under names that a key-ring remembers: a list never opens them. The
newest few hundred are real. Keys cost what they cost in earnest, 256 MiB a passphrase.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from duecare.adapters.sealed import envelopes, vault_place
from duecare.adapters.sealed.objects import STEPS
from duecare.adapters.sealed.rows import INTAKE, SHRED
from duecare.adapters.sealed.rows import place as lies
from duecare.adapters.sealed.vaults import MEMORY, ring_key
from duecare.apps.intake.actions.keeping import keep_ring
from duecare.apps.intake.queries.listing import open_ring
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.rings import Remembered
from duecare.apps.intake.rules.store import Table
from duecare.entrypoints.cli import demo_keys
from tests.entrypoints.agent.running import House, Person, house

KEPT = "2027-01-01"
KINDS = 64
"""Different groups of strangers: one that was never meant for these keys costs the same under any name."""


def place(room: Path) -> House:
    """A company whose passphrases cost what they cost in earnest."""
    demo_keys.CHEAP = MEMORY
    return house(room)


@contextmanager
def raw(here: House) -> Iterator[sqlite3.Connection]:
    """Both files of a place, without waiting for the disk: what is put here is thrown away."""
    folder = here.home
    with closing(sqlite3.connect(folder / INTAKE)) as sql:
        sql.create_function("place", 1, lies, deterministic=True)
        sql.execute("attach database ? as shred", (str(folder / SHRED),))
        sql.execute("pragma main.synchronous = off")
        sql.execute("pragma shred.synchronous = off")
        sql.execute("pragma main.cache_size = -400000")
        with sql:
            yield sql


def filled(here: House, officer: Person, count: int) -> None:
    """The officer's key-ring holds so many cases more than are real, each with its rows."""
    vault = vault_place.find(here.agent, officer.person)
    key = ring_key(vault.opened(here.phrase))
    with here.site() as site:
        ring = open_ring(site, officer.person, key)
        assert ring is not None and ring.cases
        pattern = next(iter(ring.cases.values()))
        made = {secrets.token_bytes(16): _like(pattern) for _ in range(count)}
    with raw(here) as sql:
        groups = [(name, os.urandom(envelopes.GROUP), KEPT) for one in made.values() for name in (one.group,)]
        shares = ((one.recovery, os.urandom(envelopes.GROUP), KEPT) for one in made.values())
        sql.executemany("insert into main.submissions values (place(?1), ?1, ?2, ?3)", groups)
        sql.executemany("insert into main.grants values (place(?1), ?1, ?2, ?3)", shares)
        objects = ((name, os.urandom(STEPS[0]), KEPT) for one in made.values() for name in one.there)
        sql.executemany("insert into main.objects values (place(?1), ?1, ?2, ?3)", objects)
        keys = ((name, os.urandom(32)) for one in made.values() for name in (one.group, one.recovery))
        sql.executemany("insert into shred.outer_keys values (?, ?)", keys)
    with here.site() as site:
        whole = replace(ring, cases={**ring.cases, **made}, written=ring.written + 1)
        keep_ring(by=officer.person, site=site, vault=key, ring=whole)


def _like(pattern: Remembered) -> Remembered:
    names = [secrets.token_bytes(16) for _ in (*pattern.there, *pattern.awaited)]
    there = len(pattern.there)
    return replace(
        pattern, table=Table.SUBMISSIONS, group=secrets.token_bytes(32), recovery=secrets.token_bytes(32),
        there=tuple(names[:there]), awaited=tuple(names[there:]),
    )  # fmt: skip


def strangers(here: House, count: int) -> None:
    """So many groups more that are for nobody here."""
    with here.site() as site:
        rows = [envelopes.group(site.installation, bytes(32), []) for _ in range(min(count, KINDS))]
    with raw(here) as sql:
        for number in range(count):
            name, key = secrets.token_bytes(32), secrets.token_bytes(32)
            row = envelopes.veiled(key, rows[number % len(rows)])
            sql.execute("insert into main.grants values (place(?1), ?1, ?2, ?3)", (name, row, KEPT))
            sql.execute("insert into shred.outer_keys values (?, ?)", (name, key))


def officer_of(here: House) -> Person:
    """An intake officer of the external track."""
    return Person(here, here.holder(Office.INTAKE_EXTERNAL))

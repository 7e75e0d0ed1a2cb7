"""Key-rings: lists without SQL, of sizes that say little, and a memory for what somebody rolled back."""

from __future__ import annotations

import pytest

from duecare.adapters.sealed import objects
from duecare.apps.intake.actions.keeping import keep_ring
from duecare.apps.intake.actions.shredding import shred
from duecare.apps.intake.actions.turning import rotate
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.listing import Listed, listed, open_ring
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.rings import LEAST, Remembered, Ring, decoded, size
from duecare.apps.intake.rules.store import Table

from .casework import R, opened, submitted
from .memory import FULL, KEEP, TODAY, Memory, directory, end, seeded, site

pytestmark = pytest.mark.once

VAULT, PERSON = b"v" * 32, b"p" * 16


def mine(store: Memory, ring: Ring = Ring()) -> Listed:
    return listed(site(store), seeded("intake one"), ring)


def test_a_ring_is_read_under_its_vault_key_and_by_its_owner_only() -> None:
    store = Memory()
    for who in ("r", "s"):
        submitted(store, who)
    ring = mine(store).ring
    assert len(ring.cases) == 2 and ring.written == 1
    keep_ring(by=PERSON, site=site(store), vault=VAULT, ring=ring)
    assert open_ring(site(store), PERSON, VAULT) == ring and len(store.rings[PERSON]) == LEAST == 262_144
    assert open_ring(site(store), PERSON, b"w" * 32) is None and open_ring(site(store), b"q" * 16, VAULT) is None
    row = store.rings[PERSON]
    store.rings[PERSON] = row[:-1] + bytes([row[-1] ^ 1])
    assert open_ring(site(store), PERSON, VAULT) is None


def test_an_older_copy_of_a_ring_is_noise_once_it_was_written_anew() -> None:
    store = Memory()
    keep_ring(by=PERSON, site=site(store), vault=VAULT, ring=Ring())
    old = store.rings[PERSON]
    keep_ring(by=PERSON, site=site(store), vault=VAULT, ring=Ring(written=1))
    store.rings[PERSON] = old
    assert open_ring(site(store), PERSON, VAULT) is None


def test_a_ring_holds_no_seed_so_that_a_shredded_case_stays_shredded() -> None:
    store = Memory()
    submitted(store)
    found = mine(store)
    data = found.ring.encoded().decode()
    assert not any(seed.secret.hex() in data for seed in found.cases[0].bundle.seeds.values())
    shred(by=found.cases[0], site=site(store))
    assert mine(store, found.ring) == Listed(Ring({}, found.ring.log, 2), (), ())


def test_sizes_of_rings_are_powers_of_two() -> None:
    assert [size(n, 32) for n in (0, LEAST - 32, LEAST - 31, 2 * LEAST)] == [LEAST, LEAST, 2 * LEAST, 4 * LEAST]
    many = Ring(
        {bytes([a, b]) * 8: Remembered(Table.GRANTS, bytes(32), 1, {R: 2}) for a in range(16) for b in range(250)}
    )
    assert decoded(many.encoded()) == many and size(len(many.encoded()), objects.AROUND) == 2 * LEAST


def test_what_was_cut_off_or_rolled_back_is_told() -> None:
    store = Memory()
    submitted(store)
    early = store.copy()
    (case,) = opened(store, "intake one")
    write(by=case, site=site(store), compartment=R, kind=Kind.MESSAGE, body="a", keep_until=KEEP)
    ring = mine(store).ring
    assert mine(store, ring).warnings == ()
    assert mine(early, ring).warnings == ((case.id, "report went back"),)
    rotate(by=case, site=site(store))
    assert mine(store, ring).warnings == ()
    assert (case.id, "header went back") in mine(early, mine(store).ring).warnings


def test_a_key_log_that_lost_a_revocation_is_told() -> None:
    store = Memory()
    later = site(store, TODAY, directory(end(FULL, seeded("counsel").fingerprint, TODAY)))
    ring = listed(later, seeded("intake one"), Ring()).ring
    assert mine(store, ring).warnings == ((b"", "the key log went back"),)


def test_a_case_that_does_not_fit_is_told_and_hides_no_other() -> None:
    store = Memory()
    for who in ("r", "s"):
        submitted(store, who)
    (case, other) = opened(store, "intake one")
    seed = case.seed(Compartment.HEADER)
    name = objects.name(seed.secret, 1, 0)
    store.boxes[name] = bytes(len(store.boxes[name][0])), KEEP
    found = mine(store)
    assert [one.id for one in found.cases] == [other.id] and len(found.warnings) == 1

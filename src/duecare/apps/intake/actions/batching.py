"""The hashes of what is written wait for the open chain, and every day as many of them leave for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from duecare.adapters.sealed import objects
from duecare.adapters.sealed.keys import SEED
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.waiting import BATCH_ROW, WAITING, joined, waiting
from duecare.apps.intake.rules import batches, read_log
from duecare.apps.intake.rules.store import Store


@dataclass(frozen=True, slots=True)
class Batch:
    """What enters the open chain for a day: 256 hashes, sorted."""

    day: date
    hashes: tuple[bytes, ...]


def wait(site: Site, *digests: bytes) -> None:
    """Put the digests of entries behind those that wait; called inside the transaction that writes the entries."""
    before = joined(site.store, site.installation)
    _keep(site.store, site.installation, before + b"".join(map(batches.leaf, digests)))


def wait_for_reading(site: Site, before: bytes, digest: bytes) -> None:
    """The same of a reading, `before` being what its chain ended with; see `read_log.queued`."""
    every = waiting(site.store, site.installation)
    queued = read_log.queued(every, batches.leaf(before), batches.leaf(digest))
    _keep(site.store, site.installation, b"".join(queued))


def left_over(store: Store) -> Batch | None:
    """The newest batch that was made; whoever was stopped before it entered the chain enters it now."""
    row = store.daily(BATCH_ROW)
    return Batch(*batches.batch_of(row)) if row is not None else None


def close_day(store: Store, installation: bytes, day: date) -> Batch:
    """Make the batch of a day, once; a second call, also of another process, gives the same one.

    The day is the newest or a later one: what was off for days makes one batch when it is back.
    """
    with store.transaction():
        before = left_over(store)
        if before is not None and before.day >= day:
            return before
        noise = [secrets.token_bytes(batches.HASH) for _ in range(batches.BATCH)]
        today, later = batches.batch(waiting(store, installation), noise)
        store.put_daily(BATCH_ROW, batches.batch_row(day, today))
        _keep(store, installation, b"".join(later))
    return Batch(day, today)


def _keep(store: Store, installation: bytes, hashes: bytes) -> None:
    """One row of one size under a new key in the other file, so that one file does not tell how many there are."""
    key, name = secrets.token_bytes(SEED), batches.waiting_name(installation)
    size = batches.waiting_size(len(hashes) // batches.HASH, objects.AROUND)
    store.put_shred_key(name, key)
    store.put_daily(WAITING, objects.boxed(key, name, hashes, size))

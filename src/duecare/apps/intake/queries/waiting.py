"""Hashes of entries that wait for the open chain, and by which of them a member finds an entry there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from duecare.adapters.sealed import objects
from duecare.apps.intake.rules import batches
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.store import Store

from .opening import Case, read
from .site import Site
from .walking import At

WAITING, BATCH_ROW = "waiting", "batch"


class Mark(NamedTuple):
    """An entry, and the hash that stands for it in the open chain from the day's batch on."""

    at: At
    kind: Kind
    day: date
    leaf: bytes


def waiting(store: Store, installation: bytes) -> tuple[bytes, ...]:
    """Those not yet in a batch, oldest first. None when the row is missing or damaged: then no batch will have what
    waited in it, and whoever looks for their entry sees that."""
    return batches.cut(joined(store, installation))


def joined(store: Store, installation: bytes) -> bytes:
    """The same, one behind the other: each report only puts its own behind them, however many wait."""
    name = batches.waiting_name(installation)
    row, key = store.daily(WAITING), store.shred_key(name)
    content = objects.unboxed(key, name, row) if row is not None and key is not None else None
    return content if content is not None else b""


def marks(site: Site, case: Case, compartment: Compartment) -> Iterator[Mark]:
    """For each entry of a compartment what its reader looks for: `duecare audit find` tells the day."""
    for one in read(site, case, compartment).walk.found:
        yield Mark(one.at, one.entry.kind, one.entry.day, batches.leaf(one.digest))

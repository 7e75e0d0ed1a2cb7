"""A case's groups: the reporter's, the staff's, the one with recovery shares. Written whole, never changed in place."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from duecare.adapters.sealed import envelopes, shares
from duecare.adapters.sealed.envelopes import Place
from duecare.adapters.sealed.keys import SEED, OpeningKey, fingerprint
from duecare.apps.intake.queries.opening import granted
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.bundles import Bundle, Seed
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.headers import Dealing, Header
from duecare.apps.intake.rules.records import KeyRecord
from duecare.apps.intake.rules.store import Table

Seeds = Mapping[Compartment, Seed]


def new_seeds(epochs: Mapping[Compartment, int]) -> dict[Compartment, Seed]:
    """A random seed for each compartment in the epoch given."""
    return {one: Seed(epoch, secrets.token_bytes(SEED)) for one, epoch in epochs.items()}


def deal(case: bytes, holders: Iterable[bytes], threshold: int) -> tuple[Dealing, dict[bytes, bytes]]:
    """A new recovery seed, cut and forgotten: what the header says of it, and each holder's share."""
    seed = secrets.token_bytes(SEED)
    who = list(holders)
    dealt = dict(zip(who, shares.cut(seed, len(who), threshold), strict=True))
    known = {one: shares.share_hash(case, share) for one, share in dealt.items()}
    return Dealing(OpeningKey(seed).public, threshold, shares.seed_hash(case, seed), known), dealt


@dataclass(frozen=True, slots=True)
class Sealed:
    """A group before it is written: its row under the outer layer, and the key of that layer."""

    table: Table
    name: bytes
    row: bytes
    key: bytes = field(repr=False)


def sealed_groups(
    site: Site, header: Header, seeds: Seeds, half: bytes, dealt: Mapping[bytes, bytes]
) -> tuple[Sealed, ...]:
    """The groups that the header names, each under a new outer key.

    Made before the transaction that writes them: up to forty-eight envelopes take milliseconds in which nobody else
    could write.
    """
    staff = [_place(site, who, _bundle(header, who, seeds, half)) for who in header.members]
    reporter = fingerprint(header.reporter_opening, header.reporter_signing)
    own = Place(header.reporter_opening, reporter, _bundle(header, reporter, seeds, None).encoded())
    together = not any(header.group)
    made = [sealed_group(site, Table.SUBMISSIONS, header.mailbox, [own, *(staff if together else ())])]
    if not together:
        made.append(sealed_group(site, Table.GRANTS, header.group, staff))
    outer = {Compartment.RECOVERY: seeds[Compartment.RECOVERY]}
    holders = [_place(site, who, Bundle(header.case, outer, share=share)) for who, share in dealt.items()]
    return (*made, sealed_group(site, Table.GRANTS, header.recovery, holders))


def put_groups(site: Site, groups: Iterable[Sealed], keep_until: date) -> None:
    """Write them: the row, and apart from it the outer key that is shredded with it."""
    for one in groups:
        site.store.put_shred_key(one.name, one.key)
        site.store.put_group(one.table, one.name, one.row, keep_until)


def sealed_group(site: Site, table: Table, name: bytes, places: list[Place]) -> Sealed:
    """Sixteen envelopes in one row, under a new outer key."""
    key = secrets.token_bytes(SEED)
    return Sealed(table, name, envelopes.veiled(key, envelopes.group(site.installation, name, places)), key)


def drop_group(site: Site, table: Table, name: bytes) -> None:
    """The outer key first: what is left of the row, here or in a copy, is noise."""
    site.store.delete_shred_key(name)
    site.store.delete_group(table, name)


def _bundle(header: Header, who: bytes, seeds: Seeds, half: bytes | None) -> Bundle:
    mine = {one: seeds[one] for one in granted(header, who)}
    return Bundle(header.case, mine, half if Compartment.IDENTITY in header.members.get(who, ()) else None)


def _place(site: Site, who: bytes, bundle: Bundle) -> Place:
    record: KeyRecord | None = site.directory.valid(who, site.today)
    if record is None:
        raise ValueError("sealed only to keys that are certified today")
    return Place(record.opening, who, bundle.encoded())

"""A case, opened by one of its members: from the envelope to what every compartment holds."""

from __future__ import annotations

from dataclasses import dataclass

from duecare.adapters.sealed import envelopes
from duecare.adapters.sealed.keys import Keys, fingerprint
from duecare.apps.intake.rules import bundles
from duecare.apps.intake.rules.bundles import Bundle, Seed
from duecare.apps.intake.rules.compartments import OF_REPORTER, SEEDED, WRITTEN, Compartment, commitment
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.headers import Header, half_hash
from duecare.apps.intake.rules.records import READING, Office
from duecare.apps.intake.rules.refusals import Altered, NotHeld
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.succession import Standing

from .history import Version, versions
from .site import Site
from .walking import At, Found, Walk, walk

BY_SUBMISSION = ((At(1, 0), Compartment.RECOVERY, Kind.SLOTS),)
"""What the reporter's key signs while a report is sealed, and never again."""
BY_REPORTER = (Kind.REPORT, Kind.MESSAGE, Kind.FILE)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as one member has it. `header` is the newest of `versions`."""

    keys: Keys
    bundle: Bundle
    versions: tuple[Version, ...]
    header_walk: Walk

    @property
    def header(self) -> Header:
        """The newest version."""
        return self.versions[-1].header

    @property
    def id(self) -> bytes:
        """Case id."""
        return self.bundle.case

    def seed(self, compartment: Compartment) -> Seed:
        """The compartment's seed in its newest epoch.

        Raises:
            NotHeld: not granted to this member.
        """
        try:
            return self.bundle.seeds[compartment]
        except KeyError as fault:
            raise NotHeld(compartment.value) from fault


@dataclass(frozen=True, slots=True)
class Read:
    """A compartment as its members read it: entries by whoever may write there, and what did not fit."""

    entries: tuple[tuple[At, Entry], ...]
    faults: tuple[tuple[At, str], ...]
    walk: Walk


def bundle_in(site: Site, keys: Keys, table: Table, name: bytes) -> Bundle | None:
    """What a group holds for these keys, or None: not for them, shredded, damaged, absent. The answers are the same."""
    row, key = site.store.group(table, name), site.store.shred_key(name)
    if row is None or key is None:
        return None
    found = envelopes.open_group(site.installation, name, envelopes.veiled(key, row[0]), keys)
    try:
        return bundles.decoded(found) if found else None
    except ValueError:
        return None


def open_case(site: Site, keys: Keys, table: Table, name: bytes) -> Case | None:
    """The case whose bundle the group holds, or None when it holds none for these keys.

    Raises:
        Altered: there is one, and something about it does not fit.
    """
    bundle = bundle_in(site, keys, table, name)
    return case_of(site, keys, table, name, bundle) if bundle is not None else None


def case_of(site: Site, keys: Keys, table: Table, name: bytes, bundle: Bundle) -> Case | None:
    """The same, of a bundle that was taken out already; None when it is of a share or a letter.

    Raises:
        Altered: as above.
    """
    if Compartment.HEADER not in bundle.seeds:
        return None
    case = with_seeds(site, keys, bundle)
    header = case.header
    if name != (header.mailbox if table is Table.SUBMISSIONS else header.group):
        raise Altered("the header names another group")
    if bundle.half is not None and half_hash(case.id, bundle.half) != header.halves[0]:
        raise Altered("the half of identity is not the one in the header")
    if set(bundle.seeds) != granted(header, keys.fingerprint):
        raise Altered("the envelope holds other compartments than the header says")
    return case


def with_seeds(site: Site, keys: Keys, bundle: Bundle) -> Case:
    """The case that these seeds open, its header proved and every seed compared with it."""
    header_walk = walk(site.store, bundle.case, Compartment.HEADER, bundle.seeds[Compartment.HEADER])
    case = Case(keys, bundle, versions(site, header_walk), header_walk)
    if case.header.case != bundle.case:
        raise Altered("the header is another case's")
    for one, seed in bundle.seeds.items():
        if case.header.seeds.get(one) != (seed.epoch, commitment(case.id, one, seed.epoch, seed.secret)):
            raise Altered(f"the seed of {one.value} is not the one in the header")
    return case


def reporter_of(case: Case) -> bytes:
    """Fingerprint of the reporter's keys."""
    return fingerprint(case.header.reporter_opening, case.header.reporter_signing)


def read(site: Site, case: Case, compartment: Compartment, done: Walk | None = None) -> Read:
    """A compartment's entries. What somebody forged, moved or wrote without right is a fault and no entry.

    Args:
        done: the compartment as it was walked just now.

    Raises:
        NotHeld: not granted, or identity, which is no list of entries (`queries.identity`).
    """
    moment = site.store.moment() if done is None and site.kept is not None else b""
    if site.kept is None or not moment:
        return _read(site, case, compartment, done or walk(site.store, case.id, compartment, case.seed(compartment)))
    seed = case.seed(compartment)

    def made() -> Read:
        return _read(site, case, compartment, walk(site.store, case.id, compartment, seed))

    state = moment, site.directory.seen, site.today, case.id, case.keys.fingerprint
    return site.kept.of(state, (compartment, seed, len(case.versions)), made)


def _read(site: Site, case: Case, compartment: Compartment, found: Walk) -> Read:
    good, faults = [], list(found.faults)
    for one in found.found:
        if one.entry.day > site.today or not _rightly(site, case.versions, compartment, one):
            faults.append((one.at, "whoever signed it had no right to, or nobody signed it"))
        elif one.entry.kind is not Kind.LINK:
            good.append((one.at, one.entry))
    return Read(tuple(good), tuple(faults), found)


def recoveries(case: Case, found: Read) -> frozenset[At]:
    """Links of the work by which the committee, and nobody else, began an epoch: what they tell was approved. A member
    who turns the keys signs a link as well, and tells nothing by it."""
    by_committee = {
        one.header.seeds[Compartment.WORK][0] for one in case.versions if one.standing is Standing.COMMITTEE
    }
    wrong = {at for at, _why in found.faults}
    return frozenset(
        one.at for one in found.walk.found
        if one.entry.kind is Kind.LINK and one.at.epoch in by_committee and one.at not in wrong
    )  # fmt: skip


def _rightly(site: Site, history: tuple[Version, ...], compartment: Compartment, found: Found) -> bool:
    """Whether the author could write there in that epoch, was certified that day, and signed."""
    entry, first = found.entry, history[0].header
    if entry.author == fingerprint(first.reporter_opening, first.reporter_signing):
        return (
            (found.at, compartment, entry.kind) in BY_SUBMISSION
            or (compartment is Compartment.REPORT and entry.kind in BY_REPORTER)
        ) and site.proves(first.reporter_signing, found.signed, found.signature)
    during = [one for one in history if one.header.seeds.get(compartment, (1, b""))[0] == found.at.epoch]
    if entry.kind in (Kind.LINK, Kind.SLOTS):  # written with the header that begins the epoch
        right = entry.author == during[0].author if during else False
        site = site.at(during[0].header.log) if during else site
    else:
        right = compartment in WRITTEN and any(
            compartment in one.header.members.get(entry.author, frozenset()) for one in during
        )
    return right and site.signed_by_staff(entry, found.signed, found.signature, *READING, Office.COMMITTEE)


def _all(what: frozenset[Compartment]) -> frozenset[Compartment]:
    """What a member of staff reads: what was granted, and the two that serve the case."""
    return what | {Compartment.HEADER, Compartment.RECOVERY}


def granted(header: Header, who: bytes) -> set[Compartment]:
    """Compartments whose seeds the header gives to these keys."""
    if who == fingerprint(header.reporter_opening, header.reporter_signing):
        return set(OF_REPORTER)
    if who in header.observers:
        return {*header.members[who], Compartment.HEADER}
    return set(_all(header.members[who]) & set(SEEDED)) if who in header.members else set()

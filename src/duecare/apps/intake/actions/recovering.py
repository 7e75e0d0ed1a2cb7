"""Recovery: k holders of shares give a case new members when nobody is left who could."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from duecare.adapters.sealed import envelopes, shares
from duecare.adapters.sealed.keys import Keys, OpeningKey
from duecare.apps.intake.queries.opening import Case, bundle_in, with_seeds
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.walking import Found, look
from duecare.apps.intake.rules import headers
from duecare.apps.intake.rules.bundles import Bundle, Seed
from duecare.apps.intake.rules.compartments import RECOVERED, Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.headers import Dealing
from duecare.apps.intake.rules.reading import mapping, unpacked
from duecare.apps.intake.rules.refusals import Altered, FalseShares, TooFewShares
from duecare.apps.intake.rules.store import Table

from .submitting import slot_info
from .turning import Members, Turn, turn

SLOT = 8 + 32
"""Bytes in a slot: an epoch and a seed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one holder brings: the share, and a signature under who is to read the case."""

    share: bytes = field(repr=False)
    approval: bytes


def part(*, by: Keys, site: Site, group: bytes, members: Members) -> Part | None:
    """One holder's part, or None when the group holds no share for these keys."""
    bundle = bundle_in(site, by, Table.GRANTS, group)
    if bundle is None or bundle.share is None:
        return None
    dealing = _record(site, bundle)[0]
    return Part(bundle.share, by.signing.sign(headers.to_approve(bundle.case, dealing.seed, members)))


def recover(
    *, by: Keys, site: Site, group: bytes, parts: Mapping[bytes, Part], members: Members,
    reasons: Mapping[bytes, str] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Give the case new members under the approvals brought; shares are dealt anew to the same holders.

    Args:
        reasons: what each of them gave as theirs; the case's record keeps the beginning of it.

    Raises:
        FalseShares: names the holders whose share is not the one dealt.
        TooFewShares: fewer than the threshold, or too few approved.
        Altered: the record or the header does not fit.
    """
    bundle = bundle_in(site, by, Table.GRANTS, group)
    if bundle is None or bundle.share is None:
        raise Altered("no share for these keys")
    dealing, record = _record(site, bundle)
    brought = {who: one.share for who, one in parts.items()}
    if false := shares.false_shares(bundle.case, brought, dealing.shares):
        raise FalseShares(false)
    seed = shares.joined(bundle.case, list(brought.values()), dealing.seed)
    if len(parts) < dealing.threshold or seed is None:
        raise TooFewShares(len(parts), dealing.threshold)
    case = _opened(site, by, bundle, record, OpeningKey(seed))
    if case.header.dealing != dealing or case.header.recovery != group:
        raise Altered("the header deals another seed")
    approvals = {who: one.approval for who, one in parts.items()}
    turn(by=case, site=site, to=Turn(members, dealing.shares, approvals=approvals, reasons=reasons))


def dealing_in(*, site: Site, bundle: Bundle) -> tuple[Dealing, date]:
    """How the seed of a share was dealt, and when. Raises Altered: the record does not fit."""
    dealing, record = _record(site, bundle)
    return dealing, record.entry.day


def _record(site: Site, bundle: Bundle) -> tuple[Dealing, Found]:
    """The recovery record of this dealing: first of its epoch, but for the link. Nobody else can have put one there.

    What it holds is compared with the header once that is open: nobody reads that before.
    """
    outer = bundle.seeds[Compartment.RECOVERY]
    found = look(site.store, bundle.case, Compartment.RECOVERY, outer, 0 if outer.epoch == 1 else 1)
    if found is None or found.entry.kind is not Kind.SLOTS:
        raise Altered("there is no recovery record")
    try:
        return headers.dealing_of(mapping(found.entry.body).get("dealing")), found
    except ValueError as fault:
        raise Altered("the recovery record is malformed") from fault


def _opened(site: Site, by: Keys, bundle: Bundle, record: Found, key: OpeningKey) -> Case:
    """The case as the recovered seeds open it, every one compared with the header."""
    sealed = mapping(mapping(record.entry.body).get("slots"))

    def slot(what: str) -> Seed:
        try:
            box = unpacked(sealed.get(what), SLOT + envelopes.OVERHEAD)
        except ValueError as fault:
            raise Altered(f"the slot of {what} is malformed") from fault
        plain = envelopes.unwrap(box, key, slot_info(site.installation, bundle.case, what))
        if plain is None:
            raise Altered(f"the slot of {what} does not open")
        return Seed(int.from_bytes(plain[:8], "big"), plain[8:])

    seeds = {one: slot(one.value) for one in RECOVERED} | dict(bundle.seeds)
    half = slot("half").secret
    case = with_seeds(site, by, Bundle(bundle.case, seeds, half))
    if headers.half_hash(bundle.case, half) != case.header.halves[0]:
        raise Altered("the half of identity is not the one in the header")
    return case

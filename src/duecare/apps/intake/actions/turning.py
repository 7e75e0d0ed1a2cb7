"""Turning the keys of a case: grant, revocation and rotation, which storage cannot tell apart."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from duecare.adapters.sealed import envelopes
from duecare.apps.intake.queries.history import MEMBERS, objections
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.queries.walking import At, Walk, walk, walk_readings
from duecare.apps.intake.rules import succession
from duecare.apps.intake.rules.agreements import Agreement
from duecare.apps.intake.rules.bundles import Seed
from duecare.apps.intake.rules.compartments import SEEDED, WRITTEN, Compartment
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.headers import Header
from duecare.apps.intake.rules.read_log import LANES
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.recovered import Recovered
from duecare.apps.intake.rules.refusals import Altered, NotHeld, TooFewShares
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Denied

from .batching import wait
from .groups import Seeds, deal, drop_group, new_seeds, put_groups, sealed_groups
from .submitting import SERVICE, commitments, slots
from .writing import changed, place, still_open

Members = Mapping[bytes, frozenset[Compartment]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to hold afterwards.

    Attributes:
        members: who reads which compartments.
        holders: committee members who get shares.
        custody: further custodians, with the half sealed to each by one of them.
        observers: further third parties, and what makes them so.
        approvals: signatures of the committee, when the committee turns the keys, with their `reasons`.
        upon: heads of the compartments on which it was decided; nothing has come behind them.
    """

    members: Members
    holders: Collection[bytes]
    custody: Mapping[bytes, bytes] = field(default_factory=dict)
    approvals: Mapping[bytes, bytes] = field(default_factory=dict)
    observers: Mapping[bytes, Agreement] = field(default_factory=dict)
    reasons: Mapping[bytes, str] = field(default_factory=dict)
    upon: Mapping[Compartment, bytes] = field(default_factory=dict)


def grant(*, by: Case, site: Site, to: Members, upon: Mapping[Compartment, bytes] | None = None) -> None:
    """Let certified people read compartments of the case, from its beginning on; adds to what they may read.

    Raises:
        NotHeld: `by` does not hold every compartment.
        Denied: somebody is not certified today, or more than sixteen would read.
        Conflict: see `turn`.
    """
    members = dict(by.header.members)
    for who, what in to.items():
        members[who] = members.get(who, frozenset()) | (what & set(WRITTEN))
    turn(by=by, site=site, to=Turn(members, by.header.dealing.shares, upon=upon or {}))


def revoke(*, by: Case, site: Site, who: bytes, compartments: Collection[Compartment] = WRITTEN) -> None:
    """Take compartments from somebody; all of them, and they are out of the case and get no share any more.

    Raises:
        NotHeld: `by` does not hold every compartment.
        Denied: nobody who holds all of them would be left.
    """
    left = by.header.members.get(who, frozenset()) - set(compartments)
    members = {**by.header.members, who: left}
    holders = [one for one in by.header.dealing.shares if left or not _same_person(site, one, who)]
    turn(by=by, site=site, to=Turn(members, holders))


def _same_person(site: Site, one: bytes, other: bytes) -> bool:
    """Whether two keys are one person's; who holds a share under another key is out all the same."""
    persons = {known.fingerprint: known.record.person for known in site.directory.every}
    return one == other or (one in persons and persons.get(one) == persons.get(other))


def rotate(*, by: Case, site: Site) -> None:
    """New seeds for everybody who stays."""
    turn(by=by, site=site, to=Turn(by.header.members, by.header.dealing.shares))


def turn(*, by: Case, site: Site, to: Turn) -> None:
    """One transaction: a link into every compartment, a recovery record, a header, three groups; the old ones gone.

    Whoever's certificate ended is left out, as member and as holder of a share.

    Raises:
        NotHeld, Denied, TooFewShares: see above; nothing was changed.
        Altered: too few of the committee approved these members; nothing was changed.
        Conflict: somebody turned them at the same moment, or wrote since it was decided; nothing was changed.
    """
    header, dealt, seeds = _next(by, site, to)
    half = by.bundle.half
    assert half is not None
    rows = site.store.group(Table.SUBMISSIONS, by.header.mailbox)
    keep_until = rows[1] if rows else site.today
    groups = sealed_groups(site, header, seeds, half, dealt)
    with site.store.transaction():
        still_open(by, site)
        digests = _links(by, site, seeds, keep_until, to)
        written = list(digests.values())
        bodies: tuple[tuple[Compartment, Kind, JSON], ...] = (
            (Compartment.RECOVERY, Kind.SLOTS, slots(site, by.id, header.dealing, seeds, half)),
            (Compartment.HEADER, Kind.HEADER, header.plain()),
        )
        for compartment, kind, body in bodies:
            entry = Entry(kind, by.keys.fingerprint, site.today, digests[compartment], body)
            written.append(
                place(site, by.keys, by.id, compartment, seeds[compartment], 1, entry, keep_until, least=SERVICE)
            )
        wait(site, *written)
        for name in (by.header.group, by.header.recovery, *_shut(by, site, header)):
            drop_group(site, Table.GRANTS, name)
        put_groups(site, groups, keep_until)


def _shut(by: Case, site: Site, header: Header) -> tuple[bytes, ...]:
    """Groups of briefs that nobody outside opens any more: somebody loses the work, in which the seeds of their letters
    stand. What advisers wrote from now on would be open to them, so nothing more comes; a member ends the brief."""
    work = Compartment.WORK
    loses = any(work in what and work not in header.members.get(who, ()) for who, what in by.header.members.items())
    found = standing(site, by).work if loses else None
    return tuple(one.sent[2].letter for one in found.briefs.values() if one.sent and not one.ended) if found else ()


def _next(by: Case, site: Site, to: Turn) -> tuple[Header, dict[bytes, bytes], Seeds]:
    before, me = by.header, by.keys.fingerprint
    if not to.approvals and (lacks := succession.lacking(before, me)):
        raise NotHeld(*(one.value for one in lacks))
    certified = {who for who in to.members if site.directory.valid(who, site.today, *MEMBERS, Office.OBSERVER)}
    members = {who: what for who, what in to.members.items() if what and who in certified}
    _possible(before, to, members)
    holders = [who for who in to.holders if site.directory.valid(who, site.today, Office.COMMITTEE)]
    if len(holders) < before.dealing.threshold:
        raise TooFewShares(len(holders), before.dealing.threshold)
    dealing, dealt = deal(by.id, holders, before.dealing.threshold)
    seeds = new_seeds({one: before.seeds[one][0] + 1 for one in SEEDED})
    header = replace(
        before, version=before.version + 1, members=members, seeds=commitments(by.id, seeds), dealing=dealing,
        group=secrets.token_bytes(32), recovery=secrets.token_bytes(32), log=site.directory.seen,
        custody={**before.custody, **to.custody}, approvals=to.approvals,
        observers={who: one for who, one in {**before.observers, **to.observers}.items() if who in members},
    )  # fmt: skip
    for why in objections(site, before, header, me, site.today):  # what no reader would take is not written
        raise Altered(why)
    return header, dealt, seeds


def _possible(before: Header, to: Turn, members: Members) -> None:
    """Raises Denied unless this can be the case's next state."""
    strange = [who for who, what in to.members.items() if what and who not in members and who not in before.members]
    if strange:
        raise Denied("Somebody has no key certified today.", "Nothing was changed.", "Ask the officers to certify one.")
    if len(members) > envelopes.PLACES:
        raise Denied("No more than sixteen people may read a case.", "Nothing was changed.", "Take somebody out first.")
    if not any(what == frozenset(WRITTEN) for what in members.values()):
        raise Denied(
            "Nobody would be left who holds every compartment.",
            "Nothing was changed.",
            "Grant all of them to somebody else first; without such a person only the committee could change anything.",
        )


def _links(by: Case, site: Site, seeds: Seeds, keep_until: date, to: Turn) -> dict[Compartment, bytes]:
    """Put the seed of the epoch that ends behind the one that begins; returns what the next entry follows."""
    digests: dict[Compartment, bytes] = {}
    for one in SEEDED:
        before = by.seed(one)
        found = by.header_walk if one is Compartment.HEADER else walk(site.store, by.id, one, before)
        if found.head != to.upon.get(one, found.head):
            raise changed()
        body = _ended(found, before)
        if one in LANES:
            read = walk_readings(site.store, by.id, one, before)
            body["readings"] = [read.next.counter, read.head.hex()]
        if one is Compartment.WORK and to.reasons:
            body["recovered"] = Recovered(to.reasons).plain()
        entry = Entry(Kind.LINK, by.keys.fingerprint, site.today, found.head, body)
        digests[one] = place(site, by.keys, by.id, one, seeds[one], 0, entry, keep_until)
    return digests


def _ended(found: Walk, before: Seed) -> dict[str, JSON]:
    last: At = found.next
    return {"seed": [before.epoch, before.secret.hex()], "count": last.counter, "head": found.head.hex()}

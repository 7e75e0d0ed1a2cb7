"""The versions of a case header, each proved by the one before it; the first by the reporter's key and the case id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duecare.adapters.sealed.keys import fingerprint
from duecare.apps.intake.rules import headers, succession
from duecare.apps.intake.rules.agreements import OPEN_TO_OBSERVERS, SIGNERS, Agreement, to_agree
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.headers import Header
from duecare.apps.intake.rules.records import READING, Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.succession import Standing

from .site import Site
from .walking import Found, Walk

MEMBERS = (*READING, Office.COMMITTEE)
"""Offices of a case's members: the independent member of the committee reads first as well."""


@dataclass(frozen=True, slots=True)
class Version:
    """A header and whoever wrote it."""

    header: Header
    author: bytes
    standing: Standing | None
    """None for the first, which is the reporter's."""


def versions(site: Site, walk: Walk) -> tuple[Version, ...]:
    """Every version, oldest first.

    Raises:
        Altered: anything at all does not fit. Nobody works in a case whose members are in doubt.
    """
    if walk.faults:
        raise Altered(f"header, {walk.faults[0][1]}")
    every: list[Version] = []
    linked: Found | None = None
    for one in walk.found:
        if one.entry.kind is Kind.LINK:
            linked = one
            continue
        version = _version(site, one, every[-1] if every else None)
        if linked is not None and not _links(site.at(version.header.log), linked, version):
            raise Altered("the link between two epochs of the header is not by who began the second")
        linked = None
        every.append(version)
    if not every or linked is not None:
        raise Altered("there is no header")
    return tuple(every)


def _version(site: Site, found: Found, before: Version | None) -> Version:
    if found.entry.kind is not Kind.HEADER:
        raise Altered("an entry among the headers is none")
    try:
        header = headers.decoded(found.entry.body)
    except ValueError as fault:
        raise Altered(f"a header is malformed: {fault}") from fault
    standing = None if before is None else Standing.COMMITTEE if header.approvals else Standing.MEMBER
    version = Version(header, found.entry.author, standing)
    if not site.directory.continues(header.log):
        raise Altered(f"header version {header.version}: the key log is shorter or another than when it was written")
    then = site.at(header.log)
    faults = list(_first(site, found, version) if before is None else _next(then, found, before.header, version))
    if faults:
        raise Altered(f"header version {header.version}: {faults[0]}")
    return version


def _first(site: Site, found: Found, version: Version) -> Iterator[str]:
    header = version.header
    keys = header.reporter_opening, header.reporter_signing
    if header.version != 1 or header.approvals:
        yield "it is not the first"
    if header.case != headers.case_id(site.installation, header.track, header.mailbox, *keys):
        yield "the case is not this reporter's"
    if fingerprint(*keys) != version.author or not site.proves(keys[1], found.signed, found.signature):
        yield "the reporter did not sign it"


def _next(site: Site, found: Found, before: Header, version: Version) -> Iterator[str]:
    yield from objections(site, before, version.header, version.author, found.entry.day)
    if not site.signed_by_staff(found.entry, found.signed, found.signature, *_offices(version.standing)):
        yield "whoever is said to have written it did not sign it"


def _offices(standing: Standing | None) -> tuple[Office, ...]:
    return (Office.COMMITTEE,) if standing is Standing.COMMITTEE else MEMBERS


def objections(site: Site, before: Header, after: Header, author: bytes, day: date) -> Iterator[str]:
    """Everything but a wrong signature that forbids `after` as the next version. Whoever writes one asks first."""
    standing = Standing.COMMITTEE if after.approvals else Standing.MEMBER
    if not site.directory.valid(author, day, *_offices(standing)):
        yield "whoever wrote it was not certified for it that day"
    if standing is Standing.COMMITTEE:
        approved = approvals(site, before, after, day)
        if author not in before.dealing.shares or approved < before.dealing.threshold:
            yield f"{approved} of the committee approved it, and it takes {before.dealing.threshold}"
    if not all(_may_read(site, after, who, day) for who in after.members):
        yield "somebody was not certified to read that day"
    if not all(site.directory.valid(who, day, Office.COMMITTEE) for who in after.dealing.shares):
        yield "somebody was not certified to hold a share that day"
    yield from succession.breaches(before, after, author, standing)


def _may_read(site: Site, header: Header, who: bytes, day: date) -> bool:
    """Staff by their office; an observer by what reporter and members of the case signed, and the report only."""
    if site.directory.valid(who, day, *MEMBERS):
        return True
    agreed = header.observers.get(who)
    observer = site.directory.valid(who, day, Office.OBSERVER)
    if agreed is None or observer is None or not header.members[who] <= OPEN_TO_OBSERVERS:
        return False
    return agree(site, header, who, agreed)


def agree(site: Site, header: Header, who: bytes, agreed: Agreement) -> bool:
    """Whether the reporter and two persons whose keys were ever certified to read signed for the observer.

    That they were members when they signed is asked once, by `actions.observing.admit`: they may leave later.
    """
    message = to_agree(header.case, who, agreed.text)
    signers = {
        known.record.person
        for known in site.directory.every
        if known.record.offices & set(MEMBERS)
        and (signature := agreed.members.get(known.fingerprint))
        and site.proves(known.record.signing, message, signature)
    }
    return len(signers) >= SIGNERS and site.proves(header.reporter_signing, message, agreed.reporter)


def approvals(site: Site, before: Header, after: Header, day: date) -> int:
    """How many holders of shares signed for these members, each certified on that day."""
    message = headers.to_approve(before.case, before.dealing.seed, after.members)
    good = 0
    for who, signature in after.approvals.items():
        record = site.directory.valid(who, day, Office.COMMITTEE)
        good += who in before.dealing.shares and record is not None and site.proves(record.signing, message, signature)
    return good


def _links(site: Site, link: Found, version: Version) -> bool:
    return link.entry.author == version.author and site.signed_by_staff(
        link.entry, link.signed, link.signature, *MEMBERS
    )

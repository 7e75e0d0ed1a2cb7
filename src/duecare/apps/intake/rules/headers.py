"""The case header: who is in the case with which keys, in versions that follow from one another.

No key is taken from an open row: the reporter's and the commitments to the compartments' seeds stand here, staff are
named by fingerprints that the key log explains. The case id is a hash over the reporter's keys, so that a case cannot
be given another reporter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON
from duecare.kernel.framing import framed

from . import agreements
from .agreements import Agreement
from .bundles import CASE, SEED
from .compartments import Compartment
from .reading import hexed, mapping, packed, text, texts, unpacked, whole
from .records import OPENING, SIGNING, Track

SEALED_HALF = 32 + 1136
"""The custodians' half, sealed with HPKE to one of them."""
SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Dealing:
    """How the recovery seed is dealt: key it gives, shares needed, hash of the seed, hash of each share by holder."""

    opening: bytes
    threshold: int
    seed: bytes
    shares: Mapping[bytes, bytes]

    def plain(self) -> dict[str, JSON]:
        """As JSON."""
        return {
            "opening": packed(self.opening),
            "seed": self.seed.hex(),
            "shares": {who.hex(): share.hex() for who, share in self.shares.items()},
            "threshold": self.threshold,
        }


@dataclass(frozen=True, slots=True)
class IdentityPlace:
    """Where the identity lies and to which key it is sealed: enough to write it anew, not to read it.

    Attributes:
        opening: public key of the pair that follows from both halves.
        seed: names the object and closes its outer box, so that it looks like any other.
    """

    opening: bytes
    seed: bytes = field(repr=False)

    def plain(self) -> dict[str, JSON]:
        """As JSON."""
        return {"opening": packed(self.opening), "seed": self.seed.hex()}


@dataclass(frozen=True, slots=True)
class Header:
    """One version of the header.

    Attributes:
        case: `case_id` of the four beside it.
        mailbox: name of the group that the reporter finds.
        group: name of the staff's group; zeros while they stand in the reporter's.
        recovery: name of the group that holds the recovery shares.
        reporter_opening, reporter_signing: the reporter's public keys.
        members: staff by fingerprint, with the compartments each may read.
        seeds: epoch and commitment of every compartment that has a seed.
        halves: hashes of the two halves of the identity key, handlers' first.
        identity: see there; the reporter needs it to say later who they are.
        custody: the custodians' half, sealed to each of them.
        log: key log as it stood.
        observers: agreed third parties among the members, and what makes them so.
        evidence: public key of the evidence compartment's first epoch, to which the keys of originals are sealed; empty
            in a case that is older than attachments, which takes none.
        approvals: committee members' signatures, when they and nobody else stand behind this version.
    """

    case: bytes
    version: int
    track: Track
    mailbox: bytes
    group: bytes
    recovery: bytes
    reporter_opening: bytes
    reporter_signing: bytes
    members: Mapping[bytes, frozenset[Compartment]]
    seeds: Mapping[Compartment, tuple[int, bytes]]
    halves: tuple[bytes, bytes]
    identity: IdentityPlace
    custody: Mapping[bytes, bytes]
    dealing: Dealing
    log: tuple[int, str]
    approvals: Mapping[bytes, bytes] = field(default_factory=dict)
    observers: Mapping[bytes, Agreement] = field(default_factory=dict)
    evidence: bytes = b""

    def plain(self) -> dict[str, JSON]:
        """As JSON."""
        return {
            "approvals": {who.hex(): packed(one) for who, one in self.approvals.items()},
            "case": self.case.hex(),
            "custody": {who.hex(): packed(half) for who, half in self.custody.items()},
            "dealing": self.dealing.plain(),
            "group": self.group.hex(),
            "halves": [half.hex() for half in self.halves],
            "identity": self.identity.plain(),
            "log": list(self.log),
            "mailbox": self.mailbox.hex(),
            "members": {who.hex(): sorted(one.value for one in what) for who, what in self.members.items()},
            "observers": {who.hex(): one.plain() for who, one in self.observers.items()},
            "recovery": self.recovery.hex(),
            "reporter": {"opening": packed(self.reporter_opening), "signing": self.reporter_signing.hex()},
            "seeds": {one.value: [epoch, commit.hex()] for one, (epoch, commit) in self.seeds.items()},
            "track": self.track.value,
            "version": self.version,
            **({"evidence": packed(self.evidence)} if self.evidence else {}),
        }


def case_id(installation: bytes, track: Track, mailbox: bytes, opening: bytes, signing: bytes) -> bytes:
    """The case's id, 16 bytes: follows from where the reporter comes back and with which keys."""
    whole_id = hashlib.sha256(framed("duecare/case/1", installation, track.value, mailbox, opening, signing)).digest()
    return whole_id[:CASE]


def case_number(case: bytes) -> str:
    """What members and committee call a case aloud, since the committee knows nothing else of it: eight digits."""
    found = int.from_bytes(hashlib.sha256(framed("duecare/case-number/1", case)).digest()) % 10**8
    return f"{found // 10_000:04d} {found % 10_000:04d}"


def half_hash(case: bytes, half: bytes) -> bytes:
    """What the header says of a half of the identity key."""
    return hashlib.sha256(framed("duecare/half/1", case, half)).digest()


def to_approve(case: bytes, dealing: bytes, members: Mapping[bytes, frozenset[Compartment]]) -> bytes:
    """What a committee member signs: this case, this dealing of its seed, and who is to read what from then on."""
    told = sorted(framed(who, *sorted(one.value for one in what)) for who, what in members.items())
    return framed("duecare/approve/1", case, dealing, *told)


def decoded(body: JSON) -> Header:
    """The header again.

    Raises:
        ValueError: this is none.
    """
    found = mapping(body)
    reporter, halves, log = mapping(found.get("reporter")), texts(found.get("halves")), found.get("log")
    if len(halves) != 2 or not isinstance(log, list) or len(log) != 2:
        raise ValueError("two halves, and two things about the key log")
    header = Header(
        case=hexed(found.get("case"), CASE),
        version=whole(found.get("version")),
        track=Track(text(found.get("track"))),
        mailbox=hexed(found.get("mailbox"), 32),
        group=hexed(found.get("group"), 32),
        recovery=hexed(found.get("recovery"), 32),
        reporter_opening=unpacked(reporter.get("opening"), OPENING),
        reporter_signing=hexed(reporter.get("signing"), SIGNING),
        members={
            bytes.fromhex(who): frozenset(Compartment(one) for one in texts(what))
            for who, what in mapping(found.get("members")).items()
        },
        seeds={Compartment(name): _seed(value) for name, value in mapping(found.get("seeds")).items()},
        halves=(hexed(halves[0], 32), hexed(halves[1], 32)),
        identity=_identity(mapping(found.get("identity"))),
        custody={
            bytes.fromhex(who): unpacked(half, SEALED_HALF) for who, half in mapping(found.get("custody")).items()
        },
        dealing=dealing_of(found.get("dealing")),
        log=(whole(log[0]), text(log[1])),
        approvals={
            bytes.fromhex(who): unpacked(one, SIGNATURE) for who, one in mapping(found.get("approvals")).items()
        },
        observers={bytes.fromhex(who): agreements.decoded(one) for who, one in mapping(found.get("observers")).items()},
        evidence=unpacked(found["evidence"], OPENING) if "evidence" in found else b"",
    )
    if header.plain() != found:
        raise ValueError("a header has one form")
    return header


def dealing_of(body: JSON) -> Dealing:
    """The dealing again. Raises ValueError when this is none."""
    found = mapping(body)
    return Dealing(
        unpacked(found.get("opening"), OPENING),
        whole(found.get("threshold")),
        hexed(found.get("seed"), SEED),
        {bytes.fromhex(who): hexed(share, 32) for who, share in mapping(found.get("shares")).items()},
    )


def _identity(found: Mapping[str, JSON]) -> IdentityPlace:
    return IdentityPlace(unpacked(found.get("opening"), OPENING), hexed(found.get("seed"), SEED))


def _seed(value: JSON) -> tuple[int, bytes]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("epoch and commitment expected")
    return whole(value[0]), hexed(text(value[1]), 32)

"""The key log: certificates and revocations in a hash chain, checked from its beginning against pinned officers.

Nothing in the database says who the officers are. Certifying takes two of them, because it lets somebody read;
revoking takes one, because it must be quick and lets nobody read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.chain import GENESIS, Stored, link
from duecare.kernel.chain import faults as chain_faults
from duecare.kernel.framing import framed

from .reading import day, hexed, mapping, packed, read, unpacked
from .records import KeyRecord, Office, decoded, to_certify, to_revoke

Verifies = Callable[[bytes, bytes, bytes], bool]
"""(public key, message, signature) -> whether the signature is by its holder over the message."""
CERTIFIERS = 2
SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Officers:
    """Signing keys pinned in configuration: hex public key -> (first day, last day). `demo` marks a made-up root."""

    pinned: Mapping[str, tuple[date, date]]
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Certified:
    """A record that two officers signed, with the entry that says so, and the entries that ended it from a day on."""

    record: KeyRecord
    fingerprint: bytes
    seq: int
    ended: tuple[tuple[int, date], ...] = ()

    def valid(self, on: date) -> bool:
        """True on a day between its first and last, before it was ended."""
        return self.record.begins <= on <= self.record.ends and all(on < day for _, day in self.ended)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the log that proves nothing."""

    seq: int
    says: str


class Ignored(ValueError):
    """The entry has its form and its place and changes nothing. Voiding the log for it would let anybody who can append
    to the file stop everything, and let no officer's pin ever end."""


@dataclass(frozen=True, slots=True)
class Directory:
    """What a checked log gives. With a fault it gives nobody: a log that was touched is not half trusted.

    Attributes:
        heads: head after each entry; what others remember of the log is compared with them.
        faults: entries out of the chain, or none at all.
        ignored: entries in the chain that the pinned officers did not sign, or that say what cannot be.
    """

    every: tuple[Certified, ...]
    heads: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    ignored: tuple[Fault, ...] = ()

    @property
    def seen(self) -> tuple[int, str]:
        """(number of entries, head): what a key-ring and a case header remember."""
        return len(self.heads), self.heads[-1] if self.heads else GENESIS

    def continues(self, seen: tuple[int, str]) -> bool:
        """True when the log still holds what was seen of it: not cut off, not built anew."""
        count, head = seen
        return head == GENESIS if count == 0 else count <= len(self.heads) and self.heads[count - 1] == head

    def at(self, count: int) -> Directory:
        """The log as it stood after so many entries.

        A case header is judged by the log it names: a key ended afterwards, even from an earlier day on, does not
        undo whom it let in, or one officer could close every case.
        """
        if count >= len(self.heads):
            return self
        every = (
            replace(one, ended=tuple(end for end in one.ended if end[0] <= count)) if one.ended else one
            for one in self.every
            if one.seq <= count
        )
        return Directory(tuple(every), self.heads[:count], self.faults, self.ignored)

    def valid(self, fingerprint: bytes, on: date, *offices: Office) -> KeyRecord | None:
        """The record of these keys on that day, for one of the offices (any, without), or None."""
        for one in self.every:
            if one.fingerprint == fingerprint and one.valid(on) and (not offices or one.record.offices & set(offices)):
                return one.record
        return None

    def holders(self, office: Office, on: date) -> tuple[Certified, ...]:
        """Whoever holds an office on that day, one record a person, in the order of the log."""
        found: dict[bytes, Certified] = {}
        for one in self.every:
            if office in one.record.offices and one.valid(on):
                found[one.record.person] = one
        return tuple(found.values())


def certifying(record: KeyRecord, signatures: Mapping[str, bytes]) -> bytes:
    """Body of an entry that certifies; signatures by hex public key of the officer."""
    return canonical({"certify": packed(record.encoded()), "signatures": _signatures(signatures)})


def revoking(fingerprint: bytes, begins: date, signatures: Mapping[str, bytes]) -> bytes:
    """Body of an entry that ends a key from a day on."""
    revoked: dict[str, JSON] = {"begins": begins.isoformat(), "fingerprint": fingerprint.hex()}
    return canonical({"revoke": revoked, "signatures": _signatures(signatures)})


def appended(log: tuple[Stored, ...], body: bytes) -> tuple[Stored, ...]:
    """The log with one entry more."""
    previous = log[-1].head if log else GENESIS
    return (*log, Stored(len(log) + 1, body, previous, link(previous, body)))


def checked(log: Iterable[Stored], *, installation: bytes, officers: Officers, verifies: Verifies) -> Directory:
    """Walk the whole log. Whoever seals or opens asks this first, every time."""
    rows = tuple(log)
    faults = [Fault(one.seq, one.says) for one in chain_faults(rows)]
    ignored: list[Fault] = []
    every: dict[bytes, list[Certified]] = {}
    for row in rows:
        try:
            _take(row, every, installation, officers, verifies)
        except Ignored as fault:
            ignored.append(Fault(row.seq, f"entry {row.seq}: {fault}"))
        except ValueError as fault:
            faults.append(Fault(row.seq, f"entry {row.seq}: {fault}"))
    certified = () if faults else tuple(one for several in every.values() for one in several)
    return Directory(certified, tuple(row.head for row in rows), tuple(faults), tuple(ignored))


def fingerprint_of(record: KeyRecord) -> bytes:
    """SHA-256 over both public keys."""
    return hashlib.sha256(framed("duecare/key/1", record.opening, record.signing)).digest()


def _take(
    row: Stored, every: dict[bytes, list[Certified]], installation: bytes, officers: Officers, verifies: Verifies
) -> None:
    entry = read(row.body)
    signatures = {who: unpacked(value, SIGNATURE) for who, value in mapping(entry.get("signatures")).items()}
    if set(entry) == {"certify", "signatures"}:
        data = unpacked(entry["certify"])
        record = decoded(data)
        _signed(signatures, to_certify(installation, data), record.begins, officers, verifies, CERTIFIERS)
        fingerprint = fingerprint_of(record)
        before = every.setdefault(fingerprint, [])
        if any(one.ended for one in before):
            raise Ignored("a key that was ended is certified again")
        before.append(Certified(record, fingerprint, row.seq))
    elif set(entry) == {"revoke", "signatures"}:
        revoked = mapping(entry["revoke"])
        fingerprint, begins = hexed(revoked.get("fingerprint"), 32), day(revoked.get("begins"))
        _signed(signatures, to_revoke(installation, fingerprint, begins), begins, officers, verifies, 1)
        if fingerprint not in every:
            raise Ignored("a key is ended that was never certified")
        every[fingerprint] = [
            Certified(one.record, fingerprint, one.seq, (*one.ended, (row.seq, begins))) for one in every[fingerprint]
        ]
    else:
        raise ValueError("neither a certificate nor a revocation")


def _signed(
    signatures: Mapping[str, bytes], message: bytes, on: date, officers: Officers, verifies: Verifies, least: int
) -> None:
    """Raises Ignored unless enough different pinned officers signed, each while pinned."""
    good = 0
    for who, signature in signatures.items():
        begins, ends = officers.pinned.get(who, (date.max, date.min))
        good += begins <= on <= ends and verifies(bytes.fromhex(who), message, signature)
    if good < least:
        raise Ignored(f"signed by {good} of the pinned officers, and it takes {least}")


def _signatures(signatures: Mapping[str, bytes]) -> dict[str, JSON]:
    return {who: packed(signature) for who, signature in signatures.items()}

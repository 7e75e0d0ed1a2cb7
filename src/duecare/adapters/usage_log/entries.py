"""The format of a usage log: one entry a line, `<SHA-256 in hex> <canonical JSON>`, each hash over the one before.

    hash(n) = SHA-256("duecare/usage/entry/1" ‖ hash(n-1) ‖ body(n)),   hash(-1) = 32 zero bytes
    tag(n)  = SHA-256("duecare/usage/tag/1" ‖ F(k, x) ‖ hash(n-1)), first 16 bytes

The tag takes the hash before it in, so that two uses of one identifier look unlike: whoever keeps the log sees neither
whom nor how often. Kinds of entries and their fields, besides `at` (UTC, RFC 3339, whole seconds), `kind` and `n`:

    open     format, log (32 hex), product, signer, consent (Ed25519 public keys, hex), alive_minutes, seal_every
    month    month ("2026-10"), public (K, hex), signature of the signer over log, month and K
    use      tag (32 hex), what (function used), by (pseudonym of the operator)
    alive    nothing more; at least every `alive_minutes`
    restart  lost (bytes of a half-written line that were cut off)
    asked    question (SHA-256 of a question that was answered)
    seal     signature of the signer over log, n and the hash before
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from duecare.kernel.canonical import JSON, canonical

FORMAT = "duecare/usage/1"
BEGINNING = bytes(32)
TAG = 16
LONGEST = 4096
"""Bytes of a line, the end of line included."""
KINDS = {
    "open": ("format", "log", "product", "signer", "consent", "alive_minutes", "seal_every"),
    "month": ("month", "public", "signature"),
    "use": ("tag", "what", "by"),
    "alive": (),
    "restart": ("lost",),
    "asked": ("question",),
    "seal": ("signature",),
}


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log stood: number of the last entry and its hash. Kept by us each time a log is checked."""

    number: int
    hash: bytes


def hash_of(before: bytes, body: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"duecare/usage/entry/1" + before + body).digest()


def tag_of(finished: bytes, before: bytes) -> bytes:
    """The tag of an identifier's F(k, x) in the entry after `before`."""
    return tagging(finished)(before)


def tagging(finished: bytes) -> Callable[[bytes], bytes]:
    """`tag_of` for many entries: what stays the same is hashed once, which halves the time of a look-up."""
    same = hashlib.sha256(b"duecare/usage/tag/1" + finished)

    def tag(before: bytes) -> bytes:
        one = same.copy()
        one.update(before)
        return one.digest()[:TAG]

    return tag


def body_of(entry: dict[str, JSON]) -> bytes:
    """The bytes of an entry that are hashed."""
    return canonical(entry)


def line_of(digest: bytes, body: bytes) -> bytes:
    """One line of the file."""
    return digest.hex().encode() + b" " + body + b"\n"


def parted(line: bytes) -> tuple[bytes, bytes]:
    """The stored hash and the body of a line.

    Raises:
        ValueError: says what is wrong with the line.
    """
    if len(line) > LONGEST:
        raise ValueError(f"the line is longer than {LONGEST} bytes")
    if not line.endswith(b"\n"):
        raise ValueError("the last line is cut off")
    if len(line) < 67 or line[64:65] != b" ":
        raise ValueError("this is no entry: a hash, a space and a record are expected")
    try:
        return bytes.fromhex(line[:64].decode("ascii")), line[65:-1]
    except ValueError as fault:
        raise ValueError("the hash of the entry is not written in hex") from fault


def read(body: bytes) -> dict[str, JSON]:
    """An entry with the fields of its kind, each of the right sort.

    Raises:
        ValueError: says what is wrong.
    """
    try:
        entry = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise ValueError("the record is not JSON") from fault
    if not isinstance(entry, dict):
        raise ValueError("the record is no object")
    kind = entry.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError("the record is of no known kind")
    if entry.keys() != {"at", "kind", "n", *KINDS[kind]}:
        raise ValueError(f"an entry of the kind {kind} has other fields")
    numbers = {"n", "lost", "alive_minutes", "seal_every"}
    for field, value in entry.items():
        if not (type(value) is int and value >= 0 if field in numbers else isinstance(value, str)):
            raise ValueError(f"{field} is not what it should be")
    return entry


def hexed(value: JSON, size: int) -> bytes:
    """Bytes of a fixed size written in lower-case hex.

    Raises:
        ValueError: anything else.
    """
    if not isinstance(value, str) or len(value) != 2 * size or value != value.lower():
        raise ValueError(f"{size} bytes in hex are expected")
    return bytes.fromhex(value)


def stamped(moment: datetime) -> str:
    """A moment as it is written."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(value: JSON) -> datetime:
    """The moment that is written.

    Raises:
        ValueError: not written so.
    """
    if not isinstance(value, str):
        raise ValueError("no time is written")
    try:
        found = datetime.fromisoformat(value.removesuffix("Z"))  # ten times as fast as strptime
    except ValueError:
        found = None
    if found is None or len(value) != 20 or f"{found.isoformat()}Z" != value:  # ISO 8601 has more forms than ours
        raise ValueError("the time is not written as 2026-10-31T23:59:59Z")
    return found.replace(tzinfo=UTC)


def month_signed(log: bytes, month: str, public: bytes) -> bytes:
    """What the signer signs when a month begins."""
    return b"duecare/usage/month/1" + log + month.encode() + public


def seal_signed(log: bytes, number: int, before: bytes) -> bytes:
    """What the signer signs in a seal: everything up to the entry before it."""
    return b"duecare/usage/seal/1" + log + number.to_bytes(8, "big") + before

"""What the open chain learns of sealed work: every day as many hashes, true ones among made-up ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from duecare.kernel.framing import framed

BATCH = 256
"""Hashes a day. More than a day's work waits for the next."""
HASH = 32
LEAST = 32 * 1024
"""Bytes of the row in which hashes wait; a larger one doubles. It takes a thousand of them, so it hardly ever does."""
DAY = 10


def leaf(digest: bytes) -> bytes:
    """What the open chain learns of an entry: a hash of the digest by which the next entry names it."""
    return hashlib.sha256(framed("duecare/leaf/1", digest)).digest()


def waiting_name(installation: bytes) -> bytes:
    """Name under which the outer key of the waiting hashes stands, and what their row is bound to."""
    return framed("duecare/waiting/1", installation)


def waiting_size(hashes: int, around: int) -> int:
    """Bytes of the row for so many hashes: a power of two, from 32 KiB."""
    return max(LEAST, 1 << (hashes * HASH + around - 1).bit_length())


def cut(data: bytes) -> tuple[bytes, ...]:
    """The hashes in a row of them.

    Raises:
        ValueError: something is left over.
    """
    if len(data) % HASH:
        raise ValueError(f"hashes have {HASH} bytes")
    return tuple(data[at : at + HASH] for at in range(0, len(data), HASH))


def batch_row(day: date, hashes: Sequence[bytes]) -> bytes:
    """A day's batch as it is stored: the day as text and the hashes, 8,202 bytes."""
    return day.isoformat().encode() + b"".join(hashes)


def batch_of(row: bytes) -> tuple[date, tuple[bytes, ...]]:
    """The batch again. Raises ValueError: these bytes are none."""
    hashes = cut(row[DAY:])
    if len(hashes) != BATCH:
        raise ValueError(f"a batch has {BATCH} hashes")
    return date.fromisoformat(row[:DAY].decode()), hashes


def batch(waiting: Sequence[bytes], noise: Sequence[bytes]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """(the day's batch, what waits for the next): sorted, so that the order tells nothing either.

    Args:
        waiting: hashes of entries not yet in the chain, oldest first.
        noise: `BATCH` random values; as many of them are used as places stay empty.
    """
    if len(noise) < BATCH or any(len(one) != HASH for one in (*waiting, *noise)):
        raise ValueError(f"{BATCH} random values of {HASH} bytes are needed, and hashes of {HASH}")
    today, later = tuple(waiting[:BATCH]), tuple(waiting[BATCH:])
    return tuple(sorted((*today, *noise[: BATCH - len(today)]))), later

"""A hash chain over canonical entries: what makes an altered, removed or reordered row visible.

Entry ``n`` has ``head_n = SHA-256("duecare/chain/1" ‖ head_{n-1} ‖ SHA-256(canonical(body_n)))``.
The chain alone cannot show a cut-off tail or a rebuilt chain; signed checkpoints outside the
database do (`adapters/chain_store.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GENESIS = "0" * 64
_DOMAIN = b"duecare/chain/1"


def link(previous: str, body: bytes) -> str:
    """Head after appending `body` (canonical bytes) to a chain whose head is `previous` (hex)."""
    inner = hashlib.sha256(body).digest()
    return hashlib.sha256(_DOMAIN + bytes.fromhex(previous) + inner).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """One row as stored: position, body as stored, the two heads beside it."""

    seq: int
    body: bytes
    previous: str
    head: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the chain, in words."""

    seq: int
    says: str


def faults(rows: Iterable[Stored], after: tuple[int, str] = (0, GENESIS)) -> Iterator[Fault]:
    """Walk the rows in order of `seq` and yield everything that does not fit.

    A removed row shows as a gap, an altered one as a wrong head, a reordered one as both.

    Args:
        after: (seq, head) of the entry before the first row; the chain's beginning unless given.
    """
    expected_seq, head = after[0] + 1, after[1]
    for row in rows:
        if row.seq != expected_seq:
            missing = (
                f"entry {expected_seq}" if row.seq == expected_seq + 1 else f"entries {expected_seq} to {row.seq - 1}"
            )
            yield Fault(row.seq, f"{missing} missing before entry {row.seq}")
        if row.previous != head:
            yield Fault(row.seq, f"entry {row.seq} does not follow the entry before it")
        if row.head != link(row.previous, row.body):
            yield Fault(row.seq, f"entry {row.seq} was altered after it was written")
        expected_seq, head = row.seq + 1, row.head

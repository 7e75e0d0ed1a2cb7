"""A recovery seed, cut into shares of which k give it back and k-1 say nothing (Shamir, over GF(256), by pyshamir).

The library gives wrong bytes for a wrong share and says nothing, so nothing is combined here that was not compared
with its hash before, and what comes out is compared again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from pyshamir import combine, split

from duecare.kernel.framing import framed


def cut(seed: bytes, count: int, threshold: int) -> list[bytes]:
    """`count` shares of 33 bytes; any `threshold` of them, two at least, give the seed back."""
    return [bytes(share) for share in split(seed, count, threshold)]


def share_hash(case: bytes, share: bytes) -> bytes:
    """What the case remembers of a share."""
    return hashlib.sha256(framed("duecare/share/1", case, share)).digest()


def seed_hash(case: bytes, seed: bytes) -> bytes:
    """What the case remembers of a seed."""
    return hashlib.sha256(framed("duecare/seed/1", case, seed)).digest()


def false_shares(case: bytes, shares: Mapping[bytes, bytes], known: Mapping[bytes, bytes]) -> tuple[bytes, ...]:
    """Fingerprints of those whose share is not the one dealt to them.

    Args:
        shares: fingerprint -> share brought.
        known: fingerprint -> `share_hash` of what was dealt.
    """
    return tuple(who for who, share in shares.items() if known.get(who) != share_hash(case, share))


def joined(case: bytes, shares: Sequence[bytes], seed: bytes) -> bytes | None:
    """The seed whose `seed_hash` is `seed`, or None: too few shares, or a false one among them."""
    try:
        found = bytes(combine([bytearray(share) for share in shares]))
    except ValueError:
        return None
    return found if seed_hash(case, found) == seed else None

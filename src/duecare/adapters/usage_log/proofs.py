"""That one secret number stands behind two pairs of points, without telling it (Chaum and Pedersen 1992, DLEQ).

The customer publishes K = k·G in the log when a month begins. An answer E to a blinded point B comes with a proof that
E = k·B for that same k, so that an answer under another key, which would turn every yes into a no, is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from duecare.adapters.usage_log import group


@dataclass(frozen=True, slots=True)
class Proof:
    """Challenge and response, 32 bytes each."""

    challenge: bytes
    response: bytes


def proved(key: bytes, asked: bytes, raised: bytes, about: bytes, random_64: bytes) -> Proof:
    """That `raised` is key · asked, bound to what the question says (`about`).

    `random_64` must be new and secret: two proofs from the same bytes tell the key.
    """
    once = group.fresh_scalar(random_64)
    challenge = _challenge(
        group.times_base(key), asked, raised, group.times_base(once), group.times(once, asked), about
    )
    return Proof(challenge, group.difference(once, group.product(challenge, key)))


def holds(proof: Proof, public: bytes, asked: bytes, raised: bytes, about: bytes) -> bool:
    """Whether `raised` is asked times the number whose public part is `public`."""
    try:
        challenge, response = group.scalar(proof.challenge), group.scalar(proof.response)
        for one in (public, asked, raised):
            group.point(one)
        base = group.plus(group.times_base(response), group.times(challenge, public))
        other = group.plus(group.times(response, asked), group.times(challenge, raised))
    except ValueError:
        return False
    return _challenge(public, asked, raised, base, other, about) == challenge


def _challenge(public: bytes, asked: bytes, raised: bytes, base: bytes, other: bytes, about: bytes) -> bytes:
    parts = (b"duecare/usage/dleq/1", public, asked, raised, base, other, about)
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return group.reduced(hashlib.sha512(framed).digest())

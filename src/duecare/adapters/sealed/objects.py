"""Objects of a case: texts under a compartment's key, in one of four sizes, at places only its members can find."""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from duecare.adapters.sealed.keys import expand

NONCE = 12
TAG = 16
LENGTH = 4
"""Bytes that say how long the content is."""
AROUND = NONCE + TAG + LENGTH
"""Bytes of every object that are not content."""
STEPS = (4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024)
"""Sizes of a stored object, in bytes, all of it counted. One number for each order of magnitude of a text."""
NAME = 16
"""Bytes of an object's name: 128 bits, so that a name is never met by chance."""


def name(seed: bytes, epoch: int, counter: int) -> bytes:
    """Where object `counter` of this epoch stands. Without the seed two names have nothing in common."""
    message = epoch.to_bytes(4, "big") + counter.to_bytes(8, "big")
    return hmac.digest(expand(seed, "duecare/compartment/1/index"), message, "sha256")[:NAME]


def seal(seed: bytes, aad: bytes, content: bytes, *, least: int = STEPS[0]) -> bytes:
    """`content` under the compartment's seed, bound to `aad`, in the smallest step from `least` that takes it.

    Raises:
        ValueError: more than the largest step takes.
    """
    size = next((step for step in STEPS if step >= least and step >= len(content) + AROUND), None)
    if size is None:
        raise ValueError(f"an object takes {STEPS[-1] - AROUND} bytes, not {len(content)}")
    return boxed(expand(seed, "duecare/compartment/1/object"), aad, content, size)


def opened(seed: bytes, aad: bytes, box: bytes) -> bytes | None:
    """The content, or None: another key, another place, or altered."""
    return unboxed(expand(seed, "duecare/compartment/1/object"), aad, box)


def boxed(key: bytes, aad: bytes, content: bytes, size: int) -> bytes:
    """`nonce ‖ ChaCha20-Poly1305(length ‖ content ‖ zeros)`, `size` bytes in all. Nonces are random: a key seals
    far fewer than the 2^32 objects up to which 96 random bits do not meet."""
    if len(content) > size - AROUND:
        raise ValueError(f"{len(content)} bytes do not fit into {size}")
    filled = (len(content).to_bytes(LENGTH, "big") + content).ljust(size - NONCE - TAG, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, filled, aad)


def unboxed(key: bytes, aad: bytes, box: bytes) -> bytes | None:
    """The content, or None."""
    if len(box) < AROUND:
        return None
    try:
        filled = ChaCha20Poly1305(key).decrypt(box[:NONCE], box[NONCE:], aad)
    except InvalidTag:
        return None
    size = int.from_bytes(filled[:LENGTH], "big")
    content, rest = filled[LENGTH : LENGTH + size], filled[LENGTH + size :]
    return content if len(content) == size and not rest.strip(b"\0") else None

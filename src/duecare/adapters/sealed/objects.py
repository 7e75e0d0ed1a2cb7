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


INDEX, OBJECT = "duecare/compartment/1/index", "duecare/compartment/1/object"


def name(seed: bytes, epoch: int, counter: int) -> bytes:
    """Where object `counter` of this epoch stands. Without the seed two names have nothing in common."""
    return _name(expand(seed, INDEX), epoch, counter)


def _name(key: bytes, epoch: int, counter: int) -> bytes:
    return hmac.digest(key, epoch.to_bytes(4, "big") + counter.to_bytes(8, "big"), "sha256")[:NAME]


class Chain:
    """Objects under one seed in one epoch: `name` and `opened`, whose keys are derived once for all of them."""

    def __init__(self, seed: bytes, epoch: int) -> None:
        self._index, self._epoch = expand(seed, INDEX), epoch
        self._cipher = ChaCha20Poly1305(expand(seed, OBJECT))

    def name(self, counter: int) -> bytes:
        """See `name` of the module."""
        return _name(self._index, self._epoch, counter)

    def opened(self, aad: bytes, box: bytes) -> bytes | None:
        """See `opened` of the module."""
        return _content(self._cipher, aad, box)


def seal(seed: bytes, aad: bytes, content: bytes, *, least: int = STEPS[0]) -> bytes:
    """`content` under the compartment's seed, bound to `aad`, in the smallest step from `least` that takes it.

    Raises:
        ValueError: more than the largest step takes.
    """
    size = next((step for step in STEPS if step >= least and step >= len(content) + AROUND), None)
    if size is None:
        raise ValueError(f"an object takes {STEPS[-1] - AROUND} bytes, not {len(content)}")
    return boxed(expand(seed, OBJECT), aad, content, size)


def opened(seed: bytes, aad: bytes, box: bytes) -> bytes | None:
    """The content, or None: another key, another place, or altered."""
    return unboxed(expand(seed, OBJECT), aad, box)


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
    return _content(ChaCha20Poly1305(key), aad, box)


def _content(cipher: ChaCha20Poly1305, aad: bytes, box: bytes) -> bytes | None:
    if len(box) < AROUND:
        return None
    try:
        filled = cipher.decrypt(box[:NONCE], box[NONCE:], aad)
    except InvalidTag:
        return None
    end = LENGTH + int.from_bytes(filled[:LENGTH], "big")
    return filled[LENGTH:end] if end <= len(filled) and not filled[end:].strip(b"\0") else None

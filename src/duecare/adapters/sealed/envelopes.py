"""Envelopes: 1,024 bytes for one person, and groups of exactly sixteen of them.

HPKE (RFC 9180) in base mode with X-Wing, HKDF-SHA256 and ChaCha20-Poly1305: whoever has the public key can seal,
so an envelope says nothing of its sender. Who granted what is signed in the case header.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from duecare.adapters.sealed.keys import SEED, Keys, OpeningKey, public_key
from duecare.kernel.framing import framed

PAYLOAD = 1024
"""Bytes inside every envelope of a group, filled up: the whole bundle of one person."""
OVERHEAD = 1136
"""Bytes HPKE adds: 1,120 of X-Wing and 16 of Poly1305."""
ENVELOPE = PAYLOAD + OVERHEAD
PLACES = 16
"""Envelopes in a group, so that a group does not tell how many may read."""
GROUP = PLACES * ENVELOPE
"""34,560 bytes: one row."""

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Place:
    """One recipient of a group: public key to seal to, fingerprint, what they are to read (at most 1,022 bytes)."""

    public: bytes
    fingerprint: bytes
    content: bytes = field(repr=False)


def wrap(content: bytes, public: bytes | MLKEM768X25519PublicKey, info: bytes) -> bytes:
    """`content` sealed to one public key, 1,136 bytes longer; `info` is what the opener has to know before.

    Args:
        public: its 1,216 bytes, or `public_key` of them for whoever seals several things to it.
    """
    return _SUITE.encrypt(content, public_key(public) if isinstance(public, bytes) else public, info=info)


def unwrap(sealed: bytes, key: OpeningKey, info: bytes) -> bytes | None:
    """What was sealed, or None: for somebody else, under another `info`, or altered. The three look alike."""
    try:
        return _SUITE.decrypt(sealed, key.private, info=info)
    except InvalidTag:
        return None


def group(installation: bytes, name: bytes, places: Sequence[Place]) -> bytes:
    """Sixteen envelopes in an order that says nothing. Empty places are real envelopes to a key thrown away.

    One such key serves all empty places of a group, as one person's key serves all their groups: X-Wing does not tell
    to which key something is sealed, nor that two things are sealed to the same one.

    Raises:
        ValueError: more than sixteen recipients, or a content that does not fit.
    """
    if len(places) > PLACES:
        raise ValueError(f"a group has {PLACES} places, and {len(places)} are to read")
    thrown_away = OpeningKey(secrets.token_bytes(SEED)).public
    empty = [Place(thrown_away, secrets.token_bytes(SEED), b"") for _ in range(PLACES - len(places))]
    every = [*places, *empty]
    secrets.SystemRandom().shuffle(every)
    keys = {public: public_key(public) for public in {one.public for one in every}}
    infos = (_info(installation, name, one.fingerprint) for one in every)
    return b"".join(
        _SUITE.encrypt(_filled(one.content), keys[one.public], info=info)
        for one, info in zip(every, infos, strict=True)
    )  # fmt: skip


def open_group(installation: bytes, name: bytes, row: bytes, keys: Keys) -> bytes | None:
    """What the group holds for these keys, or None."""
    if len(row) != GROUP:
        return None
    info = _info(installation, name, keys.fingerprint)
    for at in range(0, GROUP, ENVELOPE):
        envelope = row[at : at + ENVELOPE]
        if keys.opening.refuses(envelope):  # fifteen of sixteen at least
            continue
        if (found := unwrap(envelope, keys.opening, info)) is not None:
            return _unfilled(found)
    return None


def veiled(key: bytes, row: bytes) -> bytes:
    """The outer layer of a row, put on or taken off; without the key nothing can be told from noise.

    ChaCha20 with nonce 0. Each key serves one row once, and what lies inside proves itself: the layer needs
    neither a nonce of its own nor a tag, and the row keeps its size.
    """
    if len(key) != SEED:
        raise ValueError(f"a shred key has {SEED} bytes, not {len(key)}")
    return Cipher(ChaCha20(key, bytes(16)), mode=None).encryptor().update(row)


def _info(installation: bytes, name: bytes, fingerprint: bytes) -> bytes:
    return framed("duecare/env/1", installation, name, fingerprint)


def _filled(content: bytes) -> bytes:
    if len(content) > PAYLOAD - 2:
        raise ValueError(f"an envelope takes {PAYLOAD - 2} bytes, not {len(content)}")
    return len(content).to_bytes(2, "big") + content.ljust(PAYLOAD - 2, b"\0")


def _unfilled(payload: bytes) -> bytes | None:
    size = int.from_bytes(payload[:2], "big")
    if len(payload) != PAYLOAD or size > PAYLOAD - 2 or payload[2 + size :].strip(b"\0"):
        return None
    return payload[2 : 2 + size]

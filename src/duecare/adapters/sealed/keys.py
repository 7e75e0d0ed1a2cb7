"""Keys from seeds of 32 bytes: X-Wing (ML-KEM-768 with X25519) to seal to, Ed25519 to sign with.

A hybrid key of `cryptography` has no serialisation of its own, so the seed is what is kept. It is spread as
draft-connolly-cfrg-xwing-kem says: SHAKE-256 of it, 64 bytes for ML-KEM, 32 for X25519.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from duecare.adapters.signing import SigningKey
from duecare.kernel.framing import framed

SEED = 32
"""Bytes of every seed, secret key and hash here."""
MLKEM_PUBLIC = 1184
"""Bytes of an ML-KEM-768 encapsulation key (FIPS 203)."""
MLKEM_SENT = 1088
"""Bytes of an ML-KEM-768 ciphertext, with which everything begins that is sealed to a key."""
PUBLIC = MLKEM_PUBLIC + 32
"""Bytes of a public key to seal to: ML-KEM's, then X25519's."""


class OpeningKey:
    """An X-Wing key. `public` is what others seal to."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED:
            raise ValueError(f"a seed has {SEED} bytes, not {len(seed)}")
        spread = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(spread[:64])
        x25519 = X25519PrivateKey.from_private_bytes(spread[64:])
        self.public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.private = MLKEM768X25519PrivateKey(mlkem, x25519)
        self._mlkem, self._refusal = mlkem, spread[32:64]

    def refuses(self, sealed: bytes) -> bool:
        """Whether ML-KEM alone tells that this was sealed to another key: a third of the work of opening it in vain.

        What was not made for a key decapsulates to SHAKE-256 of the key's own random value and the ciphertext (FIPS
        203, algorithm 18), which nobody else can compute. False says nothing: the rest is proved by opening it.
        """
        sent = sealed[:MLKEM_SENT]
        if len(sent) != MLKEM_SENT:
            return True
        refused = hashlib.shake_256(self._refusal + sent).digest(SEED)
        return hmac.compare_digest(self._mlkem.decapsulate(sent), refused)


def public_key(raw: bytes) -> MLKEM768X25519PublicKey:
    """The public key in these 1,216 bytes.

    Raises:
        ValueError: another length, or no encapsulation key of ML-KEM.
    """
    if len(raw) != PUBLIC:
        raise ValueError(f"a public key has {PUBLIC} bytes, not {len(raw)}")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:MLKEM_PUBLIC]), X25519PublicKey.from_public_bytes(raw[MLKEM_PUBLIC:])
    )


def fingerprint(opening: bytes, signing: bytes) -> bytes:
    """SHA-256 over both public keys: one name for the pair, so that neither can be exchanged alone."""
    return hashlib.sha256(framed("duecare/key/1", opening, signing)).digest()


class Keys:
    """What one person holds: a key to open with and a key to sign with."""

    def __init__(self, opening: bytes, signing: bytes) -> None:
        self.opening = OpeningKey(opening)
        self.signing = SigningKey(Ed25519PrivateKey.from_private_bytes(signing))
        self.fingerprint = fingerprint(self.opening.public, self.signing.public)

    @classmethod
    def new(cls) -> Self:
        """Two new keys from the system's randomness."""
        return cls(secrets.token_bytes(SEED), secrets.token_bytes(SEED))


def expand(secret: bytes, label: str) -> bytes:
    """HKDF-Expand with SHA-256: 32 bytes for one purpose, from a secret that is uniform already."""
    return HKDFExpand(SHA256(), SEED, label.encode()).derive(secret)


def extract(salt: bytes, material: bytes) -> bytes:
    """HKDF-Extract with SHA-256: a uniform secret from `material`, another one for every `salt`."""
    return HKDF.extract(SHA256(), salt, material)

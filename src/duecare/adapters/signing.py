"""Ed25519 signatures with a key that lives outside the database.

The key file is created once, readable by the owner only. Whoever verifies needs the public key
alone; it is printed by `duecare check` and carried by every signed document.
"""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from duecare.kernel.errors import DuecareError


class SigningKey:
    """One Ed25519 key. `key_id` is the first 16 hex digits of the public key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.key_id = self.public.hex()[:16]

    def sign(self, message: bytes) -> bytes:
        """64-byte signature over `message`."""
        return self._private.sign(message)

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """True when `signature` is this key's over `message`."""
        return verifies(self.public, message, signature)


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """True when `signature` over `message` is by the holder of `public` (32 raw bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=8)
def load_key(path: Path) -> SigningKey:
    """Read the key at `path`.

    Raises:
        DuecareError: no key there, or it cannot be read as one.
    """
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as fault:
        raise DuecareError(
            f"The signing key {path.name} is missing.",
            "Nothing can be signed, so nothing can be decided or recorded.",
            "Restore the keys folder from the backup; a new key would make old signatures look foreign.",
        ) from fault
    except ValueError as fault:
        raise DuecareError(
            f"The signing key {path.name} is damaged.",
            "Nothing can be signed.",
            "Restore the keys folder from the backup.",
        ) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise DuecareError(f"{path.name} is not an Ed25519 key.", "Nothing can be signed.", "Restore the keys folder.")
    return SigningKey(private)


def create_key(path: Path) -> SigningKey:
    """Make a new key at `path` (mode 0600); refuses to overwrite one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    load_key.cache_clear()
    return load_key(path)


def token(key: SigningKey, payload: bytes) -> str:
    """`payload.signature`, both base64url without padding: fits a header or an address."""
    return f"{_b64(payload)}.{_b64(key.sign(payload))}"


def open_token(public: bytes, text: str) -> bytes | None:
    """The payload of a token signed by `public`, or None for anything else."""
    body, dot, signature = text.partition(".")
    if not dot:
        return None
    try:
        payload, mark = _unb64(body), _unb64(signature)
    except ValueError:
        return None
    return payload if verifies(public, payload, mark) else None


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

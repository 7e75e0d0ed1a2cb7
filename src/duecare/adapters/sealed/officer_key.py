"""An officer's signing key as a file on a machine without a network, locked by a passphrase.

ChaCha20-Poly1305 under Argon2id of the passphrase, bound to the public key. Whoever has the file alone has nothing.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from duecare.adapters.sealed.keys import SEED
from duecare.adapters.sealed.private_file import write_new
from duecare.adapters.sealed.vault_place import LARGEST_MEMORY
from duecare.adapters.sealed.vaults import MEMORY, SALT, slow
from duecare.adapters.signing import SigningKey
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Denied
from duecare.kernel.framing import framed

FORMAT = "duecare/officer-key/1"
NONCE = 12


def new_officer(path: Path, phrase: str, *, memory: int = MEMORY) -> SigningKey:
    """A new key in a new file.

    Raises:
        FileExistsError: something is there; no key is ever written over.
    """
    seed, salt, nonce = secrets.token_bytes(SEED), secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
    box = ChaCha20Poly1305(slow(phrase, salt, memory=memory)).encrypt(nonce, seed, _bound(key.public))
    told: dict[str, JSON] = {
        "box": box.hex(), "format": FORMAT, "memory": memory, "nonce": nonce.hex(), "public": key.public.hex(),
        "salt": salt.hex(),
    }  # fmt: skip
    write_new(path, canonical(told) + b"\n")
    return key


def public_of(path: Path) -> bytes:
    """The public key that a file names; 32 bytes. Raises BadInput as `open_officer` does."""
    return _read(path)[0]


def open_officer(path: Path, phrase: str) -> SigningKey:
    """The key in a file.

    Raises:
        BadInput: the file is no officer's key.
        Denied: the passphrase is another one, or the file was altered.
    """
    public, salt, nonce, box, memory = _read(path)
    try:
        seed = ChaCha20Poly1305(slow(phrase, salt, memory=memory)).decrypt(nonce, box, _bound(public))
    except InvalidTag as fault:
        raise Denied(
            f"The passphrase does not open {path.name}, or the file was altered.",
            "Nothing was signed.",
            "Read the passphrase from the paper again.",
        ) from fault
    return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))


def _read(path: Path) -> tuple[bytes, bytes, bytes, bytes, int]:
    try:
        told = json.loads(path.read_bytes())
        memory = told["memory"]
        parts = tuple(bytes.fromhex(told[name]) for name in ("public", "salt", "nonce", "box"))
        sizes = tuple(len(part) for part in parts)
        if told["format"] != FORMAT or sizes != (32, SALT, NONCE, SEED + 16):
            raise ValueError("another form")
        if not isinstance(memory, int) or not 8 * 1024 <= memory <= LARGEST_MEMORY:
            raise ValueError("another cost")
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BadInput(
            "this file holds no officer's key", file=path.name, means="Nothing was signed.",
            todo="Make one with `duecare-certify --new-officer FILE`.",
        ) from fault  # fmt: skip
    return (*parts, memory)  # type: ignore[return-value]  # four parts, their sizes checked above


def _bound(public: bytes) -> bytes:
    return framed(FORMAT, public)

"""The key of a member of staff's vault: from a passphrase they remember and a secret that stays in one place.

Either alone is worth nothing: a stolen database meets Argon2id and 256 unknown bits, a stolen device the passphrase.
"""

from __future__ import annotations

import secrets
from importlib.resources import files

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from duecare.adapters.sealed.keys import SEED, Keys, expand, extract
from duecare.kernel.framing import framed

PASSES = 3
LANES = 2
MEMORY = 256 * 1024
"""KiB. With three passes one or two seconds on a small server: a person waits once a day, a guesser each time."""
SALT = 16
WORDS = 6


def word_list() -> tuple[str, ...]:
    """The 7,776 words of EFF's long list (Creative Commons BY 3.0 US), as `xkcdpass` carries it: 12.9 bits a word."""
    return tuple((files("xkcdpass") / "static" / "eff-long").read_text(encoding="utf-8").split())


def passphrase(words: tuple[str, ...]) -> str:
    """Six words from a published list, drawn here: nobody chooses their own."""
    return " ".join(secrets.choice(words) for _ in range(WORDS))


def said(phrase: str) -> str:
    """A phrase without what does not count: spaces and capitals, since it is read from paper."""
    return " ".join(phrase.casefold().split())


def slow(phrase: str, salt: bytes, *, memory: int = MEMORY) -> bytes:
    """32 bytes by Argon2id.

    Args:
        salt: 16 random bytes, no secret.
        memory: KiB; tests take less; what was made with one value opens with no other.
    """
    cost = Argon2id(salt=salt, length=SEED, iterations=PASSES, lanes=LANES, memory_cost=memory)
    return cost.derive(said(phrase).encode())


def vault_key(phrase: str, device: bytes, salt: bytes, *, memory: int = MEMORY) -> bytes:
    """32 bytes. `salt` and `memory` as for `slow`.

    Args:
        device: 32 random bytes in the agent's own folder.
    """
    if len(device) != SEED:
        raise ValueError(f"a device secret has {SEED} bytes, not {len(device)}")
    return extract(b"duecare/vault/1", framed(slow(phrase, salt, memory=memory), device))


def vault_keys(vault: bytes, number: int) -> Keys:
    """The owner's keys, to open and to sign with; `number` rises when they are certified anew."""
    return Keys(expand(vault, f"vault/kem/{number}"), expand(vault, f"vault/sign/{number}"))


def ring_key(vault: bytes) -> bytes:
    """The key of the owner's key-ring."""
    return expand(vault, "vault/ring")

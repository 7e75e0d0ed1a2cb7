"""Short texts kept encrypted under a key outside the database: a copy of the database alone opens nothing.

For what even the server must not read, see `sealed/`.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from duecare.adapters.home import home
from duecare.kernel.errors import DuecareError


def sources_key_file() -> Path:
    """Key under which identities of first-hand sources are kept."""
    return home() / "keys" / "sources.key"


def seal(text: str) -> bytes:
    """The text as an authenticated, encrypted token."""
    return _box(create=True).encrypt(text.encode())


def unseal(token: bytes) -> str:
    """The text again.

    Raises:
        DuecareError: the key is missing or another one, or the token was altered.
    """
    try:
        return _box(create=False).decrypt(bytes(token)).decode()
    except (InvalidToken, FileNotFoundError) as fault:
        raise DuecareError(
            "This sealed text cannot be opened.",
            "The key is missing or is another one, or the text was altered.",
            "Restore the keys folder from the backup.",
        ) from fault


def _box(*, create: bool) -> Fernet:
    path = sources_key_file()
    if create and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            # O_EXCL: two first writers at once; the second reads the key of the first.
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(Fernet.generate_key())
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            pass
    return Fernet(path.read_bytes())

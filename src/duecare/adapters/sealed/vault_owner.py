"""Which account of the staff site a vault belongs to: a file in the vault's own folder, and nowhere else.

A column beside the account would tell a thief of the database whose keys read what; here it lies with the device
secret, outside home, database and backups. Whoever first opens a vault with number and passphrase binds it to their
account. From then on it opens for no other account, whatever papers were stolen.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from duecare.adapters.sealed.private_file import write_new

LEAST = 8
"""Digits of a vault's number that are asked for: enough to tell a few hundred from each other."""
_NUMBER = re.compile(r"[0-9a-f]{32}")


def bind(agent: Path, person: bytes, account: UUID) -> None:
    """Raises FileExistsError: it belongs to somebody."""
    write_new(_file(agent, person), str(account).encode())


def release(agent: Path, person: bytes) -> None:
    """The vault belongs to nobody's account, until somebody opens it with number and passphrase."""
    _file(agent, person).unlink(missing_ok=True)


def account_of(agent: Path, person: bytes) -> UUID | None:
    """The account, or None: nobody's yet, or damaged."""
    file = _file(agent, person)
    with suppress(FileNotFoundError, ValueError):
        found = file.stat()
        return _told(file, found.st_ino, found.st_mtime_ns, found.st_size)
    return None


@lru_cache(maxsize=2_000)
def _told(file: Path, inode: int, written: int, size: int) -> UUID:
    # A page of a case names everybody who could read it. The file is written once under a new inode, never changed.
    return UUID(file.read_text(encoding="ascii"))


def vault_of(agent: Path, account: UUID) -> bytes | None:
    """The person whose vault belongs to this account."""
    return next((one for one in persons(agent) if account_of(agent, one) == account), None)


def named(agent: Path, digits: str) -> bytes | None:
    """The one vault whose number begins so and that nobody's account has; None when there is none, or several.

    Args:
        digits: as typed: capitals, spaces and dashes do not count.
    """
    begins = re.sub(r"[\s-]", "", digits).casefold()
    found = [one for one in persons(agent) if one.hex().startswith(begins)] if len(begins) >= LEAST else []
    return found[0] if len(found) == 1 and account_of(agent, found[0]) is None else None


def persons(agent: Path) -> tuple[bytes, ...]:
    """Whoever has a vault here."""
    folder = agent / "vaults"
    names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
    return tuple(bytes.fromhex(name) for name in names if _NUMBER.fullmatch(name))


@lru_cache(maxsize=2_000)  # of two hundred on a page, making their paths takes longer than looking at their files
def _file(agent: Path, person: bytes) -> Path:
    return agent / "vaults" / person.hex() / "account"

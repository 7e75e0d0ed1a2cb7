"""Files that only their owner reads: new ones never over others, changed ones whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Raises FileExistsError; nothing is ever written over. What a full disk left of a file is taken away."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _filled(handle, data)
    except BaseException:
        path.unlink()
        raise
    _flush_folder(path.parent)


def write_over(path: Path, data: bytes) -> None:
    """The new content in place of the old, in one step."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    write_new(part, data)
    try:
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _filled(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

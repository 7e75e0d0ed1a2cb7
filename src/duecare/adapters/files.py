"""Evidence by content hash, on disk, outside the database.

A file is written beside its final name, flushed, then renamed: a crash leaves either the whole
file or a `.part` that `duecare.adapters.stored_files` finds. The same bytes twice are one file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from duecare.adapters.storage_faults import told
from duecare.kernel.errors import LimitExceeded, NotFound

EVIDENCE_LIMIT = 250 * 1024 * 1024
IMPORT_LIMIT = 100 * 1024 * 1024


class ContentStore:
    """Files named by their SHA-256 under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, chunks: Iterable[bytes], *, limit: int = EVIDENCE_LIMIT, name: str = "") -> tuple[str, int]:
        """Store the bytes; returns (sha256 hex, size in bytes).

        Raises:
            LimitExceeded: more than `limit` bytes; nothing is kept.
            NoRoom: the disk is full; nothing is kept.
        """
        with told():
            return self._put(chunks, limit, name)

    def _put(self, chunks: Iterable[bytes], limit: int, name: str) -> tuple[str, int]:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.root / f"{secrets.token_hex(16)}.part"
        sha, size = hashlib.sha256(), 0
        try:
            with part.open("xb") as out:
                for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise LimitExceeded(
                            f"larger than {limit // 1024 // 1024} MB",
                            file=name,
                            todo="Split the file or store it elsewhere and cite it.",
                        )
                    sha.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            final = self.path(sha.hexdigest())
            final.parent.mkdir(exist_ok=True, mode=0o700)
            with self._alone():
                part.replace(final)
        finally:
            part.unlink(missing_ok=True)
        return sha.hexdigest(), size

    def path(self, sha256: str) -> Path:
        """Where the file with this hash is kept."""
        return self.root / sha256[:2] / sha256

    def open(self, sha256: str) -> bytes:
        """The bytes, checked against their hash.

        Raises:
            NotFound: no such file, or the bytes no longer match the hash.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError as fault:
            raise NotFound("document") from fault
        if hashlib.sha256(data).hexdigest() != sha256:
            raise NotFound("document")
        return data

    def hashes(self) -> Iterator[str]:
        """Every hash kept here."""
        for path in self.root.glob("??/*"):
            yield path.name

    def strays(self, known: frozenset[str], before: datetime) -> tuple[str, ...]:
        """Halves of writes, and files that no record names, written before this moment."""
        halves = [part.name for part in self.root.glob("*.part")]
        unnamed = [name for name in self.hashes() if name not in known]
        return tuple(name for name in halves + unnamed if _older(self._place(name), before))

    def remove(self, names: Iterable[str], before: datetime) -> int:
        """Remove strays, but what was written anew since they were found; how many went."""
        gone = 0
        with self._alone():
            for name in names:
                if _older(self._place(name), before):
                    self._place(name).unlink()
                    gone += 1
        return gone

    def _place(self, name: str) -> Path:
        return self.root / name if name.endswith(".part") else self.path(name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The folder's lock: nothing comes to its final name while strays are removed."""
        handle = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def clean_name(name: str) -> str:
    """A file's name without path or control characters, as it is shown and offered for saving."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(char for char in last if char.isprintable())[:255].strip() or "document"


def _older(file: Path, before: datetime) -> bool:
    """True for a file last written before this moment; False when it is gone."""
    try:
        return file.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False

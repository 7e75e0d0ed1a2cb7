"""Attached files of sealed reports: one sealed stream each, under a random name, in one folder of the home.

A file that is coming in, or that belongs to a draft, is called `NAME.part`; nothing of it is in a backup. It becomes
`NAME` behind the transaction that keeps its outer key, with the same midnight as every other. A name without an outer
key is noise: shredded, or left by a process that was ended, and a sweep takes it away.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from duecare.adapters import clock
from duecare.adapters.sealed.keys import SEED, extract
from duecare.adapters.sealed.streams import HEAD, PIECE, TAG, Sealing, opened
from duecare.kernel.errors import NoRoom
from duecare.kernel.framing import framed

FOLDER = "sealed-files"
PART = ".part"
SPARE = 256 * 1024 * 1024
"""Bytes of the disk that no attachment takes: texts still find room."""
FORGOTTEN = timedelta(minutes=40)
"""A draft lasts half an hour after its last button, and its files with it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens a file: `inner` is sealed in its case, `outer` is kept apart and shredded. Either alone is nothing."""

    inner: bytes = field(repr=False)
    outer: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """A sealed file. `size` counts the bytes that were sent, and not those that fill them up."""

    name: bytes
    lock: Lock
    size: int


class Arriving:
    """A file that is being sealed; what was given to it is readable nowhere but in the piece that is not full yet."""

    def __init__(self, place: Path, installation: bytes, name: bytes) -> None:
        self._lock = Lock(secrets.token_bytes(SEED), secrets.token_bytes(SEED))
        self._name, self._place = name, place
        self._sealing = Sealing(_key(installation, name, self._lock), _aad(installation, name))
        self._file: BinaryIO = os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", PIECE + TAG)
        self._write(self._sealing.head)

    @property
    def size(self) -> int:
        """Bytes taken so far."""
        return self._sealing.size

    def take(self, piece: bytes) -> None:
        """More of it. Raises NoRoom: the disk is full."""
        self._write(self._sealing.take(piece))

    def end(self) -> Stored:
        """Sealed and on the disk. Raises NoRoom: the disk is full."""
        for piece in self._sealing.end():
            self._write(piece)
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as fault:
            raise no_room() from fault
        self._file.close()
        return Stored(self._name, self._lock, self.size)

    def drop(self) -> None:
        """Nothing of it stays."""
        with suppress(OSError):
            self._file.close()
        self._place.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as fault:
            raise no_room() from fault


class Files:
    """All sealed files of a home."""

    def __init__(self, home: Path, installation: bytes) -> None:
        self._folder, self._installation = home / FOLDER, installation
        self._folder.mkdir(mode=0o700, exist_ok=True)

    def begin(self) -> Arriving:
        """A file under a new name."""
        name = secrets.token_bytes(SEED)
        return Arriving(self._part(name), self._installation, name)

    def seal(self, pieces: Iterable[bytes]) -> Stored:
        """A whole file. Raises NoRoom: the disk is full; nothing of it stays."""
        arriving = self.begin()
        try:
            for piece in pieces:
                arriving.take(piece)
            return arriving.end()
        except BaseException:
            arriving.drop()
            raise

    def opened(self, name: bytes, lock: Lock, size: int) -> Generator[bytes, None, None]:
        """The file's bytes.

        Raises:
            Torn: it is not whole, or not this file. What was given out before must not be used.
            FileNotFoundError: it is not there.
        """
        place = self._kept(name)
        source = (place if place.exists() else self._part(name)).open("rb", PIECE + TAG)
        with source:
            pieces = iter(lambda: source.read(PIECE + TAG), b"")
            key, aad = _key(self._installation, name, lock), _aad(self._installation, name)
            yield from opened(key, aad, (one for part in ([source.read(HEAD)], pieces) for one in part), size)

    def keep(self, name: bytes) -> None:
        """It belongs to a case now: a name without an ending, and no time of its own."""
        part = self._part(name)
        with suppress(FileNotFoundError):
            os.utime(part, (0, 0))
            part.rename(self._kept(name))

    def drop(self, name: bytes) -> None:
        """A file that no case has goes at once."""
        self._part(name).unlink(missing_ok=True)

    def renew(self, names: Iterable[bytes]) -> None:
        """Their draft was used just now."""
        for name in names:
            with suppress(FileNotFoundError):
                os.utime(self._part(name))

    def free(self) -> int:
        """Bytes that attachments may still take."""
        return max(0, shutil.disk_usage(self._folder).free - SPARE)

    def sweep(self, known: Callable[[bytes], bool]) -> int:
        """Take away what nobody can open; how many files. `known`: whether an outer key of this name is kept."""
        before, gone = clock.now().timestamp() - FORGOTTEN.total_seconds(), 0
        for place in list(self._folder.iterdir()):
            try:
                name, at = bytes.fromhex(place.name.removesuffix(PART)), place.stat().st_mtime
            except (ValueError, FileNotFoundError):
                continue
            if known(name):
                self.keep(name)  # a process was ended between the transaction and the renaming
            elif place.suffix != PART or at < before:
                place.unlink(missing_ok=True)
                gone += 1
        return gone

    def _part(self, name: bytes) -> Path:
        return self._folder / f"{name.hex()}{PART}"

    def _kept(self, name: bytes) -> Path:
        return self._folder / name.hex()


def no_room() -> NoRoom:
    """Said when the disk is full."""
    return NoRoom("There is no room for this file.", "Nothing of it was kept.", "Send it later, or a smaller one.")


def _key(installation: bytes, name: bytes, lock: Lock) -> bytes:
    return extract(framed("duecare/file-key/1", installation, name), framed(lock.inner, lock.outer))


def _aad(installation: bytes, name: bytes) -> bytes:
    return framed("duecare/file/1", installation, name)

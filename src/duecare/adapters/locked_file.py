"""A file that only the holder of a secret can read, written and read as a stream.

Scrypt makes the key from the secret; ChaCha20-Poly1305 seals pieces of 64 KiB, each with its
number and, on the last, a mark (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, 2015), so that pieces cannot be exchanged, repeated or cut off unseen. The header is bound
to every piece.
"""

from __future__ import annotations

import os
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from duecare.kernel.errors import BadInput

if TYPE_CHECKING:
    from typing_extensions import Buffer  # in the standard library from Python 3.12 on

MAGIC = b"DUECARE-LOCKED-1\n"
PIECE = 64 * 1024
_SALT, _PREFIX, _TAG = 16, 7, 16
SHORTEST = 12
"""Fewest characters of a secret."""


def _cipher(secret: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(secret))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


class Locking(RawIOBase):
    """Writes `target` sealed. Only `close` makes it whole: a file cut before that cannot be opened."""

    def __init__(self, target: BinaryIO, secret: bytes) -> None:
        if len(secret) < SHORTEST:
            raise BadInput(f"the secret needs {SHORTEST} characters or more", means="Nothing was written.")
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._header = MAGIC + salt + self._prefix
        self._cipher, self._target = _cipher(secret, salt), target
        self._waiting, self._number = bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Seal whole pieces; the rest waits."""
        self._waiting += memoryview(data)
        while len(self._waiting) > PIECE:  # one piece stays: only close knows which is the last
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return memoryview(data).nbytes

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), piece, self._header))
        self._number += 1

    def close(self) -> None:
        """Seal the last piece and flush to disk; the target stays open."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
            self._target.flush()
            os.fsync(self._target.fileno())
        super().close()


class Unlocking(RawIOBase):
    """Reads what `Locking` wrote.

    Raises:
        BadInput: not such a file, another secret, altered, or cut off.
    """

    def __init__(self, source: BinaryIO, secret: bytes, *, name: str = "") -> None:
        self._name = name
        self._header = source.read(len(MAGIC) + _SALT + _PREFIX)
        if not self._header.startswith(MAGIC) or len(self._header) < len(MAGIC) + _SALT + _PREFIX:
            raise BadInput("this is not a backup of Duecare", file=name)
        salt, self._prefix = self._header[len(MAGIC) : -_PREFIX], self._header[-_PREFIX:]
        self._cipher, self._source = _cipher(secret, salt), source
        self._next, self._number, self._open = source.read(PIECE + _TAG), 0, bytearray()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill the buffer as far as a piece reaches; 0 at the end."""
        view = memoryview(buffer).cast("B")
        if not self._open and self._next:
            self._unseal()
        count = min(len(view), len(self._open))
        view[:count] = self._open[:count]
        del self._open[:count]
        return count

    def _unseal(self) -> None:
        sealed, self._next = self._next, self._source.read(PIECE + _TAG)
        try:
            piece = self._cipher.decrypt(_nonce(self._prefix, self._number, not self._next), sealed, self._header)
        except InvalidTag as fault:
            why = "the secret is another one, or the file was altered" if not self._number else "altered or cut off"
            raise BadInput(why, file=self._name) from fault
        self._open += piece
        self._number += 1

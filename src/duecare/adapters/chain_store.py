"""Signed heads of the audit chain, in a file outside the database.

One JSON line a checkpoint: ``{"at", "head", "key", "seq", "signature"}``, signed over the
canonical form of the other four. A database that was cut, rebuilt or rolled back no longer
holds the head that its own checkpoint file names.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from duecare.adapters.signing import SigningKey, verifies
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput

LONGEST_LINE = 512
"""No checkpoint is longer; a line has about 330 bytes."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement: at `at` (ISO 8601, UTC) the chain ended at `seq` with `head`."""

    seq: int
    head: str
    at: str
    key: str
    signature: str

    def message(self) -> bytes:
        """What is signed."""
        return canonical({"seq": self.seq, "head": self.head, "at": self.at, "key": self.key})

    def line(self) -> bytes:
        """The checkpoint as one line of the file."""
        body: dict[str, JSON] = {
            "seq": self.seq,
            "head": self.head,
            "at": self.at,
            "key": self.key,
            "signature": self.signature,
        }
        return canonical(body) + b"\n"

    def signed_by_itself(self) -> bool:
        """True when the signature fits the public key it names."""
        try:
            return verifies(bytes.fromhex(self.key), self.message(), base64.b64decode(self.signature, validate=True))
        except ValueError:
            return False


def sign(key: SigningKey, seq: int, head: str, at: str) -> Checkpoint:
    """Sign the head of the chain."""
    unsigned = Checkpoint(seq, head, at, key.public.hex(), "")
    return Checkpoint(seq, head, at, unsigned.key, base64.b64encode(key.sign(unsigned.message())).decode("ascii"))


def append(path: Path, checkpoint: Checkpoint) -> None:
    """Append and flush to disk; never writes an older head after a newer one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_torn_line(file.fileno())
        if (last := _last_seq(file.fileno())) is not None and last >= checkpoint.seq:
            return
        file.write(checkpoint.line())
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, newest: int | None = None) -> Iterator[Checkpoint]:
    """Every checkpoint in the file, oldest first; a torn last line (power cut) is left out.

    Args:
        newest: read at least this many from the end, not the whole file.

    Raises:
        BadInput: a line in the middle that is no checkpoint, with its row.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        skipped = _towards_end(file, newest)
        for row, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield Checkpoint(**json.loads(line))
            except (ValueError, TypeError) as fault:
                if not line.endswith(b"\n"):  # the machine stopped while writing
                    return
                raise BadInput(
                    "this line is not a checkpoint", file=path.name, row=None if skipped else row,
                    value=line[:60].decode("utf-8", "replace"),
                ) from fault  # fmt: skip


def last_seq(path: Path) -> int:
    """The entry that the newest checkpoint names; 0 without any."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return _last_seq(file.fileno()) or 0


def _towards_end(file: BinaryIO, newest: int | None) -> bool:
    """Go to a line's beginning, so that about the `newest` lines follow; True when something was skipped."""
    size = os.fstat(file.fileno()).st_size
    if newest is None or size <= newest * LONGEST_LINE:
        return False
    file.seek(size - newest * LONGEST_LINE)
    file.readline()
    return True


def _drop_torn_line(handle: int) -> None:
    """Cut what a power failure left of a line, so that the next one starts on its own."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, 4096, max(0, size - 4096))
    if tail and not tail.endswith(b"\n"):
        os.ftruncate(handle, size - len(tail) + tail.rfind(b"\n") + 1)


def _last_seq(handle: int) -> int | None:
    size = os.fstat(handle).st_size
    tail = os.pread(handle, 4096, max(0, size - 4096))
    for line in reversed(tail.split(b"\n")[:-1]):
        if line:
            try:
                return int(json.loads(line)["seq"])
            except (ValueError, KeyError, TypeError):
                return None
    return None

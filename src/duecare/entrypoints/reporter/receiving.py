"""A file on its way in: sealed piece by piece, so that it is readable on no disk and only for a moment in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import RawIOBase
from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from duecare.adapters.scrubbing.examining import LARGEST, examined, looks_like
from duecare.adapters.scrubbing.findings import Examined, Kind, Reason
from duecare.adapters.sealed.files import Arriving, Files, Stored
from duecare.apps.intake.actions.attaching import Sent
from duecare.apps.intake.rules.files import Trait, gathered
from duecare.kernel.errors import NoRoom

FIRST = 4096
"""Bytes by which a file's kind is told before anything is read again."""


class Got:
    """A file that came in whole."""

    def __init__(self, name: str, stored: Stored, first: bytes) -> None:
        self.name, self.stored, self.first = name, stored, first


class SealingUpload(FileUploadHandler):
    """The only handler of the process that takes files: what it is given is sealed at once.

    Args:
        most: bytes of one file.
    """

    chunk_size = 256 * 1024

    def __init__(self, files: Files, most: int) -> None:
        super().__init__()
        self._files, self._most = files, most
        self._arriving: Arriving | None = None
        self._first = b""
        self.got: list[Got] = []
        self.refused: int | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **kwargs)
        self._arriving, self._first = self._files.begin(), b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it; None, so that nothing is handed to anybody else."""
        assert self._arriving is not None
        if self._arriving.size + len(raw_data) > self._most:
            self._stop(413)
        if start < FIRST:
            self._first += raw_data[: FIRST - start]
        try:
            self._arriving.take(raw_data)
        except NoRoom:
            self._stop(503)

    def file_complete(self, file_size: int) -> Any:
        """Its end."""
        assert self._arriving is not None
        try:
            stored = self._arriving.end()
        except NoRoom:
            self._stop(503)
        self._arriving = None
        self.got.append(Got(self.file_name or "", stored, self._first))

    def drop(self) -> None:
        """Nothing of what came in stays."""
        if self._arriving is not None:
            self._arriving.drop()
            self._arriving = None
        for one in self.got:
            self._files.drop(one.stored.name)

    def _stop(self, status: int) -> None:
        self.refused = status
        raise StopUpload(connection_reset=True)


class _Plain(RawIOBase):
    """A sealed file as something to read from, piece by piece; what it held is forgotten with the next piece."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = piece
        size = min(len(buffer), len(self._held))
        buffer[:size], self._held = self._held[:size], self._held[size:]
        return size


def looked_into(files: Files, got: Got) -> Sent:
    """What the file carries besides its content, and a copy without it, sealed like the file.

    Raises:
        NoRoom: the disk is full; the file stays as it came.
    """
    found = _examined(files, got)
    copy = None
    if found.cleaned is not None:
        view = memoryview(found.cleaned)
        copy = files.seal(bytes(view[at : at + FIRST * 16]) for at in range(0, len(view), FIRST * 16))
    traits = (Trait(one.what.value, one.value, one.removed) for one in found.findings)
    reason = found.reason.value if found.reason else ""
    return Sent(gathered(got.name, got.stored.size, found.kind.value, reason, traits), got.stored, copy)


def _examined(files: Files, got: Got) -> Examined:
    if not looks_like(got.first):
        return Examined(Kind.OTHER, reason=Reason.OTHER_TYPE)
    if got.stored.size > LARGEST:
        return Examined(Kind.OTHER, reason=Reason.TOO_LARGE)
    pieces = files.opened(got.stored.name, got.stored.lock, got.stored.size)
    with closing(pieces):
        source: IO[bytes] = _Plain(pieces)  # type: ignore[assignment]  # `read` is all that is asked of it
        return examined(source)  # type: ignore[arg-type]  # as above

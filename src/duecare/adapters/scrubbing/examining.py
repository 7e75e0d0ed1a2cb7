"""The way in: examine one attached file in a confined process, two at a time."""

from __future__ import annotations

import json
import mmap
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any, BinaryIO

from duecare.adapters.scrubbing.child import LARGEST_COPY
from duecare.adapters.scrubbing.findings import Examined, Finding, Kind, Reason, What

LARGEST = 100 * 1024 * 1024
"""Bytes of a file that is examined."""
LONGEST = 120.0
"""Seconds that one file may take."""
WAITING = 120.0
"""Seconds that one waits for a place."""

_REPORT = 2 * 1024 * 1024
_PIECE = 1024 * 1024
_PLACES = threading.BoundedSemaphore(2)
# No module but ours and the interpreter's: -I leaves out the user's site, the current folder and PYTHON* variables.
_COMMAND = [sys.executable, "-I", "-B", "-m", "duecare.adapters.scrubbing.child"]
_NOTHING = {"PATH": "/nonexistent", "TMPDIR": "/nonexistent", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""Of kinds that are read, and of protected office files, which are told apart; WebP has its mark further in."""


def looks_like(first: bytes) -> bool:
    """Whether a file that begins so may be of a kind that is read; the process decides by all of it. Without one the
    file need not be read a second time."""
    return first.startswith(_BEGINNINGS) or (first[:4] == b"RIFF" and first[8:12] == b"WEBP")


def examined(file: bytes | BinaryIO, *, seconds: float = LONGEST) -> Examined:
    """What `file` carries besides its content, and a copy without it. Never raises for what the file is.

    Plaintext stays in memory: the process reads and writes memory files without a name. A file object is read from
    where it stands, to its end or to one byte over `LARGEST`. A crash, a kill and a file that takes longer than
    `seconds` give "not examined" like a kind that is not read.
    """
    if not _PLACES.acquire(timeout=WAITING):
        return _unexamined(Reason.BUSY)
    try:
        return _in_a_process(file, seconds)
    finally:
        _PLACES.release()


def _in_a_process(file: bytes | BinaryIO, seconds: float) -> Examined:
    opened: list[int] = []
    try:
        for name in ("source", "copy", "report"):
            opened.append(os.memfd_create(name, os.MFD_CLOEXEC))
        source, copy, report = opened
        if not _filled(source, file):
            return _unexamined(Reason.TOO_LARGE)
        ended = _run(opened, seconds)
        return _unexamined(ended) if ended else _answer(copy, report)
    except (OSError, MemoryError):
        return _unexamined(Reason.ENDED)
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _filled(target: int, file: bytes | BinaryIO) -> bool:
    """Copy the file into a memory file; False when it is too large."""
    size = 0
    pieces = iter([file]) if isinstance(file, bytes) else iter(lambda: file.read(_PIECE), b"")
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            return False
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(target, rest) :]
    os.lseek(target, 0, os.SEEK_SET)
    return True


def _run(descriptors: list[int], seconds: float) -> Reason | None:
    """Run the process to its end; None when it ended well."""
    process = subprocess.Popen(
        [*_COMMAND, *map(str, descriptors)],
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_NOTHING,
        cwd="/",
        start_new_session=True,
    )
    try:
        return None if process.wait(timeout=seconds) == 0 else Reason.ENDED
    except subprocess.TimeoutExpired:
        return Reason.TIMED_OUT
    finally:
        process.kill()
        process.wait()


def _answer(copy: int, report: int) -> Examined:
    """What the process says. It may have been taken over by the file, so nothing of it is believed in another form."""
    try:
        told = json.loads(_content(report, _REPORT))
        result = Examined(
            Kind(told["kind"]),
            tuple(_finding(one) for one in told["findings"]),
            None if told["size"] is None else _content(copy, LARGEST_COPY),
            None if told["reason"] is None else Reason(told["reason"]),
            bool(told["offline"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return _unexamined(Reason.ENDED)
    size = None if result.cleaned is None else len(result.cleaned)
    if size != told["size"] or (result.cleaned is None) != (result.reason is not None):
        return _unexamined(Reason.ENDED)
    return result


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(What(told["what"]), str(told["value"]), str(told["place"]), bool(told["removed"]))


def _content(descriptor: int, most: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size > most:
        raise ValueError("longer than agreed")
    if not size:
        return b""
    with mmap.mmap(descriptor, size, prot=mmap.PROT_READ) as content:
        return content[:]


def _unexamined(reason: Reason) -> Examined:
    return Examined(Kind.OTHER, reason=reason)

"""Run an action in a child process and kill it before its n-th step: an SQL statement, a commit, a file operation.

Statements are counted where Django executes them, commits where the connection commits, file
operations where the interpreter itself reports them (`sys.addaudithook`), and only in the home.
A child that is let come to its end waits before each step until its home has been looked at: a
death there would leave exactly that.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from .homes import FILE, inside

_FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "fcntl.flock", "os.chmod"}
_WRITING = os.O_WRONLY | os.O_RDWR
NEVER = 0
"""In place of a fatal step: let the process come to its end and tell every step."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an action, and what lies on the disk before it.

    Attributes:
        what: the SQL statement, or the operation and its file.
        left: fingerprint of the home that a death before this step leaves.
    """

    what: str
    left: str


Hashes = dict[Path, tuple[tuple[int, int, int], bytes]]
"""Files that were hashed before: what the disk said of each then (inode, bytes, moment of writing), and its hash."""
AT_REST = 200_000_000
"""Nanoseconds after which a file was written last: the disk's clock ticks in between, so writing it anew shows."""


def fingerprint(home: Path, known: Hashes | None = None) -> str:
    """Hash over every file of a home but its keys; SQLite's shared memory is no file that survives.

    Args:
        known: kept between looks at one home. A file that lay at rest when it was hashed is read again only when
            the disk says that it was written since; nobody writes there but a child that waits while this looks.
    """
    files = (path for path in sorted(home.rglob("*")) if path.is_file() and path.parent.name != "keys")
    sha = hashlib.blake2b(digest_size=16)
    for path in files:
        if not path.name.endswith("-shm") and path.stat().st_size:
            sha.update(f"{path.relative_to(home)} ".encode() + _hash(path, {} if known is None else known))
    return sha.hexdigest()


def _hash(path: Path, known: Hashes) -> bytes:
    told = path.stat()
    mark = (told.st_ino, told.st_size, told.st_mtime_ns)
    if path in known and known[path][0] == mark:
        return known[path][1]
    found = hashlib.sha1(path.read_bytes(), usedforsecurity=False).digest()  # most processors have it built in
    if time.time_ns() - told.st_mtime_ns > AT_REST:
        known[path] = (mark, found)
    return found


class Steps:
    """Counts the steps of this process and ends it before the one asked for."""

    def __init__(self, home: Path, fatal: int, telling: int, going: int) -> None:
        self.home, self.fatal, self.telling, self.going, self.seen = str(home), fatal, telling, going, 0

    def step(self, what: str) -> bool:
        """One step; True when it is the fatal one and the caller shall die."""
        self.seen += 1
        if self.seen == self.fatal or self.fatal == NEVER:
            os.write(self.telling, what[:400].replace("\n", " ").encode() + b"\n")
        if self.fatal == NEVER:
            os.read(self.going, 1)
        return self.seen == self.fatal

    def die(self) -> None:
        """As a machine that stops: no `finally`, no `atexit`, nothing flushed."""
        os.kill(os.getpid(), signal.SIGKILL)

    def listen(self) -> None:
        """Attach to everything that this process does to its home from now on."""
        connection.ensure_connection()
        connection.execute_wrappers.append(self._statement)
        commit, fsync = connection._commit, os.fsync

        def committing() -> None:
            if self.step("COMMIT"):
                self.die()
            commit()

        def flushing(handle: int) -> None:
            if self.step("fsync"):
                size = os.fstat(handle).st_size
                os.ftruncate(handle, max(0, size - 20))  # a power cut keeps the beginning of what was written
                self.die()
            fsync(handle)

        connection._commit = committing  # type: ignore[method-assign]  # this process ends with the measurement
        os.fsync = flushing  # type: ignore[assignment]  # as above
        sys.addaudithook(self._file)

    def _statement(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if self.step(sql):
            self.die()
        return execute(sql, params, many, context)

    def _file(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in _FILE_EVENTS or not self._writes(event, arguments):
            return
        if self.step(f"{event} {arguments[0]}"):
            self.die()

    def _writes(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event in ("fcntl.flock", "os.truncate") and isinstance(arguments[0], int):
            return True
        path = str(arguments[0])
        if not path.startswith(self.home) or FILE in path:
            return False
        flags = arguments[2] if event == "open" else _WRITING
        return bool(isinstance(flags, int) and flags & _WRITING)


def steps_of(home: Path, act: Callable[[], object]) -> list[Step]:
    """Do `act` in `home` to its end, in a child process; every step it took, in order."""
    said, left, died = _child(home, act, NEVER)
    assert not died
    return [Step(what, mark) for what, mark in zip(said, left, strict=True)]


def kill(home: Path, act: Callable[[], object], fatal: int) -> str:
    """Do `act` in `home` in a child process that dies before its `fatal`-th step; what that step was."""
    said, _left, died = _child(home, act, fatal)
    assert died, f"it came to its end before step {fatal}"
    return "\n".join(said)


def _child(home: Path, act: Callable[[], object], fatal: int) -> tuple[list[str], list[str], bool]:
    """What a child process told, line by line, the home before each line's step, and whether it was killed.

    Raises:
        AssertionError: the act failed of itself; with its traceback.
    """
    reading, writing = os.pipe()
    waiting, going = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.close(going)
        _act(home, act, fatal, writing, waiting)
    os.close(writing)
    os.close(waiting)
    said, left, known = list[str](), list[str](), Hashes()
    with os.fdopen(reading, "rb") as told:
        for line in told:
            said.append(line.decode("utf-8", "replace").removesuffix("\n"))
            if fatal == NEVER:
                left.append(fingerprint(home, known))
                with suppress(BrokenPipeError):  # what it told was why it failed: it waits no more
                    os.write(going, b".")
    os.close(going)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return said, left, True
    assert status == 0, "the act failed of itself:\n" + "\n".join(said)
    return said, left, False


def _act(home: Path, act: Callable[[], object], fatal: int, telling: int, going: int) -> None:
    code = 1
    try:
        with inside(home):
            Steps(home, fatal, telling, going).listen()
            act()
            code = 0
    except BaseException:
        os.write(telling, traceback.format_exc()[-4000:].encode())
    finally:
        os._exit(code)

"""Run an action in a child process and kill it before its n-th step: an SQL statement, a commit, a file operation.

Statements are counted where Django executes them, commits where the connection commits, file
operations where the interpreter itself reports them (`sys.addaudithook`), and only in the home.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from .homes import FILE, inside

_FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "fcntl.flock", "os.chmod"}
_WRITING = os.O_WRONLY | os.O_RDWR
NEVER = 0
"""In place of a fatal step: let the process come to its end and tell every step."""


def fingerprint(home: Path) -> str:
    """Hash over every file of a home but its keys; SQLite's shared memory is no file that survives."""
    files = (path for path in sorted(home.rglob("*")) if path.is_file() and path.parent.name != "keys")
    sha = hashlib.blake2b(digest_size=16)
    for path in files:
        if not path.name.endswith("-shm") and (data := path.read_bytes()):
            sha.update(f"{path.relative_to(home)} {len(data)} ".encode() + data)
    return sha.hexdigest()


class Steps:
    """Counts the steps of this process and ends it before the one asked for."""

    def __init__(self, home: Path, fatal: int, telling: int) -> None:
        self.home, self.fatal, self.telling, self.seen = str(home), fatal, telling, 0

    def step(self, what: str) -> bool:
        """One step; True when it is the fatal one and the caller shall die."""
        self.seen += 1
        if self.seen == self.fatal or self.fatal == NEVER:
            os.write(self.telling, what[:400].replace("\n", " ").encode() + b"\n")
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


def steps_of(home: Path, act: Callable[[], object]) -> list[str]:
    """Do `act` in `home` to its end, in a child process; every step it took, in order."""
    said, died = _child(home, act, NEVER)
    assert not died
    return said.splitlines()


def kill(home: Path, act: Callable[[], object], fatal: int) -> str:
    """Do `act` in `home` in a child process that dies before its `fatal`-th step; what that step was."""
    said, died = _child(home, act, fatal)
    assert died, f"it came to its end before step {fatal}"
    return said.removesuffix("\n")


def _child(home: Path, act: Callable[[], object], fatal: int) -> tuple[str, bool]:
    """What a child process told, and whether it was killed.

    Raises:
        AssertionError: the act failed of itself; with its traceback.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _act(home, act, fatal, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode("utf-8", "replace")
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return said, True
    assert status == 0, f"the act failed of itself:\n{said}"
    return said, False


def _act(home: Path, act: Callable[[], object], fatal: int, telling: int) -> None:
    code = 1
    try:
        with inside(home):
            Steps(home, fatal, telling).listen()
            act()
            code = 0
    except BaseException:
        os.write(telling, traceback.format_exc()[-4000:].encode())
    finally:
        os._exit(code)

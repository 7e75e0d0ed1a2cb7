"""A small process that checks damaged files one after the other, each in a fork of its own.

Some damaged pictures make libjpeg end its process, so each check needs one. To fork the process of the tests takes a
tenth of a second where it has grown to gigabytes; to fork this one takes a thousandth.

    python -m tests.adapters.scrubbing.checking
    in:  four bytes, the length, and so many bytes of a file; again and again
    out: for each one byte, what became of the check: HELD, ENDED or FAILED
"""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from types import TracebackType

from duecare.adapters.scrubbing.kinds import cleaned_file
from tests.adapters.scrubbing import made, offices

HELD, ENDED, FAILED = 0, 1, 3
"""libjpeg ends its process with 1; a check that failed says 3."""


class Checks:
    """The process from the side of the tests. Not for two threads."""

    def __enter__(self) -> Checks:
        command = [sys.executable, "-m", "tests.adapters.scrubbing.checking"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(30) == 0

    def __call__(self, content: bytes) -> bool:
        """False when the library ended the process that read it: the product then hands out nothing."""
        assert self._process.stdin and self._process.stdout
        whole, sent = len(content).to_bytes(4, "big") + content, 0
        while sent < len(whole):
            sent += self._process.stdin.write(whole[sent:]) or 0
        outcome = self._process.stdout.read(1)
        assert outcome, "the process that checks has ended"
        assert outcome[0] != FAILED, "see the traceback of the child"
        return outcome[0] == HELD


def check(content: bytes) -> None:
    """What holds of every file, however damaged."""
    result = cleaned_file(content)
    assert (result.cleaned is None) == (result.reason is not None)
    left = " ".join(one.value for one in result.findings if not one.removed)
    if result.cleaned is not None and made.CANARY not in left and "other_type" not in left:
        assert not made.holds_canary(result.cleaned)


def in_a_fork(content: bytes) -> int:
    """The check in a process of its own; what became of it."""
    pid = os.fork()
    if pid == 0:
        try:
            check(content)
            os._exit(HELD)
        except BaseException:
            traceback.print_exc()
            os._exit(FAILED)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if code in (HELD, FAILED) else ENDED


def serve() -> None:
    """Until nothing more comes. Whole files are read first: what the readers load when
    they are first asked is then loaded here, and not in every fork."""
    for whole in (
        made.jpeg(),
        made.png(),
        made.webp(lossless=False),
        made.webp(lossless=True),
        made.pdf(),
        offices.docx(),
    ):
        check(whole)
    while length := sys.stdin.buffer.read(4):
        content = sys.stdin.buffer.read(int.from_bytes(length, "big"))
        sys.stdout.buffer.write(bytes([in_a_fork(content)]))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()

"""A command at a terminal, as somebody sits there: what is shown is read, what is asked for is typed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

Answer = str | Callable[[str], str]
"""What is typed, or made from everything shown so far."""
PHRASE = re.compile(r"\n {4}((?:[a-z-]+ ){5}[a-z-]+)\r?\n")


def shown_phrase(screen: str) -> str:
    """The six words on the screen."""
    found = PHRASE.search(screen)
    assert found, screen
    return found.group(1)


def at_terminal(home: Path | None, module: str, *arguments: str, answers: list[tuple[str, Answer]]) -> tuple[int, str]:
    """Exit code and everything the terminal showed; each answer is typed when its prompt has appeared."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DUECARE_")}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=clean | ({"DUECARE_HOME": str(home)} if home else {}) | {"TERM": "xterm"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    screen, since = "", 0
    try:
        for prompt, answer in answers:
            while prompt not in screen[since:]:
                more = _more(ours)
                assert more, f"ended without {prompt!r}: {screen}"
                screen += more
            since = len(screen)
            _quiet(ours)
            os.write(ours, ((answer if isinstance(answer, str) else answer(screen)) + "\n").encode())
        while more := _more(ours):
            screen += more
        return process.wait(timeout=60), screen
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _more(ours: int) -> str:
    ready, _, _ = select.select([ours], [], [], 60)
    assert ready, "nothing was shown for a minute"
    try:
        return os.read(ours, 65536).decode()
    except OSError:  # the other end was closed: the command is over
        return ""


def _quiet(ours: int) -> None:
    """Wait until the terminal no longer repeats what is typed, as a person does who reads the prompt first."""
    until = time.monotonic() + 0.3
    while termios.tcgetattr(ours)[3] & termios.ECHO and time.monotonic() < until:
        time.sleep(0.01)

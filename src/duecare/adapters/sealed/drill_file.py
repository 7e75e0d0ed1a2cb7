"""Rehearsals of recovery as a file in the key place: one line each, only ever appended to, signed by who took part."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

FILE = "drill.jsonl"


def append(folder: Path, line: bytes) -> None:
    """One line behind the others, on the disk before anybody is told."""
    with (folder / FILE).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def lines(folder: Path) -> tuple[bytes, ...]:
    """Every whole line, oldest first; none before the first rehearsal."""
    try:
        return tuple((folder / FILE).read_bytes().split(b"\n")[:-1])
    except FileNotFoundError:
        return ()

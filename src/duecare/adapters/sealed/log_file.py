"""The key log as a file: one JSON line an entry, only ever appended to, flushed before anybody is told.

The file proves nothing by itself: `apps/intake/rules/key_log.py` walks the chain and asks for the officers' signatures.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
from functools import lru_cache
from pathlib import Path

from duecare.kernel.canonical import canonical
from duecare.kernel.chain import GENESIS, Stored, link
from duecare.kernel.errors import BadInput, Conflict


def read(path: Path) -> tuple[Stored, ...]:
    """Every entry in order; none when there is no file. A last line without its end (power cut) is left out.

    Raises:
        BadInput: a line that is no entry, with its number.
    """
    if not path.exists():
        return ()
    return _entries(path.read_bytes(), path.name)


def append(path: Path, body: bytes, *, after: tuple[int, str]) -> Stored:
    """Append an entry behind the head that its signers saw.

    Args:
        after: (number of entries, head) of the log they checked.

    Raises:
        Conflict: the log has grown since; nothing was appended.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        entries = _entries(whole, path.name)
        if (len(entries), entries[-1].head if entries else GENESIS) != after:
            raise Conflict(
                "The key log has changed in the meantime.", "Nothing was added.", "Check it again and repeat the step."
            )
        file.truncate(len(whole))  # what a power cut left of a line
        new = Stored(after[0] + 1, body, after[1], link(after[1], body))
        file.write(_line(new))
        file.flush()
        os.fsync(file.fileno())
    return new


def _line(one: Stored) -> bytes:
    body = base64.b64encode(one.body).decode()
    return canonical({"body": body, "head": one.head, "previous": one.previous, "seq": one.seq}) + b"\n"


@lru_cache(maxsize=2)  # the same bytes are the same entries, and every step of everything sealed asks for them
def _entries(data: bytes, name: str) -> tuple[Stored, ...]:
    found = []
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        try:
            row = json.loads(line)
            one = Stored(row["seq"], base64.b64decode(row["body"], validate=True), row["previous"], row["head"])
            if _line(one) != line + b"\n":
                raise ValueError("another form")
        except (ValueError, KeyError, TypeError) as fault:
            raise BadInput(
                "this line is no entry of a key log", file=name, line=number,
                value=line[:60].decode("utf-8", "replace"),
                means="No key counts, so nothing can be sealed or opened.",
                todo="Restore the file from the backup.",
            ) from fault  # fmt: skip
        found.append(one)
    return tuple(found)

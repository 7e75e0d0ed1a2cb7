"""The shred list: what was shredded stays shredded, also where an older copy of the outer keys is brought back.

One file beside the second bundles, outside home and ordinary backups. It names each outer key of a shredded case
by a hash, with the day, in the order of the hashes: which belonged together does not show. It only ever grows.

Keys that a turn replaced are not in it: an older backup has no newer ones, so the case would be lost with them.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from duecare.adapters.sealed.private_file import write_over
from duecare.kernel.errors import BadInput
from duecare.kernel.framing import framed

FILE = "shred-list"
FORMAT = "duecare/shred-list/1"
MARK = 32


def mark(name: bytes) -> bytes:
    """What the list says of an outer key: SHA-256, 32 bytes. Without a copy that still has the name it says nothing."""
    return hashlib.sha256(framed("duecare/gone/1", name)).digest()


def read(path: Path) -> dict[bytes, date]:
    """Hash -> day; nothing when there is no file.

    Raises:
        BadInput: damaged or cut off. It is never taken for a shorter one: what is missing would come back.
    """
    if not path.exists():
        return {}
    return parsed(path.read_bytes(), path.name)


def parsed(data: bytes, name: str) -> dict[bytes, date]:
    """The list in these bytes. Raises BadInput as `read` does."""
    found: dict[bytes, date] = {}
    try:
        for line in data.decode("ascii").splitlines()[1:]:
            day, _, hashed = line.partition(" ")
            found[bytes.fromhex(hashed)] = date.fromisoformat(day)
        if written(found) != data or any(len(one) != MARK for one in found):
            raise ValueError("another form")
    except ValueError as fault:
        raise BadInput(
            "this is no shred list, or it was cut off or altered",
            file=name, value=data[:60].decode("ascii", "replace"),
            todo="Bring it back from where the second bundles are kept twice.",
        ) from fault  # fmt: skip
    return found


def written(marks: Mapping[bytes, date]) -> bytes:
    """The file: format and number of lines, then `day hash` each, in the order of the hashes."""
    lines = [f"{marks[one].isoformat()} {one.hex()}" for one in sorted(marks)]
    return "\n".join([f"{FORMAT} {len(lines)}", *lines, ""]).encode()


def add(folder: Path, marks: Mapping[bytes, date]) -> None:
    """Bring these into the list of a folder; what stands there stays, with its day.

    Raises:
        BadInput: what stands there is damaged; it is left as it is.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f".{FILE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = read(folder / FILE)
        after = {**marks, **before}
        if after != before or not (folder / FILE).exists():
            write_over(folder / FILE, written(after))

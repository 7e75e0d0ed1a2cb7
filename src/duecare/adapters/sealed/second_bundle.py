"""The second bundle of a backup: the outer keys, in an encrypted file of their own that is kept apart and not for long.

What was shredded lives on in every copy of its outer key. So ordinary backups hold none, these are thrown away after 35
days, and what restores one applies the shred list to it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from duecare.adapters.locked_file import Locking, Unlocking
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput

FORMAT = "duecare/second-bundle/1"
KEPT = timedelta(days=35)
"""Older ones are removed by the daily tick, and whatever was shredded since is gone from everywhere then."""
LARGEST = 1024 * 1024 * 1024
"""Bytes that are read of one; a case takes about 300."""
_NAME = re.compile(r"shred-(\d{4}-\d{2}-\d{2})-[0-9a-f]{8}\.duecare")


@dataclass(frozen=True, slots=True)
class Second:
    """What one holds: `pair` is the same in the ordinary backup made with it, `data` is `shred.sqlite`."""

    pair: str
    at: str
    data: bytes = field(repr=False)


def name_of(pair: str, day: date) -> str:
    """Its file name; the daily tick goes by the day in it."""
    return f"shred-{day.isoformat()}-{pair[:8]}.duecare"


def write(target: Path, data: bytes, pair: str, at: datetime, secret: bytes) -> None:
    """A new encrypted file.

    Raises:
        BadInput: there is one of that name, or the secret is too short.
    """
    if target.exists():
        raise BadInput("a second bundle is a new file", file=str(target), means="Nothing was written.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = {
        "at": at.isoformat(timespec="seconds"), "format": FORMAT, "pair": pair,
        "sha256": hashlib.sha256(data).hexdigest(), "version": version("duecare"),
    }  # fmt: skip
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("xb") as out:
            part.chmod(0o600)
            locked = Locking(out, secret)
            locked.write(canonical(told) + b"\n" + data)
            locked.close()
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read(source: Path, secret: bytes) -> Second:
    """Open one.

    Raises:
        BadInput: another secret, altered, cut off, or no second bundle.
    """
    with source.open("rb") as file:
        opened = io.BufferedReader(Unlocking(file, secret, name=source.name))
        head, data = opened.readline(4096), opened.read(LARGEST)
    try:
        told = json.loads(head)
        if told["format"] != FORMAT or told["sha256"] != hashlib.sha256(data).hexdigest():
            raise ValueError("another form")
        return Second(str(told["pair"]), str(told["at"]), data)
    except (ValueError, KeyError, TypeError) as fault:
        raise BadInput(
            "this is no second bundle", file=source.name, means="Nothing was restored.",
            todo="It is named shred-DAY-….duecare; the ordinary backup is the other one.",
        ) from fault  # fmt: skip


def is_one(source: Path, secret: bytes) -> bool:
    """Whether a file is a second bundle, so that somebody who took the wrong one is told."""
    try:
        read(source, secret)
    except (BadInput, OSError):
        return False
    return True


def sweep(folder: Path, today: date) -> int:
    """Remove bundles that are older than 35 days by the day in their name; how many. Other files are left alone."""
    gone = 0
    for file in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(file.name)
        if named and file.is_file() and today - date.fromisoformat(named.group(1)) > KEPT:
            file.unlink()
            gone += 1
    return gone

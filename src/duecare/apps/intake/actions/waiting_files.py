"""Files that wait to be put into a case: sealed on the disk, their keys in a drawer.

What opens a file is nowhere else, so a drawer that ends leaves noise, and a sweep takes that away. The process that
takes files writes the drawer; whoever has its key, a reporter's browser or a member's vault, decides what becomes of
them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from duecare.adapters.sealed.drawers import Drawers
from duecare.adapters.sealed.files import Files, Lock, Stored
from duecare.adapters.sealed.keys import expand
from duecare.apps.intake.rules.files import told
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import Busy, NoRoom

from .attaching import Sent

Waiting = tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where files wait: drawers with their keys, and the folder they lie in."""

    drawers: Drawers
    files: Files


def waiting(bench: Bench, key: bytes) -> Waiting:
    """Files that wait under this key, oldest first."""
    return _read(bench.drawers.get(_drawer(key)))


def add(bench: Bench, key: bytes, one: Sent, fits: Callable[[Waiting], bool]) -> bool:
    """Put one more behind them; False when it does not fit any more, since another came first."""
    did = False

    def more(content: bytes | None) -> bytes | None:
        nonlocal did
        before = _read(content)
        did = fits(before)
        return _written((*before, one)) if did else content

    bench.drawers.change(_drawer(key), more)
    return did


def remove(bench: Bench, key: bytes, name: bytes) -> None:
    """Take one out again, by the name of its original; nothing of it stays."""
    gone: list[Sent] = []

    def fewer(content: bytes | None) -> bytes | None:
        before = _read(content)
        gone[:] = [one for one in before if one.original.name == name]
        return _written(tuple(one for one in before if one not in gone)) if gone else content

    bench.drawers.change(_drawer(key), fewer)
    for one in gone:
        _drop(bench, one)


def kept(bench: Bench, key: bytes, sent: Waiting) -> None:
    """They belong to a case now. Files that came meanwhile go on waiting."""
    names = {one.original.name for one in sent}

    def others(content: bytes | None) -> bytes | None:
        return _written(tuple(one for one in _read(content) if one.original.name not in names)) if content else None

    bench.drawers.change(_drawer(key), others)
    for one in sent:
        for stored in _stored(one):
            bench.files.keep(stored.name)


def renew(bench: Bench, key: bytes) -> None:
    """Another half hour for them, as for their draft."""
    with suppress(Busy, NoRoom):
        if (content := bench.drawers.get(_drawer(key))) is not None:
            bench.drawers.change(_drawer(key), lambda content: content)
            bench.files.renew(stored.name for one in _read(content) for stored in _stored(one))


def drop(bench: Bench, key: bytes) -> None:
    """All of them go at once."""
    every = waiting(bench, key)
    bench.drawers.drop(_drawer(key))
    for one in every:
        _drop(bench, one)


def _drop(bench: Bench, one: Sent) -> None:
    for stored in _stored(one):
        bench.files.drop(stored.name)


def _stored(one: Sent) -> tuple[Stored, ...]:
    return (one.original, *((one.copy,) if one.copy else ()))


def _drawer(key: bytes) -> bytes:
    return expand(key, "drawer/files")


def _written(files: Waiting) -> bytes:
    return canonical([
        {**one.told.plain(), "original": _plain(one.original), "copy": _plain(one.copy) if one.copy else None}
        for one in files
    ])  # fmt: skip


def _read(content: bytes | None) -> Waiting:
    found: list[dict[str, Any]] = json.loads(content) if content else []
    return tuple(Sent(told(one), _made(one["original"]), _made(one["copy"]) if one["copy"] else None) for one in found)


def _plain(one: Stored) -> JSON:
    return {"inner": one.lock.inner.hex(), "name": one.name.hex(), "outer": one.lock.outer.hex(), "size": one.size}


def _made(one: dict[str, Any]) -> Stored:
    lock = Lock(bytes.fromhex(one["inner"]), bytes.fromhex(one["outer"]))
    return Stored(bytes.fromhex(one["name"]), lock, one["size"])
